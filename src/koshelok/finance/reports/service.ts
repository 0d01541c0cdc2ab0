import type { z } from "zod";
import { unsafeCast } from "../../../kernel/cast.ts";
import type { Context } from "../../../kernel/context.ts";
import { statement } from "../../../kernel/db/database.ts";
import { exactSum, readSum } from "../../../kernel/db/sums.ts";
import { type Day, dayOf } from "../../../kernel/time.ts";
import { selectCategories } from "../categories/service.ts";
import { type CategoryType, sumOf } from "../rules.ts";
import type { Dashboard, Summary, SummaryQuery } from "./contract.ts";
import { type DayRange, type Period, rangeOf } from "./rules.ts";

/** The user's balance, and the total of every category, over all time. One D1 call. */
export async function dashboard(ctx: Context): Promise<z.output<typeof Dashboard>> {
  const rows = await ctx.db.all(selectCategories(ctx));
  const categories = rows.map((row) => ({
    category_name: String(row.name),
    type: unsafeCast<CategoryType>(row.type),
    sum: readSum(row),
  }));
  const balance = categories.reduce((total, { type, sum }) => (type === "income" ? total + sum : total - sum), 0n);
  return {
    balance: sumOf(balance),
    categories: categories.map(({ sum, ...category }) => ({ ...category, total: sumOf(sum) })),
  };
}

/** Income, expense and their difference in the given range of days, or else in the period with today. One D1 call. */
export async function summary(
  ctx: Context,
  period: Period,
  { start_date, end_date }: z.output<typeof SummaryQuery>,
): Promise<z.output<typeof Summary>> {
  const isGiven = start_date !== undefined && end_date !== undefined;
  const range: DayRange = isGiven ? { start_date, end_date } : rangeOf(period, await today(ctx));
  const rows = await ctx.db.all(
    statement(
      `SELECT c.type, ${exactSum("t.amount")}
        FROM transactions t CROSS JOIN categories c ON c.id = t.category
        WHERE t.userId = ? AND t.date BETWEEN ? AND ?
        GROUP BY c.type`,
      ctx.userId,
      range.start_date,
      range.end_date,
    ),
  );
  const sums = new Map(rows.map((row) => [row.type, readSum(row)]));
  const [income, expense] = [sums.get("income") ?? 0n, sums.get("expense") ?? 0n];
  return { ...range, income: sumOf(income), expense: sumOf(expense), balance: sumOf(income - expense) };
}

/** The calendar day in the user's time zone. */
const today = async (ctx: Context): Promise<Day> => dayOf(ctx.now, (await ctx.principal()).timezone);
