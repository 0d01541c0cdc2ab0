import { describe, expect, it } from "vitest";
import { type Actor, newActor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { balanceOf, DAY, EARLIER_DAY, expense, income, openAccount, record, refusal, USD_UZS } from "./support.ts";

const NOON = "2024-12-17T07:00:00Z";

/** Creates a debt and returns it. */
async function lend(actor: Actor, fields: object = {}) {
  const reply = await actor.post("/v1/debts", {
    direction: "they_owe_me",
    counterpartyName: "Alisher",
    principalAmount: 500,
    principalCurrency: "USD",
    startDate: "2024-12-07",
    ...fields,
  });
  expect(reply.status, reply.text).toBe(201);
  return reply.data;
}

const borrow = (actor: Actor, fields: object = {}) =>
  lend(actor, {
    direction: "i_owe",
    counterpartyName: "Bank",
    principalAmount: 1_000_000,
    principalCurrency: "UZS",
    ...fields,
  });

const debtOf = async (actor: Actor, id: string) => (await actor.get(`/v1/debts/${id}`)).data;

async function pay(actor: Actor, debtId: string, amount: number, fields: object = {}) {
  const reply = await actor.post(`/v1/debts/${debtId}/payments`, { amount, paymentDate: DAY, ...fields });
  expect(reply.status, reply.text).toBe(201);
  return reply.data;
}

const transactionsOf = async (actor: Actor, debtId: string) =>
  (await actor.get(`/v1/transactions?debtId=${debtId}&sortBy=date&sortOrder=asc`)).data;

describe("creating a debt", () => {
  it("has every field of the specification", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const { data: alisher } = await actor.post("/v1/counterparties", { displayName: "Alisher Karimov" });
    const debt = await lend(actor, { counterpartyName: undefined, counterpartyId: alisher.id, dueDate: "2025-01-01" });
    expect(debt).toEqual({
      id: debt.id,
      userId: actor.user.id,
      showStatus: "active",
      syncStatus: "synced",
      idempotencyKey: null,
      direction: "they_owe_me",
      counterpartyId: alisher.id,
      counterpartyName: "Alisher Karimov",
      description: null,
      principalAmount: 500,
      principalOriginalAmount: null,
      principalCurrency: "USD",
      principalOriginalCurrency: null,
      baseCurrency: "UZS",
      rateOnStart: USD_UZS,
      principalBaseValue: 6_418_550,
      isRateEstimated: false,
      repaymentCurrency: null,
      repaymentAmount: null,
      repaymentRateOnStart: null,
      isFixedRepaymentAmount: false,
      startDate: "2024-12-07",
      dueDate: "2025-01-01",
      interestMode: null,
      interestRateAnnual: null,
      scheduleHint: null,
      linkedGoalId: null,
      linkedBudgetId: null,
      fundingAccountId: null,
      fundingTransactionId: null,
      lentFromAccountId: null,
      returnToAccountId: null,
      receivedToAccountId: null,
      payFromAccountId: null,
      customRateUsed: null,
      reminderEnabled: false,
      reminderTime: null,
      status: "active",
      settledAt: null,
      finalRateUsed: null,
      finalProfitLoss: null,
      finalProfitLossCurrency: null,
      totalPaidInRepaymentCurrency: 0,
      accruedInterest: 0,
      outstandingAmount: 500,
      outstandingCurrency: "USD",
      createdAt: debt.createdAt,
      updatedAt: debt.updatedAt,
    });
  });

  it("takes what is lent from an account, and puts what is borrowed into one, in the account's currency", async () => {
    const actor = await newActor();
    const [uzs, usd] = [await openAccount(actor, "UZS"), await openAccount(actor, "USD")];
    const lent = await lend(actor, { lentFromAccountId: uzs, principalAmount: 10 });
    expect(await balanceOf(actor, uzs)).toBe(-128_371);
    const [funding] = await transactionsOf(actor, lent.id);
    expect(funding).toMatchObject({
      id: lent.fundingTransactionId,
      type: "expense",
      accountId: uzs,
      amount: 10,
      currency: "USD",
      categoryId: "other_expense",
      date: "2024-12-07",
      debtId: lent.id,
      relatedDebtId: lent.id,
      name: "Alisher",
    });
    const borrowed = await borrow(actor, { receivedToAccountId: uzs, principalAmount: 8371 });
    expect(await balanceOf(actor, uzs)).toBe(-120_000);
    expect((await transactionsOf(actor, borrowed.id))[0]).toMatchObject({
      type: "income",
      categoryId: "other_income",
      relatedDebtId: borrowed.id,
    });
    const general = await lend(actor, { fundingAccountId: usd, principalAmount: 3 });
    expect(general.fundingTransactionId).not.toBeNull();
    expect(await balanceOf(actor, usd)).toBe(-3);
    const { totals } = (await actor.get("/v1/transactions/summary?dateFrom=2024-12-01&dateTo=2024-12-31")).data;
    expect(totals).toMatchObject({ income: 0, expense: 0 });
  });

  it("needs a name or a counterparty, a positive principal, and an end after its beginning", async () => {
    const actor = await newActor();
    const body = { direction: "i_owe", principalAmount: 5, principalCurrency: "UZS", startDate: DAY };
    expect(refusal(await actor.post("/v1/debts", body))).toEqual([400, "VALIDATION_ERROR", "counterpartyName"]);
    const named = { ...body, counterpartyName: "Bank" };
    for (const [fields, field] of [
      [{ principalAmount: 0 }, "principalAmount"],
      [{ principalAmount: 1.234 }, "principalAmount"],
      [{ dueDate: "2024-12-16" }, "dueDate"],
      [{ interestRateAnnual: -1 }, "interestRateAnnual"],
      [{ status: "paid" }, "status"],
    ] as const) {
      expect(refusal(await actor.post("/v1/debts", { ...named, ...fields }))).toEqual([400, "VALIDATION_ERROR", field]);
    }
    const stranger = { ...named, counterpartyId: crypto.randomUUID() };
    expect(refusal(await actor.post("/v1/debts", stranger))).toEqual([404, "RESOURCE_NOT_FOUND", "counterpartyId"]);
  });

  it("keeps its funding transaction in step with later changes, until the user deletes that", async () => {
    const actor = await newActor();
    const [first, second] = [await openAccount(actor, "USD"), await openAccount(actor, "USD")];
    const { id } = await lend(actor, { lentFromAccountId: first });
    await actor.patch(`/v1/debts/${id}`, { principalAmount: 600, startDate: "2024-12-08", lentFromAccountId: second });
    expect([await balanceOf(actor, first), await balanceOf(actor, second)]).toEqual([0, -600]);
    expect(await transactionsOf(actor, id)).toMatchObject([{ id, amount: 600, date: "2024-12-08" }]);
    await actor.delete(`/v1/transactions/${id}`);
    expect(await debtOf(actor, id)).toMatchObject({ fundingTransactionId: null, outstandingAmount: 600 });
    await actor.patch(`/v1/debts/${id}`, { principalAmount: 700 });
    expect(await transactionsOf(actor, id)).toEqual([]);
    await actor.patch(`/v1/debts/${id}`, { lentFromAccountId: first });
    expect([await balanceOf(actor, first), await balanceOf(actor, second)]).toEqual([-700, 0]);
    await actor.patch(`/v1/debts/${id}`, { lentFromAccountId: null });
    expect(await balanceOf(actor, first)).toBe(0);
    expect(await debtOf(actor, id)).toMatchObject({ fundingTransactionId: null });
  });
});

