import type { Lookup, ReadPlan } from "../../../engine/read-plan.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import { numbered, type RawRow, type Statement, unionOf } from "../../../kernel/db/database.ts";
import type { Day } from "../../../kernel/time.ts";
import type { RateBook } from "../../finance/fx/rules.ts";
import { quotesSql, readRates } from "../../finance/transactions/rates.ts";
import { transactions } from "../../finance/transactions/table.ts";
import { planGoalsOfCompletions, planGoalsOfHabits } from "../goals/effects.ts";
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

const LISTS = ["habitIds", "transactionIds", "days", "unjudged", "currencies", "accountIds"] as const;

/** What to judge, as SQL: most writes name no habit and change no stored transaction, and shorter text compiles faster. */
class Question {
  /** `?1` is the user's id; these JSON lists follow. */
  readonly params: string[];
  private readonly lists: Record<(typeof LISTS)[number], ReadonlySet<string>>;

  constructor(questions: readonly Judging[]) {
    const lists = LISTS.map((name) => [name, new Set(questions.flatMap((question) => question[name] ?? []))] as const);
    this.lists = unsafeCast(Object.fromEntries(lists));
    this.params = lists.map(([, values]) => JSON.stringify([...values]));
  }

  /** Ids of habits with a rule, and of those that transactions name. */
  get habitIds(): string {
    return unionOf([
      `SELECT id FROM habits WHERE userId = ?1 AND ${RULED}`,
      ...this.unless("habitIds", "SELECT value FROM json_each(?2)"),
      ...this.ofTransactions("habitId", "AND habitId IS NOT NULL"),
    ]);
  }

  get days(): string {
    return unionOf([
      "SELECT value AS day FROM json_each(?4)",
      ...this.ofTransactions("date"),
      ...this.unless(
        "unjudged",
        `SELECT value FROM json_each(?5)
          WHERE value >= (SELECT min(judgedThrough) FROM habits WHERE userId = ?1 AND ${RULED})`,
      ),
    ]);
  }

  get hasHabits(): string {
    return `EXISTS (SELECT 1 FROM (${this.habitIds}))`;
  }

  /** Condition on the habits' completions. */
  get theirDays(): string {
    return `habitId IN (${this.habitIds}) AND dateKey IN (SELECT day FROM (${this.days}))`;
  }

  /** What rules may have to convert; nothing unless one of them names a currency. */
  get currencies(): string {
    const ofDays = `FROM transactions WHERE userId = ?1 AND showStatus = 'active' AND date IN (SELECT day FROM (${this.days}))`;
    const codes = unionOf([
      `SELECT financeRule ->> 'currency' AS code FROM habits WHERE userId = ?1 AND ${RULED}`,
      ...this.unless("currencies", "SELECT value FROM json_each(?6)"),
      ...this.unless(
        "accountIds",
        "SELECT currency FROM accounts WHERE userId = ?1 AND id IN (SELECT value FROM json_each(?7))",
      ),
      ...this.ofTransactions("currency"),
      ...this.ofTransactions("accountCurrency"),
      `SELECT currency ${ofDays}`,
      `SELECT accountCurrency ${ofDays}`,
    ]);
    return `SELECT code FROM (${codes})
      WHERE EXISTS (SELECT 1 FROM habits WHERE userId = ?1 AND ${RULED} AND financeRule ->> 'currency' IS NOT NULL)`;
  }

  /** A debt that is deleted takes its transactions along; the one that funds it has its id, so the id stands for all. */
  private ofTransactions(column: string, condition = ""): string[] {
    return this.unless(
      "transactionIds",
      `SELECT ${column} FROM transactions WHERE userId = ?1 ${condition} AND id IN (SELECT value FROM json_each(?3)
        UNION SELECT id FROM transactions WHERE userId = ?1 AND debtId IN (SELECT value FROM json_each(?3)))`,
    );
  }

  private unless(emptyList: (typeof LISTS)[number], sql: string): string[] {
    return this.lists[emptyList].size > 0 ? [sql] : [];
  }
}

/**
 * Loads what judging habits by a write's transactions takes: the habits, their completions of the days in question, all
 * transactions of those days, rates, and the goals that completions check in. Nothing for users without such habits.
 */
export function planJudging(plan: ReadPlan, judging: Judging): void {
  const { habitIds, days, hasHabits, theirDays, params } = new Question([judging]);
  plan.where(habits, `id IN (${habitIds})`, ...params);
  plan.where(habitCompletions, theirDays, ...params);
  plan.where(transactions, `showStatus = 'active' AND date IN (SELECT day FROM (${days})) AND ${hasHabits}`, ...params);
  plan.lookup(dayVersions, judging);
  plan.lookup(judgingRates, judging);
  planGoalsOfHabits(plan, `id IN (${habitIds})`, ...params);
  planGoalsOfCompletions(plan, theirDays, ...params);
}

/** How many active transactions a day has and the newest revision among them: no write can change them unseen. */
export type DayVersions = ReadonlyMap<Day, [count: number, rev: number]>;

/** The days whose transactions are loaded. */
export const dayVersions: Lookup<Judging, DayVersions> = {
  statement(userId, questions) {
    const { days, hasHabits, params } = new Question(questions);
    return numbered(
      `SELECT d.day, count(t.id) AS count, ifnull(max(t.rev), 0) AS rev FROM (${days}) d
        LEFT JOIN transactions t ON t.userId = ?1 AND t.showStatus = 'active' AND t.date = d.day
        WHERE ${hasHabits} GROUP BY d.day`,
      userId,
      ...params,
    );
  },
  parse: (rows) => new Map(rows.map(({ day, count, rev }) => [String(day), [Number(count), Number(rev)]])),
};

/** SQL that holds while the days' transactions are as loaded. */
export const daysHold = (userId: string, versions: DayVersions): Statement => ({
  sql: `NOT EXISTS (SELECT 1 FROM json_each(?) d
    LEFT JOIN transactions t ON t.userId = ? AND t.showStatus = 'active' AND t.date = d.value ->> 0
    GROUP BY d.key HAVING count(t.id) <> d.value ->> 1 OR ifnull(max(t.rev), 0) <> d.value ->> 2)`,
  params: [JSON.stringify([...versions].map(([day, version]) => [day, ...version])), userId],
});

export const judgingRates: Lookup<Judging, RateBook> = {
  statement(userId, questions) {
    const { currencies, days, params } = new Question(questions);
    return numbered(quotesSql(currencies, days), userId, ...params);
  },
  parse: (rows: RawRow[]) => readRates(rows),
};
