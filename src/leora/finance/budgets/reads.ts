import type { Lookup, ReadPlan } from "../../../engine/read-plan.ts";
import { ifAny, isNothing, listed, raw, render, type Sql, sql, union } from "../../../engine/sql.ts";
import { tableSql } from "../../../engine/table-sql.ts";
import type { WrittenRows } from "../../../engine/written-rows.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import type { RawRow } from "../../../kernel/db/database.ts";
import { storedId } from "../../../kernel/db/stored-id.ts";
import { type Day, monthStart, weekStart } from "../../../kernel/time.ts";
import { LIMITS } from "../../../limits.ts";
import { withSubcategories } from "../../categories/tree.ts";
import type { RateBook } from "../fx/rate-book.ts";
import { planRates, quotesSql, rateBookOf } from "../fx/reads.ts";
import { transactions } from "../transactions/table.ts";
import { clockRev } from "./guards.ts";
import { MATCHED_COLUMNS, type MatchedTransaction } from "./matching.ts";
import { type Budget, budgetEntryRows, budgets } from "./table.ts";

// What budgets read: their entries of written transactions, and all that the entries of a budget are rebuilt from.

/** What writing transactions reads of budgets: all active ones, the transactions' entries, and rates between them. */
export function planEntriesOf(plan: ReadPlan, written: WrittenRows): void {
  plan.rowsWhere(budgets, sql`showStatus = 'active'`);
  plan.rowsBy(budgetEntryRows, ["transactionId"], written.ids);
  plan.lookup(clockRev);
  planRates(
    plan,
    [sql`SELECT currency FROM budgets WHERE owner = ${plan.owner} AND showStatus = 'active'`],
    [written.values("date")],
  );
}

/** What an input says of the transactions that may count for its budget. */
type Input = {
  [Name in "startDate" | "currency" | "budgetType" | "accountId" | "linkedGoalId" | "categoryIds"]?:
    | Budget[Name]
    | null
    | undefined;
} & { periodType?: Budget["periodType"] | undefined };

/** What an input selects transactions by, with ids as they are stored; null where it leaves it open. */
interface Criteria {
  accountId: string | null;
  goalId: string | null;
  categories: readonly string[] | null;
}

/** Budgets whose entries are rebuilt from stored transactions. */
interface Rebuild {
  /** Query of one column: the ids of stored budgets. */
  stored: Sql;
  /** Transactions are read from this day on, or from an earlier one on which a stored budget begins. */
  firstDay: Day;
  /** Some input removes the start date or the periods: a stored budget may then have begun before any day. */
  removesStartDate: boolean;
  removesPeriods: boolean;
  currencies: readonly string[];
  criteria: readonly Criteria[];
}

/** Later than any day. */
const AFTER_EVERY_DAY = "9999-99";

/**
 * What rebuilding the entries of budgets reads: the transactions since the budgets began, and the rates of their days. The
 * entries themselves are asked for by the caller.
 * @param stored query of one column: the ids of the stored budgets that may be rebuilt
 * @param inputs what creates budgets or changes these; none when they stay as they are
 */
export function planRebuild(plan: ReadPlan, stored: Sql, inputs: readonly Input[]): void {
  const rebuild: Rebuild = {
    stored,
    firstDay: firstDayOf(inputs, plan.at.today),
    removesStartDate: inputs.some(({ startDate }) => startDate === null),
    removesPeriods: inputs.some(({ periodType }) => periodType === "none"),
    currencies: inputs.flatMap(({ currency }) => currency ?? []),
    criteria: (inputs.length > 0 ? inputs : [{}]).map(criteriaOf),
  };
  plan.lookup(candidateTransactions, rebuild);
  plan.lookup(ratesOfCandidates, rebuild);
  plan.lookup(clockRev);
  // Transactions of the same push may count for a budget that exists in the push alone, or returns in it.
  planRates(plan, [listed(rebuild.currencies), currenciesOf(plan.owner, stored)], []);
}

/** Query of one column: the currencies of stored budgets. */
const currenciesOf = (owner: number, budgetIds: Sql): Sql =>
  ifAny(budgetIds, sql`SELECT currency FROM budgets WHERE owner = ${owner} AND id IN (${budgetIds})`);

const criteriaOf = ({ budgetType, accountId, linkedGoalId, categoryIds }: Input): Criteria => ({
  accountId: accountId ? storedId(accountId) : null,
  goalId: budgetType === "project" && linkedGoalId ? storedId(linkedGoalId) : null,
  categories: categoryIds && categoryIds.length > 0 ? [...withSubcategories(categoryIds)] : null,
});

