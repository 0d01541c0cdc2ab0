import { env } from "cloudflare:workers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, type Day, dayOf } from "../../src/kernel/time.ts";
import type { Actor } from "../support/actor.ts";
import { freezeTime, passTime } from "../support/clock.ts";
import { administrator, calls, newCustomer, newDeal, newSeller, refusal } from "./support.ts";

const NOW = "2026-11-20T10:00:00.000Z";

interface StoredDeal {
  customerId: number;
  /** Minor units. */
  value: number;
  status: "new" | "in_progress" | "completed" | "cancelled";
  completedAt: number | null;
}

/** Deals as years of work would have left them. */
async function storeDeals({ user }: Actor, deals: readonly StoredDeal[]): Promise<void> {
  const insert = env.CRM_DB.prepare(
    `INSERT INTO deals (userId, customerId, title, description, value, status, completedAt, version, createdAt, updatedAt)
      SELECT ?1, value ->> 'customerId', 'Deal', '', value ->> 'value', value ->> 'status', value ->> 'completedAt', 1, 0, 0
      FROM json_each(?2)`,
  );
  const chunks = Array.from({ length: Math.ceil(deals.length / 5_000) }, (_, i) =>
    deals.slice(i * 5_000, (i + 1) * 5_000),
  );
  if (chunks.length > 0) await env.CRM_DB.batch(chunks.map((chunk) => insert.bind(user.id, JSON.stringify(chunk))));
}

const customersOf = async (seller: Actor, count: number): Promise<{ id: number; name: string }[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => newCustomer(seller, { name: `Customer ${index}` })));

describe("the dashboard", () => {
  it("counts customers and deals, and sums sales by the moment of completion", async () => {
    freezeTime("2025-12-31T18:59:59.999Z");
    const seller = await newSeller();
    const { id } = await newCustomer(seller, { status: "active" });
    await newDeal(seller, id, { value: 99, status: "completed" });
    // Midnight in Tashkent: it is January now.
    passTime(1);
    const { id: other } = await newCustomer(seller, { status: "waiting" });
    await newDeal(seller, other, { value: 0.1, status: "completed" });
    await newDeal(seller, other, { value: 0.2, status: "completed" });
    await newDeal(seller, other, { value: 5, status: "cancelled" });
    await newDeal(seller, other, { value: 6 });
    await newDeal(seller, other, { value: 7, status: "in_progress" });
    const reply = await seller.get("/analytics/dashboard");
    expect(calls(reply)).toBe('d1;desc="1", hub;desc="1"');
    expect(reply.body).toEqual({
      success: true,
      data: {
        totalCustomers: 2,
        monthlySales: 0.3,
        activeDeals: 2,
        conversionRate: 75,
        customersByStatus: { active: 1, potential: 0, waiting: 1 },
        salesTrend: [
          ...["02", "03", "04", "05", "06", "07", "08", "09", "10", "11"].map((m) => ({
            month: `2025-${m}`,
            sales: 0,
          })),
          { month: "2025-12", sales: 99 },
          { month: "2026-01", sales: 0.3 },
        ],
      },
    });
  });

  it("goes by the user's own time zone", async () => {
    freezeTime(NOW);
    const seller = await newSeller();
    const [{ id: customerId } = { id: 0 }] = await customersOf(seller, 1);
    const completedAt = Date.parse("2026-10-31T20:00:00.000Z");
    await storeDeals(seller, [{ customerId, value: 500, status: "completed", completedAt }]);
    expect((await seller.get("/analytics/dashboard")).data.monthlySales).toBe(5);
    await seller.put("/auth/me", { timezone: "America/New_York" });
    const { monthlySales, salesTrend } = (await seller.get("/analytics/dashboard")).data;
    expect([monthlySales, salesTrend.at(-2)]).toEqual([0, { month: "2026-10", sales: 5 }]);
  });

  it("is empty for a new user, and shows everything to an administrator", async () => {
    freezeTime(NOW);
    const [seller, other, admin] = await Promise.all([newSeller(), newSeller(), administrator()]);
    const before = (await admin.get("/analytics/dashboard")).data;
    await newDeal(seller, (await newCustomer(seller)).id, { value: 8, status: "completed" });
    const after = (await admin.get("/analytics/dashboard")).data;
    expect(after.totalCustomers - before.totalCustomers).toBe(1);
    expect(after.monthlySales - before.monthlySales).toBeCloseTo(8, 5);
    expect((await other.get("/analytics/dashboard")).data).toMatchObject({
      totalCustomers: 0,
      monthlySales: 0,
      activeDeals: 0,
      conversionRate: 0,
    });
  });
});

