import { listed, raw, render, type Sql, sql } from "../../../engine/sql.ts";
import type { RawRow, Statement } from "../../../kernel/db/database.ts";
import { idOfStored, storedId } from "../../../kernel/db/stored-id.ts";
import { exactSum, readSum } from "../../../kernel/db/sums.ts";
import { convertSum } from "../../../kernel/money.ts";
import type { RateBook } from "../fx/rate-book.ts";
import type { Period } from "./periods.ts";

// The cash flow of a period: where money came from and where it went, summed by the database. One transaction may be
// several movements: one for each of its splits, one for its fee, and for a transfer one on each side.

export type MovementKind = "income" | "expense" | "transferIn" | "transferOut";

/** What movements can be summed by. */
export type MovementColumn = "date" | "categoryId" | "accountId" | "counterpartyId";

/**
 * A condition on a transaction `t`: it is income or an expense. Balance adjustments are neither, and the principal of a
 * debt is neither earned nor spent.
 */
export const IS_INCOME_OR_EXPENSE = raw("t.type <> 'transfer' AND t.isBalanceAdjustment = 0 AND t.debtId IS NULL");

/**
 * Common table expression `movements`: the movements of a user's active transactions in a period, each in minor units of
 * the base currency that its transaction was converted to. @param condition under which there are any
 */
const movements = (owner: number, { from, to }: Period, condition: Sql = sql`TRUE`): Sql => sql`
  active AS NOT MATERIALIZED (
    SELECT * FROM transactions
    WHERE owner = ${owner} AND showStatus = 'active' AND date BETWEEN ${from} AND ${to} AND ${condition}),
  movements(date, kind, categoryId, subcategoryId, name, accountId, counterpartyId, baseCurrency, amount) AS NOT MATERIALIZED (
    SELECT date, type, categoryId, subcategoryId, name, accountId, counterpartyId, baseCurrency, convertedAmountToBase
      FROM active t WHERE ${IS_INCOME_OR_EXPENSE} AND splits = '[]'
    UNION ALL
    SELECT t.date, t.type, split.value ->> 'categoryId', NULL, NULL, t.accountId, t.counterpartyId, t.baseCurrency,
        t.splitsToBase ->> split.key
      FROM active t CROSS JOIN json_each(t.splits) split WHERE ${IS_INCOME_OR_EXPENSE}
    UNION ALL
    SELECT date, 'expense', feeCategoryId, NULL, NULL, coalesce(accountId, fromAccountId), counterpartyId, baseCurrency,
        feeAmountToBase
      FROM active WHERE feeAmountToBase IS NOT NULL
    UNION ALL
    SELECT date, 'transferOut', NULL, NULL, NULL, fromAccountId, counterpartyId, baseCurrency, convertedAmountToBase
      FROM active WHERE type = 'transfer'
    UNION ALL
    SELECT date, 'transferIn', NULL, NULL, NULL, toAccountId, counterpartyId, baseCurrency, convertedAmountToBase
      FROM active WHERE type = 'transfer')`;

/** Sums a period's movements by the values of a column. @param accountId only those of this account; null: of all */
export function sumsBy(column: MovementColumn, owner: number, period: Period, accountId: string | null): Statement {
  const account = accountId && storedId(accountId);
  return render(sql`
    WITH ${movements(owner, period)}
    SELECT ${raw(column)} AS key, kind, baseCurrency, ${raw(exactSum("amount"))}
    FROM movements
    WHERE ${account} IS NULL OR accountId = ${account}
    GROUP BY ${raw(column)}, kind, baseCurrency`);
}

/**
 * Sums a period's movements in any of the categories: in the category itself, or in a subcategory of that id. Read by
 * `readSums`, with the key null.
 */
export const sumsOfCategories = (owner: number, period: Period, categoryIds: Iterable<string>): Statement =>
  render(sql`
    WITH ${movements(owner, period)}, wanted(id) AS (${listed(categoryIds)})
    SELECT NULL AS key, kind, baseCurrency, ${raw(exactSum("amount"))}
    FROM movements
    WHERE categoryId IN (SELECT id FROM wanted) OR subcategoryId IN (SELECT id FROM wanted)
    GROUP BY kind, baseCurrency`);

