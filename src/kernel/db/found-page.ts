import { LIMITS } from "../../limits.ts";
import type { Condition } from "./condition.ts";
import { type Database, type RawRow, type Statement, statement } from "./database.ts";
import type { Listing, PageMeta, PageRequest } from "./page.ts";

// Pages of searches. To count what a search finds, all rows of the list have to be looked at, however many stand on the page.
// So that is done only in lists that are short enough. In longer ones a search ends with its page and one row more, which
// tells that there is a next page; the total is known on the last page alone.

/**
 * Two statements for a batch, whose answers `foundPage` reads: the rows, and their number if it is counted.
 * @param size the number of rows in the list that is searched, as a scalar in SQL
 */
export const foundStatements = (
  { rows, count }: Listing,
  { page, limit }: PageRequest,
  size: Condition,
): [Statement, Statement] => [
  statement(`${rows.sql} LIMIT ? OFFSET ?`, ...rows.params, limit + 1, (page - 1) * limit),
  statement(
    `SELECT iif(${size.sql} < ?, (${count.sql}), NULL) AS total`,
    ...size.params,
    LIMITS.http.countedRows,
    ...count.params,
  ),
];

/** The page of a search, and its numbers. */
export function foundPage(
  { page, limit }: PageRequest,
  found: readonly RawRow[] = [],
  [count]: readonly RawRow[] = [],
): { rows: RawRow[]; meta: PageMeta } {
  const rows = found.slice(0, limit);
  const hasMore = found.length > limit;
  const isLast = !hasMore && (rows.length > 0 || page === 1);
  const end = isLast ? (page - 1) * limit + rows.length : null;
  const total = typeof count?.total === "number" ? count.total : end;
  return { rows, meta: { page, limit, total, totalPages: total === null ? null : Math.ceil(total / limit), hasMore } };
}

/** The page of a search. One D1 call. @param size the number of rows in the list that is searched, as a scalar in SQL */
export async function readFoundPage(
  db: Database,
  list: Listing,
  request: PageRequest,
  size: Condition,
): Promise<{ rows: RawRow[]; meta: PageMeta }> {
  const [rows, count] = await db.batch(foundStatements(list, request, size));
  return foundPage(request, rows, count);
}
