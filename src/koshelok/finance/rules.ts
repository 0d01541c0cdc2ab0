import { sumToDecimal, toDecimal } from "../../kernel/money.ts";

export const CATEGORY_TYPES = ["income", "expense"] as const;
export type CategoryType = (typeof CATEGORY_TYPES)[number];

/** The only currency of the wallet. */
export const CURRENCY = "UZS";

export const amountOf = (minor: number): number => toDecimal(minor, CURRENCY);
export const totalOf = (minor: bigint): number => sumToDecimal(minor, CURRENCY);
