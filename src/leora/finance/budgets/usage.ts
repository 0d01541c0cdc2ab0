import { percentOf } from "../../../kernel/db/sums.ts";
import type { PeriodSettings, Totals } from "./rules.ts";

// How much of a budget's present period is used. Amounts are minor units of the budget's currency.

/** What may be spent in the period: the limit and what earlier periods carried to it, which may leave less than nothing. */
export const availableOf = (row: Pick<PeriodSettings, "limitAmount"> & Pick<Totals, "carriedAmount">): bigint =>
  BigInt(row.limitAmount) + BigInt(row.carriedAmount);

/** The spent part of what may be spent, in percent with one decimal; where nothing may be spent, anything spent is 100. */
export function percentUsed(
  row: Pick<PeriodSettings, "limitAmount"> & Pick<Totals, "carriedAmount" | "spentAmount">,
): number {
  const [available, spent] = [availableOf(row), BigInt(row.spentAmount)];
  if (available > 0n) return percentOf(spent, available);
  return spent > 0n ? 100 : 0;
}
