// One page of what changed, cut out of the answers of several tables. Rows are ordered by write, then by table, then as the
// table's answer holds them.

/** What one table has after the start of a page. */
export interface Answer<Row> {
  /** Ordered by `rev`, and never less than the page may hold of this table. */
  readonly rows: readonly Row[];
  /** True when the last write of `rows` may have further rows, because the answer became too long. */
  readonly isCut: boolean;
  /** True when the table has rows of later writes than the last one of `rows`. */
  readonly hasLater: boolean;
}

export interface PageBounds<Row> {
  /** Rows that the client asked for: a page ends with a whole write, as far as one fits. */
  readonly limit: number;
  /** What a page may hold if its first write alone is larger than `limit`. */
  readonly rowsMax: number;
  readonly bytesMax: number;
  /** Bytes of a row in the reply. */
  sizeOf(row: Row): number;
}

export interface Page<Row> {
  readonly rows: Row[];
  readonly hasMore: boolean;
  /** True when rows of the last write of the page are left for the next one. */
  readonly endsInsideWrite: boolean;
}

interface Placed<Row> {
  readonly row: Row;
  readonly table: number;
}

/**
 * The first changes, as many whole writes as the bounds allow. A write that is larger than a whole page is split: the page
 * ends inside it, and the next one continues there. A page is empty only when there is nothing.
 */
export function pageOf<Row extends { rev: number }>(
  answers: readonly Answer<Row>[],
  { limit, rowsMax, bytesMax, sizeOf }: PageBounds<Row>,
): Page<Row> {
  const found = answers
    .flatMap(({ rows }, table) => rows.map((row): Placed<Row> => ({ row, table })))
    .toSorted((a, b) => a.row.rev - b.row.rev);
  const { known, isLastWhole } = knownPart(answers, found);
  const hasOthers = known.length < found.length || answers.some(({ isCut, hasLater }) => isCut || hasLater);
  const endsWrite = (count: number) =>
    count === known.length ? isLastWhole : known[count - 1]?.row.rev !== known[count]?.row.rev;

  const firstRev = known[0]?.row.rev;
  let bytes = 0;
  let whole = 0;
  let count = 0;
  for (const { row } of known) {
    bytes += sizeOf(row);
    const isFirstWrite = row.rev === firstRev;
    if (count > 0 && (bytes > bytesMax || count >= (isFirstWrite ? rowsMax : limit))) break;
    count += 1;
    if (endsWrite(count)) whole = count;
  }
  const length = whole > 0 ? whole : count;
  return {
    rows: known.slice(0, length).map(({ row }) => row),
    hasMore: hasOthers || length < known.length,
    endsInsideWrite: length > 0 && !endsWrite(length),
  };
}

/** The rows up to the first place where an answer has a gap, and whether they hold all rows of their last write. */
function knownPart<Row extends { rev: number }>(
  answers: readonly Answer<Row>[],
  found: readonly Placed<Row>[],
): { known: readonly Placed<Row>[]; isLastWhole: boolean } {
  let [rev, table] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  answers.forEach(({ rows, isCut, hasLater }, index) => {
    const last = rows.at(-1)?.rev;
    if (last === undefined || !(isCut || hasLater)) return;
    const end = isCut ? index : Number.POSITIVE_INFINITY;
    if (last < rev || (last === rev && end < table)) [rev, table] = [last, end];
  });
  const known = found.filter(({ row, table: own }) => row.rev < rev || (row.rev === rev && own <= table));
  return { known, isLastWhole: table === Number.POSITIVE_INFINITY || known.at(-1)?.row.rev !== rev };
}
