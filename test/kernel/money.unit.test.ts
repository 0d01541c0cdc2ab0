import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "../../src/kernel/errors.ts";
import {
  allocate,
  convertMinor,
  divideRates,
  exponentOf,
  isCurrency,
  rateText,
  toDecimal,
  toMinor,
} from "../../src/kernel/money.ts";

const MAX = Number.MAX_SAFE_INTEGER;
const CURRENCIES = ["JPY", "UZS", "KWD", "CLF"] as const;

const currency = fc.constantFrom(...CURRENCIES);
const safeInteger = fc.maxSafeInteger();

/** What `toMinor` or `convertMinor` refuses, as `field: message`. */
function refusalOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError && error.code === "invalid_input" && error.details?.length === 1) {
      return error.details.map(({ field, message }) => `${field}: ${message}`).join();
    }
    throw error;
  }
  throw new Error("Nothing was refused");
}

describe("currencies", () => {
  it.each([
    ["JPY", 0],
    ["UZS", 2],
    ["USD", 2],
    ["RUB", 2],
    ["TRY", 2],
    ["SAR", 2],
    ["AED", 2],
    ["KWD", 3],
    ["CLF", 4],
  ])("%s has %i decimals", (code, exponent) => {
    expect(isCurrency(code)).toBe(true);
    expect(exponentOf(code)).toBe(exponent);
  });

  it.each(["", "uzs", "UZ", "UZSS", "ABC", "__proto__", "constructor"])("%j is none", (code) => {
    expect(isCurrency(code)).toBe(false);
    expect(() => exponentOf(code)).toThrow(RangeError);
  });
});

describe("toMinor", () => {
  it.each([
    [0, "UZS", 0],
    [-0, "UZS", 0],
    [0.1, "USD", 10],
    [0.29, "USD", 29],
    [1.005, "KWD", 1005],
    [4.35, "USD", 435],
    [-19.99, "USD", -1999],
    [1e-2, "USD", 1],
    [1e15, "JPY", 1_000_000_000_000_000],
    [MAX, "JPY", MAX],
    [-MAX, "JPY", -MAX],
    [70_368_744_177_663.99, "UZS", 7_036_874_417_766_399],
  ])("takes %d %s as %d minor units", (decimal, code, minor) => {
    expect(toMinor(decimal, code, "amount")).toBe(minor);
  });

  it.each([
    [0.5, "JPY", "JPY has at most 0 decimals"],
    [0.001, "USD", "USD has at most 2 decimals"],
    [0.1 + 0.2, "USD", "USD has at most 2 decimals"],
    [1e-7, "KWD", "KWD has at most 3 decimals"],
    [MAX + 1, "JPY", "Amount is out of range"],
    [-MAX - 1, "JPY", "Amount is out of range"],
    [90_071_992_547_409.92, "UZS", "Amount is out of range"],
    [1e21, "USD", "Amount is out of range"],
    [Number.MAX_VALUE, "USD", "Amount is out of range"],
    [Number.NaN, "USD", "Must be a number"],
    [Number.POSITIVE_INFINITY, "USD", "Must be a number"],
  ])("refuses %d %s: %s", (decimal, code, message) => {
    expect(refusalOf(() => toMinor(decimal, code, "splits.1.amount"))).toBe(`splits.1.amount: ${message}`);
  });

  it("gets back every amount that toDecimal wrote, as long as doubles tell neighbours apart", () => {
    // A double holds 53 bits. Beyond these numbers its steps are wider than one minor unit.
    const exact = { JPY: MAX, UZS: 2 ** 46 * 100, KWD: 2 ** 43 * 1000, CLF: 2 ** 39 * 10_000 };
    const amount = currency.chain((code) =>
      fc.record({ code: fc.constant(code), minor: fc.integer({ min: -exact[code], max: exact[code] }) }),
    );
    fc.assert(fc.property(amount, ({ code, minor }) => toMinor(toDecimal(minor, code), code, "amount") === minor));
  });

  it("reads what toDecimal wrote as an amount that is written the same, for every amount", () => {
    fc.assert(
      fc.property(currency, safeInteger, (code, minor) => {
        const wire = toDecimal(minor, code);
        expect(toDecimal(toMinor(wire, code, "amount"), code)).toBe(wire);
      }),
    );
  });
});

describe("toDecimal", () => {
  it.each([
    [1999, "USD", 19.99],
    [-1, "KWD", -0.001],
    [250, "JPY", 250],
    [0, "UZS", 0],
  ])("writes %d minor units of %s as %d", (minor, code, decimal) => {
    expect(toDecimal(minor, code)).toBe(decimal);
  });

  it.each([0.5, MAX + 1, Number.NaN, Number.POSITIVE_INFINITY])("takes %d for no amount", (minor) => {
    expect(() => toDecimal(minor, "USD")).toThrow(RangeError);
  });
});

