import { z } from "zod";
import { type Context, momentOf } from "../kernel/context.ts";
import { allOf, type Condition } from "../kernel/db/condition.ts";
import { type RawRow, type Statement, statement } from "../kernel/db/database.ts";
import { foundPage, foundStatements } from "../kernel/db/found-page.ts";
import { listing, type PageMeta, PageQuery, pageMeta, pageStatements } from "../kernel/db/page.ts";
import { searchCondition } from "../kernel/db/search.ts";
import { notFound } from "../kernel/errors.ts";
import type { EntityTable } from "./columns.ts";
import { ListedStatus } from "./contract.ts";
import type { AnyEntity } from "./entity.ts";
import { customFilter } from "./list.ts";
import { tableSql } from "./table-sql.ts";

/** Literal search that case, accents and apostrophes make no difference to. */
const search = customFilter(z.string().min(1).max(200).meta({ example: "plov" }), searchCondition);

/** What was asked of a list: page, order, and one value per filter given. */
export interface ListQuery {
  page: number;
  limit: number;
  sortBy: string;
  sortOrder: "asc" | "desc";
  [filter: string]: unknown;
}

/**
 * The query parameters of an entity's list, as a schema: bad values are refused, unknown ones ignored.
 * @param parentFilter the filter that is no parameter, because the path names the row whose rows are listed: `counterpartyId`
 */
export function listQuery(entity: AnyEntity, parentFilter?: string) {
  const filters = Object.entries(entity.list.filters)
    .filter(([name]) => name !== parentFilter)
    .map(([name, { schema }]) => [name, schema.optional()]);
  return PageQuery.extend({
    sortBy: z.enum(["createdAt", "updatedAt", ...entity.list.sorts]).default("createdAt"),
    showStatus: ListedStatus.default("active"),
    search: search.schema.optional(),
    ...(Object.fromEntries(filters) as Record<string, z.ZodType>),
  });
}

/** Two statements of one call, for `pageOf`: the page's rows, and how many fulfil the filters. */
export function listStatements(entity: AnyEntity, owner: number, query: ListQuery): [Statement, Statement] {
  const { filters } = entity.list;
  const conditions: Condition[] = [{ sql: "owner = ? AND showStatus = ?", params: [owner, query.showStatus] }];
  for (const [name, { where }] of Object.entries({ ...filters, search })) {
    const value = query[name];
    if (value !== undefined) conditions.push(where(value as never));
  }
  const whole = listing({
    columns: "*",
    from: tableSql(entity.table).name,
    where: allOf(conditions),
    orderBy: listOrder(entity, query),
  });
  const size = sizeOf(entity, owner, query);
  if (isSearch(query)) return foundStatements(whole, query, { sql: `ifnull((${size.sql}), 0)`, params: size.params });
  return pageStatements(conditions.length === 1 ? { ...whole, count: size } : whole, query);
}

const isSearch = (query: ListQuery): boolean => query.search !== undefined;

/** Counting a whole list takes longer the longer it is, so each write keeps its count. */
const sizeOf = (entity: AnyEntity, owner: number, { showStatus }: ListQuery): Statement =>
  statement(
    "SELECT count AS total FROM rowCounts WHERE owner = ? AND entity = ? AND showStatus = ?",
    owner,
    entity.name,
    showStatus,
  );

/** Rows without a value come last in both directions: SQLite puts nulls first, so ascending order says so. Ties go by id. */
export function listOrder(entity: AnyEntity, { sortBy, sortOrder }: Pick<ListQuery, "sortBy" | "sortOrder">): string {
  const name = entity.list.sortColumns?.[sortBy] ?? sortBy;
  const column = tableSql(entity.table).columns.find((candidate) => candidate.name === name);
  const nulls = column?.notNull || sortOrder === "desc" ? "" : " NULLS LAST";
  const tie = entity.list.sortTies?.[sortBy];
  return [`${name} ${sortOrder}${nulls}`, ...(tie ? [`${tie} ${sortOrder}`] : []), `id ${sortOrder}`].join(", ");
}

/** One page of the user's rows, newest first unless asked otherwise: one D1 call. */
export async function listRows(
  ctx: Context,
  entity: AnyEntity,
  query: ListQuery,
): Promise<{ data: unknown[]; meta: PageMeta }> {
  const [rows, count] = await ctx.db.batch(listStatements(entity, ctx.owner, query));
  return pageOf(ctx, entity, query, rows, count);
}

/**
 * As `listRows`, of what belongs to the row `id` of `parent`: a filter of `query` says how. One D1 call.
 * @throws not_found when there is no such row
 */
export async function listRowsOf(
  ctx: Context,
  { parent, id }: { parent: EntityTable; id: string },
  entity: AnyEntity,
  query: ListQuery,
): Promise<{ data: unknown[]; meta: PageMeta }> {
  const [owner, rows, count] = await ctx.db.batch([
    tableSql(parent).byId(ctx.owner, id),
    ...listStatements(entity, ctx.owner, query),
  ]);
  if (!owner?.[0]) throw notFound();
  return pageOf(ctx, entity, query, rows, count);
}

async function pageOf(
  ctx: Context,
  entity: AnyEntity,
  query: ListQuery,
  found: readonly RawRow[] = [],
  count: readonly RawRow[] = [],
): Promise<{ data: unknown[]; meta: PageMeta }> {
  const at = await momentOf(ctx);
  const { rows, meta } = isSearch(query)
    ? foundPage(query, found, count)
    : { rows: found, meta: pageMeta(query, Number(count[0]?.total ?? 0)) };
  return { data: rows.map((row) => entity.wireView(tableSql(entity.table).decode(row) as never, at)), meta };
}
