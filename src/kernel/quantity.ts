import BigDefault from "big.js";
import { invalid } from "./errors.ts";
import { exponentOf } from "./money.ts";

/** Decimals of a measured value: kilometres, kilograms, pages, and amounts of every currency. */
const DECIMALS = 4;
const HALF_EVEN = 2;

/**
 * A measured value of the wire as an integer of ten-thousandths, so that sums are exact; finer decimals are rounded.
 * @throws invalid_input on `field` when it is not finite or past ±(2^53−1) ten-thousandths
 */
export function toQuantity(decimal: number, field: string): number {
  if (!Number.isFinite(decimal)) throw invalid(field, "Must be a number");
  const scaled = new BigDefault(decimal).times(10 ** DECIMALS).round(0, HALF_EVEN);
  if (scaled.abs().gt(Number.MAX_SAFE_INTEGER)) throw invalid(field, "Out of range");
  // Adding 0 turns -0 into 0.
  return scaled.toNumber() + 0;
}

/** Ten-thousandths as the nearest double of the wire. */
export const fromQuantity = (quantity: number): number => quantity / 10 ** DECIMALS;

/** Minor units of a currency in ten-thousandths, exactly. @throws invalid_input on `field` when that is out of range */
export function quantityOfMinor(minor: number, currency: string, field: string): number {
  const quantity = minor * 10 ** (DECIMALS - exponentOf(currency));
  if (!Number.isSafeInteger(quantity)) throw invalid(field, "Out of range");
  return quantity;
}
