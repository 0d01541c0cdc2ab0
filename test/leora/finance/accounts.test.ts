import { describe, expect, it } from "vitest";
import { newActor } from "../../support/actor.ts";
import { newPremiumActor } from "../../support/plan.ts";
import { balanceOf, DAY, expense, income, openAccount, record, refusal, USD_UZS } from "./support.ts";

describe("accounts", () => {
  it("creates the specification's example", async () => {
    const actor = await newActor();
    const body = {
      name: "Asosiy karta",
      accountType: "card",
      currency: "UZS",
      initialBalance: 500000,
      icon: "credit-card",
      color: "#4CAF50",
    };
    const reply = await actor.post("/v1/accounts", body);
    expect(reply.status).toBe(201);
    const { id, createdAt, updatedAt, ...rest } = reply.data;
    expect(rest).toEqual({
      ...body,
      userId: actor.user.id,
      showStatus: "active",
      syncStatus: "synced",
      idempotencyKey: null,
      currentBalance: 500000,
      linkedGoalId: null,
      customTypeId: null,
    });
    expect((await actor.get(`/v1/accounts/${id}`)).data).toEqual(reply.data);
  });

  it.each([
    [{ accountType: "wallet" }, "accountType"],
    [{ currency: "XYZ" }, "currency"],
    [{ currency: "uzs" }, "currency"],
    [{ initialBalance: "1" }, "initialBalance"],
    [{ initialBalance: 0.001 }, "initialBalance"],
    [{ initialBalance: 90071992547410 }, "initialBalance"],
    [{ color: "green" }, "color"],
    [{ name: " " }, "name"],
  ])("refuses %j on %s", async (fields, field) => {
    const body = { name: "a", accountType: "card", currency: "UZS", ...fields };
    expect(refusal(await (await newActor()).post("/v1/accounts", body))).toEqual([400, "VALIDATION_ERROR", field]);
  });

  it("knows no goals yet", async () => {
    const body = { name: "a", accountType: "card", currency: "UZS", linkedGoalId: crypto.randomUUID() };
    const reply = await (await newActor()).post("/v1/accounts", body);
    expect(refusal(reply)).toEqual([404, "RESOURCE_NOT_FOUND", "linkedGoalId"]);
  });

  it("starts below zero when told so, and ignores a balance that a client claims", async () => {
    const actor = await newActor();
    const id = await openAccount(actor, "USD", { accountType: "credit", initialBalance: -120.5, currentBalance: 7 });
    expect(await balanceOf(actor, id)).toBe(-120.5);
  });

  it("moves the balance with its initial balance", async () => {
    const actor = await newActor();
    const id = await openAccount(actor, "USD", { initialBalance: 100 });
    await record(actor, expense(id, 30, "USD"));
    const reply = await actor.patch(`/v1/accounts/${id}`, { initialBalance: 50.25, name: "Dollar" });
    expect(reply.data).toMatchObject({ name: "Dollar", initialBalance: 50.25, currentBalance: 20.25 });
    expect(await balanceOf(actor, id)).toBe(20.25);
  });

  it("changes its currency only without transactions", async () => {
    const actor = await newActor();
    const id = await openAccount(actor, "USD", { initialBalance: 100 });
    const changed = await actor.patch(`/v1/accounts/${id}`, { currency: "JPY" });
    expect(changed.data).toMatchObject({ currency: "JPY", initialBalance: 100, currentBalance: 100 });
    expect(refusal(await actor.patch(`/v1/accounts/${id}`, { currency: "USD", initialBalance: 1.001 }))).toEqual([
      400,
      "VALIDATION_ERROR",
      "initialBalance",
    ]);
    const { id: transactionId } = await record(actor, expense(id, 30, "JPY"));
    await actor.patch(`/v1/transactions/${transactionId}`, { showStatus: "archived" });
    expect(refusal(await actor.patch(`/v1/accounts/${id}`, { currency: "USD" }))).toEqual([
      409,
      "INVALID_STATE",
      "currency",
    ]);
    expect((await actor.patch(`/v1/accounts/${id}`, { currency: "JPY", name: "Iena" })).status).toBe(200);
    await actor.delete(`/v1/transactions/${transactionId}`);
    expect((await actor.patch(`/v1/accounts/${id}`, { currency: "USD" })).data.currentBalance).toBe(100);
  });

  it("refuses a decimal that the new currency does not have", async () => {
    const actor = await newActor();
    const id = await openAccount(actor, "USD", { initialBalance: 0.5 });
    const reply = await actor.patch(`/v1/accounts/${id}`, { currency: "JPY" });
    expect(refusal(reply)).toEqual([400, "VALIDATION_ERROR", "initialBalance"]);
  });

  it("keeps the transactions of a deleted account, and their effects", async () => {
    const actor = await newActor();
    const id = await openAccount(actor, "UZS");
    const kept = await record(actor, expense(id, 1000, "UZS"));
    expect((await actor.delete(`/v1/accounts/${id}`)).data).toEqual({ id, showStatus: "deleted" });
    expect((await actor.get(`/v1/accounts/${id}`)).status).toBe(404);
    expect((await actor.get(`/v1/transactions/${kept.id}`)).data.amount).toBe(1000);
    const summary = (await actor.get(`/v1/transactions/summary?dateFrom=${DAY}&dateTo=${DAY}`)).data;
    expect(summary.totals.expense).toBe(1000);
    expect((await actor.patch(`/v1/transactions/${kept.id}`, { amount: 1500 })).data.amount).toBe(1500);
    expect(refusal(await actor.post("/v1/transactions", expense(id, 1, "UZS")))).toEqual([
      404,
      "RESOURCE_NOT_FOUND",
      "accountId",
    ]);
  });

  it("takes no new transactions while archived", async () => {
    const actor = await newActor();
    const id = await openAccount(actor, "UZS");
    await actor.patch(`/v1/accounts/${id}`, { showStatus: "archived" });
    const reply = await actor.post("/v1/transactions", expense(id, 1, "UZS"));
    expect(refusal(reply)).toEqual([409, "INVALID_STATE", "accountId"]);
  });

  it("lists by type and currency, sorted by name", async () => {
    const actor = await newActor();
    await openAccount(actor, "UZS", { name: "b" });
    await openAccount(actor, "USD", { name: "a", accountType: "cash" });
    await openAccount(actor, "UZS", { name: "c", accountType: "cash" });
    const names = async (query: string) =>
      (await actor.get(`/v1/accounts?${query}`)).data.map((account: { name: string }) => account.name).join("");
    expect(await names("sortBy=name&sortOrder=asc")).toBe("abc");
    expect(await names("accountType=cash")).toBe("ca");
    expect(await names("currency=UZS&sortBy=name")).toBe("cb");
    expect(await names("search=C")).toBe("c");
  });
});

