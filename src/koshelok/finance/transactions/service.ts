import type { z } from "zod";
import { unsafeCast } from "../../../kernel/cast.ts";
import type { Context } from "../../../kernel/context.ts";
import { allOf, type Condition, filter } from "../../../kernel/db/condition.ts";
import { type RawRow, statement } from "../../../kernel/db/database.ts";
import { insertOnce } from "../../../kernel/db/insert-once.ts";
import { listing } from "../../../kernel/db/page.ts";
import { invalid, notFound } from "../../../kernel/errors.ts";
import { dayOf, toIso } from "../../../kernel/time.ts";
import { listRows } from "../pages.ts";
import { amountOf, type CategoryType } from "../rules.ts";
import type { Transaction, TransactionPatch, TransactionQuery, TransactionView } from "./contract.ts";

// Verbs of transactions. A transaction's category is one of the same user's.

type View = z.output<typeof TransactionView>;
type Query = z.output<typeof TransactionQuery>;

/** What `transactionView` reads. */
const COLUMNS = "t.id, t.category, c.name AS category_name, c.type, t.amount, t.comment, t.date, t.createdAt";
const COLUMN_NAMES = ["id", "category", "category_name", "type", "amount", "comment", "date", "createdAt"];
/** CROSS JOIN makes SQLite read the transactions first, in the order of their index. */
const TRANSACTIONS = "transactions t CROSS JOIN categories c ON c.id = t.category";

/** The user's transactions, newest day first. One D1 call. */
export function listTransactions(ctx: Context, query: Query) {
  const list = listing({
    columns: COLUMNS,
    from: TRANSACTIONS,
    countFrom: "transactions t",
    where: conditionOf(ctx, query),
    orderBy: "t.date DESC, t.id DESC",
  });
  return listRows(ctx, "/finance/transactions/", query, { ...list, view: transactionView });
}

/** One transaction. One D1 call. @throws not_found */
export async function getTransaction(ctx: Context, id: number): Promise<View> {
  const [row] = await ctx.db.all(selectTransaction(ctx, id));
  if (!row) throw notFound();
  return transactionView(row);
}

/**
 * Creates a transaction at most once per idempotency key. One D1 call.
 * @throws invalid_input on `category` when it is not the user's
 */
export async function createTransaction(ctx: Context, input: z.output<typeof Transaction>): Promise<View> {
  const { timezone } = await ctx.principal();
  const row = await insertOnce(ctx, {
    insert: (isFirst) =>
      statement(
        `INSERT INTO transactions (userId, category, amount, comment, date, createdAt, updatedAt)
          SELECT userId, id, ?, ?, ?, ?, ? FROM categories
          WHERE userId = ? AND id = ? AND ${isFirst.sql}
          RETURNING id`,
        input.amount,
        input.comment ?? "",
        input.date ?? dayOf(ctx.now, timezone),
        ctx.now,
        ctx.now,
        ctx.userId,
        input.category,
        ...isFirst.params,
      ),
    inserted: `SELECT ${COLUMNS} FROM ${TRANSACTIONS} WHERE t.id = (SELECT max(id) FROM transactions)`,
    columns: COLUMN_NAMES,
  });
  if (!row) throw unknownCategory(input.category);
  return transactionView(row);
}

/**
 * Changes the given fields of a transaction. One D1 call.
 * @throws not_found; invalid_input on `category` when it is not the user's
 */
export async function changeTransaction(
  ctx: Context,
  id: number,
  patch: z.output<typeof TransactionPatch>,
): Promise<View> {
  const [[category] = [], , [row] = []] = await ctx.db.batch([
    statement("SELECT id FROM categories WHERE userId = ? AND id = ?", ctx.userId, patch.category ?? null),
    statement(
      `UPDATE transactions SET category = coalesce(?3, category), amount = coalesce(?4, amount),
          comment = coalesce(?5, comment), date = coalesce(?6, date), updatedAt = ?7
        WHERE userId = ?1 AND id = ?2
          AND (?3 IS NULL OR EXISTS (SELECT 1 FROM categories c WHERE c.userId = ?1 AND c.id = ?3))`,
      ctx.userId,
      id,
      patch.category ?? null,
      patch.amount ?? null,
      patch.comment ?? null,
      patch.date ?? null,
      ctx.now,
    ),
    selectTransaction(ctx, id),
  ]);
  if (!row) throw notFound();
  if (patch.category !== undefined && !category) throw unknownCategory(patch.category);
  return transactionView(row);
}

/** Deletes a transaction. One D1 call. @throws not_found */
export async function removeTransaction(ctx: Context, id: number): Promise<undefined> {
  const [removed] = await ctx.db.all(
    statement("DELETE FROM transactions WHERE userId = ? AND id = ? RETURNING id", ctx.userId, id),
  );
  if (!removed) throw notFound();
  return undefined;
}

/** The condition that a transaction is the user's and fulfils the filters. No row has a category of another user. */
const conditionOf = ({ userId }: Context, query: Query): Condition =>
  allOf([
    { sql: "t.userId = ?", params: [userId] },
    filter("t.category = ?", query.category),
    // The plus sign keeps SQLite from using the index on categories here: the one on days serves lists better.
    filter("+t.category IN (SELECT id FROM categories WHERE userId = ? AND type = ?)", userId, query.type),
    filter("t.date = ?", query.date),
    filter("t.date >= ?", query.start_date),
    filter("t.date <= ?", query.end_date),
  ]);

const selectTransaction = ({ userId }: Context, id: number) =>
  statement(`SELECT ${COLUMNS} FROM ${TRANSACTIONS} WHERE t.userId = ? AND t.id = ?`, userId, id);

const transactionView = (row: RawRow): View => ({
  id: Number(row.id),
  category: Number(row.category),
  category_name: String(row.category_name),
  type: unsafeCast<CategoryType>(row.type),
  amount: amountOf(Number(row.amount)),
  comment: String(row.comment),
  date: String(row.date),
  created_at: toIso(Number(row.createdAt)),
});

/** As in Django REST Framework, a foreign category is an error of the field and not a 404; the message is the framework's. */
const unknownCategory = (id: number) => invalid("category", `Invalid pk "${id}" - object does not exist.`);
