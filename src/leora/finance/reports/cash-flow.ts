import { type Sql, sql } from "../../../engine/sql.ts";
import { type RawRow, type Statement, statement } from "../../../kernel/db/database.ts";
import { exactSum, readSum } from "../../../kernel/db/sums.ts";
import { convertSum } from "../../../kernel/money.ts";
import type { RateBook } from "../fx/rules.ts";
import type { Period } from "./periods.ts";

export const FLOW_KINDS = ["income", "expense", "transferIn", "transferOut"] as const;
export type FlowKind = (typeof FLOW_KINDS)[number];

/** Adjustments correct a balance, and a debt's principal is neither earned nor spent. */
const COUNTS = "t.type <> 'transfer' AND t.isBalanceAdjustment = 0 AND t.debtId IS NULL";

/**
 * Where money came from and went: one row per income, expense, split, fee and side of a transfer, in minor units of
 * `baseCurrency`. `?1` user, `?2` and `?3` first and last day, `?4` an account or null.
 */
const FLOWS = `WITH listed AS NOT MATERIALIZED (
    SELECT * FROM transactions WHERE userId = ?1 AND showStatus = 'active' AND date BETWEEN ?2 AND ?3),
  flows(date, kind, categoryId, accountId, counterpartyId, baseCurrency, amount) AS NOT MATERIALIZED (
    SELECT date, type, categoryId, accountId, counterpartyId, baseCurrency, convertedAmountToBase
      FROM listed t WHERE ${COUNTS} AND splits = '[]'
    UNION ALL
    SELECT t.date, t.type, s.value ->> 'categoryId', t.accountId, t.counterpartyId, t.baseCurrency, t.splitsToBase ->> s.key
      FROM listed t CROSS JOIN json_each(t.splits) s WHERE ${COUNTS}
    UNION ALL
    SELECT date, 'expense', feeCategoryId, coalesce(accountId, fromAccountId), counterpartyId, baseCurrency, feeAmountToBase
      FROM listed WHERE feeAmountToBase IS NOT NULL
    UNION ALL
    SELECT date, 'transferOut', NULL, fromAccountId, counterpartyId, baseCurrency, convertedAmountToBase
      FROM listed WHERE type = 'transfer'
    UNION ALL
    SELECT date, 'transferIn', NULL, toAccountId, counterpartyId, baseCurrency, convertedAmountToBase
      FROM listed WHERE type = 'transfer')`;

export type FlowColumn = "date" | "categoryId" | "accountId" | "counterpartyId";

/** Sums of a period's flows, per value of a column. */
export const flowsBy = (
  column: FlowColumn,
  userId: string,
  { from, to }: Period,
  accountId: string | null,
): Statement =>
  statement(
    `${FLOWS} SELECT ${column} AS key, kind, baseCurrency, ${exactSum("amount")} FROM flows
    WHERE ?4 IS NULL OR accountId = ?4 GROUP BY ${column}, kind, baseCurrency`,
    userId,
    from,
    to,
    accountId,
  );

/** How many transactions each day has, those included that are no income or expense. */
export const countsByDay = (userId: string, { from, to }: Period, accountId: string | null): Statement =>
  statement(
    `SELECT date, count(*) AS count FROM transactions
    WHERE userId = ?1 AND showStatus = 'active' AND date BETWEEN ?2 AND ?3
      AND (?4 IS NULL OR accountId = ?4 OR fromAccountId = ?4 OR toAccountId = ?4) GROUP BY date`,
    userId,
    from,
    to,
    accountId,
  );

/** Query of one column: every base currency the user's transactions were ever converted to; it leaps over the index. */
export const baseCurrencies = (userId: string): Sql => sql`SELECT code FROM (
  WITH RECURSIVE bases(code) AS (
    SELECT min(baseCurrency) FROM transactions WHERE userId = ${userId}
    UNION ALL
    SELECT (SELECT min(baseCurrency) FROM transactions WHERE userId = ${userId} AND baseCurrency > b.code)
      FROM bases b WHERE b.code IS NOT NULL)
  SELECT code FROM bases WHERE code IS NOT NULL)`;

/** A sum of flows in minor units of the currency that the report is in. */
export interface Flow {
  key: string | null;
  kind: FlowKind;
  amount: bigint;
}

/** Sums made while another currency was the base are converted at the rates of `day`. @throws fx_rate_unavailable */
export const readFlows = (rows: readonly RawRow[], currency: string, rates: RateBook, day: string): Flow[] =>
  rows.map((row) => {
    const base = String(row.baseCurrency);
    const amount = readSum(row);
    return {
      key: row.key === null ? null : String(row.key),
      kind: row.kind as FlowKind,
      amount: base === currency ? amount : convertSum(amount, base, currency, rates.rate(base, currency, day).rate),
    };
  });

export type FlowTotals = Record<FlowKind, bigint>;

export function totalsOf(flows: readonly Flow[]): FlowTotals {
  const totals: FlowTotals = { income: 0n, expense: 0n, transferIn: 0n, transferOut: 0n };
  for (const { kind, amount } of flows) totals[kind] += amount;
  return totals;
}
