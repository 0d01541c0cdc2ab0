import type { z } from "zod";
import { unsafeCast } from "../../../kernel/cast.ts";
import type { Context } from "../../../kernel/context.ts";
import { allOf, type Condition, filter } from "../../../kernel/db/condition.ts";
import { type RawRow, type Statement, statement } from "../../../kernel/db/database.ts";
import { insertOnce } from "../../../kernel/db/insert-once.ts";
import { exactSum, readSum } from "../../../kernel/db/sums.ts";
import { refuseTaken } from "../../../kernel/db/unique.ts";
import { invalid, invalidState, notFound } from "../../../kernel/errors.ts";
import { listRows } from "../pages.ts";
import { type CategoryType, sumOf } from "../rules.ts";
import type { Category, CategoryPatch, CategoryQuery, CategoryView } from "./contract.ts";

// Verbs of categories. A name is unique among one user's categories of the same type.

type View = z.output<typeof CategoryView>;

/** The user's categories in the order of their creation, with the sums of their transactions. One D1 call. */
export function listCategories(ctx: Context, query: z.output<typeof CategoryQuery>) {
  const where = allOf([ofUser(ctx), filter("c.type = ?", query.type)]);
  return listRows(ctx, "/finance/categories/", query, {
    rows: withTotals(where),
    count: statement(`SELECT count(*) AS total FROM categories c WHERE ${where.sql}`, ...where.params),
    view: categoryView,
  });
}

/** One category. One D1 call. @throws not_found */
export async function getCategory(ctx: Context, id: number): Promise<View> {
  const [row] = await ctx.db.all(selectCategory(ctx, id));
  if (!row) throw notFound();
  return categoryView(row);
}

/**
 * Creates a category at most once per idempotency key. One D1 call.
 * @throws invalid_input on `name` when the user has a category with this name and type
 */
export async function createCategory(ctx: Context, { name, type }: z.output<typeof Category>): Promise<View> {
  const insertion = insertOnce(ctx, {
    insert: (isFirst) =>
      statement(
        `INSERT INTO categories (userId, name, type, createdAt, updatedAt)
          SELECT ?, ?, ?, ?, ?
          WHERE ${isFirst.sql}
          RETURNING id`,
        ctx.userId,
        name,
        type,
        ctx.now,
        ctx.now,
        ...isFirst.params,
      ),
    inserted: "SELECT max(id) AS id FROM categories",
    columns: ["id"],
  });
  const row = await refuseTaken(insertion, "name", nameTaken);
  return { id: Number(row?.id), name, type, total_amount: 0 };
}

/**
 * Changes the given fields of a category. One D1 call.
 * @throws not_found; invalid_input on `name` when the user has another category with this name and type
 */
export async function changeCategory(ctx: Context, id: number, patch: z.output<typeof CategoryPatch>): Promise<View> {
  const change = ctx.db.batch([
    statement(
      `UPDATE categories SET name = coalesce(?3, name), type = coalesce(?4, type), updatedAt = ?5
        WHERE userId = ?1 AND id = ?2`,
      ctx.userId,
      id,
      patch.name ?? null,
      patch.type ?? null,
      ctx.now,
    ),
    selectCategory(ctx, id),
  ]);
  const [, [row] = []] = await refuseTaken(change, "name", nameTaken);
  if (!row) throw notFound();
  return categoryView(row);
}

/**
 * Deletes a category, and its transactions too when `cascade` is true. One D1 call.
 * @throws not_found; invalid_state when it has transactions and `cascade` is false
 */
export async function removeCategory(ctx: Context, id: number, cascade: boolean): Promise<undefined> {
  const key = [ctx.userId, id];
  const [[found] = [], , removed = []] = await ctx.db.batch([
    statement("SELECT id FROM categories WHERE userId = ? AND id = ?", ...key),
    statement("DELETE FROM transactions WHERE userId = ? AND category = ? AND ?", ...key, cascade ? 1 : 0),
    statement(
      `DELETE FROM categories WHERE userId = ?1 AND id = ?2
          AND NOT EXISTS (SELECT 1 FROM transactions WHERE category = ?2)
        RETURNING id`,
      ...key,
    ),
  ]);
  if (!found) throw notFound();
  if (removed.length === 0) {
    throw invalidState("This category has transactions. Delete them first, or with ?cascade=true.");
  }
  return undefined;
}

/** Selects categories, in the order of their creation, with the sums of their transactions, which `readSum` reads. */
const withTotals = (where: Condition): Statement =>
  statement(
    `SELECT c.id, c.name, c.type, ${exactSum("t.amount")}
      FROM categories c LEFT JOIN transactions t ON t.category = c.id
      WHERE ${where.sql}
      GROUP BY c.id
      ORDER BY c.id`,
    ...where.params,
  );

/** Selects all categories of the user, with the sums of their transactions, which `readSum` reads. */
export const selectCategories = (ctx: Context): Statement => withTotals(ofUser(ctx));

const selectCategory = (ctx: Context, id: number): Statement =>
  withTotals(allOf([ofUser(ctx), { sql: "c.id = ?", params: [id] }]));

const ofUser = ({ userId }: Context): Condition => ({ sql: "c.userId = ?", params: [userId] });

const categoryView = (row: RawRow): View => ({
  id: Number(row.id),
  name: String(row.name),
  type: unsafeCast<CategoryType>(row.type),
  total_amount: sumOf(readSum(row)),
});

const nameTaken = () => invalid("name", "A category with this name and type already exists.");
