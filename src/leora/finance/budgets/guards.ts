import type { Lookup } from "../../../engine/read-plan.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { statement } from "../../../kernel/db/database.ts";

// Which transactions count for which budgets depends on all active budgets, and on all transactions since a budget began.
// A write that relies on them is committed only if none of them was created or changed after it has read them.

/** The user's clock when the unit of work read: it has not seen rows with a greater `rev`. */
export const clockRev: Lookup<never, number> = {
  name: "clock",
  statement: (owner) => statement("SELECT rev FROM clocks WHERE owner = ?1", owner),
  parse: (rows) => Number(rows[0]?.rev ?? 0),
};

/** The commit fails when a budget was created or edited after the unit of work has read; new totals do not matter. */
export function guardBudgets(work: UnitOfWork): void {
  const rev = work.answer(clockRev);
  work.guardCondition("budgets", {
    sql: "NOT EXISTS (SELECT 1 FROM budgets WHERE owner = ? AND rev > ? AND editRev > ?)",
    params: [work.user.owner, rev, rev],
  });
}

/** The commit fails when a transaction was created or changed after the unit of work has read. */
export function guardTransactions(work: UnitOfWork): void {
  work.guardCondition("transactions of budgets", {
    sql: "NOT EXISTS (SELECT 1 FROM transactions WHERE owner = ? AND rev > ?)",
    params: [work.user.owner, work.answer(clockRev)],
  });
}
