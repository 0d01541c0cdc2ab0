import { describe, expect, it } from "vitest";
import { callsOf, newId, pull, pullAll, push, change as pushed } from "../../engine/sync/protocol.ts";
import { passTime } from "../../support/clock.ts";
import {
  budget,
  budgetOf,
  change,
  entriesOf,
  expectProven,
  household,
  openBudget,
  spend,
  spentOf,
  wealthyHousehold,
} from "./budgets.ts";
import { expense, income, openAccount, overrideRate, record, refusal, transfer } from "./support.ts";

const relatedOf = async (actor: Awaited<ReturnType<typeof household>>["actor"], id: string) =>
  (await actor.get(`/v1/transactions/${id}`)).data.relatedBudgetId;

describe("a budget as on the wire", () => {
  it("has every field of the spec, and its defaults", async () => {
    const { actor } = await household();
    const { data } = await actor.post("/v1/budgets", {
      name: "Oziq-ovqat byudjeti",
      budgetType: "category",
      currency: "UZS",
      limitAmount: 2000000,
      periodType: "monthly",
    });
    expect(data).toEqual({
      id: expect.any(String),
      userId: actor.user.id,
      showStatus: "active",
      syncStatus: "synced",
      idempotencyKey: null,
      name: "Oziq-ovqat byudjeti",
      budgetType: "category",
      categoryIds: [],
      linkedGoalId: null,
      accountId: null,
      transactionType: "expense",
      currency: "UZS",
      limitAmount: 2000000,
      periodType: "monthly",
      startDate: null,
      endDate: null,
      spentAmount: 0,
      remainingAmount: 2000000,
      percentUsed: 0,
      contributionTotal: 0,
      currentBalance: 2000000,
      isOverspent: false,
      rolloverMode: "none",
      notifyOnExceed: false,
      carriedAmount: 0,
      periodStart: "2026-03-01",
      periodEnd: "2026-03-31",
      createdAt: "2026-03-18T08:00:00.000Z",
      updatedAt: "2026-03-18T08:00:00.000Z",
    });
    expect(await budgetOf(actor, data.id)).toEqual(data);
  });

  it("refuses what makes no sense, field by field", async () => {
    const { actor } = await household();
    const create = async (fields: object) => refusal(await actor.post("/v1/budgets", budget(fields)));
    expect(await create({ limitAmount: 0 })).toEqual([400, "VALIDATION_ERROR", "limitAmount"]);
    expect(await create({ limitAmount: 1.001 })).toEqual([400, "VALIDATION_ERROR", "limitAmount"]);
    expect(await create({ budgetType: "other" })).toEqual([400, "VALIDATION_ERROR", "budgetType"]);
    expect(await create({ currency: "XXY" })).toEqual([400, "VALIDATION_ERROR", "currency"]);
    expect(await create({ periodType: "custom_range" })).toEqual([400, "VALIDATION_ERROR", "startDate"]);
    expect(await create({ periodType: "custom_range", startDate: "2026-03-01" })).toEqual([
      400,
      "VALIDATION_ERROR",
      "endDate",
    ]);
    expect(await create({ startDate: "2026-03-02", endDate: "2026-03-01" })).toEqual([
      400,
      "VALIDATION_ERROR",
      "endDate",
    ]);
    expect(await create({ accountId: newId() })).toEqual([404, "RESOURCE_NOT_FOUND", "accountId"]);
    expect(await create({ linkedGoalId: newId() })).toEqual([404, "RESOURCE_NOT_FOUND", "linkedGoalId"]);
  });

  it("lists by every filter, and in every order", async () => {
    const { actor, account } = await wealthyHousehold();
    const food = await openBudget(actor, { name: "B", limitAmount: 30, periodType: "weekly", accountId: account });
    const salary = await openBudget(actor, {
      name: "A",
      limitAmount: 20,
      budgetType: "project",
      transactionType: "income",
    });
    const dollars = await openBudget(actor, { name: "C", limitAmount: 10, currency: "USD" });
    await spend(actor, account, 5);
    const ids = async (query: string) =>
      (await actor.get(`/v1/budgets?${query}`)).data.map(({ id }: { id: string }) => id);
    expect(await ids("budgetType=project")).toEqual([salary]);
    expect(await ids("periodType=weekly")).toEqual([food]);
    expect(await ids("transactionType=income")).toEqual([salary]);
    expect(await ids("currency=USD")).toEqual([dollars]);
    expect(await ids(`accountId=${account}`)).toEqual([food]);
    expect(await ids(`linkedGoalId=${account}`)).toEqual([]);
    expect(await ids("search=a")).toEqual([salary]);
    expect(await ids("sortBy=name&sortOrder=asc")).toEqual([salary, food, dollars]);
    expect(await ids("sortBy=limitAmount&sortOrder=asc")).toEqual([dollars, salary, food]);
    expect((await ids("sortBy=spentAmount")).slice(1)).not.toContain(undefined);
  });
});

