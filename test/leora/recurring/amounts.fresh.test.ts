import { beforeEach, describe, expect, it } from "vitest";
import { change, conflictsOf, newId, pushOne } from "../../engine/sync/protocol.ts";
import { type Actor, newActor, type Reply } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { openAccount, refusal } from "../finance/support.ts";
import { read, recur } from "./support.ts";

// A template, and what an override makes of it, must be something of which a row can be created.

const DATE = "2026-04-15";
type Fields = Record<string, unknown>;

let actor: Actor;
let soums: string;
let yen: string;
let debtId: string;

beforeEach(async () => {
  freezeTime("2026-03-10T07:00:00Z");
  actor = await newActor();
  [soums, yen] = [await openAccount(actor, "UZS"), await openAccount(actor, "JPY")];
  const debt = { direction: "i_owe", counterpartyName: "Bank", principalAmount: 900, principalCurrency: "JPY" };
  const reply = await actor.post("/v1/debts", { ...debt, startDate: "2026-01-01" });
  expect(reply.status, reply.text).toBe(201);
  debtId = reply.data.id;
});

/** The good template of each entity. */
const templates: Record<string, () => Fields> = {
  transactions: () => ({ type: "expense", accountId: soums, amount: 100, currency: "UZS", categoryId: "food" }),
  split: () => ({ ...templates.transactions?.(), splits: [40, 60].map((amount) => ({ categoryId: "food", amount })) }),
  transfer: () => ({ type: "transfer", fromAccountId: soums, toAccountId: yen, amount: 100, currency: "UZS" }),
  debtPayments: () => ({ debtId, amount: 5 }),
};
const body = (kind: string, changed: Fields = {}, more: object = {}) => ({
  entity: kind === "debtPayments" ? kind : "transactions",
  template: { ...templates[kind]?.(), ...changed },
  rrule: "FREQ=MONTHLY",
  startDate: "2026-03-15",
  ...more,
});

/** What is refused: which template, the fields that change in it, and the field that is to blame. */
const REFUSED: [what: string, kind: string, changed: () => Fields, field: string][] = [
  ["nothing", "transactions", () => ({ amount: 0 }), "amount"],
  ["less than nothing", "transactions", () => ({ amount: -1 }), "amount"],
  ["a part of a tiyin", "transactions", () => ({ amount: 1.005 }), "amount"],
  ["half a yen", "transactions", () => ({ currency: "JPY", amount: 1.5 }), "amount"],
  ["a ten-thousandth of a dinar", "transactions", () => ({ currency: "KWD", amount: 1.2345 }), "amount"],
  ["a fee of nothing", "transactions", () => ({ feeAmount: 0 }), "feeAmount"],
  [
    "a fee of half a yen from an account in yen",
    "transactions",
    () => ({ accountId: yen, feeAmount: 1.5 }),
    "feeAmount",
  ],
  ["parts of another sum", "split", () => ({ amount: 101 }), "splits"],
  ["a part of nothing", "split", () => ({ splits: [{ categoryId: "food", amount: 0 }] }), "splits.0.amount"],
  ["a planned amount below nothing", "transactions", () => ({ plannedAmount: -1 }), "plannedAmount"],
  ["an original amount without a currency", "transactions", () => ({ originalAmount: 1 }), "originalCurrency"],
  ["no category", "transactions", () => ({ categoryId: null }), "categoryId"],
  ["no account", "transactions", () => ({ accountId: null }), "accountId"],
  ["a transfer to the same account", "transfer", () => ({ toAccountId: soums }), "toAccountId"],
  ["half a yen that arrives", "transfer", () => ({ toAmount: 1.5 }), "toAmount"],
  ["less that arrives than leaves", "transfer", () => ({ toCurrency: "UZS", toAmount: 99 }), "toAmount"],
  ["a transfer that adjusts a balance", "transfer", () => ({ isBalanceAdjustment: true }), "isBalanceAdjustment"],
  ["a payment of nothing", "debtPayments", () => ({ amount: 0 }), "amount"],
  ["a payment of half a yen", "debtPayments", () => ({ amount: 1.5 }), "amount"],
  ["a payment of a part of a cent", "debtPayments", () => ({ amount: 1.005, currency: "USD" }), "amount"],
];

const expectRefused = (reply: Reply, field: string) => expect(refusal(reply)).toEqual([400, "VALIDATION_ERROR", field]);

async function expectRejected(sent: object, field: string): Promise<void> {
  const { status, error } = await pushOne(actor, sent);
  expect([status, error?.code, error?.details?.[0]?.field]).toEqual(["rejected", "VALIDATION_ERROR", field]);
}

