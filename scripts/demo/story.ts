import { isDeepStrictEqual } from "node:util";
import type { Fields } from "./replica.ts";

// Prints what the demo does, and ends it when a check fails.

const DIFFERENCES_SHOWN = 10;

export const chapter = (title: string): void => console.log(`\n── ${title}`);

export const say = (sentence: string): void => console.log(`   ${sentence}`);

/** An amount as people in Tashkent write it: `1 234 567,50 soʻm`, `12,34 USD`. */
export function money(amount: unknown, currency: string): string {
  const decimals = Number.isInteger(amount) ? 0 : 2;
  const digits = new Intl.NumberFormat("ru", { minimumFractionDigits: decimals }).format(Number(amount));
  return currency === "UZS" ? `${digits} soʻm` : `${digits} ${currency}`;
}

/** Ends the demo with exit code 1 unless the condition holds. @param what has to be true @param evidence is shown if it is not */
export function check(condition: boolean, what: string, evidence: unknown): asserts condition {
  if (condition) return;
  console.error(`\nFAILED: ${what}`);
  console.error(evidence);
  process.exit(1);
}

/** Ends the demo unless two lists of rows are equal; the first differences are shown. */
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

/** The name of a row, and the fields that are not equal: `{field: [left, right]}`. */
function differenceOf(left: Fields, right: Fields): Fields {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  const unequal = [...names].filter((name) => !isDeepStrictEqual(left[name], right[name]));
  return {
    row: left.name ?? left.title ?? left.id ?? right.id,
    ...Object.fromEntries(unequal.map((name) => [name, [left[name], right[name]]])),
  };
}

/** The reply of `GET /v1/transactions/summary`. */
export interface Summary {
  totals: { income: number; expense: number; net: number };
  currency: string;
  transactionsCount: number;
  byCategory: { categoryId: string; amount: number; percent: number }[];
}

/** The server's summary of the month, in three lines of text. */
export function summaryOf({ totals, currency, transactionsCount, byCategory }: Summary): string {
  const top = byCategory.slice(0, 4).map(({ categoryId, percent }) => `${categoryId} ${percent} %`);
  return [
    `The server's summary: ${transactionsCount} transactions, income ${money(totals.income, currency)},`,
    `   expense ${money(totals.expense, currency)}, net ${money(totals.net, currency)};`,
    `   most went to ${top.join(", ")}.`,
  ].join("\n");
}
