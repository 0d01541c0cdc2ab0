import { expect, it } from "vitest";
import { change, newId, push } from "../../engine/sync/protocol.ts";
import { newActor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { DAY, expense, openAccount } from "../finance/support.ts";

it("a finance rule follows a push that changes, and one that deletes, several transactions of one day", async () => {
  freezeTime(`${DAY}T07:00:00Z`);
  const actor = await newActor();
  const account = await openAccount(actor, "UZS");
  const habit = { title: "Less", habitType: "finance" };
  const financeRule = { type: "spend_in_categories", categoryIds: ["food"], minAmount: 3000, currency: "UZS" };
  const { data } = await actor.post("/v1/habits", { ...habit, financeRule });
  const ids = [newId(), newId()];
  const statuses = async (changes: object[]) => (await push(actor, changes)).results.map(({ status }) => status);
  const isDone = async () => (await actor.get(`/v1/habits/${data.id}`)).data.isDoneToday;

  // The changes name no day, and lead to the same one.
  await statuses(ids.map((id) => change("transactions", "create", id, expense(account, 1000, "UZS"))));
  expect(await isDone()).toBe(false);
  expect(await statuses(ids.map((id) => change("transactions", "update", id, { amount: 2000 })))).toEqual([
    "applied",
    "applied",
  ]);
  expect(await isDone()).toBe(true);
  expect(await statuses(ids.map((id) => change("transactions", "delete", id)))).toEqual(["applied", "applied"]);
  expect(await isDone()).toBe(false);
});
