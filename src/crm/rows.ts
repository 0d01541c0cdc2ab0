import type { z } from "zod";
import type { Context } from "../kernel/context.ts";
import type { RawRow, Statement } from "../kernel/db/database.ts";
import type { Condition } from "../kernel/db/page.ts";
import { AppError, notFound } from "../kernel/errors.ts";
import type { Pagination } from "./contract.ts";

const MAX_ATTEMPTS = 8;

/** The caller's id as rows keep it. */
export const ownerOf = ({ userId }: Pick<Context, "userId">): number => Number(userId);

/** Rows of `table` that the caller may reach: their own, or all for an administrator. */
export async function scopeOf(ctx: Context, table: string): Promise<Condition> {
  const { role } = await ctx.principal();
  return role === "admin" ? { sql: "1", params: [] } : { sql: `${table}.userId = ?`, params: [ownerOf(ctx)] };
}

export const allOf = (conditions: readonly Condition[]): Condition => ({
  sql: conditions.map(({ sql }) => sql).join(" AND "),
  params: conditions.flatMap(({ params }) => params),
});

interface Page {
  page: number;
  limit: number;
}

interface Listing extends Page {
  select: string;
  /** The table or join; `counted` is enough to count its rows. */
  from: string;
  counted: string;
  where: Condition;
  orderBy: string;
}

/** Two statements of one call: the page's rows, and how many there are. */
export const pageStatements = ({ select, from, counted, where, orderBy, page, limit }: Listing): Statement[] => [
  {
    sql: `SELECT ${select} FROM ${from} WHERE ${where.sql} ORDER BY ${orderBy} LIMIT ? OFFSET ?`,
    params: [...where.params, limit, (page - 1) * limit],
  },
  { sql: `SELECT count(*) AS total FROM ${counted} WHERE ${where.sql}`, params: where.params },
];

export const paginationOf = ({ page, limit }: Page, [count]: RawRow[] = []): z.output<typeof Pagination> => {
  const total = Number(count?.total);
  return { currentPage: page, totalPages: Math.ceil(total / limit), totalItems: total, itemsPerPage: limit };
};

/** SQL for the row that `query` finds, as a JSON object: what `once` keeps. */
export const jsonOf = (query: string, columns: readonly string[]): string =>
  `(SELECT json_object(${columns.map((name) => `'${name}', ${name}`).join(", ")}) FROM (${query}))`;

/** A row whose every write raises its version. */
export interface Versioned {
  version: number;
}

/** A write to one row: how to read it, how it looks to the client, and how to write it if it still is as it was read. */
interface Edit<Row extends Versioned> {
  ifMatch: readonly number[] | null;
  /** One D1 call; undefined when there is no such row. */
  load(): Promise<Row | undefined>;
  fresh(row: Row): unknown;
  /** One D1 call; undefined when the row has another version by now. */
  write(row: Row): Promise<Row | undefined>;
}

/**
 * Changes a row, on fresh state again when another write came first, unless the client insists on the version it knows.
 * @throws not_found; stale with the fresh row, when `If-Match` names none of its versions
 */
export async function edit<Row extends Versioned>({ ifMatch, load, fresh, write }: Edit<Row>): Promise<Row> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const row = await load();
    if (!row) throw notFound();
    requireKnown(row, ifMatch, fresh);
    const written = await write(row);
    if (written) return written;
  }
  throw new AppError("stale", { message: "Other writes kept changing the same row; try again" });
}

/** @throws stale with the fresh row, unless the client knows its version or asked for any */
export function requireKnown<Row extends Versioned>(
  row: Row,
  ifMatch: readonly number[] | null,
  fresh: (row: Row) => unknown,
): void {
  if (ifMatch === null || ifMatch.includes(row.version)) return;
  throw new AppError("stale", {
    message: "Somebody else changed it meanwhile",
    data: fresh(row),
    headers: { ETag: `"${row.version}"` },
  });
}

/** A condition on the row's version, for statements that check it themselves. */
export const versionIn = (ifMatch: readonly number[] | null, table: string): Condition =>
  ifMatch === null
    ? { sql: "1", params: [] }
    : { sql: `${table}.version IN (SELECT value FROM json_each(?))`, params: [JSON.stringify(ifMatch)] };
