import type { z } from "zod";
import { unsafeCast } from "../../../kernel/cast.ts";
import type { Context } from "../../../kernel/context.ts";
import { statement } from "../../../kernel/db/database.ts";
import { exactSum, readSum } from "../../../kernel/db/sums.ts";
import { dayOf } from "../../../kernel/time.ts";
import { summed } from "../categories/service.ts";
import { type CategoryType, totalOf } from "../rules.ts";
import type { Dashboard, Summary, SummaryQuery } from "./contract.ts";
import { type DayRange, type Period, rangeOf } from "./rules.ts";

/** The balance, and every category's total, of all time. One D1 call. */
export async function dashboard(ctx: Context): Promise<z.output<typeof Dashboard>> {
  const rows = (await ctx.db.all(summed(ctx, statement("")))).map((row) => ({
    category_name: String(row.name),
    type: unsafeCast<CategoryType>(row.type),
    sum: readSum(row),
  }));
  const balance = rows.reduce((so, { type, sum }) => (type === "income" ? so + sum : so - sum), 0n);
  return {
    balance: totalOf(balance),
    categories: rows.map(({ sum, ...category }) => ({ ...category, total: totalOf(sum) })),
  };
}

/** Income, expense and what is left, of the given days or of the period with today. One D1 call. */
export async function summary(
  ctx: Context,
  period: Period,
  { start_date, end_date }: z.output<typeof SummaryQuery>,
): Promise<z.output<typeof Summary>> {
  const isGiven = start_date !== undefined && end_date !== undefined;
  const range: DayRange = isGiven ? { start_date, end_date } : rangeOf(period, await today(ctx));
  const rows = await ctx.db.all(
    statement(
      `SELECT c.type, ${exactSum("t.amount")} FROM transactions t CROSS JOIN categories c ON c.id = t.category
        WHERE t.userId = ? AND t.date BETWEEN ? AND ? GROUP BY c.type`,
      ctx.userId,
      range.start_date,
      range.end_date,
    ),
  );
  const sums = new Map(rows.map((row) => [row.type, readSum(row)]));
  const [income, expense] = [sums.get("income") ?? 0n, sums.get("expense") ?? 0n];
  return { ...range, income: totalOf(income), expense: totalOf(expense), balance: totalOf(income - expense) };
}

const today = async (ctx: Context) => dayOf(ctx.now, (await ctx.principal()).timezone);
