import type { z } from "zod";
import { unsafeCast } from "../../../kernel/cast.ts";
import type { Context } from "../../../kernel/context.ts";
import { type RawRow, statement } from "../../../kernel/db/database.ts";
import { once } from "../../../kernel/db/once.ts";
import type { Condition } from "../../../kernel/db/page.ts";
import { invalid, notFound } from "../../../kernel/errors.ts";
import { dayOf, toIso } from "../../../kernel/time.ts";
import { listRows } from "../pages.ts";
import { amountOf, type CategoryType } from "../rules.ts";
import type { Transaction, TransactionPatch, TransactionQuery, TransactionView } from "./contract.ts";

type View = z.output<typeof TransactionView>;
type Query = z.output<typeof TransactionQuery>;

/** The row just inserted, with what `transactionView` reads. */
const INSERTED = `(SELECT json_object('id', t.id, 'category', t.category, 'category_name', c.name, 'type', c.type,
    'amount', t.amount, 'comment', t.comment, 'date', t.date, 'createdAt', t.createdAt)
  FROM transactions t CROSS JOIN categories c ON c.id = t.category WHERE t.id = last_insert_rowid())`;

const SELECT = `SELECT t.id, t.category, c.name AS category_name, c.type, t.amount, t.comment, t.date, t.createdAt
  FROM transactions t CROSS JOIN categories c ON c.id = t.category`;

/** The user's transactions, newest day first. One D1 call. */
export function listTransactions(ctx: Context, query: Query) {
  const { sql, params } = conditionOf(ctx, query);
  return listRows(ctx, "/finance/transactions/", query, {
    select: statement(`${SELECT} WHERE ${sql} ORDER BY t.date DESC, t.id DESC`, ...params),
    count: statement(`SELECT count(*) AS total FROM transactions t WHERE ${sql}`, ...params),
    view: transactionView,
  });
}

/** One D1 call. @throws not_found */
export async function getTransaction(ctx: Context, id: number): Promise<View> {
  const [row] = await ctx.db.all(selectOne(ctx, id));
  if (!row) throw notFound();
  return transactionView(row);
}

/** One D1 call. @throws invalid_input on `category` when it is not the user's */
export async function createTransaction(ctx: Context, input: z.output<typeof Transaction>): Promise<View> {
  const { timezone } = await ctx.principal();
  const { stored, isFirst, keep, replay } = once(ctx);
  const [earlier = [], [category] = [], [row] = []] = await ctx.db.batch([
    stored,
    statement(
      "SELECT name AS category_name, type FROM categories WHERE userId = ? AND id = ?",
      ctx.userId,
      input.category,
    ),
    statement(
      `INSERT INTO transactions (userId, category, amount, comment, date, createdAt, updatedAt)
        SELECT userId, id, ?, ?, ?, ?, ? FROM categories WHERE userId = ? AND id = ? AND ${isFirst.sql} RETURNING *`,
      input.amount,
      input.comment ?? "",
      input.date ?? dayOf(ctx.now, timezone),
      ctx.now,
      ctx.now,
      ctx.userId,
      input.category,
      ...isFirst.params,
    ),
    keep(INSERTED),
  ]);
  const replayed = replay(earlier);
  if (replayed) return transactionView(replayed);
  if (!category || !row) throw unknownCategory(input.category);
  return transactionView({ ...row, ...category });
}

/** Changes what is given. One D1 call. @throws not_found; invalid_input on `category` when it is not the user's */
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
    selectOne(ctx, id),
  ]);
  if (!row) throw notFound();
  if (patch.category !== undefined && !category) throw unknownCategory(patch.category);
  return transactionView(row);
}

/** One D1 call. @throws not_found */
export async function removeTransaction(ctx: Context, id: number): Promise<undefined> {
  const [removed] = await ctx.db.all(
    statement("DELETE FROM transactions WHERE userId = ? AND id = ? RETURNING id", ctx.userId, id),
  );
  if (!removed) throw notFound();
  return undefined;
}

/** A foreign category fits no row, because every row is the user's own. */
function conditionOf({ userId }: Context, query: Query): Condition {
  const conditions: (Condition | undefined)[] = [
    { sql: "t.userId = ?", params: [userId] },
    filter("t.category = ?", query.category),
    // Days are the better index: the plus sign keeps this one from being used.
    filter("+t.category IN (SELECT id FROM categories WHERE userId = ? AND type = ?)", userId, query.type),
    filter("t.date = ?", query.date),
    filter("t.date >= ?", query.start_date),
    filter("t.date <= ?", query.end_date),
  ];
  const given = conditions.filter((one) => one !== undefined);
  return { sql: given.map(({ sql }) => sql).join(" AND "), params: given.flatMap(({ params }) => params) };
}

const filter = (sql: string, ...params: unknown[]): Condition | undefined =>
  params.includes(undefined) ? undefined : { sql, params };

const selectOne = ({ userId }: Context, id: number) =>
  statement(`${SELECT} WHERE t.userId = ? AND t.id = ?`, userId, id);

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

/** DRF's own words, and its habit: 400 on the field, no 404. */
const unknownCategory = (id: number) => invalid("category", `Invalid pk "${id}" - object does not exist.`);
