import type { RowOf } from "../../../engine/columns.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import { jsonChunks, statement } from "../../../kernel/db/database.ts";
import { transactions } from "../transactions/table.ts";
import { type Entry, entryFor } from "./entries.ts";
import { tell } from "./ledger.ts";
import { type Budget, type Facts, oldest } from "./matching.ts";
import { candidates, relyOnTransactions } from "./reads.ts";
import { figuresOf } from "./rules.ts";
import { budgetEntryRows, budgets } from "./table.ts";

/** The user's clock inside the commit. */
const STAMP = "rev = (SELECT rev FROM clocks WHERE userId = ?1), updatedAt = ?3";

/**
 * Makes a budget's entries and numbers what its transactions say: those since the budget began, and of any day those
 * that name it or had an entry. Entries that are right keep their rates.
 */
export function fill(work: UnitOfWork, id: string): void {
  relyOnTransactions(work);
  const budget = work.require(budgets, id);
  const rows = work.owned(budgetEntryRows);
  const current = new Map(rows.by("budgetId", id).map((entry) => [entry.transactionId, entry]));
  const wanted = new Map<string, Entry>();
  for (const facts of factsOf(work, budget, current)) {
    const entry = entryFor(work, budget, facts, current.get(facts.id));
    if (entry) wanted.set(facts.id, entry);
  }
  for (const [transactionId, entry] of wanted) if (entry !== current.get(transactionId)) rows.put(entry);
  for (const [transactionId, entry] of current) if (!wanted.has(transactionId)) rows.remove(entry);
  work.update(budgets, id, figuresOf(budget, wanted.values()));
  relate(work, [...new Set([...wanted.keys(), ...current.keys()])]);
  tell(work, id);
}

/** A budget that is archived or deleted has no entries; its numbers stay as they were. */
export function empty(work: UnitOfWork, { id, userId }: Budget): void {
  const rows = work.owned(budgetEntryRows);
  const known = rows.known().filter(({ budgetId }) => budgetId === id);
  for (const entry of known) rows.remove(entry);
  const isGone = "EXISTS (SELECT 1 FROM budgets WHERE userId = ?1 AND id = ?2 AND showStatus <> 'active')";
  const stored = "SELECT transactionId FROM budgetEntries WHERE userId = ?1 AND budgetId = ?2";
  const isOthers = "e.budgetId <> ?2";
  work.addStatement(statement(`${relating(stored, isOthers)} AND ${isGone}`, userId, id, work.now));
  work.addStatement(
    statement(`DELETE FROM budgetEntries WHERE userId = ?1 AND budgetId = ?2 AND ${isGone}`, userId, id),
  );
  relate(
    work,
    known.map(({ transactionId }) => transactionId),
  );
}

/** Stored transactions as this unit left them, and its own. */
function* factsOf(work: UnitOfWork, { id, since }: Budget, current: ReadonlyMap<string, Entry>): Iterable<Facts> {
  const stored = work.answer(candidates);
  const writtenHere = new Map(
    work.writtenTo(transactions).map(({ row }) => [row.id, unsafeCast<RowOf<typeof transactions>>(row)] as const),
  );
  const isMeant = ({ id: transactionId, budgetId, date }: Facts) =>
    budgetId === id || since === null || date >= since || current.has(transactionId);
  for (const facts of stored.values()) {
    const present = writtenHere.get(facts.id) ?? facts;
    if (isMeant(present)) yield present;
  }
  for (const facts of writtenHere.values()) if (!stored.has(facts.id) && isMeant(facts)) yield facts;
}

/**
 * Lets transactions name the oldest budget that they count for: those that this write has changed in memory, as many
 * others as there are in a few statements, which see the entries as this write leaves them.
 */
function relate(work: UnitOfWork, transactionIds: readonly string[]): void {
  const written = new Set(work.writtenTo(transactions).map(({ row }) => row.id));
  for (const id of transactionIds.filter((transactionId) => written.has(transactionId))) {
    const entries = work.owned(budgetEntryRows).by("transactionId", id);
    const counting = entries.flatMap(({ budgetId }) => work.find(budgets, budgetId) ?? []);
    work.update(transactions, id, { relatedBudgetId: oldest(counting)?.id ?? null });
  }
  const ids = "SELECT value FROM json_each(?2)";
  for (const chunk of jsonChunks(transactionIds)) {
    work.addStatement(statement(relating(ids, "TRUE"), work.user.userId, chunk, work.now));
  }
}

/** SQL: transactions name the oldest budget that they have an entry in, of the entries `e` that fulfil a condition. */
const relating = (transactionIds: string, condition: string): string => {
  const first = `(SELECT b.id FROM budgetEntries e CROSS JOIN budgets b ON b.userId = ?1 AND b.id = e.budgetId
    WHERE e.userId = ?1 AND e.transactionId = transactions.id AND ${condition} ORDER BY b.createdAt, b.id LIMIT 1)`;
  return `UPDATE transactions SET ${STAMP}, relatedBudgetId = ${first}
    WHERE userId = ?1 AND id IN (${transactionIds}) AND relatedBudgetId IS NOT ${first}`;
};
