// Conditions that SQL text is put together from, each with its parameters.

/** An SQL condition with positional parameters (`?`). */
export interface Condition {
  sql: string;
  params: readonly unknown[];
}

/** Holds for every row. */
export const ALWAYS: Condition = { sql: "1", params: [] };

/** Holds when the statement before it in the batch has changed rows. */
export const CHANGED: Condition = { sql: "changes() > 0", params: [] };

/**
 * An optional filter: the condition, or undefined when one of its parameters is undefined, as an absent query parameter
 * is.
 */
export const filter = (sql: string, ...params: unknown[]): Condition | undefined =>
  params.includes(undefined) ? undefined : { sql, params };

/**
 * Holds where all the given conditions hold; undefined ones are left out. A condition with `OR` needs its parentheses.
 */
export function allOf(conditions: readonly (Condition | undefined)[]): Condition {
  const given = conditions.filter((condition) => condition !== undefined);
  if (given.length === 0) return ALWAYS;
  return {
    sql: given.map(({ sql }) => sql).join(" AND "),
    params: given.flatMap(({ params }) => params),
  };
}