describe("a payment", () => {
  it("writes its transaction and converts to the debt's currency and to base", async () => {
    const actor = await newActor();
    const uzs = await openAccount(actor, "UZS");
    const debt = await lend(actor, { returnToAccountId: uzs });
    const payment = await pay(actor, debt.id, 1_283_710, { currency: "UZS", note: "Birinchi to'lov" });
    expect(payment).toEqual({
      id: payment.id,
      userId: actor.user.id,
      showStatus: "active",
      syncStatus: "synced",
      idempotencyKey: null,
      debtId: debt.id,
      amount: 1_283_710,
      currency: "UZS",
      baseCurrency: "UZS",
      rateUsedToBase: 1,
      convertedAmountToBase: 1_283_710,
      isRateEstimated: false,
      rateUsedToDebt: 0.0000778992139969,
      convertedAmountToDebt: 100,
      paymentDate: DAY,
      accountId: uzs,
      note: "Birinchi to'lov",
      allowOverpay: false,
      relatedTransactionId: payment.id,
      recurringId: null,
      createdAt: payment.createdAt,
      updatedAt: payment.updatedAt,
    });
    expect(await balanceOf(actor, uzs)).toBe(1_283_710);
    expect(await transactionsOf(actor, debt.id)).toMatchObject([
      {
        id: payment.id,
        type: "income",
        accountId: uzs,
        amount: 1_283_710,
        debtId: debt.id,
        relatedDebtId: debt.id,
        originalCurrency: "USD",
        originalAmount: 100,
        conversionRate: 0.0000778992139969,
        description: "Birinchi to'lov",
      },
    ]);
    expect(await debtOf(actor, debt.id)).toMatchObject({ outstandingAmount: 400, totalPaidInRepaymentCurrency: 100 });
    const list = await actor.get(`/v1/debts/${debt.id}/payments`);
    expect([list.data, list.meta?.total]).toEqual([[payment], 1]);
    expect((await actor.get(`/v1/debts/${crypto.randomUUID()}/payments`)).status).toBe(404);
  });

  it("names the debt's counterparty in its transaction, as long as there is one", async () => {
    const actor = await newActor();
    const uzs = await openAccount(actor, "UZS");
    const { data: bank } = await actor.post("/v1/counterparties", { displayName: "Anor bank" });
    const debt = await borrow(actor, { counterpartyId: bank.id, payFromAccountId: uzs, receivedToAccountId: uzs });
    const first = await pay(actor, debt.id, 5);
    await actor.delete(`/v1/counterparties/${bank.id}`);
    const second = await pay(actor, debt.id, 6);
    const named = Object.fromEntries(
      (await transactionsOf(actor, debt.id)).map((row: Record<string, string>) => [row.id, row.counterpartyId]),
    );
    expect(named).toEqual({ [debt.id]: bank.id, [first.id]: bank.id, [second.id]: null });
    const other = await openAccount(actor, "UZS");
    const moved = await actor.patch(`/v1/debts/${debt.id}`, { receivedToAccountId: null, fundingAccountId: other });
    expect(moved.status, moved.text).toBe(200);
    expect([await balanceOf(actor, uzs), await balanceOf(actor, other)]).toEqual([-11, 1_000_000]);
  });

  it("goes by its own rate, else by the debt's custom one", async () => {
    const actor = await newActor();
    const debt = await lend(actor, { repaymentCurrency: "UZS", customRateUsed: 12_000 });
    const custom = await pay(actor, debt.id, 120_000, { currency: "UZS" });
    expect(custom).toMatchObject({ convertedAmountToDebt: 10, relatedTransactionId: null, accountId: null });
    const own = await pay(actor, debt.id, 120_000, { currency: "UZS", rateUsedToDebt: 0.0001 });
    expect(own).toMatchObject({ convertedAmountToDebt: 12, rateUsedToDebt: 0.0001 });
    const dollars = await pay(actor, debt.id, 8, { currency: "USD" });
    expect(dollars).toMatchObject({ convertedAmountToDebt: 8, convertedAmountToBase: 102_696.8 });
    expect(await debtOf(actor, debt.id)).toMatchObject({
      outstandingAmount: 470,
      totalPaidInRepaymentCurrency: 336_000,
    });
    expect(await transactionsOf(actor, debt.id)).toEqual([]);
    // The own rate survives a move to another day; the day's does not.
    const moved = await actor.patch(`/v1/debts/${debt.id}/payments/${own.id}`, { paymentDate: EARLIER_DAY });
    expect(moved.data).toMatchObject({ convertedAmountToDebt: 12, rateUsedToDebt: 0.0001 });
    const earlier = await actor.patch(`/v1/debt-payments/${dollars.id}`, { paymentDate: EARLIER_DAY });
    expect(earlier.data).toMatchObject({ convertedAmountToBase: 98_710.16, rateUsedToBase: 12_338.77 });
  });

  it("is changed and undone with its transaction, from either side", async () => {
    const actor = await newActor();
    const [uzs, other] = [await openAccount(actor, "UZS"), await openAccount(actor, "UZS")];
    const debt = await borrow(actor, { payFromAccountId: uzs });
    const payment = await pay(actor, debt.id, 300_000);
    const path = `/v1/debts/${debt.id}/payments/${payment.id}`;
    await actor.patch(path, { amount: 200_000, accountId: other, paymentDate: "2024-12-16" });
    expect([await balanceOf(actor, uzs), await balanceOf(actor, other)]).toEqual([0, -200_000]);
    expect(await transactionsOf(actor, debt.id)).toMatchObject([{ amount: 200_000, date: "2024-12-16" }]);
    expect(await debtOf(actor, debt.id)).toMatchObject({ outstandingAmount: 800_000 });

    await actor.patch(`/v1/transactions/${payment.id}`, { amount: 250_000, date: "2024-12-15" });
    expect((await actor.get(`/v1/debt-payments/${payment.id}`)).data).toMatchObject({
      amount: 250_000,
      paymentDate: "2024-12-15",
      accountId: other,
    });
    expect(await debtOf(actor, debt.id)).toMatchObject({ outstandingAmount: 750_000 });

    await actor.patch(path, { accountId: null });
    expect(await balanceOf(actor, other)).toBe(0);
    expect(await transactionsOf(actor, debt.id)).toEqual([]);
    expect(await debtOf(actor, debt.id)).toMatchObject({ outstandingAmount: 750_000 });
    await actor.patch(path, { accountId: uzs });
    expect(await balanceOf(actor, uzs)).toBe(-250_000);

    expect((await actor.delete(`/v1/transactions/${payment.id}`)).status).toBe(200);
    expect((await actor.get(`/v1/debt-payments/${payment.id}`)).status).toBe(404);
    expect(await debtOf(actor, debt.id)).toMatchObject({ outstandingAmount: 1_000_000 });
    expect(await balanceOf(actor, uzs)).toBe(0);

    const again = await pay(actor, debt.id, 5000);
    expect(await actor.delete(`/v1/debts/${debt.id}/payments/${again.id}`)).toMatchObject({
      status: 200,
      data: { id: again.id, showStatus: "deleted" },
    });
    expect(await transactionsOf(actor, debt.id)).toEqual([]);
    expect(await balanceOf(actor, uzs)).toBe(0);
  });

  it("is archived with its transaction, and then counts nowhere", async () => {
    const actor = await newActor();
    const uzs = await openAccount(actor, "UZS");
    const debt = await borrow(actor, { payFromAccountId: uzs });
    const payment = await pay(actor, debt.id, 300_000);
    await actor.patch(`/v1/transactions/${payment.id}`, { showStatus: "archived" });
    expect((await actor.get(`/v1/debt-payments/${payment.id}`)).data.showStatus).toBe("archived");
    expect(await debtOf(actor, debt.id)).toMatchObject({ outstandingAmount: 1_000_000 });
    await actor.patch(`/v1/debt-payments/${payment.id}`, { showStatus: "active" });
    expect(await debtOf(actor, debt.id)).toMatchObject({ outstandingAmount: 700_000 });
    expect(await balanceOf(actor, uzs)).toBe(-300_000);
  });

  it("is a transaction that names the debt and goes the paying way", async () => {
    const actor = await newActor();
    const uzs = await openAccount(actor, "UZS");
    const [debt, other] = [await borrow(actor), await borrow(actor)];
    const spent = await record(actor, expense(uzs, 100_000, "UZS", { debtId: debt.id, name: "To'lov" }));
    expect(spent).toMatchObject({ debtId: debt.id, relatedDebtId: debt.id });
    expect((await actor.get(`/v1/debts/${debt.id}/payments`)).data).toMatchObject([
      { id: spent.id, amount: 100_000, note: "To'lov", relatedTransactionId: spent.id, accountId: uzs },
    ]);
    // More money from the bank pays nothing back.
    await record(actor, income(uzs, 50_000, "UZS", { debtId: debt.id }));
    expect(await debtOf(actor, debt.id)).toMatchObject({ outstandingAmount: 900_000 });

    await actor.patch(`/v1/transactions/${spent.id}`, { debtId: other.id });
    expect([
      (await debtOf(actor, debt.id)).outstandingAmount,
      (await debtOf(actor, other.id)).outstandingAmount,
    ]).toEqual([1_000_000, 900_000]);
    await actor.patch(`/v1/transactions/${spent.id}`, { debtId: null });
    expect((await debtOf(actor, other.id)).outstandingAmount).toBe(1_000_000);
    expect((await actor.get(`/v1/transactions/${spent.id}`)).data).toMatchObject({
      debtId: null,
      relatedDebtId: null,
      amount: 100_000,
    });
    await actor.patch(`/v1/transactions/${spent.id}`, { debtId: debt.id, amount: 70_000 });
    expect((await debtOf(actor, debt.id)).outstandingAmount).toBe(930_000);
    expect(await balanceOf(actor, uzs)).toBe(-20_000);
  });

  it("is never more than what is owed unless it says so", async () => {
    const actor = await newActor();
    const uzs = await openAccount(actor, "UZS");
    const debt = await borrow(actor, { payFromAccountId: uzs });
    const body = { amount: 1_000_000.01, paymentDate: DAY };
    const path = `/v1/debts/${debt.id}/payments`;
    expect(refusal(await actor.post(path, body))).toEqual([409, "INVALID_STATE", "amount"]);
    const plain = expense(uzs, 1_000_001, "UZS", { debtId: debt.id });
    expect(refusal(await actor.post("/v1/transactions", plain))).toEqual([409, "INVALID_STATE", "amount"]);
    expect([await balanceOf(actor, uzs), (await actor.get(path)).meta?.total]).toEqual([0, 0]);
    const first = await pay(actor, debt.id, 600_000);
    expect(refusal(await actor.patch(`/v1/debts/${debt.id}`, { principalAmount: 500_000 }))).toEqual([
      409,
      "INVALID_STATE",
      "principalAmount",
    ]);
    await pay(actor, debt.id, 500_000, { allowOverpay: true });
    expect(await debtOf(actor, debt.id)).toMatchObject({ status: "paid", outstandingAmount: 0 });
    // A typo of an overpaid debt may be put right; nothing more comes in.
    expect((await actor.patch(`/v1/debt-payments/${first.id}`, { note: "Naqd" })).status).toBe(200);
    expect(refusal(await actor.patch(`/v1/debt-payments/${first.id}`, { amount: 600_001 }))).toEqual([
      409,
      "INVALID_STATE",
      "amount",
    ]);
    expect(refusal(await actor.post(path, { amount: 1, paymentDate: DAY }))[1]).toBe("INVALID_STATE");
  });

  it("of a debt that is gone, canceled or somebody else's is refused", async () => {
    const actor = await newActor();
    const debt = await borrow(actor);
    const body = { amount: 1, paymentDate: DAY };
    const stranger = await newActor();
    expect((await stranger.post(`/v1/debts/${debt.id}/payments`, body)).status).toBe(404);
    const other = await borrow(actor);
    const payment = await pay(actor, other.id, 5);
    expect((await actor.patch(`/v1/debts/${debt.id}/payments/${payment.id}`, { amount: 6 })).status).toBe(404);
    expect((await actor.delete(`/v1/debts/${debt.id}/payments/${payment.id}`)).status).toBe(404);
    await actor.patch(`/v1/debts/${debt.id}`, { status: "canceled" });
    expect((await actor.post(`/v1/debts/${debt.id}/payments`, body)).error?.code).toBe("INVALID_STATE");
    await actor.delete(`/v1/debts/${debt.id}`);
    expect((await actor.post(`/v1/debts/${debt.id}/payments`, body)).status).toBe(404);
  });

  it("happens once for one key, and once of many at the same time", async () => {
    const actor = await newActor();
    const uzs = await openAccount(actor, "UZS");
    const debt = await borrow(actor, { payFromAccountId: uzs, principalAmount: 100 });
    const path = `/v1/debts/${debt.id}/payments`;
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => actor.post(path, { amount: 30, paymentDate: DAY })),
    );
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(await balanceOf(actor, uzs)).toBe(-90);
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    const body = { amount: 10, paymentDate: DAY };
    const [first, second] = [await actor.post(path, body, headers), await actor.post(path, body, headers)];
    expect(second.data).toEqual(first.data);
    expect(await debtOf(actor, debt.id)).toMatchObject({ status: "paid", outstandingAmount: 0 });
  });
});

