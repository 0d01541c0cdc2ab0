import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { sumToDecimal } from "../../../kernel/money.ts";
import type { Day } from "../../../kernel/time.ts";
import { notify } from "../../notifications/entity.ts";
import type { Budget } from "./matching.ts";
import { effectOf, isOverspent, type Numbers, roll, withUpcoming } from "./rules.ts";
import { budgets } from "./table.ts";

/** Derived columns of a budget. */
export const numbersOf = (row: Numbers): Numbers => ({
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

/** Brings a budget whose period is over to the present one. Every write that touches it comes through here first. */
export function rollOver(work: UnitOfWork, id: string): Budget {
  const row = work.require(budgets, id);
  const rolled = roll(row, work.at.today);
  return rolled === row ? row : work.update(budgets, id, numbersOf(rolled));
}

/** Counts amounts of some days: relative to what others count meanwhile, unless somebody waits for the limit. */
export function count(work: UnitOfWork, id: string, amounts: readonly (readonly [day: Day, amount: number])[]): void {
  const row = rollOver(work, id);
  const sums = { spentAmount: 0, carriedAmount: 0, contributionTotal: 0 };
  let { upcoming } = row;
  for (const [day, amount] of amounts) {
    const effect = effectOf(row, day, amount);
    sums.spentAmount += effect.spentAmount;
    sums.carriedAmount += effect.carriedAmount;
    sums.contributionTotal += effect.contributionTotal;
    upcoming = withUpcoming(upcoming, day, effect.upcoming);
  }
  if (row.notifyOnExceed) work.guardRow(budgets, id);
  for (const column of ["spentAmount", "carriedAmount", "contributionTotal"] as const) {
    work.add(budgets, id, column, sums[column]);
  }
  if (upcoming !== row.upcoming) work.update(budgets, id, { upcoming });
  tell(work, id);
}

/** Tells once a period that it is overspent; when it no longer is, the next time counts as a first one. */
export function tell(work: UnitOfWork, id: string): void {
  const row = work.require(budgets, id);
  const isExceeded = row.notifyOnExceed && isOverspent(row);
  if (isExceeded === row.isExceedNotified) return;
  work.update(budgets, id, { isExceedNotified: isExceeded });
  if (!isExceeded) return;
  const { name, currency, limitAmount, carriedAmount, spentAmount } = row;
  notify(work, {
    kind: "budget_exceeded",
    title: name,
    entity: "budgets",
    entityId: id,
    data: {
      limit: sumToDecimal(BigInt(limitAmount) + BigInt(carriedAmount), currency),
      spent: sumToDecimal(BigInt(spentAmount), currency),
      currency,
    },
  });
}
