import type { RawRow } from "./database.ts";

// Exact sums of integer columns, and shares of such sums. A column is summed in two halves, its upper bits and its
// lower ones, so that no number of rows overflows SQLite's 64-bit integers or the double that a result travels as.

const LOWER_BITS = 26;
const LOWER_MASK = 2 ** LOWER_BITS - 1;

/**
 * SQL that selects the exact sum of an integer column as the columns `high` and `low`; `readSum` puts them together.
 */
export const exactSum = (column: string): string =>
  `sum(${column} >> ${LOWER_BITS}) AS high, sum(${column} & ${LOWER_MASK}) AS low`;

/** SQL that orders by such a sum. */
export const bySum = (direction: "ASC" | "DESC"): string =>
  `high + (low >> ${LOWER_BITS}) ${direction}, low & ${LOWER_MASK} ${direction}`;

/** The sum that a row with the columns of `exactSum` holds. */
export const readSum = ({ high, low }: RawRow): bigint =>
  (BigInt(Number(high)) << BigInt(LOWER_BITS)) + BigInt(Number(low));

/**
 * `part` of `whole` in percent with one decimal, halves rounded away from zero; 0 when `whole` is 0.
 * @param whole must not be negative
 */
export function percentOf(part: bigint, whole: bigint): number {
  if (whole === 0n) return 0;
  const tenthsTwice = (part * 2000n) / whole;
  const tenths = (tenthsTwice + (tenthsTwice < 0n ? -1n : 1n)) / 2n;
  // Adding 0 turns -0 into 0.
  return Number(tenths) / 10 + 0;
}