describe("sales", () => {
  it("are those of the last 12 months by default, by month", async () => {
    freezeTime(NOW);
    const seller = await newSeller();
    const { data } = await seller.get("/analytics/sales");
    expect(data).toMatchObject({ totalSales: 0, topCustomers: [] });
    expect(data.salesByPeriod).toHaveLength(12);
    expect(data.salesByPeriod[0]).toEqual({ period: "2025-12", sales: 0, deals: 0 });
    expect(data.salesByPeriod.at(-1)).toEqual({ period: "2026-11", sales: 0, deals: 0 });
  });

  it.each([
    ["startDate=2026-02-01&endDate=2026-01-31", ["startDate"]],
    ["startDate=2026-02-30", ["startDate"]],
    ["endDate=9999-12-31", ["endDate"]],
    ["period=hourly", ["period"]],
    ["startDate=2000-01-01&period=daily", ["period"]],
  ])("refuse %s", async (query, fields) => {
    freezeTime(NOW);
    const seller = await newSeller();
    expect(refusal(await seller.get(`/analytics/sales?${query}`))).toEqual({
      status: 400,
      code: "VALIDATION_ERROR",
      fields,
    });
  });

  it("are exact beyond any sum that a double holds", async () => {
    freezeTime(NOW);
    const seller = await newSeller();
    const [{ id: large } = { id: 0 }, { id: small } = { id: 0 }] = await customersOf(seller, 2);
    const completedAt = Date.parse(NOW);
    const most = Number.MAX_SAFE_INTEGER;
    await storeDeals(seller, [
      ...Array.from(
        { length: 1_100 },
        () => ({ customerId: small, value: most, status: "completed", completedAt }) as const,
      ),
      ...Array.from(
        { length: 1_100 },
        () => ({ customerId: large, value: most, status: "completed", completedAt }) as const,
      ),
      { customerId: large, value: 1, status: "completed", completedAt },
    ]);
    const { data } = await seller.get("/analytics/sales");
    expect(data.totalSales).toBe(Number(BigInt(most) * 2_200n + 1n) / 100);
    expect(data.topCustomers.map(({ customerId }: { customerId: number }) => customerId)).toEqual([large, small]);
  });
});

// --- against a naive recomputation ---

const ZONES = ["Asia/Tashkent", "America/New_York", "Pacific/Apia", "America/Sao_Paulo", "UTC"];

/** The label of a local day's period, found without the code under test. */
function labelOf(day: Day, period: string): string {
  if (period === "daily") return day;
  if (period === "monthly") return day.slice(0, 7);
  if (period === "yearly") return day.slice(0, 4);
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + 4 - (date.getUTCDay() || 7));
  const week = Math.ceil(((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000 + 1) / 7);
  return `${date.getUTCFullYear()}-W${String(week).padStart(2, "0")}`;
}

/** Deal by deal and day by day. */
function naiveSales(deals: readonly StoredDeal[], zone: string, start: Day, end: Day, period: string) {
  const sums = new Map<string, { sales: number; deals: number }>();
  for (let day = start; day <= end; day = addDays(day, 1)) sums.set(labelOf(day, period), { sales: 0, deals: 0 });
  const byCustomer = new Map<number, number>();
  let total = 0;
  for (const { status, completedAt, value, customerId } of deals) {
    if (status !== "completed" || completedAt === null) continue;
    const day = dayOf(completedAt, zone);
    if (day < start || day > end) continue;
    const sum = sums.get(labelOf(day, period));
    if (sum) Object.assign(sum, { sales: sum.sales + value, deals: sum.deals + 1 });
    byCustomer.set(customerId, (byCustomer.get(customerId) ?? 0) + value);
    total += value;
  }
  return {
    totalSales: total / 100,
    salesByPeriod: [...sums].map(([label, sum]) => ({ period: label, sales: sum.sales / 100, deals: sum.deals })),
    topCustomers: [...byCustomer]
      .toSorted(([idA, a], [idB, b]) => b - a || idA - idB)
      .slice(0, 10)
      .map(([customerId, value]) => ({ customerId, totalValue: value / 100 })),
  };
}