describe("which transactions count", () => {
  it("a category with its subcategories, and of splits the parts", async () => {
    const { actor, account } = await household();
    const food = await openBudget(actor);
    await spend(actor, account, 100);
    await spend(actor, account, 20, { categoryId: "groceries" });
    await spend(actor, account, 3, { categoryId: "food", subcategoryId: "coffee" });
    await spend(actor, account, 50, { categoryId: "taxi" });
    const split = await spend(actor, account, 1000, {
      categoryId: "food",
      splits: [
        { categoryId: "restaurants", amount: 400 },
        { categoryId: "taxi", amount: 600 },
      ],
    });
    expect(await budgetOf(actor, food)).toMatchObject({
      spentAmount: 523,
      remainingAmount: 477,
      percentUsed: 52.3,
      contributionTotal: 523,
      currentBalance: 477,
      isOverspent: false,
    });
    expect(await entriesOf(actor, food)).toContainEqual([split, 400, 1, true]);
    await expectProven(actor, food);
  });

  it("fees under their own category, those of transfers too; no transfer, adjustment or income", async () => {
    const { actor, account } = await household();
    const other = await openAccount(actor, "UZS");
    const fees = await openBudget(actor, { categoryIds: ["other_expense"] });
    const all = await openBudget(actor, { categoryIds: [], accountId: account });
    const day = { date: "2026-03-10" };
    await spend(actor, account, 100, { feeAmount: 7 });
    await record(actor, transfer(account, other, 500, "UZS", { ...day, feeAmount: 2 }));
    await record(actor, income(account, 900, "UZS", day));
    await actor.patch(`/v1/accounts/${account}/adjust-balance`, { newBalance: 10 });
    expect(await spentOf(actor, fees, all)).toEqual([9, 109]);
    await expectProven(actor, fees);
    await expectProven(actor, all);
  });

  it("accounts and categories together; a budget without criteria only what names it", async () => {
    const { actor, account } = await household();
    const other = await openAccount(actor, "UZS");
    const both = await openBudget(actor, { accountId: account });
    const none = await openBudget(actor, { categoryIds: [] });
    await spend(actor, account, 10);
    await spend(actor, other, 20);
    await spend(actor, account, 40, { categoryId: "taxi" });
    await spend(actor, other, 80, { categoryId: "taxi", budgetId: none });
    expect(await spentOf(actor, both, none)).toEqual([10, 80]);
  });

  it("income for income budgets", async () => {
    const { actor, account } = await household();
    const salary = await openBudget(actor, { transactionType: "income", categoryIds: ["salary"] });
    await record(actor, income(account, 700, "UZS", { date: "2026-03-01", feeAmount: 5 }));
    await spend(actor, account, 30, { categoryId: "salary" });
    expect(await budgetOf(actor, salary)).toMatchObject({
      spentAmount: 700,
      remainingAmount: 300,
      currentBalance: 700,
    });
  });

  it("a project by its goal", async () => {
    const { actor, account } = await household();
    const goal = await actor.post("/v1/goals", {
      title: "Uy",
      goalType: "financial",
      metricType: "none",
      direction: "increase",
    });
    expect(goal.status, goal.text).toBe(201);
    const project = await openBudget(actor, { budgetType: "project", categoryIds: [], linkedGoalId: goal.data.id });
    await spend(actor, account, 10, { goalId: goal.data.id });
    await spend(actor, account, 20);
    expect(await spentOf(actor, project)).toEqual([10]);
  });

  it("a named budget wins over all that match, counts whole, and takes back what income returns", async () => {
    const { actor, account } = await household();
    const food = await openBudget(actor);
    const trip = await openBudget(actor, { categoryIds: ["travel"] });
    const spent = await spend(actor, account, 100, { budgetId: trip, feeAmount: 1 });
    expect(await spentOf(actor, food, trip)).toEqual([0, 101]);
    expect(await relatedOf(actor, spent)).toBe(trip);
    const refund = income(account, 30, "UZS", { date: "2026-03-11", budgetId: trip });
    await record(actor, refund);
    expect(await spentOf(actor, food, trip)).toEqual([0, 71]);
    await actor.patch(`/v1/transactions/${spent}`, { budgetId: null });
    expect(await spentOf(actor, food, trip)).toEqual([100, -30]);
    expect(await relatedOf(actor, spent)).toBe(food);
    await expectProven(actor, trip);
  });

  it("every budget that matches; the transaction names the oldest", async () => {
    const { actor, account } = await household();
    const [older, younger] = [await openBudget(actor), await openBudget(actor, { categoryIds: ["groceries"] })];
    const spent = await spend(actor, account, 10, { categoryId: "groceries" });
    expect(await spentOf(actor, older, younger)).toEqual([10, 10]);
    expect(await relatedOf(actor, spent)).toBe(older);
  });
});

