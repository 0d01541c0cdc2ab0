import { z } from "zod";
import type { Context } from "../../kernel/context.ts";
import type { RawRow } from "../../kernel/db/database.ts";
import { type Listing, readPage } from "../../kernel/db/page.ts";
import { notFound } from "../../kernel/errors.ts";

// Lists as Django REST Framework (DRF) replies with them: a bare array, or, when the client asks for a page, an object
// with the number of all rows and the addresses of the pages before and after.

const LIMIT = 20;
const LIMIT_MAX = 100;

/** Query parameters; a list comes in pages only when one of them is given. */
export const pageQuery = {
  page: z.coerce.number().int().min(1).max(1_000_000).optional(),
  limit: z.coerce.number().int().min(1).max(LIMIT_MAX).optional(),
};

/** The reply of a list: an array of `view`, or DRF's page of them. `name` is the resource, for the OpenAPI document. */
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
 * All rows of a listing, or one page of them, as `view` shows them. One D1 call.
 * @param path the list's own path, for the addresses of other pages
 * @throws not_found for a page after the last
 */
export async function listRows<View>(
  ctx: Context,
  path: string,
  query: Query,
  list: Listing & { view(row: RawRow): View },
): Promise<View[] | Page<View>> {
  if (query.page === undefined && query.limit === undefined) return (await ctx.db.all(list.rows)).map(list.view);
  const { page = 1, limit = LIMIT, ...filters } = query;
  const { rows, meta } = await readPage(ctx.db, list, { page, limit });
  if (rows.length === 0 && page > 1) throw notFound();
  const link = (target: number) => `${ctx.client.baseUrl}${path}?${queryText({ ...filters, page: target, limit })}`;
  return {
    count: meta.total,
    next: meta.hasMore ? link(page + 1) : null,
    previous: page > 1 ? link(page - 1) : null,
    results: rows.map(list.view),
  };
}

/** The parameters that have a value. */
const queryText = (query: Record<string, unknown>): string =>
  Object.entries(query)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(String(value))}`]))
    .join("&");
