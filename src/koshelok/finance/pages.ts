import { z } from "zod";
import type { Context } from "../../kernel/context.ts";
import { type RawRow, type Statement, statement } from "../../kernel/db/database.ts";
import { notFound } from "../../kernel/errors.ts";

const LIMIT = 20;
const LIMIT_MAX = 100;

/** A list comes in pages only when one of these is given. */
export const pageQuery = {
  page: z.coerce.number().int().min(1).max(1_000_000).optional(),
  limit: z.coerce.number().int().min(1).max(LIMIT_MAX).optional(),
};

/** A bare array, or DRF's page. */
export const listOf = <View extends z.ZodType>(name: string, view: View) =>
  z.union([
    z.array(view),
    z
      .object({
        count: z.int().meta({ example: 1 }),
        next: z.string().nullable(),
        previous: z.string().nullable(),
        results: z.array(view),
      })
      .meta({ id: `${name}Page` }),
  ]);

interface Query {
  page?: number | undefined;
  limit?: number | undefined;
  [filter: string]: unknown;
}

interface Page<View> {
  count: number;
  next: string | null;
  previous: string | null;
  results: View[];
}

/**
 * Rows of `select` (with its order), all or one page of them; `count` says how many there are. One D1 call.
 * @throws not_found for a page after the last
 */
export async function listRows<View>(
  ctx: Context,
  path: string,
  query: Query,
  { select, count, view }: { select: Statement; count: Statement; view(row: RawRow): View },
): Promise<View[] | Page<View>> {
  if (query.page === undefined && query.limit === undefined) return (await ctx.db.all(select)).map(view);
  const { page = 1, limit = LIMIT, ...filters } = query;
  const [rows = [], [counted] = []] = await ctx.db.batch([
    statement(`${select.sql} LIMIT ? OFFSET ?`, ...select.params, limit, (page - 1) * limit),
    count,
  ]);
  const total = Number(counted?.total);
  if (rows.length === 0 && page > 1) throw notFound();
  const link = (to: number) =>
    `${ctx.client.baseUrl}${path}?${new URLSearchParams(filled({ ...filters, page: to, limit }))}`;
  return {
    count: total,
    next: page * limit < total ? link(page + 1) : null,
    previous: page > 1 ? link(page - 1) : null,
    results: rows.map(view),
  };
}

const filled = (query: Record<string, unknown>): [string, string][] =>
  Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
