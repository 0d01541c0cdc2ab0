import { type RawRow, type Statement, unionOf } from "../../../kernel/db/database.ts";
import type { Lookup, Needs } from "../../../kernel/db/needs.ts";
import type { Day } from "../../../kernel/time.ts";
import type { RateBook } from "../../finance/fx/rules.ts";
import { quotesSql, readRates } from "../../finance/transactions/rates.ts";
import { transactions } from "../../finance/transactions/table.ts";
import { needGoalsOfCompletions, needGoalsOfHabits } from "../goals/effects.ts";
import { RULED } from "./kinds.ts";
import { habitCompletions, habits } from "./table.ts";

/** Which days are to be judged, and for which habits beside those with a finance rule. */
export interface Judging {
  /** Habits that transactions of the write name. */
  habitIds: readonly string[];
  /** Stored transactions of the write: their days and habits. */
  transactionIds: readonly string[];
  days: readonly Day[];
  /** Of these the days that finance rules have not judged yet. */
  unjudged?: readonly Day[];
  /** What new transactions are paid in. */
  currencies?: readonly string[];
  accountIds?: readonly string[];
}

const list = (param: string): string => `(SELECT value FROM json_each(${param}))`;
/** A debt that is deleted takes its transactions along; the one that funds it has its id, so the id stands for all. */
const TRANSACTIONS = `(SELECT value FROM json_each(?3)
  UNION SELECT id FROM transactions WHERE userId = ?1 AND debtId IN ${list("?3")})`;

// `?1` is the user's id; the others are JSON lists, see `paramsOf`.
const HABIT_IDS = `SELECT id FROM habits WHERE userId = ?1 AND ${RULED}
  UNION SELECT value FROM json_each(?2)
  UNION SELECT habitId FROM transactions WHERE userId = ?1 AND habitId IS NOT NULL AND id IN ${TRANSACTIONS}`;
const DAYS = `SELECT value AS day FROM json_each(?4)
  UNION SELECT date FROM transactions WHERE userId = ?1 AND id IN ${TRANSACTIONS}
  UNION SELECT value FROM json_each(?5)
    WHERE value >= (SELECT min(judgedThrough) FROM habits WHERE userId = ?1 AND ${RULED})`;
const HAS_HABITS = `EXISTS (SELECT 1 FROM (${HABIT_IDS}))`;
const THEIR_DAYS = `habitId IN (${HABIT_IDS}) AND dateKey IN (SELECT day FROM (${DAYS}))`;

const paramsOf = (questions: readonly Judging[]): string[] =>
  (["habitIds", "transactionIds", "days", "unjudged", "currencies", "accountIds"] as const).map((name) =>
    JSON.stringify([...new Set(questions.flatMap((question) => question[name] ?? []))]),
  );

/**
 * Loads what judging habits by a write's transactions takes: the habits, their completions of the days in question, all
 * transactions of those days, rates, and the goals that completions check in. Nothing for users without such habits.
 */
export function needJudging(needs: Needs, judging: Judging): void {
  const params = paramsOf([judging]).slice(0, 4);
  const [habitIds, transactionIds] = params;
  needs.where(habits, `id IN (${HABIT_IDS})`, habitIds, transactionIds);
  needs.where(habitCompletions, THEIR_DAYS, ...params);
  needs.where(
    transactions,
    `showStatus = 'active' AND date IN (SELECT day FROM (${DAYS})) AND ${HAS_HABITS}`,
    ...params,
  );
  needs.lookup(dayVersions, judging);
  needs.lookup(judgingRates, judging);
  needGoalsOfHabits(needs, `id IN (${HABIT_IDS})`, habitIds, transactionIds);
  needGoalsOfCompletions(needs, THEIR_DAYS, ...params);
}

/** How many active transactions a day has and the newest revision among them: no write can change them unseen. */
export type DayVersions = ReadonlyMap<Day, [count: number, rev: number]>;

/** The days whose transactions are loaded. */
export const dayVersions: Lookup<Judging, DayVersions> = {
  statement: (userId, questions) => ({
    sql: `SELECT d.day, count(t.id) AS count, ifnull(max(t.rev), 0) AS rev FROM (${DAYS}) d
      LEFT JOIN transactions t ON t.userId = ?1 AND t.showStatus = 'active' AND t.date = d.day
      WHERE ${HAS_HABITS} GROUP BY d.day`,
    params: [userId, ...paramsOf(questions).slice(0, 4)],
  }),
  parse: (rows) => new Map(rows.map(({ day, count, rev }) => [String(day), [Number(count), Number(rev)]])),
};

/** SQL that holds while the days' transactions are as loaded. */
export const daysHold = (userId: string, versions: DayVersions): Statement => ({
  sql: `NOT EXISTS (SELECT 1 FROM json_each(?) d
    LEFT JOIN transactions t ON t.userId = ? AND t.showStatus = 'active' AND t.date = d.value ->> 0
    GROUP BY d.key HAVING count(t.id) <> d.value ->> 1 OR ifnull(max(t.rev), 0) <> d.value ->> 2)`,
  params: [JSON.stringify([...versions].map(([day, version]) => [day, ...version])), userId],
});

/** What rules may have to convert; nothing unless one of them names a currency. */
const CURRENCIES = `SELECT code FROM (${unionOf([
  `SELECT financeRule ->> 'currency' AS code FROM habits WHERE userId = ?1 AND ${RULED}`,
  "SELECT value FROM json_each(?6)",
  `SELECT currency FROM accounts WHERE userId = ?1 AND id IN ${list("?7")}`,
  `SELECT currency FROM transactions WHERE userId = ?1 AND id IN ${TRANSACTIONS}`,
  `SELECT accountCurrency FROM transactions WHERE userId = ?1 AND id IN ${TRANSACTIONS}`,
  `SELECT currency FROM transactions WHERE userId = ?1 AND showStatus = 'active' AND date IN (SELECT day FROM (${DAYS}))`,
  `SELECT accountCurrency FROM transactions
    WHERE userId = ?1 AND showStatus = 'active' AND date IN (SELECT day FROM (${DAYS}))`,
])})
  WHERE EXISTS (SELECT 1 FROM habits WHERE userId = ?1 AND ${RULED} AND financeRule ->> 'currency' IS NOT NULL)`;

export const judgingRates: Lookup<Judging, RateBook> = {
  statement: (userId, questions) => ({
    sql: quotesSql(CURRENCIES, DAYS),
    params: [userId, ...paramsOf(questions)],
  }),
  parse: (rows: RawRow[]) => readRates(rows),
};
