import { raw, Sql, default as sql } from "sql-template-tag";
import type { Statement } from "../kernel/db/database.ts";
import { storedId } from "../kernel/db/stored-id.ts";

// SQL that is put together from parts: each part carries its own parameters.
// `sql\`SELECT goalId FROM tasks WHERE id = ${id}\`` is a part; a part inside another one is inlined.

export { raw, Sql, sql };

/** A query of one column that finds nothing. `isNothing` recognizes it, so that no statement is sent for it. */
export const NOTHING = sql`SELECT NULL AS value WHERE FALSE`;

/** True for `NOTHING`; false for any other query, even if it finds nothing. */
export const isNothing = (query: Sql): boolean => query === NOTHING;

/** A query over rows that another query selects, unless that one is known to find nothing. */
export const ifAny = (selected: Sql, query: Sql): Sql => (isNothing(selected) ? NOTHING : query);

/** The values of a list as a query of one column `value`: the list travels as one JSON parameter. */
export const listed = (values: Iterable<string>): Sql => listOf(values, (value) => value);

/** The same for ids, which are stored in another form. */
export const listedIds = (ids: Iterable<string>): Sql => listOf(ids, storedId);

interface List {
  readonly values: ReadonlySet<string>;
  readonly store: (value: string) => string;
}

const lists = new WeakMap<Sql, List>();

function listOf(given: Iterable<string>, store: (value: string) => string): Sql {
  const values = new Set(given);
  if (values.size === 0) return NOTHING;
  const query = sql`SELECT value FROM json_each(${JSON.stringify(Array.from(values, store))})`;
  lists.set(query, { values, store });
  return query;
}

/** The values of a list, which are known without running the query; undefined for any other query. */
export const valuesOf = (query: Sql): ReadonlySet<string> | undefined =>
  isNothing(query) ? new Set() : lists.get(query)?.values;

/** D1 takes compound SELECTs of up to so many terms. */
const COMPOUND_MAX = 5;

/** The terms of the unions that `union` made, so that a union of unions is one again. */
const unions = new WeakMap<Sql, readonly Sql[]>();

/**
 * The rows of any number of queries with the same columns; equal queries are included once, lists become one list. Rows may be
 * repeated: whoever joins or counts them says DISTINCT. UNION would drop repeated rows, but to find them SQLite goes through
 * each query's rows in their order, and for that through all rows of a user instead of an index that finds the few.
 */
export function union(queries: readonly Sql[]): Sql {
  const listTerms: Sql[] = [];
  const others: Sql[] = [];
  for (const term of queries.flatMap((query) => unions.get(query) ?? query)) {
    if (isNothing(term)) continue;
    if (lists.has(term)) listTerms.push(term);
    else if (!others.some((other) => isSameSql(other, term))) others.push(term);
  }
  const terms = [...oneList(listTerms), ...others];
  const [first = NOTHING] = terms;
  if (terms.length <= 1) return first;
  const whole = compound(terms);
  unions.set(whole, terms);
  return whole;
}

function oneList(terms: readonly Sql[]): readonly Sql[] {
  const [first, ...others] = terms.flatMap((term) => lists.get(term) ?? []);
  if (!first || others.length === 0) return terms;
  return [
    listOf(
      [first, ...others].flatMap(({ values }) => [...values]),
      first.store,
    ),
  ];
}

function compound(terms: readonly Sql[]): Sql {
  if (terms.length <= COMPOUND_MAX) return joined(terms);
  const groups = Array.from({ length: Math.ceil(terms.length / COMPOUND_MAX) }, (_, index) =>
    terms.slice(index * COMPOUND_MAX, (index + 1) * COMPOUND_MAX),
  );
  return compound(groups.map((group) => sql`SELECT * FROM (${joined(group)})`));
}

const joined = (terms: readonly Sql[]): Sql =>
  new Sql(["", ...terms.slice(1).map(() => " UNION ALL "), ""], [...terms]);

/** True when two parts have the same text and the same parameters. */
export const isSameSql = (left: Sql, right: Sql): boolean =>
  left === right ||
  (left.values.length === right.values.length &&
    left.values.every((value, index) => value === right.values[index]) &&
    left.strings.every((text, index) => text === right.strings[index]));

/** The statement that D1 runs: parameters are numbered, and equal ones are sent once. */
export function render({ strings, values }: Sql): Statement {
  const numbers = new Map<unknown, number>();
  let text = strings[0] ?? "";
  for (const [index, value] of values.entries()) {
    const number = numbers.get(value) ?? numbers.size + 1;
    numbers.set(value, number);
    text += `?${number}${strings[index + 1] ?? ""}`;
  }
  return { sql: text, params: [...numbers.keys()] };
}
