import { jsonChunks, statement } from "../../../kernel/db/database.ts";
import type { Work } from "../../../kernel/db/work.ts";
import { transactions } from "../transactions/table.ts";
import { type Entry, entryFor } from "./entries.ts";
import { tell } from "./ledger.ts";
import type { Budget, Facts } from "./matching.ts";
import { candidates, relyOnTransactions } from "./reads.ts";
import { figuresOf } from "./rules.ts";
import { budgetEntryRows, budgets } from "./table.ts";

/** The user's clock inside the commit. */
const STAMP = "rev = (SELECT rev FROM clocks WHERE userId = ?1), updatedAt = ?3";

/**
 * Makes a budget's entries and numbers what its transactions say: those since the budget began, and of any day those
 * that name it or had an entry. Entries that are right keep their rates.
 */
export function fill(work: Work, id: string): void {
  relyOnTransactions(work);
  const budget = work.require(budgets, id);
  const rows = work.side(budgetEntryRows);
  const current = new Map(entriesOf(work, id).map((entry) => [entry.transactionId, entry]));
  const wanted = new Map<string, Entry>();
  for (const facts of factsOf(work, budget, current)) {
    const entry = entryFor(work, budget, facts, current.get(facts.id));
    if (entry) wanted.set(facts.id, entry);
  }
  for (const [transactionId, entry] of wanted) if (entry !== current.get(transactionId)) rows.put(entry);
  for (const [transactionId, entry] of current) if (!wanted.has(transactionId)) rows.remove(entry);
  work.update(budgets, id, figuresOf(budget, wanted.values()));
  name(work, budget, [...wanted.keys()]);
  unname(
    work,
    budget,
    [...current.keys()].filter((transactionId) => !wanted.has(transactionId)),
  );
  tell(work, id);
}

/** A budget that is archived or deleted has no entries; its numbers stay as they were. */
export function empty(work: Work, { id, userId }: Budget): void {
  const rows = work.side(budgetEntryRows);
  for (const entry of entriesOf(work, id)) rows.remove(entry);
  const isGone = "EXISTS (SELECT 1 FROM budgets WHERE userId = ?1 AND id = ?2 AND showStatus <> 'active')";
  const stored = "SELECT transactionId FROM budgetEntries WHERE userId = ?1 AND budgetId = ?2";
  work.also(statement(`${UNNAME} AND id IN (${stored}) AND ${isGone}`, userId, id, work.now));
  work.also(statement(`DELETE FROM budgetEntries WHERE userId = ?1 AND budgetId = ?2 AND ${isGone}`, userId, id));
}

const entriesOf = (work: Work, id: string): Entry[] =>
  work
    .side(budgetEntryRows)
    .all()
    .filter(({ budgetId }) => budgetId === id);

/** Stored transactions as this unit left them, and its own. */
function* factsOf(work: Work, { id, since }: Budget, current: ReadonlyMap<string, Entry>): Iterable<Facts> {
  const stored: ReadonlyMap<string, Facts> = work.answer(candidates) ?? new Map();
  const isMeant = ({ id: transactionId, budgetId, date }: Facts) =>
    budgetId === id || since === null || date >= since || current.has(transactionId);
  for (const facts of stored.values()) {
    const present = work.find(transactions, facts.id) ?? facts;
    if (isMeant(present)) yield present;
  }
  for (const facts of work.all(transactions)) if (!stored.has(facts.id) && isMeant(facts)) yield facts;
}

/** Transactions that count for no older budget name this one. As many as there are, in a few statements. */
function name(work: Work, { id, userId, createdAt }: Budget, transactionIds: readonly string[]): void {
  for (const chunk of jsonChunks(transactionIds)) {
    work.also(
      statement(
        `UPDATE transactions SET relatedBudgetId = ?2, ${STAMP}
          WHERE userId = ?1 AND id IN (SELECT value FROM json_each(?4)) AND relatedBudgetId IS NOT ?2 AND NOT EXISTS (
            SELECT 1 FROM budgets b WHERE b.userId = ?1 AND b.id = relatedBudgetId AND (b.createdAt, b.id) < (?5, ?2))`,
        userId,
        id,
        work.now,
        chunk,
        createdAt,
      ),
    );
  }
}

/** Transactions that no longer count for a budget name the oldest of the others. */
const UNNAME = `UPDATE transactions SET ${STAMP}, relatedBudgetId = (
    SELECT b.id FROM budgetEntries e CROSS JOIN budgets b ON b.userId = ?1 AND b.id = e.budgetId
    WHERE e.userId = ?1 AND e.transactionId = transactions.id AND e.budgetId <> ?2 ORDER BY b.createdAt, b.id LIMIT 1)
  WHERE userId = ?1 AND relatedBudgetId = ?2`;

function unname(work: Work, { id, userId }: Budget, transactionIds: readonly string[]): void {
  for (const chunk of jsonChunks(transactionIds)) {
    const sql = `${UNNAME} AND id IN (SELECT value FROM json_each(?4))`;
    work.also(statement(sql, userId, id, work.now, chunk));
  }
}
