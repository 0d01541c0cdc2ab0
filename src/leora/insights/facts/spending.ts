import { render, type Sql, sql } from "../../../engine/sql.ts";
import type { RawRow } from "../../../kernel/db/database.ts";
import { idOfStored } from "../../../kernel/db/stored-id.ts";
import { addDays, type Day } from "../../../kernel/time.ts";
import { LIMITS } from "../../../limits.ts";
import { IS_INCOME_OR_EXPENSE } from "../../finance/reports/cash-flow.ts";
import type { Period } from "../../finance/reports/periods.ts";
import type { Basis } from "./basis.ts";
import { ask, type Question, together } from "./question.ts";

// Single expenses, each in its own currency, in minor units: what is unusual, dearer than before, or missing.

/** Today and the six days before it are the last seven days. */
const RECENT_DAYS = 7;
/** The days before an expense that tell what is usual. */
export const USUAL_DAYS = 90;

/** An expense of the last days. */
export interface RecentExpense {
  readonly id: string;
  readonly categoryId: string;
  readonly currency: string;
  readonly amount: number;
  readonly date: Day;
}

/** All expenses of a category in one currency, by day. */
export interface UsualSpending {
  readonly categoryId: string;
  readonly currency: string;
  readonly days: readonly { readonly date: Day; readonly amounts: readonly number[] }[];
}

export interface Spending {
  readonly recent: readonly RecentExpense[];
  readonly usual: readonly UsualSpending[];
}

/** Expenses of a user in a period. A split one has parts in several categories, so that its amount is usual for none of them. */
const expensesOf = (owner: number, { from, to }: Period): Sql => sql`
  SELECT * FROM transactions t
  WHERE owner = ${owner} AND showStatus = 'active' AND date BETWEEN ${from} AND ${to}
    AND type = 'expense' AND ${IS_INCOME_OR_EXPENSE}`;

/** The expenses of the last seven days, the largest of each category, and what was spent in these categories before. */
export function askSpending({ owner, at: { today } }: Basis): Question<Spending> {
  const recentDays = { from: addDays(today, 1 - RECENT_DAYS), to: today };
  const usualDays = { from: addDays(recentDays.from, -USUAL_DAYS), to: addDays(today, -1) };
  const recent = ask(
    render(sql`
      SELECT id, categoryId, currency, amount, date FROM (
        SELECT *, row_number() OVER (PARTITION BY categoryId, currency ORDER BY amount DESC, id) AS place
        FROM (${expensesOf(owner, recentDays)} AND splits = '[]'))
      WHERE place <= ${LIMITS.insights.unusualOfCategory}`),
    (rows) => rows.map(recentExpense),
  );
  const usual = ask(
    render(sql`
      WITH recent AS MATERIALIZED (
        SELECT DISTINCT categoryId, currency FROM (${expensesOf(owner, recentDays)} AND splits = '[]'))
      SELECT categoryId, currency, date, json_group_array(amount) AS amounts
      FROM (${expensesOf(owner, usualDays)} AND splits = '[]')
      WHERE (categoryId, currency) IN (SELECT categoryId, currency FROM recent)
      GROUP BY categoryId, currency, date`),
    usualSpending,
  );
  return together({ recent, usual });
}

const recentExpense = ({ id, categoryId, currency, amount, date }: RawRow): RecentExpense => ({
  id: idOfStored(String(id)),
  categoryId: String(categoryId),
  currency: String(currency),
  amount: Number(amount),
  date: String(date),
});

function usualSpending(rows: readonly RawRow[]): UsualSpending[] {
  const groups = Map.groupBy(rows, ({ categoryId, currency }) => `${currency} ${categoryId}`);
  return [...groups.values()].map((days) => ({
    categoryId: String(days[0]?.categoryId),
    currency: String(days[0]?.currency),
    days: days.map(({ date, amounts }) => ({ date: String(date), amounts: JSON.parse(String(amounts)) as number[] })),
  }));
}

/** Expenses with the same name and currency, by month: the last one of each of three months in a row. */
export interface Repeated {
  readonly name: string;
  readonly currency: string;
  /** The earliest month first. */
  readonly months: readonly { readonly transactionId: string; readonly amount: number }[];
}

/**
 * Names that occur in each of three months. Of several in a month the last one counts, so that buying something more often
 * makes it no dearer.
 * @param months from the first day of the first month to the last day of the third
 */
export const askRepeated = ({ owner }: Basis, months: Period): Question<Repeated[]> =>
  ask(
    render(sql`
      WITH last AS MATERIALIZED (
        SELECT name, currency, substr(date, 1, 7) AS month, id, amount, max(date || ifnull(time, '00:00') || id)
        FROM (${expensesOf(owner, months)} AND name <> '')
        GROUP BY name, currency, month)
      SELECT name, currency, json_group_array(json_array(id, amount) ORDER BY month) AS months
      FROM last
      GROUP BY name, currency HAVING count(*) = 3
      ORDER BY name, currency LIMIT ${LIMITS.insights.rows}`),
    (rows) =>
      rows.map(({ name, currency, months: ofMonths }) => ({
        name: String(name),
        currency: String(currency),
        months: (JSON.parse(String(ofMonths)) as [id: string, amount: number][]).map(([id, amount]) => ({
          transactionId: idOfStored(id),
          amount,
        })),
      })),
  );

/** How the user keeps book: of all active transactions, whatever their type. */
export interface Records {
  readonly count: number;
  /** The day of the latest one that is not ahead; null: there is none. */
  readonly lastDate: Day | null;
}

export const askRecords = ({ owner, at }: Basis): Question<Records> =>
  ask(
    render(sql`
      SELECT (SELECT count FROM rowCounts WHERE owner = ${owner} AND entity = 'transactions' AND showStatus = 'active') AS count,
        (SELECT max(date) FROM transactions WHERE owner = ${owner} AND showStatus = 'active' AND date <= ${at.today}) AS lastDate`),
    ([row]) => ({ count: Number(row?.count ?? 0), lastDate: row?.lastDate == null ? null : String(row.lastDate) }),
  );