describe.each(REFUSED)("%s", (_, kind, changed, field) => {
  it("is refused in a template", async () => {
    const path = `template.${field}`;
    const { template } = body(kind, changed());
    expectRefused(await actor.post("/v1/recurring", body(kind, changed())), path);
    await expectRejected(change("recurrences", "create", newId(), body(kind, changed())), path);
    const { id } = await recur(actor, body(kind));
    expectRefused(await actor.patch(`/v1/recurring/${id}`, { template }), path);
    await expectRejected(change("recurrences", "update", id, { template }), path);
    const edit = { data: changed(), scope: "following" };
    expectRefused(await actor.post(`/v1/recurring/${id}/occurrences/${DATE}`, edit), path);
    expectRefused(await actor.post(`/v1/recurring/${id}/occurrences/2026-03-15`, edit), path);
    expect((await read(actor, id)).template).toEqual(templates[kind]?.());
  });

  it("is refused in an override", async () => {
    const path = `overrides.${DATE}.${field}`;
    const overrides = { [DATE]: changed() };
    expectRefused(await actor.post("/v1/recurring", body(kind, {}, { overrides })), path);
    await expectRejected(change("recurrences", "create", newId(), body(kind, {}, { overrides })), path);
    const { id } = await recur(actor, body(kind));
    expectRefused(await actor.patch(`/v1/recurring/${id}`, { overrides }), path);
    await expectRejected(change("recurrences", "update", id, { overrides }), path);
    expectRefused(await actor.post(`/v1/recurring/${id}/occurrences/${DATE}`, { data: changed() }), path);
    expect((await read(actor, id)).overrides).toEqual({});
  });
});

describe("an amount", () => {
  it.each<[what: string, kind: string, changed: () => Fields]>([
    ["yen", "transactions", () => ({ currency: "JPY", amount: 2 })],
    ["thousandths of a dinar", "transactions", () => ({ currency: "KWD", amount: 1.234 })],
    ["a fee in tiyins from an account in soums", "transactions", () => ({ currency: "JPY", feeAmount: 1.55 })],
    ["other parts of another sum", "split", () => ({ amount: 7, splits: [{ categoryId: "food", amount: 7 }] })],
    ["no parts of another sum", "split", () => ({ amount: 7, splits: null })],
    ["what arrives", "transfer", () => ({ toAmount: 3 })],
    ["a payment in cents", "debtPayments", () => ({ amount: 1.25, currency: "USD" })],
  ])("of %s is taken", async (_, kind, changed) => {
    const { id } = await recur(actor, body(kind));
    const overridden = await actor.post(`/v1/recurring/${id}/occurrences/${DATE}`, { data: changed() });
    expect(overridden.data?.recurrence.overrides, overridden.text).toEqual({ [DATE]: changed() });
    const { template } = body(kind, changed());
    const patched = await actor.patch(`/v1/recurring/${id}`, { template, overrides: {} });
    expect(patched.data?.template, patched.text).toEqual(template);
  });

  it("of the template is checked with the overrides that are merged over it", async () => {
    const overrides = { [DATE]: { amount: 1.5 } };
    const { id } = await recur(actor, body("transactions", {}, { overrides }));
    const { template } = body("transactions", { currency: "JPY" });
    const path = `overrides.${DATE}.amount`;
    expectRefused(await actor.patch(`/v1/recurring/${id}`, { template }), path);
    expectRefused(
      await actor.post(`/v1/recurring/${id}/occurrences/${DATE}`, { data: { currency: "JPY" }, scope: "following" }),
      path,
    );
    const both = await actor.patch(`/v1/recurring/${id}`, { template, overrides: { [DATE]: { amount: 2 } } });
    expect(both.status, both.text).toBe(200);
  });

  it("of an override whose date is over is not in the way of another template", async () => {
    const overrides = { "2026-03-15": { amount: 1.5 } };
    const { id } = await recur(actor, body("transactions", {}, { overrides, leadDays: 10 }));
    expect((await actor.get("/v1/transactions")).data[0].amount).toBe(1.5);
    const patched = await actor.patch(`/v1/recurring/${id}`, body("transactions", { currency: "JPY" }));
    expect(patched.status, patched.text).toBe(200);
  });

  it("of a row that is created already is checked by the row's rules", async () => {
    const { id } = await recur(actor, body("split", {}, { leadDays: 10 }));
    const edited = async (data: object) =>
      refusal(await actor.post(`/v1/recurring/${id}/occurrences/2026-03-15`, { data }));
    expect(await edited({ amount: 0 })).toEqual([400, "VALIDATION_ERROR", "data.amount"]);
    expect(await edited({ amount: 101 })).toEqual([400, "VALIDATION_ERROR", "data.splits"]);
  });

  it("of a change that waited is checked when it is chosen", async () => {
    const { id } = await recur(actor, body("transactions"));
    await actor.patch(`/v1/recurring/${id}`, body("transactions", { amount: 7 }));
    const { template } = body("transactions", { amount: -1 });
    const waiting = await pushOne(actor, change("recurrences", "update", id, { template }, { baseRev: 3 }));
    expect([waiting.status, (await conflictsOf(actor)).length]).toEqual(["conflict", 1]);
    const resolve = (more: object) => actor.post("/v1/sync/resolve-conflict", { entity: "recurrences", id, ...more });
    expectRefused(await resolve({ resolution: "use_local" }), "template.amount");
    expect((await resolve({ resolution: "use_server" })).data.data.template.amount).toBe(7);
  });
});
