import type { UnitOfWork } from "../../engine/unit-of-work.ts";
import { limitReached } from "../../kernel/errors.ts";
import { type Day, daysBetween } from "../../kernel/time.ts";
import { LIMITS } from "../../limits.ts";
import type { Rule } from "./rules.ts";

/** Days of one period, and what looking at one costs in steps, as measured. */
const PERIODS: Readonly<Record<Rule["freq"], { days: number; steps: number }>> = {
  DAILY: { days: 1, steps: 1 },
  WEEKLY: { days: 7, steps: 2 },
  MONTHLY: { days: 30, steps: 2 },
  YEARLY: { days: 365, steps: 6 },
};
/** The steps of a week in a rule with BYSETPOS, for which the library goes through all days of the year. */
const WEEKLY_WITH_POSITIONS = 16;

/** What reading and checking one override costs in steps, as measured. */
const STEPS_OF_OVERRIDE = 10;

/**
 * How much may still be searched for dates of recurrences. All searches of one request share one budget, so that a request
 * of many rules without dates, or of many overrides, ends soon, and does not hold up other users of the same isolate.
 */
export class SearchBudget {
  private steps = LIMITS.recurring.searchSteps;

  /** True when another search might fail. Whoever serves many recurrences leaves the others for later then. */
  get isMostlySpent(): boolean {
    return this.steps < LIMITS.recurring.searchStepsOfRule;
  }

  /**
   * Takes what it costs to look for the rule's dates from one day to another.
   * @throws limit_reached on `rrule` when that is more than is left
   */
  spend({ freq, interval, bySetPos }: Rule, from: Day, to: Day): void {
    const { days, steps } = PERIODS[freq];
    const perPeriod = freq === "WEEKLY" && bySetPos.length > 0 ? WEEKLY_WITH_POSITIONS : steps;
    this.take(Math.ceil((daysBetween(from, to) + 1) / (days * interval)) * perPeriod, "rrule");
  }

  /** Takes what it costs to check so many overrides. @throws limit_reached on `overrides` when that is more than is left */
  spendOnOverrides(overrides: object): void {
    this.take(Object.keys(overrides).length * STEPS_OF_OVERRIDE, "overrides");
  }

  private take(steps: number, field: string): void {
    this.steps -= steps;
    if (this.steps < 0)
      throw limitReached("The rules and overrides of this request take too long: send fewer at once", field);
  }
}

const budgets = new WeakMap<UnitOfWork, SearchBudget>();

/** The search budget of a unit of work. */
export function searchOf(work: UnitOfWork): SearchBudget {
  const budget = budgets.get(work) ?? new SearchBudget();
  budgets.set(work, budget);
  return budget;
}
