import type { Lookup, ReadPlan } from "../../../../engine/read-plan.ts";
import { ifAny, isNothing, listed, NOTHING, raw, render, type Sql, sql, union } from "../../../../engine/sql.ts";
import type { WrittenRows } from "../../../../engine/written-rows.ts";
import { type Statement, statement } from "../../../../kernel/db/database.ts";
import type { Day } from "../../../../kernel/time.ts";
import type { RateBook } from "../../../finance/fx/rate-book.ts";
import { quotesSql, rateBookOf } from "../../../finance/fx/reads.ts";
import { transactions } from "../../../finance/transactions/table.ts";
import { HAS_ACTIVE_RULE, habits } from "../table.ts";
import { habitCompletions } from "./table.ts";

// What writes read to evaluate habits: to decide by the transactions of a day whether that day of a habit is done. Most
// users have no habit that transactions complete; for them the conditions here keep everything else from being read.

/** Which days are evaluated, and for which habits beside those with a finance rule; queries of one column each. */
export interface EvaluationScope {
  /** Habits that transactions of the write name. */
  habitIds: Sql;
  days: Sql;
  /** The currencies of transactions that the write changes; those of stored transactions need not be given. */
  currencies: Sql;
}

const hasActiveRule = raw(HAS_ACTIVE_RULE);

/** The scope of a write that changes transactions: their days, and the habits that they name. */
export function scopeOfTransactions(plan: ReadPlan, written: WrittenRows): EvaluationScope {
  const accountIds = union([written.givenValues("accountId"), written.givenValues("fromAccountId")]);
  return {
    habitIds: written.values("habitId"),
    days: written.values("date"),
    currencies: union([
      written.values("currency"),
      written.values("accountCurrency"),
      ifAny(accountIds, sql`SELECT currency FROM accounts WHERE owner = ${plan.owner} AND id IN (${accountIds})`),
    ]),
  };
}

/** The scope of a write that evaluates days by the transactions that are stored. */
export const scopeOfDays = (days: Sql): EvaluationScope => ({ habitIds: NOTHING, days, currencies: NOTHING });

/**
 * Declares what evaluating a scope reads: the habits, all transactions of the days, and exchange rates. The completions
 * that it writes are those of `completionsInScope`.
 */
export function planEvaluation(plan: ReadPlan, scope: EvaluationScope): void {
  const { owner } = plan;
  plan.rows(habits, habitsInScope(owner, scope));
  const days = daysIf(scope.days, hasHabits(owner, scope));
  plan.rowsWhere(transactions, sql`showStatus = 'active' AND date IN (${days})`);
  plan.lookup(dayVersions, scope);
  plan.lookup(evaluationRates, scope);
}

/** The completions that evaluating a scope may write: those of its habits on its days. */
export function completionsInScope(plan: ReadPlan, scope: EvaluationScope): WrittenRows {
  const habitIds = habitsInScope(plan.owner, scope);
  const where = isNothing(scope.days) ? undefined : sql`habitId IN (${habitIds}) AND dateKey IN (${scope.days})`;
  return plan.reached(habitCompletions, { where, given: { habitId: habitIds } });
}

/** Query of one column: of these days, those that some finance rule has not evaluated to their end. */
export const unevaluatedDays = (owner: number, days: readonly Day[]): Sql => sql`
  SELECT value FROM (${listed(days)})
  WHERE value >= (SELECT min(habit.judgedThrough) FROM habits habit WHERE owner = ${owner} AND ${hasActiveRule})`;

/** How many active transactions a day has and the newest revision among them: whatever is written changes one of them. */
export type DayVersions = ReadonlyMap<Day, [count: number, rev: number]>;

