import type { Context } from "../kernel/context.ts";
import { ALWAYS, type Condition } from "../kernel/db/condition.ts";

// Whose rows a caller may reach: every row belongs to a user, and administrators reach the rows of all users.

/** The caller's id as rows keep it in `userId`. */
export const ownerOf = ({ userId }: Pick<Context, "userId">): number => Number(userId);

/** The condition that the caller may reach a row of `table` (a table's name or alias). */
export async function scopeOf(ctx: Context, table: string): Promise<Condition> {
  const { role } = await ctx.principal();
  return role === "admin" ? ALWAYS : { sql: `${table}.userId = ?`, params: [ownerOf(ctx)] };
}
