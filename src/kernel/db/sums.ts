import type { RawRow } from "./database.ts";

/** Amounts are summed in two halves, so that no sum of any length overflows SQLite's integers or a double. */
const HALF_BITS = 26;

/** SQL that sums an integer column exactly; `readSum` puts the answer together. */
export const exactSum = (column: string): string =>
  `sum(${column} >> ${HALF_BITS}) AS high, sum(${column} & ${2 ** HALF_BITS - 1}) AS low`;

/** SQL that orders by such a sum. */
export const bySum = (direction: "ASC" | "DESC"): string =>
  `high + (low >> ${HALF_BITS}) ${direction}, low & ${2 ** HALF_BITS - 1} ${direction}`;

export const readSum = ({ high, low }: RawRow): bigint =>
  (BigInt(Number(high)) << BigInt(HALF_BITS)) + BigInt(Number(low));

/** `part` of `whole` in percent, one decimal, half away from zero; 0 of nothing. `whole` must not be negative. */
export function percentOf(part: bigint, whole: bigint): number {
  if (whole === 0n) return 0;
  const doubled = (part * 2000n) / whole;
  return Number((doubled + (doubled < 0n ? -1n : 1n)) / 2n) / 10 + 0;
}
