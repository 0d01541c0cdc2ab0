import { render, sql, union } from "../../../engine/sql.ts";
import type { RawRow } from "../../../kernel/db/database.ts";
import type { RateBook } from "../../finance/fx/rate-book.ts";
import { rateBookOf, ratesForTotals } from "../../finance/fx/reads.ts";
import { baseCurrencies, cashFlowOf, IS_INCOME_OR_EXPENSE, readSums, sumsBy } from "../../finance/reports/cash-flow.ts";
import type { Period } from "../../finance/reports/periods.ts";
import { cashCurrencies } from "./balances.ts";
import type { Basis } from "./basis.ts";
import { ask, type Question } from "./question.ts";

/** What came in and went out on the days of a period, in minor units of the primary currency, as `transactions/summary` has it. */
export interface Flow {
  readonly income: bigint;
  readonly expense: bigint;
  readonly expenseByCategory: ReadonlyMap<string, bigint>;
}

/** The sums of a period's movements before they are converted. */
export type StoredFlow = readonly RawRow[];

/** They are grouped as the summary groups them: each sum is rounded once when it is converted. */
export const askFlow = ({ owner }: Basis, period: Period): Question<StoredFlow> =>
  ask(sumsBy("categoryId", owner, period, null), (rows) => rows);

/** The rates of today that flows and cash are converted at. */
export const askRates = ({ owner, currency, at }: Basis): Question<RateBook> =>
  ask(ratesForTotals(owner, currency, at.today, union([baseCurrencies(owner), cashCurrencies(owner)])), (rows) =>
    rateBookOf(rows),
  );

/**
 * The flow in the primary currency. Null when a former primary currency has no rate to it: a sum without some of its parts
 * would be wrong, and one currency without a rate must not keep a user from all other insights.
 */
export function flowOf(stored: StoredFlow, { currency, at }: Basis, rates: RateBook): Flow | null {
  if (!stored.every((row) => rates.find(String(row.baseCurrency), currency, at.today))) return null;
  const sums = readSums("categoryId", stored, currency, rates, at.today);
  const expenseByCategory = new Map<string, bigint>();
  for (const { key, kind, amount } of sums) {
    if (kind !== "expense" || key === null) continue;
    expenseByCategory.set(key, (expenseByCategory.get(key) ?? 0n) + amount);
  }
  const { income, expense } = cashFlowOf(sums);
  return { income, expense, expenseByCategory };
}

/** How many expenses a period has: a fee is part of its transaction. */
export const askExpenseCount = ({ owner }: Basis, { from, to }: Period): Question<number> =>
  ask(
    render(sql`
      SELECT count(*) AS count FROM transactions t
      WHERE owner = ${owner} AND showStatus = 'active' AND date BETWEEN ${from} AND ${to}
        AND type = 'expense' AND ${IS_INCOME_OR_EXPENSE}`),
    ([row]) => Number(row?.count ?? 0),
  );
