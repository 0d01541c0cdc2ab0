import { beforeAll, describe, expect, it } from "vitest";
import { type Actor, newActor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { newPremiumActor } from "../../support/plan.ts";
import { expense, income, openAccount, record, refusal, transfer } from "./support.ts";

const DECEMBER = "dateFrom=2024-12-01&dateTo=2024-12-31";

describe("reports", () => {
  let actor: Actor;
  let card: string;
  let dollars: string;

  // 1 USD = 12837.10 UZS from 2024-12-06 on, and 12338.77 before.
  beforeAll(async () => {
    actor = await newPremiumActor();
    card = await openAccount(actor, "UZS");
    dollars = await openAccount(actor, "USD");
    const bodies = [
      income(card, 8000000, "UZS", { date: "2024-12-10" }),
      income(dollars, 100, "USD", { date: "2024-12-05", categoryId: "freelance" }),
      expense(card, 1200000, "UZS", { date: "2024-12-02" }),
      expense(card, 900000.01, "UZS", {
        date: "2024-12-09",
        splits: [
          { categoryId: "transport", amount: 800000 },
          { categoryId: "food", amount: 100000.01 },
        ],
      }),
      expense(dollars, 10, "USD", { date: "2024-12-31", feeAmount: 0.5, feeCategoryId: "bank" }),
      transfer(card, dollars, 1283710, "UZS", { date: "2024-12-20", feeAmount: 1000 }),
      transfer(dollars, card, 1, "USD", { date: "2024-12-21" }),
      expense(card, 5, "UZS", { date: "2025-01-01" }),
      expense(card, 500000, "UZS", { date: "2024-11-30" }),
    ];
    for (const body of bodies) await record(actor, body);
    const hidden = await record(actor, expense(card, 77, "UZS", { date: "2024-12-15" }));
    await actor.patch(`/v1/transactions/${hidden.id}`, { showStatus: "archived" });
    const gone = await record(actor, expense(card, 77, "UZS", { date: "2024-12-15" }));
    await actor.delete(`/v1/transactions/${gone.id}`);
  });

  it("sum a period in the base currency, splits and fees by their own category", async () => {
    const reply = await actor.get(`/v1/transactions/summary?${DECEMBER}`);
    const [food, transport, bank, other] = [1300000.01, 800000, 6418.55, 1000];
    // 100 × 12338.77 in income; 10 × 12837.10 of food in dollars.
    expect(reply.data).toEqual({
      period: { from: "2024-12-01", to: "2024-12-31" },
      totals: {
        income: 9233877,
        expense: 2235789.56,
        net: 6998087.44,
        transfersIn: 1296547.1,
        transfersOut: 1296547.1,
      },
      currency: "UZS",
      transactionsCount: 7,
      byCategory: [
        { categoryId: "food", amount: food + 128371, percent: 63.9 },
        { categoryId: "transport", amount: transport, percent: 35.8 },
        { categoryId: "bank", amount: bank, percent: 0.3 },
        { categoryId: "other_expense", amount: other, percent: 0 },
      ],
    });
    expect(reply.headers.get("server-timing")).toContain('d1;desc="1"');
  });

  it("tell one account's side of the story", async () => {
    const { data } = await actor.get(`/v1/transactions/summary?${DECEMBER}&accountId=${dollars}`);
    expect(data.totals).toEqual({
      income: 1233877,
      expense: 134789.55,
      net: 1099087.45,
      transfersIn: 1283710,
      transfersOut: 12837.1,
    });
    expect(data.transactionsCount).toBe(4);
  });

  it("default to the current month of the user's zone", async () => {
    // 20:00 UTC is already January in Tashkent.
    freezeTime("2024-12-31T20:00:00.000Z");
    const other = await newActor();
    const periodOf = async (query: string) => (await other.get(`/v1/transactions/summary?${query}`)).data.period;
    expect(await periodOf("")).toEqual({ from: "2025-01-01", to: "2025-01-31" });
    expect(await periodOf("dateFrom=2024-11-05")).toEqual({ from: "2024-11-05", to: "2025-01-01" });
    expect(await periodOf("dateTo=2024-02-10")).toEqual({ from: "2024-02-01", to: "2024-02-10" });
  });

  it.each([
    ["dateFrom=2024-12-02&dateTo=2024-12-01", "dateFrom"],
    ["dateFrom=2024-12", "dateFrom"],
    ["dateTo=9999-12-31", "dateTo"],
    ["accountId=1", "accountId"],
  ])("refuse ?%s", async (query, field) => {
    expect(refusal(await actor.get(`/v1/transactions/summary?${query}`))).toEqual([400, "VALIDATION_ERROR", field]);
  });

  it("analyse a period over time and in parts, beside the one before", async () => {
    const reply = await actor.get(`/v1/transactions/analytics?${DECEMBER}&groupBy=week`);
    expect(reply.headers.get("server-timing")).toContain('d1;desc="1"');
    const { series, byCategory, byAccount, byCounterparty, previous, ...rest } = reply.data;
    const december = { income: 9233877, expense: 2235789.56, net: 6998087.44 };
    expect(rest).toEqual({
      period: { from: "2024-12-01", to: "2024-12-31" },
      groupBy: "week",
      currency: "UZS",
      totals: { ...december, transactionsCount: 7 },
    });
    expect(series).toEqual([
      { from: "2024-12-01", to: "2024-12-01", income: 0, expense: 0, net: 0, transactionsCount: 0 },
      { from: "2024-12-02", to: "2024-12-08", income: 1233877, expense: 1200000, net: 33877, transactionsCount: 2 },
      {
        from: "2024-12-09",
        to: "2024-12-15",
        income: 8000000,
        expense: 900000.01,
        net: 7099999.99,
        transactionsCount: 2,
      },
      { from: "2024-12-16", to: "2024-12-22", income: 0, expense: 1000, net: -1000, transactionsCount: 2 },
      { from: "2024-12-23", to: "2024-12-29", income: 0, expense: 0, net: 0, transactionsCount: 0 },
      { from: "2024-12-30", to: "2024-12-31", income: 0, expense: 134789.55, net: -134789.55, transactionsCount: 1 },
    ]);
    expect(byCategory.income).toEqual([
      { categoryId: "salary", amount: 8000000, percent: 86.6 },
      { categoryId: "freelance", amount: 1233877, percent: 13.4 },
    ]);
    expect(byCategory.expense[0]).toEqual({ categoryId: "food", amount: 1428371.01, percent: 63.9 });
    const accounts = [
      {
        accountId: card,
        income: 8000000,
        expense: 2101000.01,
        net: 5898999.99,
        transfersIn: 12837.1,
        transfersOut: 1283710,
      },
      {
        accountId: dollars,
        income: 1233877,
        expense: 134789.55,
        net: 1099087.45,
        transfersIn: 1283710,
        transfersOut: 12837.1,
      },
    ];
    expect(byAccount).toEqual(expect.arrayContaining(accounts));
    expect(byAccount).toHaveLength(2);
    expect(byCounterparty).toEqual([{ counterpartyId: null, ...december }]);
    expect(previous).toEqual({
      period: { from: "2024-11-01", to: "2024-11-30" },
      totals: { income: 0, expense: 500000, net: -500000, transactionsCount: 1 },
      changePercent: { income: null, expense: 347.2, net: 1499.6 },
    });
  });

  it("group by month and by day", async () => {
    const months = await actor.get("/v1/transactions/analytics?dateFrom=2024-11-15&dateTo=2025-01-15&groupBy=month");
    expect(months.data.series.map(({ from, to, expense: sum }: Record<string, unknown>) => [from, to, sum])).toEqual([
      ["2024-11-15", "2024-11-30", 500000],
      ["2024-12-01", "2024-12-31", 2235789.56],
      ["2025-01-01", "2025-01-15", 5],
    ]);
    const days = await actor.get("/v1/transactions/analytics?dateFrom=2024-12-09&dateTo=2024-12-10");
    expect(days.data.series).toEqual([
      { from: "2024-12-09", to: "2024-12-09", income: 0, expense: 900000.01, net: -900000.01, transactionsCount: 1 },
      { from: "2024-12-10", to: "2024-12-10", income: 8000000, expense: 0, net: 8000000, transactionsCount: 1 },
    ]);
    expect(days.data.previous.period).toEqual({ from: "2024-12-07", to: "2024-12-08" });
  });

  it("refuse more parts than a chart can show", async () => {
    const reply = await actor.get("/v1/transactions/analytics?dateFrom=2000-01-01&dateTo=2024-12-31&groupBy=day");
    expect(refusal(reply)).toEqual([400, "VALIDATION_ERROR", "groupBy"]);
  });
});

describe("a changed primary currency", () => {
  it("converts what was summed in the former one", async () => {
    const actor = await newActor();
    const account = await openAccount(actor, "UZS");
    await record(actor, expense(account, 1283710, "UZS"));
    expect((await actor.patch("/v1/users/me", { primaryCurrency: "USD" })).status).toBe(200);
    await record(actor, expense(account, 2567420, "UZS", { categoryId: "rent" }));
    const { data } = await actor.get(`/v1/transactions/summary?${DECEMBER}`);
    expect([data.currency, data.totals.expense, data.byCategory]).toEqual([
      "USD",
      300,
      [
        { categoryId: "rent", amount: 200, percent: 66.7 },
        { categoryId: "food", amount: 100, percent: 33.3 },
      ],
    ]);
  });
});

describe("sums past what one amount may be", () => {
  it("stay exact", async () => {
    const actor = await newActor({ currency: "JPY" });
    const account = await openAccount(actor, "JPY");
    const largest = 9007199254740991;
    for (let count = 0; count < 3; count += 1) {
      await record(actor, expense(account, largest, "JPY"));
      await record(actor, income(account, largest, "JPY"));
    }
    const { totals, byCategory } = (await actor.get(`/v1/transactions/summary?${DECEMBER}`)).data;
    expect([totals.income, totals.expense, totals.net]).toEqual([3 * largest, 3 * largest, 0]);
    expect(byCategory).toEqual([{ categoryId: "food", amount: 3 * largest, percent: 100 }]);
  });
});