describe("entries follow their transactions", () => {
  it("through edits, archiving, restoring and deletion", async () => {
    const { actor, account } = await household();
    const food = await openBudget(actor);
    const id = await spend(actor, account, 10);
    const path = `/v1/transactions/${id}`;
    const spentAfter = async (patch: object) => {
      await actor.patch(path, patch);
      return (await spentOf(actor, food))[0];
    };
    expect(await spentAfter({ amount: 25 })).toBe(25);
    expect(await spentAfter({ categoryId: "taxi" })).toBe(0);
    expect(await relatedOf(actor, id)).toBeNull();
    expect(await spentAfter({ categoryId: "food" })).toBe(25);
    expect(await spentAfter({ date: "2026-02-10" })).toBe(0);
    expect(await entriesOf(actor, food)).toEqual([[id, 25, 1, false]]);
    expect(await spentAfter({ date: "2026-03-31" })).toBe(25);
    expect(await spentAfter({ showStatus: "archived" })).toBe(0);
    expect(await entriesOf(actor, food)).toEqual([]);
    expect(await spentAfter({ showStatus: "active" })).toBe(25);
    await actor.delete(path);
    expect(await budgetOf(actor, food)).toMatchObject({ spentAmount: 0, contributionTotal: 0 });
    expect(await entriesOf(actor, food)).toEqual([]);
  });

  it("listed, and their transactions, the latest day first, in one D1 call", async () => {
    const { actor, account } = await household();
    const food = await openBudget(actor);
    const first = await spend(actor, account, 1, { date: "2026-03-01" });
    const last = await spend(actor, account, 2, { date: "2026-03-02" });
    await spend(actor, account, 2, { categoryId: "taxi" });
    const entries = await actor.get(`/v1/budgets/${food}/entries?limit=1`);
    expect(entries.data).toEqual([
      {
        id: expect.any(String),
        budgetId: food,
        transactionId: last,
        appliedAmountBudgetCurrency: 2,
        rateUsedTxnToBudget: 1,
        isRateEstimated: false,
        snapshottedAt: "2026-03-18T08:00:00.000Z",
        date: "2026-03-02",
        isCounted: true,
      },
    ]);
    expect(entries.meta).toEqual({ page: 1, limit: 1, total: 2, totalPages: 2, hasMore: true });
    const listed = await actor.get(`/v1/budgets/${food}/transactions?sortOrder=asc`);
    expect(listed.data.map(({ id }: { id: string }) => id)).toEqual([first, last]);
    expect(listed.data[0]).toEqual((await actor.get(`/v1/transactions/${first}`)).data);
    expect([entries, listed].map((reply) => callsOf(reply).d1)).toEqual([1, 1]);
    expect((await actor.get(`/v1/budgets/${newId()}/entries`)).status).toBe(404);
    expect((await actor.get(`/v1/budgets/${newId()}/transactions`)).status).toBe(404);
  });

  it("listed in the order asked for", async () => {
    const { actor, account } = await household();
    const food = await openBudget(actor);
    const first = await spend(actor, account, 1, { date: "2026-03-02" });
    passTime(1000);
    const last = await spend(actor, account, 2, { date: "2026-03-01" });
    const listed = (what: string) => actor.get(`/v1/budgets/${food}/${what}`);
    for (const sortBy of ["createdAt", "updatedAt"]) {
      const { data } = await listed(`entries?sortBy=${sortBy}`);
      expect(data.map((row: { transactionId: string }) => row.transactionId)).toEqual([last, first]);
      const { data: found } = await listed(`transactions?sortBy=${sortBy}&sortOrder=asc`);
      expect(found.map(({ id }: { id: string }) => id)).toEqual([first, last]);
    }
    expect(refusal(await listed("entries?sortBy=rate"))).toEqual([400, "VALIDATION_ERROR", "sortBy"]);
    expect((await listed("transactions?sortBy=rate")).status).toBe(400);
  });
});