/** The days whose transactions have been read, with their versions. */
export const dayVersions: Lookup<EvaluationScope, DayVersions> = {
  name: "versions of evaluated days",
  statement(owner, scopes) {
    const days = union(scopes.map((scope) => scope.days));
    if (isNothing(days)) return null;
    const isWanted = scopes.reduce((any, scope) => sql`${any} OR ${hasHabits(owner, scope)}`, sql`FALSE`);
    return render(sql`
      WITH days(day) AS (SELECT DISTINCT * FROM (${days}))
      SELECT d.day, count(t.id) AS count, ifnull(max(t.rev), 0) AS rev
      FROM days d
        LEFT JOIN transactions t ON t.owner = ${owner} AND t.showStatus = 'active' AND t.date = d.day
      WHERE ${isWanted}
      GROUP BY d.day`);
  },
  parse: (rows) => new Map(rows.map(({ day, count, rev }) => [String(day), [Number(count), Number(rev)]])),
};

/** A condition that holds while the transactions of the days are as they were read. */
export const areDaysUnchanged = (owner: number, versions: DayVersions): Statement =>
  // The first parameter is a JSON list of [day, count, rev], the second one the user's integer.
  statement(
    `NOT EXISTS (
      SELECT 1 FROM json_each(?) d
        LEFT JOIN transactions t ON t.owner = ? AND t.showStatus = 'active' AND t.date = d.value ->> 0
      GROUP BY d.key
      HAVING count(t.id) <> d.value ->> 1 OR ifnull(max(t.rev), 0) <> d.value ->> 2)`,
    JSON.stringify([...versions].map(([day, version]) => [day, ...version])),
    owner,
  );

/** The exchange rates that finance rules convert by. */
export const evaluationRates: Lookup<EvaluationScope, RateBook> = {
  name: "rates to evaluate habits",
  statement(owner, scopes) {
    const days = union(scopes.map((scope) => scope.days));
    if (isNothing(days)) return null;
    const currencies = union(scopes.map((scope) => currenciesInScope(owner, scope)));
    return render(quotesSql(owner, currencies, days));
  },
  parse: rateBookOf,
};

/** Query of one column: habits with a finance rule, and those that transactions name. */
const habitsInScope = (owner: number, { habitIds }: EvaluationScope): Sql =>
  union([sql`SELECT id FROM habits WHERE owner = ${owner} AND ${hasActiveRule}`, habitIds]);

/** Condition: there is a habit to evaluate. */
const hasHabits = (owner: number, scope: EvaluationScope): Sql =>
  sql`EXISTS (SELECT 1 FROM (${habitsInScope(owner, scope)}))`;

/** Query of one column: the days, or none. A condition beside `date IN (days)` would be asked of each row of the days. */
const daysIf = (days: Sql, condition: Sql): Sql => ifAny(days, sql`SELECT * FROM (${days}) WHERE ${condition}`);

/** Query of one column: the currencies that finance rules name, those of past schedules included. */
const ruleCurrencies = (owner: number): Sql =>
  union([
    sql`SELECT financeRule ->> 'currency' AS code FROM habits
      WHERE owner = ${owner} AND ${hasActiveRule} AND financeRule ->> 'currency' IS NOT NULL`,
    sql`SELECT past.value ->> '$.financeRule.currency' FROM habits, json_each(pastSchedules) past
      WHERE owner = ${owner} AND ${hasActiveRule} AND past.value ->> '$.financeRule.currency' IS NOT NULL`,
  ]);

/** Query of one column: what finance rules may have to convert. It finds nothing unless a rule names a currency. */
function currenciesInScope(owner: number, { currencies, days }: EvaluationScope): Sql {
  const hasCurrencies = sql`EXISTS (${ruleCurrencies(owner)})`;
  const ofDays = (column: string) => sql`
    SELECT ${raw(column)} FROM transactions
    WHERE owner = ${owner} AND showStatus = 'active' AND date IN (${daysIf(days, hasCurrencies)})`;
  const codes = union([ruleCurrencies(owner), currencies, ofDays("currency"), ofDays("accountCurrency")]);
  return sql`SELECT * FROM (${codes}) WHERE ${hasCurrencies}`;
}
