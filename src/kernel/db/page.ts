import { z } from "zod";
import type { Condition } from "./condition.ts";
import { type Database, type RawRow, type Statement, statement } from "./database.ts";

// Lists that are read page by page: what clients ask for, the SQL of one page, and the numbers that go with it.

/** The query parameters of every list: which page, how many rows per page, and in which direction they are sorted. */
export const PageQuery = z.object({
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  sortOrder: z.enum(["asc", "desc"]).default("desc"),
});

/** Which page, counted from 1, of how many rows. */
export interface PageRequest {
  page: number;
  limit: number;
}

/** The numbers of one page of a list. The totals are null where nobody counted: see `found-page.ts`. */
export interface PageMeta extends PageRequest {
  total: number | null;
  totalPages: number | null;
  hasMore: boolean;
}

/** The numbers of a page whose rows are counted. */
export interface CountedPage extends PageMeta {
  total: number;
  totalPages: number;
}

/** The page's numbers, of `total` rows that fulfil the filters. */
export const pageMeta = ({ page, limit }: PageRequest, total: number): CountedPage => ({
  page,
  limit,
  total,
  totalPages: Math.ceil(total / limit),
  hasMore: page * limit < total,
});

/** A list of rows as two queries. */
export interface Listing {
  /** All rows, in their order, without a LIMIT. */
  rows: Statement;
  /** One row with the number of all rows in the column `total`. */
  count: Statement;
}

interface ListingParts {
  /** What is selected of each row. */
  columns: string;
  /** The table, or the join that `columns` need. */
  from: string;
  /** What suffices to count the rows: the table without what is joined to it only to be shown. By default `from`. */
  countFrom?: string;
  where: Condition;
  orderBy: string;
}

/** The listing of the rows that fulfil one condition. */
export const listing = ({ columns, from, countFrom = from, where, orderBy }: ListingParts): Listing => ({
  rows: statement(`SELECT ${columns} FROM ${from} WHERE ${where.sql} ORDER BY ${orderBy}`, ...where.params),
  count: statement(`SELECT count(*) AS total FROM ${countFrom} WHERE ${where.sql}`, ...where.params),
});

/** Two statements for a batch: the rows of one page, and the number of all rows, which `totalOf` reads. */
export const pageStatements = ({ rows, count }: Listing, { page, limit }: PageRequest): [Statement, Statement] => [
  statement(`${rows.sql} LIMIT ? OFFSET ?`, ...rows.params, limit, (page - 1) * limit),
  count,
];

/** The number that a listing's `count` found. */
export const totalOf = ([count]: readonly RawRow[] = []): number => Number(count?.total);

/** One page of a listing, and its numbers. One D1 call. */
export async function readPage(
  db: Database,
  list: Listing,
  request: PageRequest,
): Promise<{ rows: RawRow[]; meta: CountedPage }> {
  const [rows = [], count] = await db.batch(pageStatements(list, request));
  return { rows, meta: pageMeta(request, totalOf(count)) };
}