describe("currencies", () => {
  it("convert at the day's rate, and keep it until day or currency change", async () => {
    const { actor, account } = await household();
    const dollars = await openAccount(actor, "USD");
    await overrideRate(actor, "USD", "UZS", "12000");
    const food = await openBudget(actor);
    const spent = await record(actor, expense(dollars, 2, "USD", { date: "2026-03-10" }));
    await spend(actor, account, 5);
    expect(await spentOf(actor, food)).toEqual([24005]);
    await actor.db.prepare("UPDATE fxRates SET rate = '13000' WHERE owner = ?").bind(actor.owner).run();
    await actor.patch(`/v1/transactions/${spent.id}`, { name: "Nonushta", amount: 3 });
    expect(await entriesOf(actor, food)).toContainEqual([spent.id, 36000, 12000, true]);
    await expectProven(actor, food);
    await actor.patch(`/v1/transactions/${spent.id}`, { date: "2026-03-11" });
    expect(await entriesOf(actor, food)).toContainEqual([spent.id, 39000, 13000, true]);
  });

  it("a budget whose currency has no rate takes no entry, unless it is named", async () => {
    const { actor, account } = await household();
    const exotic = await openBudget(actor, { currency: "XPF" });
    const id = await spend(actor, account, 5);
    expect(await entriesOf(actor, exotic)).toEqual([]);
    const named = await actor.patch(`/v1/transactions/${id}`, { budgetId: exotic });
    expect(refusal(named).slice(0, 2)).toEqual([422, "FX_RATE_UNAVAILABLE"]);
  });

  it("of a budget with entries stays; of one without changes", async () => {
    const { actor, account } = await household();
    const food = await openBudget(actor, { limitAmount: 12 });
    await spend(actor, account, 5);
    expect(refusal(await actor.patch(`/v1/budgets/${food}`, { currency: "USD" }))).toEqual([
      409,
      "INVALID_STATE",
      "currency",
    ]);
    const taxi = await openBudget(actor, { categoryIds: ["taxi"], limitAmount: 12 });
    expect(await change(actor, taxi, { currency: "USD" })).toMatchObject({ currency: "USD", limitAmount: 12 });
  });
});

describe("a budget is filled from what was there", () => {
  it("when it is created", async () => {
    const { actor, account } = await wealthyHousehold();
    const march = await spend(actor, account, 10, { date: "2026-03-02" });
    await spend(actor, account, 20, { date: "2026-02-28" });
    const monthly = await openBudget(actor);
    const weekly = await openBudget(actor, { periodType: "weekly" });
    const open = await openBudget(actor, { periodType: "none" });
    const range = await openBudget(actor, {
      periodType: "custom_range",
      startDate: "2026-02-28",
      endDate: "2026-03-01",
    });
    expect(await spentOf(actor, monthly, weekly, open, range)).toEqual([10, 0, 30, 20]);
    expect(await relatedOf(actor, march)).toBe(monthly);
    for (const id of [monthly, weekly, open, range]) await expectProven(actor, id);
  });

  it("when its criteria change, come back, and not while it is archived", async () => {
    const { actor, account } = await household();
    const food = await openBudget(actor);
    const id = await spend(actor, account, 10);
    const taxi = await spend(actor, account, 3, { categoryId: "taxi" });
    expect(await change(actor, food, { categoryIds: ["taxi"] })).toMatchObject({
      spentAmount: 3,
      contributionTotal: 3,
    });
    expect([await relatedOf(actor, id), await relatedOf(actor, taxi)]).toEqual([null, food]);
    await change(actor, food, { showStatus: "archived" });
    expect([await entriesOf(actor, food), await relatedOf(actor, taxi)]).toEqual([[], null]);
    await spend(actor, account, 4, { categoryId: "taxi" });
    expect(await spentOf(actor, food)).toEqual([3]);
    expect(refusal(await actor.post(`/v1/budgets/${food}/recalculate`)).slice(0, 2)).toEqual([409, "INVALID_STATE"]);
    expect(await change(actor, food, { showStatus: "active" })).toMatchObject({ spentAmount: 7 });
    expect(await relatedOf(actor, taxi)).toBe(food);
    expect(await change(actor, food, { name: "Taksi" })).toMatchObject({ spentAmount: 7, name: "Taksi" });
  });

  it("and its transactions turn to the next oldest when it is deleted", async () => {
    const { actor, account } = await household();
    const [older, younger] = [await openBudget(actor), await openBudget(actor)];
    const id = await spend(actor, account, 10);
    await actor.delete(`/v1/budgets/${older}`);
    expect(await relatedOf(actor, id)).toBe(younger);
    expect((await actor.get(`/v1/budgets/${older}/entries`)).status).toBe(404);
    await actor.delete(`/v1/budgets/${younger}`);
    expect(await relatedOf(actor, id)).toBeNull();
  });
});

