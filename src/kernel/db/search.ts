import { integer, type SQLiteColumn, text } from "drizzle-orm/sqlite-core";
import { searchedTexts, searchText } from "../text.ts";
import type { Condition } from "./condition.ts";

// Search in the texts of rows. `instr` decides whether a row is found; but it has to fetch the row, and a word that nobody
// wrote would fetch all rows of a list. So each row also has a signature: every pair and every triple of neighbouring
// characters of its text sets one bit. A text can only contain the query if it has all of the query's bits. An index whose
// last columns are the signature is walked in the order of the list, and hardly any rows are fetched in vain. A signature
// takes the same few bytes in the user's own index however many users there are, which no index of words does.
//
// A query of one character has no bits: all rows are looked at. Texts of several hundred characters have most bits set.

/** The columns of the signature. Three take 49 bytes a row, with the index; two let many more rows through. */
const SIGNATURE = ["searchBits1", "searchBits2", "searchBits3"] as const;
/** SQLite stores an integer of 47 bits and a sign in six bytes; JavaScript sets bits in numbers of 31 bits and a sign. */
const BITS_PER_HALF = 23;
const BITS = 2 * BITS_PER_HALF * SIGNATURE.length;
const LINE_BREAK = 10;

/** Columns whose values follow from the texts of their row: they are neither shown nor part of any history. */
export const SEARCH_COLUMNS = ["search", ...SIGNATURE] as const;

/** What `searchColumns` holds, read back. */
export type SearchFields = { search: string } & Record<(typeof SIGNATURE)[number], number>;

/** A signature with all bits: of rows that were written without one, which are looked at whatever is searched. */
const UNKNOWN = -1;

/** The columns of a table whose rows are searched. */
export const searchColumns = () => ({
  /** What search looks into: see `searchText`. */
  search: text().notNull(),
  searchBits1: integer().notNull().default(UNKNOWN),
  searchBits2: integer().notNull().default(UNKNOWN),
  searchBits3: integer().notNull().default(UNKNOWN),
});

/** The last columns of an index that searches walk in the order of the list. */
export const signatureOf = (table: Record<(typeof SIGNATURE)[number], SQLiteColumn>) =>
  [table.searchBits1, table.searchBits2, table.searchBits3] as const;

/** The values of the search columns of a row with these texts. */
export function searchFields(parts: readonly (string | null | undefined)[]): SearchFields {
  const search = searchText(parts);
  const [searchBits1 = 0, searchBits2 = 0, searchBits3 = 0] = bitsOf(search);
  return { search, searchBits1, searchBits2, searchBits3 };
}

/** The condition that a row is found: case, accents and apostrophes make no difference, and nothing is a wildcard. */
export function searchCondition(query: string): Condition {
  const found = searchedTexts(query).map((text): Condition => {
    const bits = bitsOf(text).flatMap((value, index) => (value === 0 ? [] : [{ column: SIGNATURE[index], value }]));
    return {
      // No bit of the query may be missing.
      sql: [...bits.map(({ column }) => `(~${column} & ?) = 0`), "instr(search, ?) > 0"].join(" AND "),
      params: [...bits.map(({ value }) => value), text],
    };
  });
  return {
    sql: `(${found.map(({ sql }) => sql).join(" OR ")})`,
    params: found.flatMap(({ params }) => params),
  };
}

/** The bits of a text, one number per column. Lines are separate texts: no query has a line break. */
function bitsOf(text: string): number[] {
  const halves = new Int32Array(2 * SIGNATURE.length);
  const set = (bit: number) => {
    const half = Math.floor(bit / BITS_PER_HALF);
    halves[half] = (halves[half] ?? 0) | (1 << (bit % BITS_PER_HALF));
  };
  let [last, beforeLast] = [LINE_BREAK, LINE_BREAK];
  for (let index = 0; index < text.length; index += 1) {
    const next = text.charCodeAt(index);
    if (next !== LINE_BREAK && last !== LINE_BREAK) {
      set(hash(last, next, 0));
      if (beforeLast !== LINE_BREAK) set(hash(beforeLast, last, next));
    }
    beforeLast = last;
    last = next;
  }
  return SIGNATURE.map((_, column) => (halves[2 * column + 1] ?? 0) * 2 ** BITS_PER_HALF + (halves[2 * column] ?? 0));
}

/** The bit of two or three characters, by FNV-1a over code units and a final mix. Stored bits depend on it: it never changes. */
function hash(first: number, second: number, third: number): number {
  let mixed = Math.imul(0x811c9dc5 ^ first, 0x01000193);
  mixed = Math.imul(mixed ^ second, 0x01000193);
  mixed = Math.imul(mixed ^ third, 0x01000193);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return ((mixed ^ (mixed >>> 12)) >>> 0) % BITS;
}
