import { expect, it } from "vitest";
import { Moment } from "../../../../src/kernel/time.ts";
import { draftOf } from "../../../../src/leora/ai/voice/draft.ts";
import { parseVoice } from "../../../../src/leora/ai/voice/parse.ts";
import { readVoiceAccounts, voiceAccounts } from "../../../../src/leora/ai/voice/reads.ts";
import { planOf } from "../../../rules/plans.ts";
import { type Actor, newActor } from "../../../support/actor.ts";
import { contextOf } from "../../../support/context.ts";
import { newPremiumActor } from "../../../support/plan.ts";
import { expense, openAccount, record, transfer } from "../../finance/support.ts";

const at = new Moment(Date.parse("2024-12-17T07:00:00Z"), "Asia/Tashkent");

async function draftFor(actor: Actor, said: string) {
  const rows = await contextOf(actor).db.all(voiceAccounts(actor.owner, "UZS"));
  const { draft, missing } = draftOf(parseVoice(said, at, "UZS"), readVoiceAccounts(rows));
  return { data: draft?.data ?? {}, missing };
}

it("a spoken expense is of the active account that was used last, and the endpoint takes it", async () => {
  const actor = await newActor();
  expect((await draftFor(actor, "taksi 5 ming")).missing).toEqual(["accountId"]);
  const [first, second, third] = [
    await openAccount(actor, "UZS", { name: "1" }),
    await openAccount(actor, "UZS", { name: "2" }),
    await openAccount(actor, "UZS", { name: "3" }),
  ];
  const accountOf = async () => (await draftFor(actor, "taksi 5 ming")).data.accountId;
  expect(await accountOf()).toBe(first);
  await record(actor, expense(third, 10, "UZS", { date: "2024-12-01" }));
  await record(actor, expense(second, 10, "UZS", { date: "2024-01-01" }));
  await record(actor, transfer(first, third, 10, "UZS"));
  expect(await accountOf()).toBe(second);
  await actor.patch(`/v1/accounts/${second}`, { showStatus: "archived" });
  expect(await accountOf()).toBe(third);

  const { data, missing } = await draftFor(actor, "kecha soat 18:30 da taksiga 50 ming so'm berdim");
  expect(missing).toEqual([]);
  const reply = await actor.post("/v1/transactions", data);
  expect([reply.status, reply.data]).toEqual([
    201,
    expect.objectContaining({ ...data, name: "Taksi", date: "2024-12-16", time: "18:30", subcategoryId: "taxi" }),
  ]);
  const task = await draftFor(actor, "ertaga soat 9 da onamga qo'ng'iroq qilishni eslat");
  const created = await actor.post("/v1/tasks", task.data);
  expect([created.status, created.data]).toEqual([
    201,
    expect.objectContaining({
      title: "Onamga qo'ng'iroq qilish",
      dueDate: "2024-12-18",
      timeOfDay: "09:00",
      status: "planned",
    }),
  ]);
});

it("POST /ai/voice knows the categories that the user has made, and accounts by their names", async () => {
  const actor = await newPremiumActor();
  const cash = await openAccount(actor, "UZS", { name: "Naqd pul" });
  const card = await openAccount(actor, "UZS", { name: "Karta" });
  await record(actor, expense(card, 10, "UZS", { date: "2024-12-01" }));
  const { data: pets } = await actor.post("/v1/categories", { type: "expense", name: "Mushuk va it" });
  const { data: coffee } = await actor.post("/v1/categories", { type: "expense", name: "Kofe", parentId: "food" });
  const draftOfSaid = async (transcript: string) => {
    const reply = await actor.post("/v1/ai/voice", { transcript });
    expect(reply.status).toBe(200);
    return reply.data.draft;
  };
  const amount = { type: "expense", currency: "UZS", date: expect.any(String) };
  expect(await draftOfSaid("50 ming mushuk")).toEqual({
    entity: "transactions",
    data: { ...amount, amount: 50_000, accountId: card, categoryId: pets.id, name: "Mushuk" },
  });
  expect(await draftOfSaid("mushukka 50")).toMatchObject({ data: { amount: 50, categoryId: pets.id } });
  expect(await draftOfSaid("naqd puldan 30 ming kofega")).toEqual({
    entity: "transactions",
    data: {
      ...amount,
      amount: 30_000,
      accountId: cash,
      categoryId: "food",
      subcategoryId: coffee.id,
      name: "Kofe",
    },
  });
  await actor.delete(`/v1/categories/${pets.id}`);
  expect(await draftOfSaid("50 ming mushuk")).toMatchObject({ data: { categoryId: "other_expense" } });
});

it("looks up each account's last use in the index alone", async () => {
  const actor = await newActor();
  const plan = await planOf(voiceAccounts(actor.owner, "UZS").sql, actor.db);
  expect(plan).toEqual([
    expect.stringMatching(/^SEARCH a USING INDEX accounts_\w+ \(owner=\? AND showStatus=\?/),
    expect.stringMatching(/^CORRELATED SCALAR SUBQUERY/),
    "SEARCH t USING COVERING INDEX transactions_accountId (owner=? AND accountId=?)",
  ]);
});