const AT = { min: Date.parse("2024-12-20T00:00:00Z"), max: Date.parse("2026-02-10T00:00:00Z") };

const scenarios = fc.record({
  rows: fc.array(
    fc.record({
      customer: fc.nat(11),
      value: fc.integer({ min: 0, max: 9_999_999_999 }),
      status: fc.constantFrom("new", "in_progress", "completed", "completed", "completed", "cancelled"),
      at: fc.integer(AT),
    }),
    { maxLength: 60 },
  ),
  zone: fc.constantFrom(...ZONES),
  from: fc.integer({ min: 0, max: 380 }),
  length: fc.integer({ min: 0, max: 380 }),
  period: fc.constantFrom("daily", "weekly", "monthly", "yearly"),
});

it("analytics agree with a naive recomputation", { timeout: 120_000 }, async () => {
  freezeTime("2026-02-09T22:30:00.000Z");
  const seller = await newSeller();
  const customers = await customersOf(seller, 12);
  const holds = fc.asyncProperty(scenarios, async ({ rows, zone, from, length, period }) => {
    await env.CRM_DB.prepare("DELETE FROM deals WHERE userId = ?").bind(seller.user.id).run();
    const stored = rows.map(
      ({ customer, value, status, at }): StoredDeal => ({
        customerId: customers[customer]?.id ?? 0,
        value,
        status,
        completedAt: status === "completed" ? at : null,
      }),
    );
    await storeDeals(seller, stored);
    await seller.put("/auth/me", { timezone: zone });
    const start = addDays("2025-01-01", from);
    const end = addDays(start, length);
    const { data } = await seller.get(`/analytics/sales?startDate=${start}&endDate=${end}&period=${period}`);
    const { topCustomers, ...rest } = naiveSales(stored, zone, start, end, period);
    const names = new Map(customers.map(({ id, name }) => [id, name]));
    const top = topCustomers.map((customer) => ({ ...customer, customerName: names.get(customer.customerId) }));
    expect(data).toEqual({ ...rest, topCustomers: top });

    const today = dayOf(Date.now(), zone);
    const year = naiveSales(stored, zone, addDays(today, -400), addDays(today, 30), "monthly").salesByPeriod;
    const months = year.filter(({ period: month }) => month <= today.slice(0, 7)).slice(-12);
    const dashboard = (await seller.get("/analytics/dashboard")).data;
    expect(dashboard.salesTrend).toEqual(months.map(({ period: month, sales }) => ({ month, sales })));
    expect(dashboard.monthlySales).toBe(months.at(-1)?.sales);
  });
  await fc.assert(holds, { numRuns: 25, endOnFailure: true });
});

it("100,000 deals are summed at once", { timeout: 120_000 }, async () => {
  freezeTime(NOW);
  const seller = await newSeller();
  const customers = await customersOf(seller, 20);
  const first = Date.parse("2025-12-01T00:00:00Z");
  const rows = Array.from({ length: 100_000 }, (_, index): StoredDeal => {
    const isCompleted = index % 2 === 0;
    return {
      customerId: customers[index % 20]?.id ?? 0,
      value: index,
      status: isCompleted ? "completed" : "new",
      completedAt: isCompleted ? first + (index % 350) * 86_400_000 : null,
    };
  });
  await storeDeals(seller, rows);
  const [dashboard, sales] = [
    await seller.get("/analytics/dashboard"),
    await seller.get("/analytics/sales?period=daily"),
  ];
  expect([calls(dashboard), calls(sales)]).toEqual(Array(2).fill('d1;desc="1", hub;desc="1"'));
  expect(dashboard.data).toMatchObject({ activeDeals: 50_000, conversionRate: 100 });
  const total = rows.reduce((sum, { status, value }) => sum + (status === "completed" ? value : 0), 0) / 100;
  expect(sales.data.totalSales).toBe(total);
  expect(sales.data.topCustomers).toHaveLength(10);
});
