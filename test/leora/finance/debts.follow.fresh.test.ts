import { createScheduledController, env, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import worker from "../../../src/worker.ts";
import { change, push } from "../../engine/sync/protocol.ts";
import { type Actor, newActor, signInAgain } from "../../support/actor.ts";
import { freezeTime, passTime } from "../../support/clock.ts";
import { changed, hubOf, publish } from "../../support/hub.ts";
import { balanceOf, openAccount } from "./support.ts";

const HOUR = 3_600_000;

const BODY = {
  direction: "i_owe",
  counterpartyName: "Bank",
  principalAmount: 1000,
  principalCurrency: "UZS",
  startDate: "2024-12-01",
};

async function borrow(actor: Actor, fields: object = {}) {
  const reply = await actor.post("/v1/debts", { ...BODY, ...fields });
  expect(reply.status, reply.text).toBe(201);
  return reply.data;
}

/** Access tokens do not live as long as these tests' days. */
const listed = async (actor: Actor, status: string) =>
  (await (await signInAgain(actor)).get(`/v1/debts?status=${status}`)).data.map(({ id }: { id: string }) => id);

describe("cron", () => {
  const cron = () => worker.scheduled(createScheduledController(), env);

  it("makes debts overdue after the user's midnight, once, and tells the user", { timeout: 20_000 }, async () => {
    freezeTime("2024-12-17T07:00:00Z");
    const [east, west] = [await newActor(), await newActor({ timezone: "America/Los_Angeles" })];
    const due = { dueDate: "2024-12-17" };
    const [late, paid] = [await borrow(east, due), await borrow(east, due)];
    await borrow(east, { dueDate: "2024-12-18" });
    await east.post(`/v1/debts/${paid.id}/settle`);
    const other = await borrow(west, due);

    freezeTime("2024-12-17T18:59:00Z");
    await cron();
    expect([await listed(east, "overdue"), await listed(west, "overdue")]).toEqual([[], []]);
    freezeTime("2024-12-17T19:01:00Z");
    await cron();
    await cron();
    expect([await listed(east, "overdue"), await listed(west, "overdue")]).toEqual([[late.id], []]);
    const { data: notifications } = await (await signInAgain(east)).get("/v1/notifications");
    expect(notifications).toMatchObject([
      {
        kind: "debt_overdue",
        title: "Bank",
        entity: "debts",
        entityId: late.id,
        data: { direction: "i_owe", amount: 1000, currency: "UZS", dueDate: "2024-12-17" },
      },
    ]);
    // The filter answers for the day before its cron has come; the row never does.
    freezeTime("2024-12-18T08:30:00Z");
    expect((await (await signInAgain(west)).get(`/v1/debts/${other.id}`)).data.status).toBe("overdue");
    await cron();
    expect(await listed(west, "overdue")).toEqual([other.id]);
  });

  it("makes a debt with a counterparty and a funding transaction overdue, which stay as they are", async () => {
    freezeTime("2024-12-17T07:00:00Z");
    const actor = await newActor();
    const { data: counterparty } = await actor.post("/v1/counterparties", { displayName: "Alisher" });
    const accountId = await openAccount(actor, "UZS");
    const debt = await borrow(actor, {
      counterpartyId: counterparty.id,
      receivedToAccountId: accountId,
      dueDate: "2024-12-17",
    });
    const { data: funding } = await actor.get(`/v1/transactions/${debt.fundingTransactionId}`);
    freezeTime("2024-12-18T07:00:00Z");
    await cron();
    expect(await listed(actor, "overdue")).toEqual([debt.id]);
    const later = await signInAgain(actor);
    expect((await later.get(`/v1/transactions/${debt.fundingTransactionId}`)).data).toEqual(funding);
  });
});

describe("a debt's reminders", () => {
  const ring = (actor: Actor) => runDurableObjectAlarm(hubOf(actor).stub);
  const alarmOf = (actor: Actor) => runInDurableObject(hubOf(actor).stub, (_hub, { storage }) => storage.getAlarm());

  /** Waits until the hub has done all that a write left it to do. */
  async function settled(actor: Actor, socket: Awaited<ReturnType<Actor["connect"]>>) {
    await socket.next("entity:updated");
    await publish(actor, changed("marker", 0));
    await socket.next("entity:updated");
  }

  it("come the day before and on the day, at its time in the user's zone, until it is paid", {
    timeout: 20_000,
  }, async () => {
    // In the future: alarms ring by the machine's clock.
    freezeTime("2050-11-24T05:00:00Z");
    const actor = await newActor();
    const socket = await actor.connect();
    await socket.next("hello");
    const fields = { startDate: "2050-11-01", dueDate: "2050-11-26", reminderEnabled: true };
    const debt = await borrow(actor, { ...fields, reminderTime: "10:30" });
    await settled(actor, socket);
    expect(await alarmOf(actor)).toBe(Date.parse("2050-11-25T05:30:00Z"));
    passTime(24.5 * HOUR);
    await ring(actor);
    const data = { type: "debt", id: debt.id, title: "Bank" };
    expect(await socket.next()).toEqual({ event: "reminder", data: { ...data, dueIn: 1440 } });
    expect(await alarmOf(actor)).toBe(Date.parse("2050-11-26T05:30:00Z"));
    passTime(24 * HOUR);
    await ring(actor);
    expect(await socket.next()).toEqual({ event: "reminder", data: { ...data, dueIn: 0 } });

    const again = await signInAgain(actor);
    const other = await borrow(again, { ...fields, dueDate: "2050-11-30" });
    await settled(actor, socket);
    expect(await alarmOf(actor)).toBe(Date.parse("2050-11-29T04:00:00Z"));
    await again.post(`/v1/debts/${other.id}/settle`);
    await socket.next("entity:updated");
    await settled(actor, socket);
    expect(await alarmOf(actor)).toBeNull();
  });
});

describe("sync", () => {
  it("takes a debt, its payments and transactions made offline, in one push", async () => {
    const actor = await newActor();
    const uzs = await openAccount(actor, "UZS");
    const [debtId, counterpartyId, paymentId, spentId] = Array.from({ length: 4 }, () => crypto.randomUUID());
    const money = { amount: 100, currency: "UZS" };
    const pushed = await push(actor, [
      change("counterparties", "create", counterpartyId ?? "", { displayName: "Anor bank" }),
      change("debts", "create", debtId ?? "", {
        ...BODY,
        counterpartyName: undefined,
        counterpartyId,
        receivedToAccountId: uzs,
        payFromAccountId: uzs,
      }),
      change("debtPayments", "create", paymentId ?? "", { ...money, debtId, paymentDate: "2024-12-02" }),
      change("transactions", "create", spentId ?? "", {
        ...money,
        ...{ type: "expense", accountId: uzs, categoryId: "food", date: "2024-12-03", debtId },
      }),
      change("debtPayments", "update", paymentId ?? "", { amount: 150 }),
      change("debtPayments", "create", crypto.randomUUID(), { ...money, amount: 751, debtId }),
    ]);
    expect(pushed.results.map(({ status, error }) => error?.code ?? status)).toEqual([
      ...Array(5).fill("applied"),
      "INVALID_STATE",
    ]);
    const debt = (await actor.get(`/v1/debts/${debtId}`)).data;
    expect(debt).toMatchObject({
      counterpartyName: "Anor bank",
      outstandingAmount: 750,
      fundingTransactionId: debtId,
    });
    expect(await balanceOf(actor, uzs)).toBe(750);
    expect((await actor.get(`/v1/debts/${debtId}/payments?sortBy=paymentDate&sortOrder=asc`)).data).toMatchObject([
      { id: paymentId, amount: 150, relatedTransactionId: paymentId },
      { id: spentId, amount: 100, relatedTransactionId: spentId },
    ]);
    const derived = { outstandingAmount: 5, status: "canceled", accruedInterest: 7 };
    const ignoring = await push(actor, [change("debts", "update", debtId ?? "", derived)]);
    expect(ignoring.results[0]).toMatchObject({
      status: "applied",
      ignoredFields: ["outstandingAmount", "accruedInterest"],
      data: { status: "canceled", outstandingAmount: 0 },
    });
    const deleted = await push(actor, [
      change("debtPayments", "delete", paymentId ?? ""),
      change("debts", "delete", debtId ?? ""),
      change("transactions", "update", spentId ?? "", { amount: 1 }),
    ]);
    expect(deleted.results.map(({ status }) => status)).toEqual(["applied", "applied", "conflict"]);
    expect(await balanceOf(actor, uzs)).toBe(0);
  });

  it("merges what one phone edits with what another pays", async () => {
    const actor = await newActor();
    const debt = await borrow(actor);
    const { cursor } = await push(actor, []);
    await actor.post(`/v1/debts/${debt.id}/payments`, { amount: 400 });
    const late = await push(actor, [change("debts", "update", debt.id, { description: "Oflayn" })], { cursor });
    expect(late.results[0]).toMatchObject({
      status: "applied",
      data: { description: "Oflayn", outstandingAmount: 600 },
    });
  });
});

describe("what debts move elsewhere", () => {
  it("is undone when the debt is deleted: a habit of any transaction", async () => {
    freezeTime("2024-12-17T07:00:00Z");
    const actor = await newActor();
    const uzs = await openAccount(actor, "UZS");
    const habit = await actor.post("/v1/habits", {
      title: "Yozib borish",
      habitType: "finance",
      frequency: "daily",
      completionMode: "boolean",
      countingType: "create",
      difficulty: "easy",
      priority: "low",
      financeRule: { type: "has_any_transactions", accountIds: [uzs] },
    });
    expect(habit.status, habit.text).toBe(201);
    const streak = async () => (await actor.get(`/v1/habits/${habit.data.id}`)).data.streakCurrent;
    const debt = await borrow(actor, { payFromAccountId: uzs });
    await actor.post(`/v1/debts/${debt.id}/payments`, { amount: 5, paymentDate: "2024-12-17" });
    expect(await streak()).toBe(1);
    await actor.delete(`/v1/debts/${debt.id}`);
    expect(await streak()).toBe(0);
  });
});

describe("a transaction under the id of a payment without one", () => {
  it("becomes that payment's transaction", async () => {
    const actor = await newActor();
    const card = await openAccount(actor, "UZS", { initialBalance: 500 });
    const debt = await borrow(actor);
    const { data: payment } = await actor.post(`/v1/debts/${debt.id}/payments`, { amount: 100, accountId: null });
    expect(payment.relatedTransactionId).toBeNull();
    const paid = await actor.post("/v1/transactions", {
      id: payment.id,
      type: "expense",
      accountId: card,
      amount: 250,
      currency: "UZS",
      categoryId: "other_expense",
      date: "2024-12-02",
      debtId: debt.id,
    });
    expect(paid.status, paid.text).toBe(201);
    const payments = (await actor.get(`/v1/debts/${debt.id}/payments`)).data;
    expect(payments).toMatchObject([
      { id: payment.id, amount: 250, relatedTransactionId: payment.id, accountId: card },
    ]);
    expect((await actor.get(`/v1/debts/${debt.id}`)).data.outstandingAmount).toBe(750);
    expect(await balanceOf(actor, card)).toBe(250);
  });
});