describe("deleting a debt", () => {
  it("takes its payments and transactions with it, and puts balances back", async () => {
    const actor = await newActor();
    const uzs = await openAccount(actor, "UZS");
    const debt = await borrow(actor, { receivedToAccountId: uzs, payFromAccountId: uzs });
    const paid = await pay(actor, debt.id, 300_000);
    await record(actor, expense(uzs, 100_000, "UZS", { debtId: debt.id }));
    expect(await balanceOf(actor, uzs)).toBe(600_000);
    expect((await actor.delete(`/v1/debts/${debt.id}`)).data).toEqual({ id: debt.id, showStatus: "deleted" });
    expect(await balanceOf(actor, uzs)).toBe(0);
    expect((await actor.get("/v1/transactions")).meta?.total).toBe(0);
    expect((await actor.get("/v1/debt-payments")).meta?.total).toBe(0);
    expect((await actor.get(`/v1/debt-payments/${paid.id}`)).status).toBe(404);
    expect((await actor.delete(`/v1/debts/${debt.id}`)).status).toBe(404);
  });

  it("takes payments without a transaction with it, and leaves those that now pay another debt", async () => {
    const actor = await newActor();
    const uzs = await openAccount(actor, "UZS");
    const { data: bank } = await actor.post("/v1/counterparties", { displayName: "Bank" });
    const debt = await borrow(actor, { counterpartyId: bank.id, receivedToAccountId: uzs });
    const other = await borrow(actor, { counterpartyId: bank.id });
    const [paid, moved] = [
      await pay(actor, debt.id, 100_000, { accountId: uzs }),
      await pay(actor, debt.id, 200_000, { accountId: uzs }),
    ];
    const withoutAccount = await pay(actor, debt.id, 50_000);
    expect(withoutAccount.relatedTransactionId).toBeNull();
    await actor.patch(`/v1/transactions/${moved.id}`, { debtId: other.id });
    await actor.delete(`/v1/transactions/${debt.fundingTransactionId}`);
    expect(await debtOf(actor, debt.id)).toMatchObject({ fundingTransactionId: null, outstandingAmount: 850_000 });
    expect(await debtOf(actor, other.id)).toMatchObject({ outstandingAmount: 800_000 });

    await actor.delete(`/v1/debts/${debt.id}`);
    expect((await actor.get("/v1/debt-payments")).data).toMatchObject([{ id: moved.id, debtId: other.id }]);
    expect((await actor.get("/v1/transactions")).data).toMatchObject([{ id: moved.id, debtId: other.id }]);
    expect((await actor.get(`/v1/debt-payments/${paid.id}`)).status).toBe(404);
    expect(await balanceOf(actor, uzs)).toBe(-200_000);
  });
});

