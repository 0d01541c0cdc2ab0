import { isDeepStrictEqual } from "node:util";
import type { Fields } from "./replica.ts";

const DIFFERENCES_SHOWN = 10;

export const chapter = (title: string): void => console.log(`\n── ${title}`);

export const say = (sentence: string): void => console.log(`   ${sentence}`);

/** `1 234 567,50 soʻm` as people in Tashkent write it; dollars as `$12.34`. */
export function money(amount: unknown, currency: string): string {
  const decimals = Number.isInteger(amount) ? 0 : 2;
  const digits = new Intl.NumberFormat("ru", { minimumFractionDigits: decimals }).format(Number(amount));
  return currency === "UZS" ? `${digits} soʻm` : `${digits} ${currency}`;
}

/** Ends the demo with exit code 1 unless `isSo`; `evidence` is shown. */
export function check(isSo: boolean, what: string, evidence: unknown): asserts isSo {
  if (isSo) return;
  console.error(`\nFAILED: ${what}`);
  console.error(evidence);
  process.exit(1);
}

/** Two lists of rows must be equal, member by member; the first differences are shown. */
export function checkSame(what: string, left: readonly Fields[], right: readonly Fields[]): void {
  const differences = Array.from({ length: Math.max(left.length, right.length) }, (_, index) => index)
    .filter((index) => !isDeepStrictEqual(left[index], right[index]))
    .map((index) => differenceOf(left[index] ?? {}, right[index] ?? {}));
  check(
    differences.length === 0,
    `${what} differ in ${differences.length} rows`,
    differences.slice(0, DIFFERENCES_SHOWN),
  );
}

/** The fields that are not equal: `{field: [left, right]}`. */
function differenceOf(left: Fields, right: Fields): Fields {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  const unequal = [...names].filter((name) => !isDeepStrictEqual(left[name], right[name]));
  return {
    row: left.name ?? left.title ?? left.id ?? right.id,
    ...Object.fromEntries(unequal.map((name) => [name, [left[name], right[name]]])),
  };
}

export interface Summary {
  totals: { income: number; expense: number; net: number };
  currency: string;
  transactionsCount: number;
  byCategory: { categoryId: string; amount: number; percent: number }[];
}

/** The server's own summary of the month, in three lines. */
export function summaryOf({ totals, currency, transactionsCount, byCategory }: Summary): string {
  const top = byCategory.slice(0, 4).map(({ categoryId, percent }) => `${categoryId} ${percent} %`);
  return [
    `The server's summary: ${transactionsCount} transactions, income ${money(totals.income, currency)},`,
    `   expense ${money(totals.expense, currency)}, net ${money(totals.net, currency)};`,
    `   most went to ${top.join(", ")}.`,
  ].join("\n");
}