describe("adjusting a balance", () => {
  const transactionsOf = async (actor: Awaited<ReturnType<typeof newActor>>, id: string) =>
    (await actor.get(`/v1/transactions?accountId=${id}&sortOrder=asc`)).data;

  it("writes a transaction over the difference", async () => {
    const actor = await newActor();
    const id = await openAccount(actor, "UZS", { initialBalance: 500000 });
    const up = await actor.patch(`/v1/accounts/${id}/adjust-balance`, { newBalance: 750000, reason: "Kassa" });
    expect(up.status).toBe(200);
    expect(up.data).toMatchObject({ id, currentBalance: 750000, initialBalance: 500000 });
    const down = await actor.patch(`/v1/accounts/${id}/adjust-balance`, { newBalance: -0.5 });
    expect(down.data.currentBalance).toBe(-0.5);
    const same = await actor.patch(`/v1/accounts/${id}/adjust-balance`, { newBalance: -0.5 });
    expect(same.data.currentBalance).toBe(-0.5);
    expect(await balanceOf(actor, id)).toBe(-0.5);
    expect(await transactionsOf(actor, id)).toMatchObject([
      { type: "income", amount: 250000, isBalanceAdjustment: true, categoryId: "other_income", description: "Kassa" },
      { type: "expense", amount: 750000.5, isBalanceAdjustment: true, categoryId: "other_expense", description: null },
    ]);
  });

  it("is no income and no expense", async () => {
    const actor = await newActor();
    const id = await openAccount(actor, "UZS");
    await actor.patch(`/v1/accounts/${id}/adjust-balance`, { newBalance: 100 });
    const { totals, transactionsCount } = (await actor.get("/v1/transactions/summary")).data;
    expect([totals.income, totals.expense, transactionsCount]).toEqual([0, 0, 1]);
  });

  it("is exact while other money moves", async () => {
    const actor = await newActor();
    const id = await openAccount(actor, "UZS");
    const replies = await Promise.all([
      ...Array.from({ length: 10 }, () => actor.post("/v1/transactions", income(id, 7.01, "UZS"))),
      ...[1000, 2000, 3000].map((newBalance) => actor.patch(`/v1/accounts/${id}/adjust-balance`, { newBalance })),
    ]);
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201, 200]));
    const listed: { type: string; amount: number }[] = (await actor.get(`/v1/transactions?limit=100`)).data;
    const sum = listed.reduce(
      (total, { type, amount }) => total + (type === "income" ? 1 : -1) * Math.round(amount * 100),
      0,
    );
    expect(await balanceOf(actor, id)).toBe(sum / 100);
  });

  it("refuses what is no amount of the currency, and unknown, foreign or archived accounts", async () => {
    const [actor, stranger] = [await newActor(), await newActor()];
    const id = await openAccount(actor, "JPY");
    const adjust = (who: typeof actor, accountId: string, newBalance: unknown) =>
      who.patch(`/v1/accounts/${accountId}/adjust-balance`, { newBalance });
    expect(refusal(await adjust(actor, id, 0.5))).toEqual([400, "VALIDATION_ERROR", "newBalance"]);
    expect(refusal(await adjust(actor, id, undefined))).toEqual([400, "VALIDATION_ERROR", "newBalance"]);
    expect((await adjust(stranger, id, 5)).status).toBe(404);
    expect((await adjust(actor, crypto.randomUUID(), 5)).status).toBe(404);
    await actor.patch(`/v1/accounts/${id}`, { showStatus: "archived" });
    expect((await adjust(actor, id, 5)).error?.code).toBe("INVALID_STATE");
  });
});

