import type { Lookup, ReadPlan } from "../../../engine/read-plan.ts";
import { ifAny, isNothing, listed, NOTHING, raw, render, type Sql, sql, union } from "../../../engine/sql.ts";
import type { WrittenRows } from "../../../engine/written-rows.ts";
import type { Statement } from "../../../kernel/db/database.ts";
import type { Day } from "../../../kernel/time.ts";
import { quotesSql, rateBookOf } from "../../finance/fx/reads.ts";
import type { RateBook } from "../../finance/fx/rules.ts";
import { transactions } from "../../finance/transactions/table.ts";
import { RULED } from "./kinds.ts";
import { habitCompletions, habits } from "./table.ts";

/** Which days are evaluated, and for which habits beside those with a finance rule; queries of one column each. */
export interface Evaluation {
  /** Habits that transactions of the write name. */
  habitIds: Sql;
  days: Sql;
  /** What new transactions are paid in. */
  currencies: Sql;
}

const isRuled = raw(RULED);

/** Query of one column: habits with a rule, and those that transactions name. */
const habitsOf = (userId: string, { habitIds }: Evaluation): Sql =>
  union([sql`SELECT id FROM habits WHERE userId = ${userId} AND ${isRuled}`, habitIds]);

/** Condition: there is a habit to evaluate. Most users have none, and for them nothing else is read. */
const hasHabits = (userId: string, evaluation: Evaluation): Sql =>
  sql`EXISTS (SELECT 1 FROM (${habitsOf(userId, evaluation)}))`;

/** Query of one column: what rules may have to convert; nothing unless one of them names a currency. */
function currenciesOf(userId: string, { currencies, days }: Evaluation): Sql {
  const ofDays = (column: string) => sql`SELECT ${raw(column)} FROM transactions
    WHERE userId = ${userId} AND showStatus = 'active' AND date IN (${days})`;
  const codes = union([
    sql`SELECT financeRule ->> 'currency' AS code FROM habits WHERE userId = ${userId} AND ${isRuled}`,
    currencies,
    ofDays("currency"),
    ofDays("accountCurrency"),
  ]);
  return sql`SELECT * FROM (${codes}) WHERE EXISTS (
    SELECT 1 FROM habits WHERE userId = ${userId} AND ${isRuled} AND financeRule ->> 'currency' IS NOT NULL)`;
}

/** What to evaluate when transactions are written: their days, and the habits that they name. */
export function evaluationOf(plan: ReadPlan, written: WrittenRows): Evaluation {
  const accountIds = union([written.givenValues("accountId"), written.givenValues("fromAccountId")]);
  return {
    habitIds: written.values("habitId"),
    days: written.values("date"),
    currencies: union([
      written.givenValues("currency"),
      ifAny(accountIds, sql`SELECT currency FROM accounts WHERE userId = ${plan.userId} AND id IN (${accountIds})`),
    ]),
  };
}

/**
 * What evaluating habits by the transactions of some days reads: the habits, all transactions of those days, and rates.
 * The completions of the days are written by it: see `reachedCompletions`.
 */
export function planEvaluation(plan: ReadPlan, evaluation: Evaluation): void {
  const { userId } = plan;
  plan.rows(habits, habitsOf(userId, evaluation));
  plan.rowsWhere(
    transactions,
    sql`showStatus = 'active' AND date IN (${evaluation.days}) AND ${hasHabits(userId, evaluation)}`,
  );
  plan.lookup(dayVersions, evaluation);
  plan.lookup(evaluationRates, evaluation);
}

/** The completions that an evaluation may write: of those habits on those days. */
export function reachedCompletions(plan: ReadPlan, evaluation: Evaluation): WrittenRows {
  const habitIds = habitsOf(plan.userId, evaluation);
  return plan.reached(habitCompletions, {
    stored: ifAny(
      evaluation.days,
      sql`SELECT id FROM habitCompletions
        WHERE userId = ${plan.userId} AND habitId IN (${habitIds}) AND dateKey IN (${evaluation.days})`,
    ),
    given: { habitId: habitIds },
  });
}

/** Query of one column: of the days, those that finance rules have not evaluated yet. */
export const unevaluatedDays = (userId: string, days: readonly Day[]): Sql => sql`
  SELECT value FROM (${listed(days)})
  WHERE value >= (SELECT min(evaluated.judgedThrough) FROM habits evaluated WHERE userId = ${userId} AND ${isRuled})`;

/** How many active transactions a day has and the newest revision among them: no write can change them unseen. */
export type DayVersions = ReadonlyMap<Day, [count: number, rev: number]>;

/** The days whose transactions are read. */
export const dayVersions: Lookup<Evaluation, DayVersions> = {
  name: "versions of days",
  statement(userId, evaluations) {
    const days = union(evaluations.map((evaluation) => evaluation.days));
    if (isNothing(days)) return null;
    const conditions = evaluations.map((evaluation) => hasHabits(userId, evaluation));
    const isWanted = conditions.reduce((any, condition) => sql`${any} OR ${condition}`, sql`FALSE`);
    return render(sql`
      WITH days(day) AS (${days})
      SELECT d.day, count(t.id) AS count, ifnull(max(t.rev), 0) AS rev
      FROM days d
        LEFT JOIN transactions t ON t.userId = ${userId} AND t.showStatus = 'active' AND t.date = d.day
      WHERE ${isWanted}
      GROUP BY d.day`);
  },
  parse: (rows) => new Map(rows.map(({ day, count, rev }) => [String(day), [Number(count), Number(rev)]])),
};

/** SQL that holds while the days' transactions are as they were read. */
export const daysHold = (userId: string, versions: DayVersions): Statement => ({
  sql: `NOT EXISTS (SELECT 1 FROM json_each(?) d
    LEFT JOIN transactions t ON t.userId = ? AND t.showStatus = 'active' AND t.date = d.value ->> 0
    GROUP BY d.key HAVING count(t.id) <> d.value ->> 1 OR ifnull(max(t.rev), 0) <> d.value ->> 2)`,
  params: [JSON.stringify([...versions].map(([day, version]) => [day, ...version])), userId],
});

export const evaluationRates: Lookup<Evaluation, RateBook> = {
  name: "rates to evaluate habits",
  statement(userId, evaluations) {
    const days = union(evaluations.map((evaluation) => evaluation.days));
    if (isNothing(days)) return null;
    const currencies = union(evaluations.map((evaluation) => currenciesOf(userId, evaluation)));
    return render(quotesSql(userId, currencies, days));
  },
  parse: rateBookOf,
};

/** An evaluation of days alone: no transaction of the write names a habit. */
export const evaluationOfDays = (days: Sql): Evaluation => ({ habitIds: NOTHING, days, currencies: NOTHING });
