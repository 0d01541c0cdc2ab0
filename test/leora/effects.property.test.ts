import fc from "fast-check";
import { expect, test } from "vitest";
import { budgetsOf, debtsOf, paymentsBy, paymentsWritten, relatedBudgets } from "./effects/finance.ts";
import { Household } from "./effects/household.ts";
import {
  choresOf,
  choresWritten,
  contributionsTo,
  contributionsWritten,
  goalsOf,
  streaksOf,
  verdictsOn,
  verdictsWritten,
} from "./effects/planner.ts";
import { type Snapshot, snapshotOf } from "./effects/rows.ts";
import { step } from "./effects/steps.ts";
import { expectExactBalances } from "./finance/ledger.ts";

const SEED = 20261124;

/** Some fields of each row, by id. */
const fieldsOf = <Row extends { id: string }>(rows: readonly Row[], ...names: (keyof Row)[]) =>
  Object.fromEntries(rows.map((row) => [row.id, Object.fromEntries(names.map((name) => [name, row[name]]))]));

/** Everything derived is what a naive recomputation makes of the rows it derives from. */
async function expectExact(household: Household, snapshot: Snapshot): Promise<void> {
  const { transactions, budgets, debts, goals, habits } = snapshot;
  await expectExactBalances(household.actor);
  expect(fieldsOf(budgets, "spentAmount", "carriedAmount")).toEqual(budgetsOf(snapshot));
  expect(Object.fromEntries(transactions.map(({ id, relatedBudgetId }) => [id, relatedBudgetId]))).toEqual(
    relatedBudgets(snapshot),
  );
  expect(paymentsWritten(snapshot)).toEqual(paymentsBy(snapshot));
  expect(fieldsOf(debts, "outstandingAmount", "accruedInterest", "totalPaidInRepaymentCurrency", "status")).toEqual(
    debtsOf(snapshot),
  );
  // A transaction may pass through a day within one push: what was judged there must be right all the same.
  const judged = snapshot.habitCompletions.filter(({ sourceType }) => sourceType === "finance");
  const days = new Set([...(await household.touchedDays()), ...judged.map(({ dateKey }) => dateKey)]);
  expect(verdictsWritten(snapshot)).toEqual(verdictsOn(snapshot, [...days]));
  expect(choresWritten(snapshot)).toEqual(choresOf(snapshot));
  expect(fieldsOf(habits, "streakCurrent", "streakBest", "completionRate30d")).toEqual(streaksOf(snapshot));
  expect(contributionsWritten(snapshot)).toEqual(contributionsTo(snapshot));
  expect(fieldsOf(goals, "currentValue", "progressPercent")).toEqual(goalsOf(snapshot));
}

test("after any history every derived number is what a recomputation makes of it", { timeout: 120_000 }, async () => {
  const tally = { sent: 0, accepted: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 80 }), async (history) => {
      const household = await Household.open();
      for (const step of history) await household.take(step);
      await household.flush();
      await expectExact(household, await snapshotOf(household.actor));
      tally.sent += household.tally.sent;
      tally.accepted += household.tally.accepted;
    }),
    { numRuns: 12, seed: SEED, endOnFailure: true },
  );
  // Histories that are mostly refused would show nothing.
  expect(tally.accepted / tally.sent).toBeGreaterThan(0.6);
});