describe("offline", () => {
  it("accounts, budgets and transactions of one push count, in whichever order they come", async () => {
    const { actor } = await household();
    const [account, first, second] = [newId(), newId(), newId()];
    // Of one moment the lower id counts as older.
    const [early = "", late = ""] = [newId(), newId()].toSorted();
    const { results, changes } = await push(actor, [
      pushed("accounts", "create", account, { name: "Naqd", accountType: "cash", currency: "UZS" }),
      pushed("budgets", "create", early, budget()),
      pushed("transactions", "create", first, expense(account, 10, "UZS", { date: "2026-03-10" })),
      pushed("budgets", "create", late, budget({ periodType: "weekly" })),
      pushed("transactions", "create", second, expense(account, 20, "UZS", { date: "2026-03-16" })),
      pushed("transactions", "update", first, { amount: 15 }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(Array(6).fill("applied"));
    expect(await spentOf(actor, early, late)).toEqual([35, 20]);
    const related = changes.filter(({ entity }) => entity === "transactions").map(({ data }) => data.relatedBudgetId);
    expect(related).toEqual([early, early]);
    await push(actor, [pushed("budgets", "delete", early), pushed("transactions", "delete", second)]);
    expect(await spentOf(actor, late)).toEqual([0]);
    expect(await relatedOf(actor, first)).toBe(late);
    await expectProven(actor, late);
  });

  it("a transaction that is renamed after its budget came or went tells the budget that is stored", async () => {
    const { actor, account } = await household();
    const id = await spend(actor, account, 10);
    const first = newId();
    const renamed = (name: string) => pushed("transactions", "update", id, { name });
    const named = async (changes: object[]) => (await push(actor, changes)).results[1]?.data?.relatedBudgetId;
    expect(await named([pushed("budgets", "create", first, budget()), renamed("a")])).toBe(first);
    expect(await relatedOf(actor, id)).toBe(first);
    expect(await named([pushed("budgets", "delete", first), renamed("b")])).toBeNull();
    expect(await relatedOf(actor, id)).toBeNull();
  });

  it("a device that has everything is told which transactions a budget of its push counts, and counts no more", async () => {
    const { actor, account } = await household();
    const ids = [await spend(actor, account, 10), await spend(actor, account, 20)];
    const first = newId();
    const toldBy = async (sent: object, cursor: string) => {
      const reply = await push(actor, [sent], { cursor });
      expect(reply.changes).toEqual((await pull(actor, { cursor })).changes);
      const told = reply.changes.filter(({ entity }) => entity === "transactions");
      return { cursor: reply.cursor, told: told.map(({ id, data }) => [id, data.relatedBudgetId]) };
    };
    const created = await toldBy(pushed("budgets", "create", first, budget()), (await pullAll(actor)).cursor);
    expect(created.told).toEqual(ids.map((id) => [id, first]));
    const deleted = await toldBy(pushed("budgets", "delete", first), created.cursor);
    expect(deleted.told).toEqual(ids.map((id) => [id, null]));
  });

  it("a budget that is archived and taken back by one push counts what it counted", async () => {
    const { actor, account } = await household();
    const id = await openBudget(actor);
    const spent = await spend(actor, account, 10);
    const { results } = await push(actor, [
      pushed("budgets", "update", id, { showStatus: "archived" }),
      pushed("budgets", "update", id, { showStatus: "active" }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["applied", "applied"]);
    expect(await spentOf(actor, id)).toEqual([10]);
    expect((await entriesOf(actor, id)).map(([transactionId]: [string]) => transactionId)).toEqual([spent]);
    expect(await relatedOf(actor, spent)).toBe(id);
    await expectProven(actor, id);
  });
});
