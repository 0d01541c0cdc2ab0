import BigDefault from "big.js";
import { invalid } from "./errors.ts";
import { exponentOf } from "./money.ts";

// Measured values (kilometres, pages, an amount of money as a goal) as integers, so that their sums are exact.

/** Decimals of a measured value: no currency has more. */
const DECIMALS = 4;
const HALF_EVEN = 2;

/**
 * A decimal as an integer of ten-thousandths; further decimals are rounded half to even.
 * @throws invalid_input on `field` when it is not finite or exceeds ±(2^53−1) ten-thousandths
 */
export function toQuantity(decimal: number, field: string): number {
  if (!Number.isFinite(decimal)) throw invalid(field, "Must be a number");
  const scaled = new BigDefault(decimal).times(10 ** DECIMALS).round(0, HALF_EVEN);
  if (scaled.abs().gt(Number.MAX_SAFE_INTEGER)) throw invalid(field, "Out of range");
  // Adding 0 turns -0 into 0.
  return scaled.toNumber() + 0;
}

/** Ten-thousandths as a decimal for replies: the nearest double. */
export const fromQuantity = (quantity: number): number => quantity / 10 ** DECIMALS;

/**
 * Minor units of a currency as ten-thousandths, exactly.
 * @throws invalid_input on `field` when they exceed ±(2^53−1)
 */
export function quantityOfMinor(minor: number, currency: string, field: string): number {
  const quantity = minor * 10 ** (DECIMALS - exponentOf(currency));
  if (!Number.isSafeInteger(quantity)) throw invalid(field, "Out of range");
  return quantity;
}
