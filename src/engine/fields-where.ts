/**
 * The fields that `isKept` keeps, in their order. By a loop, since `Object.entries` and `Object.fromEntries` take four times as
 * long, which counts for the sixty fields of each of 500 rows.
 */
export function fieldsWhere(
  fields: Readonly<Record<string, unknown>>,
  isKept: (value: unknown, name: string) => boolean,
): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const name in fields) if (isKept(fields[name], name)) kept[name] = fields[name];
  return kept;
}