describe("the range of exact numbers", () => {
  it("refuses a write that would push a balance past it, as a whole", async () => {
    const actor = await newActor({ currency: "JPY" });
    const largest = 9007199254740991;
    const id = await openAccount(actor, "JPY", { initialBalance: largest });
    const reply = await actor.post("/v1/transactions", income(id, 1, "JPY"));
    expect([reply.status, reply.error?.code]).toEqual([400, "VALIDATION_ERROR"]);
    expect((await actor.get("/v1/transactions")).meta?.total).toBe(0);
    expect(await balanceOf(actor, id)).toBe(largest);
    await record(actor, expense(id, largest, "JPY"));
    expect(await balanceOf(actor, id)).toBe(0);
  });

  it("sums what no single balance could hold", async () => {
    const actor = await newActor({ currency: "JPY" });
    for (let count = 0; count < 3; count += 1) await openAccount(actor, "JPY", { initialBalance: 9007199254740991 });
    const { data } = await actor.get("/v1/accounts/summary");
    expect(data.totalBalance.JPY).toBe(3 * 9007199254740991);
    expect(data.totalBalanceInBaseCurrency).toBe(3 * 9007199254740991);
  });
});

describe("GET /accounts/summary", () => {
  it("counts active accounts, by currency and in the base currency", async () => {
    const actor = await newPremiumActor();
    await openAccount(actor, "UZS", { initialBalance: 15000000 });
    await openAccount(actor, "UZS", { initialBalance: -250000.5, accountType: "credit" });
    await openAccount(actor, "USD", { initialBalance: 500, accountType: "cash" });
    const archived = await openAccount(actor, "EUR", { initialBalance: 10 });
    await actor.patch(`/v1/accounts/${archived}`, { showStatus: "archived" });
    const deleted = await openAccount(actor, "UZS", { initialBalance: 10 });
    await actor.delete(`/v1/accounts/${deleted}`);
    const reply = await actor.get("/v1/accounts/summary");
    expect(reply.data).toEqual({
      totalBalance: { UZS: 14749999.5, USD: 500 },
      totalBalanceInBaseCurrency: 14749999.5 + 500 * USD_UZS,
      baseCurrency: "UZS",
      accountsCount: 3,
      byType: { card: 1, credit: 1, cash: 1 },
    });
    expect(reply.headers.get("server-timing")).toContain('d1;desc="1"');
  });

  it("is empty for a new user", async () => {
    const { data } = await (await newActor({ currency: "USD" })).get("/v1/accounts/summary");
    expect(data).toEqual({
      totalBalance: {},
      totalBalanceInBaseCurrency: 0,
      baseCurrency: "USD",
      accountsCount: 0,
      byType: {},
    });
  });

  it("tells no wrong total when a currency has no rate", async () => {
    const actor = await newActor();
    await openAccount(actor, "XAU", { initialBalance: 1 });
    const { data } = await actor.get("/v1/accounts/summary");
    expect([data.totalBalance, data.totalBalanceInBaseCurrency]).toEqual([{ XAU: 1 }, null]);
  });
});
