import type { z } from "zod";
import type { Context } from "../../kernel/context.ts";
import type { Condition } from "../../kernel/db/condition.ts";
import { type RawRow, type Statement, statement } from "../../kernel/db/database.ts";
import { bySum, exactSum, readSum } from "../../kernel/db/sums.ts";
import { invalid } from "../../kernel/errors.ts";
import { sumToDecimal } from "../../kernel/money.ts";
import { dayOf, startOfDay } from "../../kernel/time.ts";
import { CURRENCY } from "../deals/rules.ts";
import { scopeOf } from "../scope.ts";
import type { Dashboard, Sales, SalesQuery } from "./contract.ts";
import { lastTwelveMonths, type Period, percentOf, periodsOf } from "./rules.ts";

// Sales analytics over the rows that the caller may reach. A deal counts at the moment of its completion.

const TOP_CUSTOMERS = 10;

/** Numbers of customers and deals, and the sales of the last 12 months in the user's time zone. One D1 call. */
export async function dashboard(ctx: Context): Promise<z.output<typeof Dashboard>> {
  const { timezone } = await ctx.principal();
  const { start, end } = lastTwelveMonths(dayOf(ctx.now, timezone));
  const months = requirePeriods(periodsOf(start, end, "monthly"));
  const [customerScope, dealScope] = [await scopeOf(ctx, "customers"), await scopeOf(ctx, "deals")];
  const [customers = [], deals = [], sums = []] = await ctx.db.batch([
    countByStatus("customers", customerScope),
    countByStatus("deals", dealScope),
    sumByPeriod(dealScope, months, timezone),
  ]);
  const [customerCount, dealCount] = [countsOf(customers), countsOf(deals)];
  const trend = byPeriod(months, sums).map(({ label, sales }) => ({ month: label, sales: decimal(sales) }));
  const completed = dealCount("completed");
  return {
    totalCustomers: customers.reduce((total, { count }) => total + Number(count), 0),
    monthlySales: trend.at(-1)?.sales ?? 0,
    activeDeals: dealCount("new") + dealCount("in_progress"),
    conversionRate: percentOf(completed, completed + dealCount("cancelled")),
    customersByStatus: {
      active: customerCount("active"),
      potential: customerCount("potential"),
      waiting: customerCount("waiting"),
    },
    salesTrend: trend,
  };
}

/**
 * Sales by the periods of a range of days in the user's time zone, and the customers with the largest sales in it.
 * One D1 call.
 * @throws invalid_input when the range ends before it starts, or has too many periods
 */
export async function sales(
  ctx: Context,
  { startDate, endDate, period }: z.output<typeof SalesQuery>,
): Promise<z.output<typeof Sales>> {
  const { timezone } = await ctx.principal();
  const end = endDate ?? dayOf(ctx.now, timezone);
  const start = startDate ?? lastTwelveMonths(end).start;
  if (start > end) throw invalid("startDate", "Must not be after endDate");
  const periods = requirePeriods(periodsOf(start, end, period));
  const scope = await scopeOf(ctx, "deals");
  const [sums = [], top = []] = await ctx.db.batch([
    sumByPeriod(scope, periods, timezone),
    topCustomers(scope, periods, timezone),
  ]);
  const periodSales = byPeriod(periods, sums);
  return {
    totalSales: decimal(periodSales.reduce((total, { sales }) => total + sales, 0n)),
    salesByPeriod: periodSales.map(({ label, sales, deals }) => ({ period: label, sales: decimal(sales), deals })),
    topCustomers: top.map((row) => ({
      customerId: Number(row.customerId),
      customerName: String(row.customerName),
      totalValue: decimal(readSum(row)),
    })),
  };
}

/** A sum of minor units as the decimal of replies. */
const decimal = (minor: bigint): number => sumToDecimal(minor, CURRENCY);

function requirePeriods(periods: Period[] | "too many"): Period[] {
  if (periods === "too many") throw invalid("period", "Too many periods: ask for fewer days, or for longer periods");
  return periods;
}

const countByStatus = (table: "customers" | "deals", scope: Condition): Statement =>
  statement(`SELECT status, count(*) AS count FROM ${table} WHERE ${scope.sql} GROUP BY status`, ...scope.params);

/** The counts of `countByStatus`, as a function of the status. */
const countsOf = (rows: readonly RawRow[]) => {
  const counts = new Map(rows.map(({ status, count }) => [status, Number(count)]));
  return (status: string): number => counts.get(status) ?? 0;
};

/**
 * The number and sum of deals completed in each period that has any; `period` is the period's position in the list.
 * CROSS JOIN makes SQLite loop over the periods and read one range of an index for each.
 */
function sumByPeriod(scope: Condition, periods: readonly Period[], timezone: string): Statement {
  return statement(
    `SELECT period.key AS period, ${exactSum("deals.value")}, count(*) AS deals
      FROM json_each(?) period CROSS JOIN deals
      WHERE ${scope.sql} AND deals.status = 'completed'
        AND deals.completedAt >= period.value ->> 0 AND deals.completedAt < period.value ->> 1
      GROUP BY period.key`,
    // Each period as the UTC milliseconds of its start and its end.
    JSON.stringify(periods.map(({ from, to }) => [startOfDay(from, timezone), startOfDay(to, timezone)])),
    ...scope.params,
  );
}

/** What `sumByPeriod` found, for every period in order: those without deals have 0. */
function byPeriod(periods: readonly Period[], rows: readonly RawRow[]) {
  const found = new Map(rows.map((row) => [Number(row.period), row]));
  return periods.map(({ label }, index) => {
    const row = found.get(index);
    return { label, sales: row ? readSum(row) : 0n, deals: Number(row?.deals ?? 0) };
  });
}

/** The customers with the largest sums of deals completed in all the periods together. */
function topCustomers(scope: Condition, periods: readonly Period[], timezone: string): Statement {
  const [from, to] = [periods[0]?.from ?? "", periods.at(-1)?.to ?? ""];
  return statement(
    `SELECT sums.customerId, c.name AS customerName, sums.high, sums.low
      FROM (
        SELECT customerId, ${exactSum("deals.value")} FROM deals
        WHERE ${scope.sql} AND deals.status = 'completed' AND deals.completedAt >= ? AND deals.completedAt < ?
        GROUP BY customerId
      ) sums CROSS JOIN customers c ON c.id = sums.customerId
      ORDER BY ${bySum("DESC")}, sums.customerId
      LIMIT ?`,
    ...scope.params,
    startOfDay(from, timezone),
    startOfDay(to, timezone),
    TOP_CUSTOMERS,
  );
}