describe("interest", () => {
  const simple = {
    interestMode: "simple",
    interestRateAnnual: 24,
    principalAmount: 10_000_000,
    startDate: "2024-01-01",
  };

  it("grows by the day while one looks: simple and compound", async () => {
    const actor = await newActor();
    freezeTime("2024-04-10T07:00:00Z");
    const debt = await borrow(actor, simple);
    // 100 days: 10,000,000 × 0.24 × 100 / 365.
    expect(debt).toMatchObject({ accruedInterest: 657_534.25, outstandingAmount: 10_657_534.25 });
    const other = await borrow(actor, { ...simple, interestMode: "compound" });
    // 10,000,000 × (1 + 0.24/365)^100 − 10,000,000.
    expect(other).toMatchObject({ accruedInterest: 679_402.75 });
    freezeTime("2024-12-31T07:00:00Z");
    expect(await debtOf(actor, debt.id)).toMatchObject({ accruedInterest: 2_400_000 });
    // The user's day, not UTC's: 1 January has begun in Tashkent.
    freezeTime("2024-12-31T19:00:00Z");
    expect(await debtOf(actor, debt.id)).toMatchObject({ accruedInterest: 2_406_575.34 });
  });

  it("is covered first; what is backdated, changed or undone is replayed from the first day", async () => {
    const actor = await newActor();
    freezeTime("2024-04-10T07:00:00Z");
    const { id } = await borrow(actor, simple);
    const payment = await pay(actor, id, 1_657_534.25, { paymentDate: "2024-04-10" });
    expect(await debtOf(actor, id)).toMatchObject({ accruedInterest: 0, outstandingAmount: 9_000_000 });
    freezeTime("2024-07-19T07:00:00Z");
    // 100 days more, of 9,000,000.
    expect(await debtOf(actor, id)).toMatchObject({ accruedInterest: 591_780.82, outstandingAmount: 9_591_780.82 });
    // 50 days: 328,767.12 of interest, 1,000,000 of principal; 50 more days of 9,000,000: 295,890.41, and so on.
    await pay(actor, id, 1_328_767.12, { paymentDate: "2024-02-20" });
    const after = 9_000_000 - (1_657_534.25 - 295_890.41);
    const interest = Math.round(after * 24) / 100;
    expect(await debtOf(actor, id)).toMatchObject({
      accruedInterest: Math.round((interest * 100 * 100) / 365) / 100,
    });
    await actor.delete(`/v1/debts/${id}/payments/${payment.id}`);
    // 150 days of 9,000,000.
    expect(await debtOf(actor, id)).toMatchObject({ accruedInterest: 887_671.23, outstandingAmount: 9_887_671.23 });
  });

  it("counts in the summary", async () => {
    freezeTime("2024-04-10T07:00:00Z");
    const actor = await newActor();
    await borrow(actor, { ...simple, dueDate: "2024-04-09" });
    await borrow(actor, { principalAmount: 5, startDate: "2024-01-01", dueDate: "2024-04-10" });
    await lend(actor, { startDate: "2024-01-01" });
    const canceled = await lend(actor, { startDate: "2024-01-01" });
    await actor.patch(`/v1/debts/${canceled.id}`, { status: "canceled" });
    const paid = await lend(actor, { startDate: "2024-01-01" });
    await pay(actor, paid.id, 500, { paymentDate: "2024-04-10" });
    const summary = await actor.get("/v1/debts/summary");
    expect(summary.data).toEqual({
      totalIOwe: { USD: 0, UZS: 10_657_539.25 },
      totalTheyOweMe: { USD: 500, UZS: 0 },
      netPosition: { USD: 500, UZS: -10_657_539.25 },
      overdueCount: 1,
      activeCount: 2,
    });
    expect((await (await newActor()).get("/v1/debts/summary")).data).toEqual({
      totalIOwe: {},
      totalTheyOweMe: {},
      netPosition: {},
      overdueCount: 0,
      activeCount: 0,
    });
  });
});