describe("convertMinor", () => {
  it.each([
    { minor: 10_000, from: "USD", to: "UZS", rate: "12650.55", result: 126_505_500 },
    { minor: 126_505_500, from: "UZS", to: "USD", rate: "0.0000790479", result: 10_000 },
    { minor: 1, from: "JPY", to: "KWD", rate: "0.002", result: 2 },
    { minor: 1500, from: "KWD", to: "JPY", rate: "490", result: 735 },
    { minor: -10_000, from: "USD", to: "EUR", rate: "0.91", result: -9100 },
    { minor: 0, from: "USD", to: "UZS", rate: "12650", result: 0 },
    { minor: -1, from: "USD", to: "EUR", rate: "0.1", result: 0 },
  ])("turns $minor $from into $result $to at $rate", ({ minor, from, to, rate, result }) => {
    expect(convertMinor(minor, from, to, rate, "amount")).toBe(result);
  });

  it.each([
    [1, 0],
    [3, 2],
    [5, 2],
    [7, 4],
    [-1, 0],
    [-3, -2],
    [-5, -2],
  ])("rounds half of %d to the even neighbour %d", (minor, result) => {
    expect(convertMinor(minor, "USD", "EUR", "0.5", "amount")).toBe(result);
  });

  it("rounds once: what comes just after a half goes up", () => {
    expect(convertMinor(1, "USD", "EUR", "0.500000000001", "amount")).toBe(1);
    expect(convertMinor(1, "USD", "EUR", "2.499999999999", "amount")).toBe(2);
  });

  it("equals exact rational arithmetic", () => {
    const digits = fc.bigInt({ min: 1n, max: 10n ** 9n });
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), digits, currency, currency, (minor, numerator, from, to) => {
        const rate = divideRates(String(numerator), "1000000");
        const scale = 10n ** 6n * 10n ** BigInt(exponentOf(from));
        const expected = halfEven(BigInt(minor) * numerator * 10n ** BigInt(exponentOf(to)), scale);
        fc.pre(expected <= BigInt(MAX) && expected >= -BigInt(MAX));
        expect(convertMinor(minor, from, to, rate, "amount")).toBe(Number(expected));
      }),
    );
  });

  it("leaves an amount of the same currency as it is at rate 1", () => {
    fc.assert(fc.property(safeInteger, (minor) => convertMinor(minor, "UZS", "UZS", "1", "amount") === minor + 0));
  });

  it("refuses a result past 2^53 − 1", () => {
    expect(convertMinor(MAX, "USD", "EUR", "1", "amount")).toBe(MAX);
    expect(refusalOf(() => convertMinor(MAX, "USD", "EUR", "1.0000000000000002", "toAmount"))).toBe(
      "toAmount: Amount is out of range",
    );
  });
});

describe("rates", () => {
  it.each([
    ["12650", "12650"],
    ["12650.500", "12650.5"],
    ["1.2e3", "1200"],
    ["1e-7", "0.0000001"],
    ["0.1234567890125", "0.123456789012"],
    ["0.1234567890135", "0.123456789014"],
    ["0.0000790513833992094", "0.0000790513833992"],
    [0.1, "0.1"],
  ])("%s is kept as %s", (rate, text) => {
    expect(rateText(rate)).toBe(text);
  });

  it("keeps a kept rate as it is", () => {
    const positive = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
    fc.assert(fc.property(positive, (rate) => rateText(rateText(rate)) === rateText(rate)));
  });

  it.each([
    ["1", "12650", "0.0000790513833992"],
    ["1", "3", "0.333333333333"],
    ["12650", "92.5", "136.756756756757"],
    ["12650", "12650", "1"],
  ])("%s ÷ %s is %s", (numerator, denominator, rate) => {
    expect(divideRates(numerator, denominator)).toBe(rate);
  });

  it("has no rate for a division by zero", () => {
    expect(() => divideRates("1", "0")).toThrow();
  });
});

describe("allocate", () => {
  it.each([
    { total: 100, weights: [1, 1, 1], parts: [34, 33, 33] },
    { total: -100, weights: [1, 1, 1], parts: [-34, -33, -33] },
    { total: 5, weights: [1, 3], parts: [1, 4] },
    { total: 10, weights: [0, 1, 0], parts: [0, 10, 0] },
    { total: 1, weights: [1, 1], parts: [1, 0] },
    { total: 0, weights: [1, 2], parts: [0, 0] },
    { total: MAX, weights: [MAX, MAX], parts: [4_503_599_627_370_496, 4_503_599_627_370_495] },
  ])("splits $total by $weights", ({ total, weights, parts }) => {
    expect(allocate(total, weights)).toEqual(parts);
  });

  it("loses nothing, gives nothing to a weight of 0, and stays within one unit of each share", () => {
    const weights = fc.array(fc.integer({ min: 0, max: MAX }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(safeInteger, weights, (total, given) => {
        const sum = given.reduce((subtotal, weight) => subtotal + BigInt(weight), 0n);
        fc.pre(sum > 0n);
        const parts = allocate(total, given);
        expect(parts.reduce((subtotal, part) => subtotal + BigInt(part), 0n)).toBe(BigInt(total));
        for (const [index, part] of parts.entries()) {
          const weight = BigInt(given[index] ?? 0);
          if (weight === 0n) expect(part).toBe(0);
          const distance = BigInt(part) * sum - BigInt(total) * weight;
          expect(distance < sum && distance > -sum).toBe(true);
        }
      }),
    );
  });

  it.each([
    { total: 1, weights: [] },
    { total: 1, weights: [0, 0] },
    { total: 1, weights: [1, -1] },
    { total: 1, weights: [0.5] },
    { total: 0.5, weights: [1] },
    { total: MAX + 1, weights: [1] },
  ])("refuses $total by $weights", ({ total, weights }) => {
    expect(() => allocate(total, weights)).toThrow(RangeError);
  });
});

function halfEven(numerator: bigint, denominator: bigint): bigint {
  const sign = numerator < 0n ? -1n : 1n;
  const size = sign * numerator;
  const [whole, twice] = [size / denominator, (size % denominator) * 2n];
  const isUp = twice > denominator || (twice === denominator && whole % 2n === 1n);
  return sign * (whole + (isUp ? 1n : 0n));
}
