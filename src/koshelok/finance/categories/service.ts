import type { z } from "zod";
import { unsafeCast } from "../../../kernel/cast.ts";
import type { Context } from "../../../kernel/context.ts";
import { messagesOf, type RawRow, type Statement, statement } from "../../../kernel/db/database.ts";
import { once } from "../../../kernel/db/once.ts";
import { exactSum, readSum } from "../../../kernel/db/sums.ts";
import { invalid, invalidState, notFound } from "../../../kernel/errors.ts";
import { listRows } from "../pages.ts";
import { type CategoryType, totalOf } from "../rules.ts";
import type { Category, CategoryPatch, CategoryQuery, CategoryView } from "./contract.ts";

type View = z.output<typeof CategoryView>;

/** The user's categories in the order of their creation, with the sums of their transactions. One D1 call. */
export function listCategories(ctx: Context, query: z.output<typeof CategoryQuery>) {
  const type = query.type === undefined ? statement("") : statement("AND c.type = ?", query.type);
  return listRows(ctx, "/finance/categories/", query, {
    select: summed(ctx, type),
    count: statement(
      `SELECT count(*) AS total FROM categories c WHERE c.userId = ? ${type.sql}`,
      ctx.userId,
      ...type.params,
    ),
    view: categoryView,
  });
}

/** One D1 call. @throws not_found */
export async function getCategory(ctx: Context, id: number): Promise<View> {
  const [row] = await ctx.db.all(summed(ctx, statement("AND c.id = ?", id)));
  if (!row) throw notFound();
  return categoryView(row);
}

/** One D1 call. @throws invalid_input on `name` when the user has one of this name and type */
export async function createCategory(ctx: Context, { name, type }: z.output<typeof Category>): Promise<View> {
  const { stored, isFirst, keep, replay } = once(ctx);
  const [earlier = [], [inserted] = []] = await refusingTwins(
    ctx.db.batch([
      stored,
      statement(
        `INSERT INTO categories (userId, name, type, createdAt, updatedAt)
          SELECT ?, ?, ?, ?, ? WHERE ${isFirst.sql} RETURNING id`,
        ctx.userId,
        name,
        type,
        ctx.now,
        ctx.now,
        ...isFirst.params,
      ),
      keep("json_object('id', last_insert_rowid())"),
    ]),
  );
  const row = replay(earlier) ?? inserted;
  return { id: Number(row?.id), name, type, total_amount: 0 };
}

/** One D1 call. @throws not_found; invalid_input on `name`, as above */
export async function changeCategory(ctx: Context, id: number, patch: z.output<typeof CategoryPatch>): Promise<View> {
  const [, [row] = []] = await refusingTwins(
    ctx.db.batch([
      statement(
        `UPDATE categories SET name = coalesce(?3, name), type = coalesce(?4, type), updatedAt = ?5
          WHERE userId = ?1 AND id = ?2`,
        ctx.userId,
        id,
        patch.name ?? null,
        patch.type ?? null,
        ctx.now,
      ),
      summed(ctx, statement("AND c.id = ?", id)),
    ]),
  );
  if (!row) throw notFound();
  return categoryView(row);
}

/**
 * Deletes a category; with `cascade`, its transactions too. One D1 call.
 * @throws not_found; invalid_state when it has transactions and `cascade` is false
 */
export async function removeCategory(ctx: Context, id: number, cascade: boolean): Promise<undefined> {
  const own = [ctx.userId, id];
  const [[found] = [], , removed = []] = await ctx.db.batch([
    statement("SELECT id FROM categories WHERE userId = ? AND id = ?", ...own),
    statement("DELETE FROM transactions WHERE userId = ? AND category = ? AND ?", ...own, cascade ? 1 : 0),
    statement(
      `DELETE FROM categories WHERE userId = ?1 AND id = ?2
        AND NOT EXISTS (SELECT 1 FROM transactions WHERE category = ?2) RETURNING id`,
      ...own,
    ),
  ]);
  if (!found) throw notFound();
  if (removed.length === 0) {
    throw invalidState("This category has transactions. Delete them first, or with ?cascade=true.");
  }
  return undefined;
}

/** Categories with `high` and `low` of their sums; `condition` narrows them down. */
export const summed = ({ userId }: Context, condition: Statement): Statement =>
  statement(
    `SELECT c.id, c.name, c.type, ${exactSum("t.amount")}
      FROM categories c LEFT JOIN transactions t ON t.category = c.id
      WHERE c.userId = ? ${condition.sql} GROUP BY c.id ORDER BY c.id`,
    userId,
    ...condition.params,
  );

const categoryView = (row: RawRow): View => ({
  id: Number(row.id),
  name: String(row.name),
  type: unsafeCast<CategoryType>(row.type),
  total_amount: totalOf(readSum(row)),
});

async function refusingTwins<Result>(write: Promise<Result>): Promise<Result> {
  try {
    return await write;
  } catch (error) {
    if (!messagesOf(error).includes("UNIQUE constraint failed: categories.")) throw error;
    throw invalid("name", "A category with this name and type already exists.");
  }
}