describe("a debt's status", () => {
  it("is paid when nothing is owed, with the profit in base, and active again when a payment is undone", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const debt = await lend(actor, { startDate: EARLIER_DAY, principalAmount: 100 });
    await pay(actor, debt.id, 40);
    const last = await pay(actor, debt.id, 60);
    expect(await debtOf(actor, debt.id)).toMatchObject({
      status: "paid",
      settledAt: "2024-12-17T07:00:00.000Z",
      finalRateUsed: USD_UZS,
      finalProfitLoss: 49_833,
      finalProfitLossCurrency: "UZS",
      outstandingAmount: 0,
    });
    await actor.delete(`/v1/debts/${debt.id}/payments/${last.id}`);
    expect(await debtOf(actor, debt.id)).toMatchObject({
      status: "active",
      settledAt: null,
      finalRateUsed: null,
      finalProfitLoss: null,
      finalProfitLossCurrency: null,
      outstandingAmount: 60,
    });
  });

  it("is overdue once the user's due day is over, and active again when it moves", async () => {
    freezeTime("2024-12-17T18:59:59Z");
    const actor = await newActor();
    const debt = await borrow(actor, { dueDate: DAY });
    expect(debt.status).toBe("active");
    freezeTime("2024-12-17T19:00:00Z");
    expect((await debtOf(actor, debt.id)).status).toBe("overdue");
    expect((await actor.patch(`/v1/debts/${debt.id}`, { dueDate: "2024-12-18" })).data.status).toBe("active");
    expect((await actor.patch(`/v1/debts/${debt.id}`, { dueDate: "2024-12-10" })).data.status).toBe("overdue");
    expect((await actor.get("/v1/debts?status=overdue")).meta?.total).toBe(1);
  });

  it("canceled owes nothing, keeps its payments, and can be taken back", async () => {
    const actor = await newActor();
    const debt = await borrow(actor);
    await pay(actor, debt.id, 400_000);
    const canceled = await actor.patch(`/v1/debts/${debt.id}`, { status: "canceled" });
    expect(canceled.data).toMatchObject({
      status: "canceled",
      outstandingAmount: 0,
      totalPaidInRepaymentCurrency: 400_000,
    });
    expect((await actor.get(`/v1/debts/${debt.id}/payments`)).meta?.total).toBe(1);
    expect((await actor.post(`/v1/debts/${debt.id}/settle`)).error?.code).toBe("INVALID_STATE");
    const active = await actor.patch(`/v1/debts/${debt.id}`, { status: "active" });
    expect(active.data).toMatchObject({ status: "active", outstandingAmount: 600_000 });
  });

  it("follows settle, which pays the rest with interest from any account", async () => {
    freezeTime("2024-04-10T07:00:00Z");
    const actor = await newActor();
    const uzs = await openAccount(actor, "UZS");
    const debt = await borrow(actor, {
      startDate: "2024-01-01",
      interestRateAnnual: 24,
      principalAmount: 10_000_000,
    });
    expect(debt.interestMode).toBe("simple");
    await pay(actor, debt.id, 100, { paymentDate: "2024-03-01" });
    const early = await actor.post(`/v1/debts/${debt.id}/settle`, { date: "2024-02-28" });
    expect(refusal(early)).toEqual([400, "VALIDATION_ERROR", "date"]);
    const settled = await actor.post(`/v1/debts/${debt.id}/settle`, { accountId: uzs });
    expect(settled.status, settled.text).toBe(200);
    expect(settled.data).toMatchObject({ status: "paid", outstandingAmount: 0, accruedInterest: 0, finalRateUsed: 1 });
    expect(await balanceOf(actor, uzs)).toBe(-10_657_434.25);
    expect(settled.data.finalProfitLoss).toBe(-657_534.25);
    expect((await actor.post(`/v1/debts/${debt.id}/settle`)).error?.code).toBe("INVALID_STATE");
    expect((await actor.post(`/v1/debts/${crypto.randomUUID()}/settle`)).status).toBe(404);
  });

  it("of a fixed repayment amount is paid when that amount is, in its currency, whatever the rates", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const debt = await borrow(actor, {
      principalAmount: 100,
      principalCurrency: "USD",
      repaymentCurrency: "UZS",
      repaymentAmount: 1_500_000,
      isFixedRepaymentAmount: true,
      interestRateAnnual: 30,
    });
    expect(debt).toMatchObject({ outstandingAmount: 1_500_000, outstandingCurrency: "UZS", accruedInterest: 0 });
    await pay(actor, debt.id, 1_000_000, { currency: "UZS" });
    expect((await actor.get("/v1/debts/summary")).data.totalIOwe).toEqual({ UZS: 500_000 });
    await pay(actor, debt.id, 500_000);
    expect(await debtOf(actor, debt.id)).toMatchObject({ status: "paid", totalPaidInRepaymentCurrency: 1_500_000 });
    const unnamed = await borrow(actor, {
      principalAmount: 100,
      principalCurrency: "USD",
      repaymentCurrency: "UZS",
      isFixedRepaymentAmount: true,
    });
    expect(unnamed).toMatchObject({ repaymentAmount: 1_283_710, repaymentRateOnStart: USD_UZS });
  });
});

