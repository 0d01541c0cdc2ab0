import { AppError, notFound } from "../errors.ts";
import { ALWAYS, type Condition } from "./condition.ts";

// Rows with a version, for tables that are no synced entities: every write raises the version by one, replies carry it
// as `ETag`, and clients may name the versions that they have in `If-Match` (RFC 9110, section 13.1.1).

export interface Versioned {
  version: number;
}

/** The versions that a request's `If-Match` names; null when it accepts any version (header absent, or `*`). */
export type IfMatch = readonly number[] | null;

const MAX_ATTEMPTS = 8;

interface Edit<Row extends Versioned> {
  ifMatch: IfMatch;
  /** Reads the row. At most one D1 call; undefined when there is no such row. */
  load(): Promise<Row | undefined>;
  /** The row as the client sees it, for the error `stale`. */
  view(row: Row): unknown;
  /**
   * Writes the row on the condition that it still has the version of `row`, and raises that. At most one D1 call.
   * @returns the row as written; undefined when it had another version by then
   */
  write(row: Row): Promise<Row | undefined>;
}

/**
 * Edits one row: loads it and writes it, and does both again when another write came in between. A client that sent
 * `If-Match` gets an error instead, as soon as the row has a version that it did not name.
 * @throws not_found; stale, with the current row, when `If-Match` does not name its version
 */
export async function editRow<Row extends Versioned>({ ifMatch, load, view, write }: Edit<Row>): Promise<Row> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const row = await load();
    if (!row) throw notFound();
    requireVersion(row, ifMatch, view);
    const written = await write(row);
    if (written) return written;
  }
  throw new AppError("stale", { message: "Other writes kept changing the same row; try again" });
}

/**
 * Compares the row's version with `If-Match`; `view` is the row as the client sees it.
 * @throws stale, with the current row and its `ETag`, when `If-Match` does not name the row's version
 */
export function requireVersion<Row extends Versioned>(row: Row, ifMatch: IfMatch, view: (row: Row) => unknown): void {
  if (ifMatch === null || ifMatch.includes(row.version)) return;
  throw new AppError("stale", {
    message: "Somebody else changed it meanwhile",
    data: view(row),
    headers: { ETag: `"${row.version}"` },
  });
}

/** The condition that a row of `table` has a version that `If-Match` names, for statements that check it themselves. */
export const hasVersion = (table: string, ifMatch: IfMatch): Condition =>
  ifMatch === null
    ? ALWAYS
    : { sql: `${table}.version IN (SELECT value FROM json_each(?))`, params: [JSON.stringify(ifMatch)] };
