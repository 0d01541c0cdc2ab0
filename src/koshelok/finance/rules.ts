import { sumToDecimal, toDecimal } from "../../kernel/money.ts";

// What categories and transactions have in common.

export const CATEGORY_TYPES = ["income", "expense"] as const;
export type CategoryType = (typeof CATEGORY_TYPES)[number];

/** The only currency of the wallet. */
export const CURRENCY = "UZS";

/** Minor units of one amount as the decimal of replies. */
export const amountOf = (minor: number): number => toDecimal(minor, CURRENCY);
/** Minor units of a sum, which may be larger than any amount, as the decimal of replies. */
export const sumOf = (minor: bigint): number => sumToDecimal(minor, CURRENCY);
