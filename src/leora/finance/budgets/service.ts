import type { z } from "zod";
import { runUnitOfWork } from "../../../engine/run.ts";
import { listedIds } from "../../../engine/sql.ts";
import { tableSql } from "../../../engine/table-sql.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import { type Context, momentOf } from "../../../kernel/context.ts";
import { statement } from "../../../kernel/db/database.ts";
import { type PageMeta, type PageQuery, pageMeta } from "../../../kernel/db/page.ts";
import { storedId } from "../../../kernel/db/stored-id.ts";
import { invalidState, notFound } from "../../../kernel/errors.ts";
import { toDecimal } from "../../../kernel/money.ts";
import { toIso } from "../../../kernel/time.ts";
import { registry } from "../../registry.ts";
import type { TransactionView } from "../transactions/contract.ts";
import { type Transaction, transactionEntity } from "../transactions/entity.ts";
import { transactions } from "../transactions/table.ts";
import type { BudgetEntryView, BudgetView } from "./contract.ts";
import { budgetEntity } from "./entity.ts";
import { planRebuild } from "./reads.ts";
import { rebuildEntries } from "./rebuild.ts";
import { changeOfTotals, inPeriodOf } from "./rules.ts";
import { type Budget, budgetEntryRows, budgets } from "./table.ts";
import { moveToPresentPeriod } from "./totals.ts";

type Page = z.output<typeof PageQuery> & { sortBy: "date" | "createdAt" | "updatedAt" };

/** The columns that the lists of a budget sort by: an entry was created and last changed when its rates were looked up. */
const ENTRY_SORTS = { date: "e.date", createdAt: "e.snapshottedAt", updatedAt: "e.snapshottedAt" } as const;
const TRANSACTION_SORTS = { date: "e.date", createdAt: "t.createdAt", updatedAt: "t.updatedAt" } as const;

/** The entries of a budget (spec 4.3): what counts for it, with the rates of the conversion. One D1 call. @throws not_found */
export async function entries(
  ctx: Context,
  id: string,
  query: Page,
): Promise<{ data: z.output<typeof BudgetEntryView>[]; meta: PageMeta }> {
  const { budget, rows, meta } = await readPage(ctx, id, query, "SELECT e.* FROM budgetEntries e", ENTRY_SORTS);
  const current = inPeriodOf(budget, (await momentOf(ctx)).today);
  return {
    data: rows.map((raw) => {
      const entry = budgetEntryRows.decode(raw);
      return {
        id: entry.id,
        budgetId: entry.budgetId,
        transactionId: entry.transactionId,
        appliedAmountBudgetCurrency: toDecimal(entry.appliedAmount, budget.currency),
        rateUsedTxnToBudget: Number(entry.rate),
        isRateEstimated: entry.isRateEstimated,
        snapshottedAt: toIso(entry.snapshottedAt),
        date: entry.date,
        isCounted: changeOfTotals(current, entry.date, 1).spentAmount === 1,
      };
    }),
    meta,
  };
}

/** The transactions that count for a budget (spec 4.3). One D1 call. @throws not_found */
export async function budgetTransactions(
  ctx: Context,
  id: string,
  query: Page,
): Promise<{ data: z.output<typeof TransactionView>[]; meta: PageMeta }> {
  const select = `SELECT t.* FROM budgetEntries e
    CROSS JOIN transactions t ON t.owner = e.owner AND t.id = e.transactionId`;
  const { rows, meta } = await readPage(ctx, id, query, select, TRANSACTION_SORTS);
  const at = await momentOf(ctx);
  const table = tableSql(transactions);
  return { data: rows.map((raw) => transactionEntity.view(unsafeCast<Transaction>(table.decode(raw)), at)), meta };
}

/**
 * One page of rows that belong to the entries of a budget, and the budget.
 * @param select SQL that selects from the entries `e`, and may join to them
 */
async function readPage(ctx: Context, id: string, query: Page, select: string, sorts: Record<Page["sortBy"], string>) {
  const { page: number, limit, sortBy, sortOrder } = query;
  const [owner = [], rows = [], count = []] = await ctx.db.batch([
    tableSql(budgets).byId(ctx.owner, id),
    statement(
      `${select}
      WHERE e.owner = ?1 AND e.budgetId = ?2
      ORDER BY ${sorts[sortBy]} ${sortOrder}, e.transactionId ${sortOrder}
      LIMIT ?3 OFFSET ?4`,
      ctx.owner,
      storedId(id),
      limit,
      (number - 1) * limit,
    ),
    statement(
      "SELECT count(*) AS total FROM budgetEntries WHERE owner = ?1 AND budgetId = ?2",
      ctx.owner,
      storedId(id),
    ),
  ]);
  if (!owner[0]) throw notFound();
  const budget = unsafeCast<Budget>(tableSql(budgets).decode(owner[0]));
  return { budget, rows, meta: pageMeta(query, Number(count[0]?.total)) };
}

/**
 * Computes a budget's entries and totals anew from the transactions, and corrects what differs (spec 4.3). Entries that
 * are right keep their rates.
 * @throws not_found; invalid_state for an archived budget, which has no entries
 */
export const recalculate = (ctx: Context, id: string): Promise<z.output<typeof BudgetView>> =>
  runUnitOfWork(ctx, registry, {
    reads(plan) {
      plan.rows(budgets, [id]);
      plan.rowsBy(budgetEntryRows, ["budgetId"], listedIds([id]));
      planRebuild(plan, listedIds([id]), []);
    },
    apply(work) {
      if (work.require(budgets, id).showStatus !== "active") throw invalidState("An archived budget has no entries");
      moveToPresentPeriod(work, id);
      work.guardRow(budgets, id);
      rebuildEntries(work, id);
      return budgetEntity.view(work.require(budgets, id), work.at);
    },
  });
