import BigDefault from "big.js";
import { data } from "currency-codes";
import { invalid } from "./errors.ts";

// Money. Amounts are integers in minor units of their currency (ISO 4217); decimals exist only in requests and replies.
// Exchange rates are decimal texts.

/**
 * An exact decimal. Division keeps 40 decimals, far more than any result has, so that rounding the quotient again makes
 * no difference.
 */
const Decimal = BigDefault();
Decimal.DP = 40;
const HALF_EVEN = 2;
Decimal.RM = HALF_EVEN;

/** Decimals of a stored rate, after the zeros that follow its point. */
const RATE_DECIMALS = 12;

let exponents: ReadonlyMap<string, number> | undefined;

/** Decimals by currency code; built on first use, because most requests need none. */
function exponentsByCode(): ReadonlyMap<string, number> {
  exponents ??= new Map(data.map(({ code, digits }) => [code, digits]));
  return exponents;
}

/** True for an ISO 4217 code in capitals, such as `UZS`. */
export const isCurrency = (code: string): boolean => exponentsByCode().has(code);

/**
 * The number of decimals of a currency by ISO 4217: UZS 2, JPY 0, KWD 3.
 * @throws RangeError for an unknown code: callers check input by `isCurrency` first
 */
export function exponentOf(currency: string): number {
  const exponent = exponentsByCode().get(currency);
  if (exponent === undefined) throw new RangeError(`Unknown currency: ${currency}`);
  return exponent;
}

/**
 * A decimal amount as minor units, exactly. A number stands for the shortest decimal that is read as that number (0.1
 * for exactly one tenth), a text such as `-1234.50` for the decimal that it writes out.
 * @throws invalid_input on `field` when the amount is not finite, has more decimals than the currency, or exceeds
 * ±(2^53−1) minor units
 */
export function toMinor(decimal: number | string, currency: string, field: string): number {
  const exponent = exponentOf(currency);
  if (typeof decimal === "number" && !Number.isFinite(decimal)) throw invalid(field, "Must be a number");
  const minor = new Decimal(decimal).times(new Decimal(10).pow(exponent));
  if (!minor.eq(minor.round(0, 0))) throw invalid(field, `${currency} has at most ${exponent} decimals`);
  return safeInteger(minor, field);
}

/** Minor units of a wire amount that must be positive. @throws invalid_input on `field` */
export function positiveMinor(decimal: number, currency: string, field: string): number {
  const minor = toMinor(decimal, currency, field);
  if (minor <= 0) throw invalid(field, "Must be greater than 0");
  return minor;
}

/**
 * Minor units as a decimal amount for replies: the nearest double.
 * @throws RangeError unless `minor` is a safe integer: no stored amount is anything else
 */
export function toDecimal(minor: number, currency: string): number {
  if (!Number.isSafeInteger(minor)) throw new RangeError(`Not minor units: ${minor}`);
  return minor / 10 ** exponentOf(currency);
}

/** The same decimal in another currency: 100 USD become 100 UZS. @throws invalid_input when that has fewer decimals */
export const restate = (minor: number, from: string, to: string, field: string): number =>
  from === to ? minor : toMinor(toDecimal(minor, from), to, field);

/**
 * Converts minor units of one currency into minor units of another: amount × rate, rounded half to even, once, at the
 * end.
 * @param rate decimal text: units of `toCurrency` for one unit of `fromCurrency`
 * @throws invalid_input on `field` when the result exceeds ±(2^53−1) minor units
 */
export const convertMinor = (
  minor: number,
  fromCurrency: string,
  toCurrency: string,
  rate: string,
  field: string,
): number => safeInteger(converted(minor.toFixed(), fromCurrency, toCurrency, rate), field);

/** As `convertMinor`, for sums, which may be larger than any amount. */
export const convertSum = (minor: bigint, fromCurrency: string, toCurrency: string, rate: string): bigint =>
  BigInt(converted(minor.toString(), fromCurrency, toCurrency, rate).toFixed());

/** A sum in minor units as a decimal for replies: the nearest double. */
export const sumToDecimal = (minor: bigint, currency: string): number => Number(`${minor}e-${exponentOf(currency)}`);

const converted = (minor: string, fromCurrency: string, toCurrency: string, rate: string): BigDefault =>
  new Decimal(minor)
    .times(rate)
    .times(new Decimal(`1e${exponentOf(toCurrency) - exponentOf(fromCurrency)}`))
    .round(0, HALF_EVEN);

/**
 * A rate as the canonical text that the database keeps: without exponent and trailing zeros, and with at most 12
 * decimals after those zeros that directly follow the point, so that small rates such as 1/12650 are as precise as
 * large ones.
 */
export function rateText(rate: BigDefault.BigSource): string {
  const exact = new Decimal(rate);
  const leadingZeros = Math.max(0, -exact.e - 1);
  return exact.round(RATE_DECIMALS + leadingZeros, HALF_EVEN).toFixed();
}

/**
 * The rate `numerator` ÷ `denominator` as canonical text; `divideRates("1", rate)` is its inverse.
 * @throws Error when the denominator is zero, which no rate is
 */
export const divideRates = (numerator: string, denominator: string): string =>
  rateText(new Decimal(numerator).div(denominator));

/**
 * Splits `total` in proportion to `weights` by the largest remainder method: the parts sum to `total` exactly, and each
 * is within one unit of its exact share. Of equal remainders the earlier part gets the unit.
 * @param total safe integer, of either sign
 * @param weights safe integers ≥ 0, at least one of them positive
 * @throws RangeError on anything else
 */
export function allocate(total: number, weights: readonly number[]): number[] {
  if (!Number.isSafeInteger(total) || !weights.every((weight) => Number.isSafeInteger(weight) && weight >= 0)) {
    throw new RangeError("allocate: safe integers only, and no weight below 0");
  }
  const sum = weights.reduce((subtotal, weight) => subtotal + BigInt(weight), 0n);
  if (sum === 0n) throw new RangeError("allocate: no positive weight");

  const size = BigInt(Math.abs(total));
  const shares = weights.map((weight, index) => {
    const product = size * BigInt(weight);
    return { index, whole: product / sum, remainder: product % sum };
  });
  const unitsLeft = Number(shares.reduce((rest, { whole }) => rest - whole, size));
  const getsOneMore = new Set(
    shares
      .toSorted((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1))
      .slice(0, unitsLeft)
      .map(({ index }) => index),
  );
  const sign = total < 0 ? -1 : 1;
  return shares.map(({ index, whole }) => sign * (Number(whole) + (getsOneMore.has(index) ? 1 : 0)) + 0);
}

function safeInteger(integer: BigDefault, field: string): number {
  if (integer.abs().gt(Number.MAX_SAFE_INTEGER)) throw invalid(field, "Amount is out of range");
  // Adding 0 turns -0 into 0.
  return Number(integer.toFixed()) + 0;
}
