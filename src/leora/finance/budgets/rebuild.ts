import { raw, render, type Sql, sql } from "../../../engine/sql.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import { jsonChunks } from "../../../kernel/db/database.ts";
import { storedId } from "../../../kernel/db/stored-id.ts";
import { limitReached } from "../../../kernel/errors.ts";
import { LIMITS } from "../../../limits.ts";
import type { Transaction } from "../transactions/entity.ts";
import { transactions } from "../transactions/table.ts";
import { entryFor } from "./entries.ts";
import { guardTransactions } from "./guards.ts";
import { type MatchedTransaction, oldestOf } from "./matching.ts";
import { candidateTransactions } from "./reads.ts";
import { totalsOf } from "./rules.ts";
import { type Budget, type BudgetEntry, budgetEntryRows, budgets } from "./table.ts";
import { notifyWhenExceeded } from "./totals.ts";

// The entries of one budget as a whole: made from its transactions, or removed.

/**
 * Makes the entries and the totals of a budget what its transactions say: those since the budget began, and of any day
 * those that name it or have an entry already. Entries that are right keep their rates.
 * @throws limit_reached when these are too many for one write
 */
export function rebuildEntries(work: UnitOfWork, budgetId: string): void {
  guardTransactions(work);
  const budget = work.require(budgets, budgetId);
  const rows = work.owned(budgetEntryRows);
  const current = new Map(rows.by("budgetId", budgetId).map((entry) => [entry.transactionId, entry]));
  const wanted = new Map<string, BudgetEntry>();
  for (const transaction of candidatesFor(work, budget, current)) {
    const entry = entryFor(work, budget, transaction, current.get(transaction.id));
    if (entry) wanted.set(transaction.id, entry);
  }
  const added = [...wanted.keys()].filter((transactionId) => !current.has(transactionId)).length;
  if (rows.known().length + added > LIMITS.finance.rebuiltEntries) throw tooManyTransactions();
  for (const [transactionId, entry] of wanted) if (entry !== current.get(transactionId)) rows.put(entry);
  for (const [transactionId, entry] of current) if (!wanted.has(transactionId)) rows.remove(entry);
  work.update(budgets, budgetId, totalsOf(budget, wanted.values()));
  updateRelatedBudgets(work, [...new Set([...wanted.keys(), ...current.keys()])]);
  notifyWhenExceeded(work, budgetId);
}

const tooManyTransactions = () =>
  limitReached(`A budget begins with at most ${LIMITS.finance.rebuiltEntries} transactions`, "startDate");

/**
 * Removes the entries of a budget that is archived or deleted; its totals stay as they were. The stored entries are
 * removed by SQL, since there may be any number of them and they have not been read.
 */
export function removeEntries(work: UnitOfWork, { id: budgetId, owner }: Budget): void {
  const id = storedId(budgetId);
  const rows = work.owned(budgetEntryRows);
  const known = rows.known().filter((entry) => entry.budgetId === budgetId);
  for (const entry of known) rows.remove(entry);
  const isInactive = sql`EXISTS (
    SELECT 1 FROM budgets WHERE owner = ${owner} AND id = ${id} AND showStatus <> 'active')`;
  const transactionIds = sql`SELECT transactionId FROM budgetEntries WHERE owner = ${owner} AND budgetId = ${id}`;
  const relatedElsewhere = relatedBudgetSql(work, transactionIds, sql`e.budgetId <> ${id}`);
  work.addStatement(render(sql`${relatedElsewhere} AND ${isInactive}`), transactions);
  work.addStatement(
    render(sql`DELETE FROM budgetEntries WHERE owner = ${owner} AND budgetId = ${id} AND ${isInactive}`),
  );
  updateRelatedBudgets(
    work,
    known.map(({ transactionId }) => transactionId),
  );
}

/** Transactions that may count for the budget: stored ones as this unit of work left them, and its own. */
function* candidatesFor(
  work: UnitOfWork,
  budget: Budget,
  current: ReadonlyMap<string, BudgetEntry>,
): Iterable<MatchedTransaction> {
  const stored = work.answer(candidateTransactions);
  if (stored.size > LIMITS.finance.rebuiltEntries) throw tooManyTransactions();
  const written = new Map(
    work.writtenTo(transactions).map(({ row }) => [row.id, unsafeCast<Transaction>(row)] as const),
  );
  const isCandidate = ({ id, budgetId, date }: MatchedTransaction) =>
    budgetId === budget.id || budget.since === null || date >= budget.since || current.has(id);
  for (const transaction of stored.values()) {
    const present = written.get(transaction.id) ?? transaction;
    if (isCandidate(present)) yield present;
  }
  for (const transaction of written.values()) {
    if (!stored.has(transaction.id) && isCandidate(transaction)) yield transaction;
  }
}

/**
 * Makes transactions name the oldest budget that they count for. Those that this unit of work has written are changed in
 * memory, all others by SQL, which runs when the entries are stored.
 */
function updateRelatedBudgets(work: UnitOfWork, transactionIds: readonly string[]): void {
  const written = new Set(work.writtenTo(transactions).map(({ row }) => row.id));
  for (const id of transactionIds.filter((transactionId) => written.has(transactionId))) {
    const entries = work.owned(budgetEntryRows).by("transactionId", id);
    const counting = entries.flatMap(({ budgetId }) => work.find(budgets, budgetId) ?? []);
    work.update(transactions, id, { relatedBudgetId: oldestOf(counting)?.id ?? null });
  }
  for (const chunk of jsonChunks(transactionIds.map(storedId))) {
    work.addStatement(
      render(relatedBudgetSql(work, sql`SELECT value FROM json_each(${chunk})`, raw("TRUE"))),
      transactions,
    );
  }
}

/**
 * An UPDATE by which transactions name the oldest budget that they have an entry in; further conditions may follow it.
 * @param transactionIds query of one column
 * @param condition on the entries `e` that are looked at
 */
function relatedBudgetSql({ user: { owner }, now }: UnitOfWork, transactionIds: Sql, condition: Sql): Sql {
  const oldestBudget = sql`(
    SELECT b.id FROM budgetEntries e CROSS JOIN budgets b ON b.owner = ${owner} AND b.id = e.budgetId
    WHERE e.owner = ${owner} AND e.transactionId = transactions.id AND ${condition}
    ORDER BY b.createdAt, b.id LIMIT 1)`;
  return sql`UPDATE transactions
    SET rev = (SELECT rev FROM clocks WHERE owner = ${owner}), updatedAt = ${now}, relatedBudgetId = ${oldestBudget}
    WHERE owner = ${owner} AND id IN (${transactionIds}) AND relatedBudgetId IS NOT ${oldestBudget}`;
}
