import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { sumToDecimal } from "../../../kernel/money.ts";
import type { Day } from "../../../kernel/time.ts";
import { notify } from "../../notifications/entity.ts";
import { type DerivedColumns, inPeriodOf, isOverspent, NO_TOTALS, withAmounts } from "./rules.ts";
import { type Budget, budgets } from "./table.ts";

// Writes the derived columns of a budget: the period that it is in, and its totals.

/** The derived columns of a budget alone. */
export const derivedColumnsOf = (row: DerivedColumns): DerivedColumns => ({
  periodStart: row.periodStart,
  periodEnd: row.periodEnd,
  rollsAfter: row.rollsAfter,
  carryFrom: row.carryFrom,
  carriedLimit: row.carriedLimit,
  since: row.since,
  spentAmount: row.spentAmount,
  carriedAmount: row.carriedAmount,
  contributionTotal: row.contributionTotal,
  upcoming: row.upcoming,
  isExceedNotified: row.isExceedNotified,
});

/** Moves a budget whose period is over to the present one. Every write of totals does this first. */
export function moveToPresentPeriod(work: UnitOfWork, budgetId: string): Budget {
  const row = work.require(budgets, budgetId);
  const current = inPeriodOf(row, work.at.today);
  return current === row ? row : work.update(budgets, budgetId, derivedColumnsOf(current));
}

/**
 * Adds amounts of some days to the totals of a budget. They are added relative to what other writes add meanwhile, unless
 * the user wants to be notified of the limit: that decision needs the exact total.
 */
export function addAmounts(
  work: UnitOfWork,
  budgetId: string,
  amounts: readonly (readonly [day: Day, amount: number])[],
): void {
  const row = moveToPresentPeriod(work, budgetId);
  const change = withAmounts(row, { ...NO_TOTALS, upcoming: row.upcoming }, amounts);
  if (row.notifyOnExceed) work.guardRow(budgets, budgetId);
  for (const column of ["spentAmount", "carriedAmount", "contributionTotal"] as const) {
    work.add(budgets, budgetId, column, change[column]);
  }
  if (change.upcoming !== row.upcoming) work.update(budgets, budgetId, { upcoming: change.upcoming });
  notifyWhenExceeded(work, budgetId);
}

/** Notifies the user once a period that the budget is overspent; when it no longer is, the next time counts as the first. */
export function notifyWhenExceeded(work: UnitOfWork, budgetId: string): void {
  const row = work.require(budgets, budgetId);
  const isExceeded = row.notifyOnExceed && isOverspent(row);
  if (isExceeded === row.isExceedNotified) return;
  work.update(budgets, budgetId, { isExceedNotified: isExceeded });
  if (!isExceeded) return;
  const { name, currency, limitAmount, carriedAmount, spentAmount } = row;
  notify(work, {
    kind: "budget_exceeded",
    title: name,
    entity: "budgets",
    entityId: budgetId,
    data: {
      limit: sumToDecimal(BigInt(limitAmount) + BigInt(carriedAmount), currency),
      spent: sumToDecimal(BigInt(spentAmount), currency),
      currency,
    },
  });
}
