import { expect, it } from "vitest";
import { LIMITS } from "../../../src/limits.ts";
import { change, newId, push } from "../../engine/sync/protocol.ts";
import type { Actor } from "../../support/actor.ts";
import { newPremiumActor } from "../../support/plan.ts";
import { refusal } from "./habits.support.ts";

const MOST = LIMITS.planner.ruledHabits;
const RULED = { title: "Tejash", habitType: "finance", financeRule: { type: "has_any_transactions" } };

const create = (actor: Actor) => actor.post("/v1/habits", RULED);
const patch = (actor: Actor, id: string, fields: object) => actor.patch(`/v1/habits/${id}`, fields);

/** Pushes so many habits with a finance rule; how each ended. */
async function pushHabits(actor: Actor, ids: readonly string[]): Promise<string[]> {
  const { results } = await push(
    actor,
    ids.map((id) => change("habits", "create", id, RULED)),
  );
  return results.map(({ status, error }) => error?.code ?? status);
}
const ids = (count: number) => Array.from({ length: count }, newId);

it("so many habits may have a finance rule while they are active, and no more, however they get it", async () => {
  const actor = await newPremiumActor();
  const [first = "", second = "", ...others] = ids(MOST + 2);
  expect(await pushHabits(actor, [first, second, ...others])).toEqual([
    ...Array.from({ length: MOST }, () => "applied"),
    "LIMIT_REACHED",
    "LIMIT_REACHED",
  ]);
  expect(refusal(await create(actor))).toEqual([409, "LIMIT_REACHED", "financeRule"]);
  const { data: plain } = await actor.post("/v1/habits", { title: "Suv", habitType: "health" });
  const { financeRule } = RULED;
  expect(refusal(await patch(actor, plain.id, { financeRule }))).toEqual([409, "LIMIT_REACHED", "financeRule"]);

  // A paused one leaves its place to another, and finds none when it returns.
  expect(
    (await patch(actor, first, { status: "paused", financeRule: { ...financeRule, accountIds: [] } })).status,
  ).toBe(200);
  expect((await patch(actor, plain.id, { financeRule })).status).toBe(200);
  expect(refusal(await patch(actor, first, { status: "active" }))).toEqual([409, "LIMIT_REACHED", "financeRule"]);
  await patch(actor, plain.id, { showStatus: "archived" });
  expect((await patch(actor, first, { status: "active" })).status).toBe(200);
  expect(refusal(await patch(actor, plain.id, { showStatus: "active" }))).toEqual([
    409,
    "LIMIT_REACHED",
    "financeRule",
  ]);
  await actor.delete(`/v1/habits/${second}`);
  expect((await create(actor)).status).toBe(201);
  // What is at the bound may change its rule.
  expect(
    (await patch(actor, first, { financeRule: { type: "no_spend_in_categories", categoryIds: ["food"] } })).status,
  ).toBe(200);
});

it("in one push a place that becomes free is taken", async () => {
  const actor = await newPremiumActor();
  const habits = ids(MOST);
  await pushHabits(actor, habits);
  const { results } = await push(actor, [
    change("habits", "create", newId(), RULED),
    change("habits", "update", habits[0] ?? "", { financeRule: null }),
    change("habits", "create", newId(), RULED),
    change("habits", "create", newId(), RULED),
  ]);
  expect(results.map(({ status }) => status)).toEqual(["rejected", "applied", "applied", "rejected"]);
});

it("of twins at the last place one is refused", async () => {
  const actor = await newPremiumActor();
  await pushHabits(actor, ids(MOST - 1));
  const statuses = (await Promise.all([create(actor), create(actor), create(actor)])).map(({ status }) => status);
  expect(statuses.toSorted()).toEqual([201, 409, 409]);
});