/** The first day that budgets may look at when these inputs have changed them; "" is before any day. */
function firstDayOf(inputs: readonly Input[], today: Day): Day {
  const presentPeriods = [weekStart(today), monthStart(today)];
  const starts = inputs.flatMap(({ periodType, startDate }) =>
    startDate ? [startDate] : [...presentPeriods, periodType === "none" ? "" : today],
  );
  return earliest([AFTER_EVERY_DAY, ...starts]);
}

const earliest = (days: readonly Day[]): Day => days.reduce((first, day) => (day < first ? day : first));

/**
 * Queries that together find the active transactions which may count for the budgets of some rebuilds.
 * @param columns what to select of the transactions
 * @param condition on the columns of a transaction, which all of them fulfil
 */
function candidateQueries(
  owner: number,
  rebuilds: readonly Rebuild[],
  columns: Sql,
  condition: Sql = sql`TRUE`,
): Sql[] {
  const stored = union(rebuilds.map((rebuild) => rebuild.stored));
  const since = firstDaySql(owner, rebuilds, stored);
  const criteria = JSON.stringify(rebuilds.flatMap((rebuild) => rebuild.criteria));
  // Some of the matching ones count for nothing: their splits and fees are looked at in memory.
  const isMatching = sql`EXISTS (
    SELECT 1 FROM json_each(${criteria}) c
    WHERE (c.value ->> 'accountId' IS NULL OR c.value ->> 'accountId' IN (accountId, fromAccountId))
      AND (c.value ->> 'goalId' IS NULL OR c.value ->> 'goalId' = goalId)
      AND (c.value ->> 'categories' IS NULL OR splits <> '[]' OR feeAmount IS NOT NULL OR EXISTS (
        SELECT 1 FROM json_each(c.value -> 'categories') named WHERE named.value IN (categoryId, subcategoryId))))`;
  const isRecent = sql`date >= ${since} AND ${isMatching}`;
  const namesBudget = sql`budgetId IN (${stored})`;
  const hasEntry = sql`id IN (
    SELECT transactionId FROM budgetEntries WHERE owner = ${owner} AND budgetId IN (${stored}))`;
  const kinds = isNothing(stored) ? [isRecent] : [isRecent, namesBudget, hasEntry];
  return kinds.map(
    (isCandidate) => sql`
      SELECT ${columns} FROM transactions
      WHERE owner = ${owner} AND showStatus = 'active' AND ${isCandidate} AND ${condition}`,
  );
}

/** SQL of the first day that any of the budgets looks at. */
function firstDaySql(owner: number, rebuilds: readonly Rebuild[], stored: Sql): Sql {
  const firstDay = earliest(rebuilds.map((rebuild) => rebuild.firstDay));
  const removesStartDate = Number(rebuilds.some((rebuild) => rebuild.removesStartDate));
  const removesPeriods = Number(rebuilds.some((rebuild) => rebuild.removesPeriods));
  const hasNoPeriods = sql`(b.periodType = 'none' OR ${removesPeriods})`;
  const hasNoStartDate = sql`(b.startDate IS NULL OR ${removesStartDate})`;
  return sql`min(${firstDay}, coalesce((
    SELECT min(iif(${hasNoPeriods} AND ${hasNoStartDate}, '', coalesce(b.since, '')))
    FROM budgets b
    WHERE b.owner = ${owner} AND b.id IN (${stored})),
    ${AFTER_EVERY_DAY}))`;
}

/** Active transactions that entries may be rebuilt from, by id; one more than allowed where there are too many. */
export const candidateTransactions: Lookup<Rebuild, ReadonlyMap<string, MatchedTransaction>> = {
  name: "transactions to rebuild budget entries from",
  statement: (owner, rebuilds) =>
    render(sql`
      SELECT DISTINCT * FROM (${union(candidateQueries(owner, rebuilds, raw(MATCHED_COLUMNS.join(", "))))})
      LIMIT ${LIMITS.finance.rebuiltEntries + 1}`),
  parse: (rows) => new Map(rows.map(transactionOf).map((transaction) => [transaction.id, transaction])),
};

const transactionOf = (row: RawRow): MatchedTransaction =>
  unsafeCast<MatchedTransaction>(tableSql(transactions).decode(row));

/** Rates of the candidates' days between all currencies that they and the budgets are in. */
export const ratesOfCandidates: Lookup<Rebuild, RateBook> = {
  name: "rates to rebuild budget entries",
  statement(owner, rebuilds) {
    const stored = union(rebuilds.map((rebuild) => rebuild.stored));
    const currencies = union([
      listed(rebuilds.flatMap((rebuild) => rebuild.currencies)),
      currenciesOf(owner, stored),
      ...candidateQueries(owner, rebuilds, raw("currency")),
      ...candidateQueries(owner, rebuilds, raw("accountCurrency"), sql`feeAmount IS NOT NULL`),
    ]);
    return render(quotesSql(owner, currencies, union(candidateQueries(owner, rebuilds, raw("date")))));
  },
  parse: rateBookOf,
};