describe("a debt with payments", () => {
  it("keeps its direction and currencies", async () => {
    const actor = await newActor();
    const debt = await borrow(actor);
    expect((await actor.patch(`/v1/debts/${debt.id}`, { principalCurrency: "USD" })).data).toMatchObject({
      principalCurrency: "USD",
      outstandingCurrency: "USD",
      rateOnStart: USD_UZS,
    });
    await pay(actor, debt.id, 5);
    for (const [patch, field] of [
      [{ principalCurrency: "UZS" }, "principalCurrency"],
      [{ direction: "they_owe_me" }, "direction"],
      [{ repaymentCurrency: "EUR" }, "repaymentCurrency"],
    ] as const) {
      expect(refusal(await actor.patch(`/v1/debts/${debt.id}`, patch))).toEqual([409, "INVALID_STATE", field]);
    }
  });
});

describe("lists", () => {
  it("filter and sort", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const { data: bank } = await actor.post("/v1/counterparties", { displayName: "Anor bank" });
    const first = await borrow(actor, { counterpartyId: bank.id, dueDate: "2025-03-01", startDate: "2024-12-03" });
    const second = await lend(actor, { dueDate: "2025-01-01", startDate: "2024-12-01", principalAmount: 2_000_000 });
    const third = await lend(actor, { startDate: "2024-12-02", principalAmount: 1, description: "Mashina uchun" });
    const ids = async (query: string) =>
      (await actor.get(`/v1/debts?${query}`)).data.map(({ id }: { id: string }) => id);
    expect(await ids("direction=i_owe")).toEqual([first.id]);
    expect(await ids(`counterpartyId=${bank.id}`)).toEqual([first.id]);
    expect(await ids("dueDateFrom=2025-01-02")).toEqual([first.id]);
    expect(await ids("dueDateTo=2025-01-01")).toEqual([second.id]);
    expect(await ids("currency=USD&sortBy=startDate&sortOrder=asc")).toEqual([second.id, third.id]);
    expect(await ids("search=MASHINA")).toEqual([third.id]);
    expect(await ids("sortBy=dueDate&sortOrder=asc")).toEqual([second.id, first.id, third.id]);
    expect(await ids("sortBy=principalAmount&sortOrder=desc")).toEqual([second.id, first.id, third.id]);
    const ofBank = await actor.get(`/v1/counterparties/${bank.id}/debts`);
    expect([ofBank.data.map(({ id }: { id: string }) => id), ofBank.meta?.total]).toEqual([[first.id], 1]);
  });
});
