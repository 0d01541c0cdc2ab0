/** A row's fields as on the wire. */
export type Fields = Readonly<Record<string, unknown>>;

/** The result of comparing a local change with its base and the row of the server. */
export interface Comparison {
  /** What of the local change is new to the server. */
  accepted: Record<string, unknown>;
  /** Fields that both sides set to different values. */
  clashes: string[];
}

/**
 * Compares a local change with its base and the server's row, field by field. A field that the change leaves at its
 * base value is no change. `base: null` means that the log no longer reaches back: whatever differs clashes.
 * @param yields values that differ and yet do not clash: the entity decides between them
 */
export function threeWay(
  local: Fields,
  base: Fields | null,
  server: Fields,
  yields: (field: string, sent: unknown, current: unknown) => boolean = () => false,
): Comparison {
  const comparison: Comparison = { accepted: {}, clashes: [] };
  for (const [field, value] of Object.entries(local)) {
    const isChanged = base === null || !isSameAsStated(value, base[field]);
    if (!isChanged || isSameAsStated(value, server[field])) continue;
    const isTaken = (base !== null && isSame(server[field], base[field])) || yields(field, value, server[field]);
    if (isTaken) comparison.accepted[field] = value;
    else comparison.clashes.push(field);
  }
  return comparison;
}

/**
 * The part of a waiting change that a merge takes over: what only the local side changed, and of what both changed
 * what was written later than the server's value.
 * @param serverTime when the server's value of a field was written (UTC ms)
 */
export function laterWins(
  local: Fields,
  base: Fields,
  server: Fields,
  localTime: number,
  serverTime: (field: string) => number,
): Record<string, unknown> {
  const { accepted, clashes } = threeWay(local, base, server);
  const won = clashes.filter((field) => localTime > serverTime(field));
  return { ...accepted, ...Object.fromEntries(won.map((field) => [field, local[field]])) };
}

/** A device's clock may run ahead: a time after the change's arrival counts as its arrival. Both UTC ms. */
export const writtenAt = (localUpdatedAt: number, arrivedAt: number): number => Math.min(localUpdatedAt, arrivedAt);

/** One edit of a row: `{field: [from, to]}`. Its creation is none. */
export interface Edit {
  rev: number;
  changes: Readonly<Record<string, readonly [from: unknown, to: unknown]>>;
}

/**
 * The row as it was before the edits, which come newest first.
 * @param known by field the newest write that counts as part of the base; edits up to it stay
 */
export function undoEdits<Row extends object>(
  row: Row,
  edits: readonly Edit[],
  known: ReadonlyMap<string, number>,
): Row {
  const earlier = edits.flatMap(({ rev, changes }) =>
    Object.entries(changes).flatMap(([field, [from]]) => (rev <= (known.get(field) ?? 0) ? [] : [[field, from]])),
  );
  // Of several edits to one field the oldest comes last, and stays.
  return { ...row, ...Object.fromEntries(earlier) };
}

/** Equal JSON values; the order of keys does not matter. */
export function isSame(left: unknown, right: unknown): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => isSame(item, right[index]));
  }
  if (!isObject(left) || !isObject(right)) return (left ?? null) === (right ?? null);
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => isSame(left[key], right[key]));
}

/** Like `isSame`, but a part that names an existing one by its id may leave out what stays as it is. */
function isSameAsStated(said: unknown, stored: unknown): boolean {
  if (Array.isArray(said) && Array.isArray(stored)) {
    return said.length === stored.length && said.every((item, index) => isSameAsStated(item, stored[index]));
  }
  if (!isObject(said) || !isObject(stored) || said.id === undefined) return isSame(said, stored);
  return Object.entries(said).every(([key, value]) => isSame(value, stored[key]));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
