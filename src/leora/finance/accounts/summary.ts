import type { z } from "zod";
import { raw, render, type Sql, sql } from "../../../engine/sql.ts";
import type { Context } from "../../../kernel/context.ts";
import type { Statement } from "../../../kernel/db/database.ts";
import { exactSum, readSum } from "../../../kernel/db/sums.ts";
import { convertSum, sumToDecimal } from "../../../kernel/money.ts";
import { type Day, dayOf } from "../../../kernel/time.ts";
import { profileOf } from "../../profile.ts";
import type { RateBook } from "../fx/rate-book.ts";
import { rateBookOf, ratesForTotals } from "../fx/reads.ts";
import type { AccountsSummary } from "./contract.ts";

/** Balances of active accounts, by currency and in the primary currency at today's rates (spec 4.1). One D1 call. */
export async function summary(ctx: Context): Promise<z.output<typeof AccountsSummary>> {
  const user = await ctx.principal();
  const baseCurrency = profileOf(user).primaryCurrency;
  const today = dayOf(ctx.now, user.timezone);
  const [currencies = [], types = [], rates = []] = await ctx.db.batch([
    balancesByCurrency(ctx.owner),
    countsByType(ctx.owner),
    ratesForTotals(ctx.owner, baseCurrency, today, activeCurrencies(ctx.owner)),
  ]);
  const totals = currencies.map((row) => ({ currency: String(row.currency), total: readSum(row) }));
  return {
    totalBalance: Object.fromEntries(totals.map(({ currency, total }) => [currency, sumToDecimal(total, currency)])),
    totalBalanceInBaseCurrency: decimalOrNull(totalIn(baseCurrency, totals, rateBookOf(rates), today), baseCurrency),
    baseCurrency,
    accountsCount: types.reduce((sum, { count }) => sum + Number(count), 0),
    byType: Object.fromEntries(types.map(({ accountType, count }) => [accountType, count])),
  };
}

const decimalOrNull = (sum: bigint | null, currency: string): number | null =>
  sum === null ? null : sumToDecimal(sum, currency);

/**
 * The total in minor units of one currency; null when a currency has no rate to it, because a total without some of its
 * parts would be wrong.
 */
export function totalIn(
  base: string,
  totals: readonly { currency: string; total: bigint }[],
  rates: RateBook,
  day: Day,
): bigint | null {
  let sum = 0n;
  for (const { currency, total } of totals) {
    const found = rates.find(currency, base, day);
    if (!found) return null;
    sum += convertSum(total, currency, base, found.rate);
  }
  return sum;
}

/** Query of one column: the currencies of a user's active accounts. */
const activeCurrencies = (owner: number): Sql =>
  sql`SELECT currency FROM accounts WHERE owner = ${owner} AND showStatus = 'active'`;

const balancesByCurrency = (owner: number): Statement =>
  render(sql`
    SELECT currency, ${raw(exactSum("currentBalance"))}
    FROM accounts WHERE owner = ${owner} AND showStatus = 'active' GROUP BY currency`);

const countsByType = (owner: number): Statement =>
  render(sql`
    SELECT accountType, count(*) AS count
    FROM accounts WHERE owner = ${owner} AND showStatus = 'active' GROUP BY accountType`);