/**
 * Sums a period's movements in a category without a subcategory by the names of their transactions, at most `NAMES_READ` of
 * them, the largest first. Read by `readSums`, with a name as the key.
 */
export const sumsByName = (owner: number, period: Period, categoryId: string): Statement =>
  render(sql`
    WITH ${movements(owner, period)}
    SELECT name AS key, kind, baseCurrency, ${raw(exactSum("amount"))}
    FROM movements
    WHERE categoryId = ${categoryId} AND subcategoryId IS NULL AND name IS NOT NULL
    GROUP BY name, kind, baseCurrency
    ORDER BY total(amount) DESC LIMIT ${NAMES_READ}`);

const NAMES_READ = 500;

/**
 * Sums a period's movements by the categories that the user has made, as a category or as a subcategory. Read by `readSums`. A
 * user without such categories has no movement looked at.
 */
export const sumsOfOwnCategories = (owner: number, period: Period): Statement =>
  render(sql`
    WITH ${movements(owner, period, sql`EXISTS (SELECT 1 FROM customCategories WHERE owner = ${owner})`)}
    SELECT own.id AS key, kind, baseCurrency, ${raw(exactSum("amount"))}
    FROM movements CROSS JOIN customCategories own
      ON own.owner = ${owner} AND own.id IN (movements.categoryId, movements.subcategoryId)
    GROUP BY own.id, kind, baseCurrency`);

/**
 * Counts the active transactions of each day of a period, those included that are neither income nor expense.
 * @param accountId only those that concern this account; null: all
 */
export function countsByDay(owner: number, { from, to }: Period, accountId: string | null): Statement {
  const account = accountId && storedId(accountId);
  return render(sql`
    SELECT date, count(*) AS count FROM transactions
    WHERE owner = ${owner} AND showStatus = 'active' AND date BETWEEN ${from} AND ${to}
      AND (${account} IS NULL OR accountId = ${account} OR fromAccountId = ${account} OR toAccountId = ${account})
    GROUP BY date`);
}

/**
 * Query of one column: every base currency that the user's transactions were ever converted to. It looks each one up in
 * the index instead of scanning all transactions.
 */
export const baseCurrencies = (owner: number): Sql => sql`SELECT code FROM (
  WITH RECURSIVE bases(code) AS (
    SELECT min(baseCurrency) FROM transactions WHERE owner = ${owner}
    UNION ALL
    SELECT (SELECT min(baseCurrency) FROM transactions WHERE owner = ${owner} AND baseCurrency > b.code)
      FROM bases b WHERE b.code IS NOT NULL)
  SELECT code FROM bases WHERE code IS NOT NULL)`;

/** The sum of movements of one kind that have the same value, `key`, in a column; minor units of the report's currency. */
export interface MovementSum {
  key: string | null;
  kind: MovementKind;
  amount: bigint;
}

const ID_COLUMNS: ReadonlySet<MovementColumn> = new Set(["accountId", "counterpartyId"]);

/**
 * Reads the answer to `sumsBy` of a column. Sums in a former base currency are converted at the rates of `day`.
 * @throws fx_rate_unavailable
 */
export const readSums = (
  column: MovementColumn,
  rows: readonly RawRow[],
  currency: string,
  rates: RateBook,
  day: string,
): MovementSum[] =>
  rows.map((row) => {
    const base = String(row.baseCurrency);
    const amount = readSum(row);
    return {
      key: row.key === null ? null : ID_COLUMNS.has(column) ? idOfStored(String(row.key)) : String(row.key),
      kind: row.kind as MovementKind,
      amount: base === currency ? amount : convertSum(amount, base, currency, rates.rate(base, currency, day).rate),
    };
  });

/** Sums by kind, in minor units. */
export type CashFlow = Record<MovementKind, bigint>;

export function cashFlowOf(sums: readonly MovementSum[]): CashFlow {
  const cashFlow: CashFlow = { income: 0n, expense: 0n, transferIn: 0n, transferOut: 0n };
  for (const { kind, amount } of sums) cashFlow[kind] += amount;
  return cashFlow;
}
