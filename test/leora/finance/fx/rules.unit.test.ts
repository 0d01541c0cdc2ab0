import Big from "big.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AppError } from "../../../../src/kernel/errors.ts";
import { divideRates, rateText } from "../../../../src/kernel/money.ts";
import type { LeoraErrorCode } from "../../../../src/leora/errors.ts";
import { RateBook } from "../../../../src/leora/finance/fx/rate-book.ts";
import { candidatesOf, PIVOT_CURRENCIES, type Quote } from "../../../../src/leora/finance/fx/rules.ts";

const DAY = "2026-05-20";

const quote = (pair: string, rate: string, rest: Partial<Quote> = {}): Quote => {
  const [fromCurrency = "", toCurrency = ""] = pair.split("/");
  return {
    day: DAY,
    fromCurrency,
    toCurrency,
    date: "2026-05-18",
    isOverride: false,
    precedence: 3,
    nominal: 1,
    spreadPercent: "0",
    rate,
    rateMid: null,
    rateBid: null,
    rateAsk: null,
    source: "cbu",
    updatedAt: 0,
    ...rest,
  };
};
const LATER = { date: "2026-06-01" } as const;
const mine = { isOverride: true, source: "manual" } as const;

const rateOf = (quotes: Quote[], pair: string): string | undefined => {
  const [from = "", to = ""] = pair.split("/");
  return new RateBook(quotes).find(from, to, DAY)?.rate;
};

describe("a rate", () => {
  it.each<[rule: string, quotes: Quote[], pair: string, rate: string | undefined]>([
    ["is 1 between the same currency", [], "UZS/UZS", "1"],
    ["is the quote of the pair", [quote("USD/UZS", "12500")], "USD/UZS", "12500"],
    ["is the inverted quote of the other direction", [quote("USD/UZS", "12500")], "UZS/USD", "0.00008"],
    ["is for one unit where the source quotes ten", [quote("VND/UZS", "5.09", { nominal: 10 })], "VND/UZS", "0.509"],
    ["inverts a quote of ten units", [quote("VND/UZS", "5", { nominal: 10 })], "UZS/VND", "2"],
    ["crosses over the so'm", [quote("EUR/UZS", "13000"), quote("USD/UZS", "12500")], "EUR/USD", "1.04"],
    ["crosses over the rouble", [quote("KZT/RUB", "0.2"), quote("RUB/TRY", "0.4")], "KZT/TRY", "0.08"],
    [
      "prefers the pair to a cross",
      [quote("EUR/USD", "1.1"), quote("EUR/UZS", "13000"), quote("USD/UZS", "12500")],
      "EUR/USD",
      "1.1",
    ],
    [
      "takes the later of both directions",
      [quote("USD/UZS", "12500"), quote("UZS/USD", "0.0001", { date: "2026-05-19" })],
      "USD/UZS",
      "10000",
    ],
    [
      "takes the quote of the pair itself when both are of one day",
      [quote("USD/UZS", "12500"), quote("UZS/USD", "0.0001")],
      "USD/UZS",
      "12500",
    ],
    [
      "is the user's own even when a later one is published",
      [quote("USD/UZS", "12500"), quote("USD/UZS", "13000", { ...mine, date: "2025-01-01" })],
      "USD/UZS",
      "13000",
    ],
    ["is the user's own inverted", [quote("UZS/USD", "1"), quote("USD/UZS", "10000", mine)], "UZS/USD", "0.0001"],
    [
      "counts the user's own in a cross rate",
      [quote("EUR/UZS", "13000"), quote("USD/UZS", "12500"), quote("USD/UZS", "10000", mine)],
      "EUR/USD",
      "1.3",
    ],
    [
      "does not cross twice",
      [quote("KZT/RUB", "0.2"), quote("RUB/USD", "0.01"), quote("USD/TRY", "40")],
      "KZT/TRY",
      undefined,
    ],
    ["is unknown without quotes", [quote("USD/UZS", "12500")], "EUR/UZS", undefined],
  ])("%s", (_, quotes, pair, rate) => {
    expect(rateOf(quotes, pair)).toBe(rate);
  });

  it("belongs to its day", () => {
    const book = new RateBook([
      quote("USD/UZS", "12000", { day: "2026-05-01", date: "2026-05-01" }),
      quote("USD/UZS", "12500"),
    ]);
    expect([book.rate("USD", "UZS", "2026-05-01").rate, book.rate("USD", "UZS", DAY).rate]).toEqual(["12000", "12500"]);
  });

  // The day is before all of these quotes, but for those that say so.
  it.each<[rule: string, quotes: Quote[], pair: string, rate: string | undefined, isEstimated?: boolean]>([
    ["is 1 between the same currency", [], "UZS/UZS", "1", false],
    ["is unknown without quotes", [quote("USD/UZS", "12500", LATER)], "EUR/UZS", undefined],
    ["is the oldest of the pair", [quote("USD/UZS", "12500", LATER)], "USD/UZS", "12500", true],
    ["is the oldest of the other direction", [quote("UZS/USD", "0.0001", LATER)], "USD/UZS", "10000", true],
    [
      "is the earlier of both directions",
      [quote("USD/UZS", "12500", LATER), quote("UZS/USD", "0.0001", { date: "2026-05-21" })],
      "USD/UZS",
      "10000",
      true,
    ],
    [
      "is the known one of both directions",
      [quote("USD/UZS", "12500", LATER), quote("UZS/USD", "0.0001")],
      "USD/UZS",
      "10000",
      false,
    ],
    [
      "is a published one rather than a later one of the user's own",
      [quote("USD/UZS", "13000", { ...mine, date: "2026-06-02" }), quote("USD/UZS", "12500", LATER)],
      "USD/UZS",
      "12500",
      true,
    ],
    [
      "is the user's own of two as old",
      [quote("USD/UZS", "12500", LATER), quote("USD/UZS", "13000", { ...mine, ...LATER })],
      "USD/UZS",
      "13000",
      true,
    ],
    [
      "crosses over one that is known and one that is not",
      [quote("EUR/UZS", "13000"), quote("USD/UZS", "12500", LATER)],
      "EUR/USD",
      "1.04",
      true,
    ],
    [
      "is a cross rate that is older than the pair's own",
      [quote("EUR/USD", "1.1", LATER), quote("EUR/UZS", "13000", { date: "2026-05-21" }), quote("USD/UZS", "12500")],
      "EUR/USD",
      "1.04",
      true,
    ],
    [
      "is a known cross rate before an oldest one of the pair",
      [quote("EUR/USD", "1.1", LATER), quote("EUR/UZS", "13000"), quote("USD/UZS", "12500")],
      "EUR/USD",
      "1.04",
      false,
    ],
  ])("or the oldest: %s", (_, quotes, pair, rate, isEstimated) => {
    const [from = "", to = ""] = pair.split("/");
    const found = new RateBook(quotes).findOrOldest(from, to, DAY);
    expect([found?.rate, found?.isEstimated]).toEqual([rate, isEstimated]);
    expect(new RateBook(quotes).find(from, to, DAY)?.rate).toBe(isEstimated === false ? rate : undefined);
  });

  it("is refused where there is none", () => {
    const refuse = () => new RateBook([]).rate("USD", "UZS", DAY);
    expect(refuse).toThrow(
      new AppError<LeoraErrorCode>("fx_rate_unavailable", { message: `No rate from USD to UZS on ${DAY}` }),
    );
  });

  it("is rounded once, however it is inverted and crossed", () => {
    const rate = fc.integer({ min: 1, max: 10 ** 9 }).map((cents) => String(cents / 100));
    fc.assert(
      fc.property(rate, rate, fc.constantFrom(...PIVOT_CURRENCIES), (first, second, pivot) => {
        const product = rateText(new Big(first).times(second));
        const straight = [quote(`XXX/${pivot}`, first), quote(`${pivot}/YYY`, second)];
        const inverted = [quote(`${pivot}/XXX`, first), quote(`YYY/${pivot}`, second)];
        expect(rateOf(straight, "XXX/YYY")).toBe(product);
        expect(rateOf(inverted, "XXX/YYY")).toBe(divideRates("1", product));
      }),
    );
  });
});

describe("bid and ask", () => {
  const sides = (quotes: Quote[], pair: string) => {
    const [from = "", to = ""] = pair.split("/");
    const { rateBid, rateAsk } = new RateBook(quotes).rate(from, to, DAY);
    return [rateBid, rateAsk];
  };
  const named = { rateBid: "12400", rateAsk: "12600" };

  it.each<[rule: string, quotes: Quote[], pair: string, sides: string[]]>([
    ["are those the source names", [quote("USD/UZS", "12500", named)], "USD/UZS", ["12400", "12600"]],
    [
      "change places when the pair is inverted",
      [quote("A/B", "2", { rateBid: "1", rateAsk: "4" })],
      "B/A",
      ["0.25", "1"],
    ],
    [
      "lie half the spread off where it names none",
      [quote("USD/UZS", "12500", { spreadPercent: "0.5" })],
      "USD/UZS",
      ["12468.75", "12531.25"],
    ],
    [
      "are for one unit",
      [quote("VND/UZS", "5", { nominal: 10, rateBid: "4", rateAsk: "6" })],
      "VND/UZS",
      ["0.4", "0.6"],
    ],
    [
      "multiply in a cross rate",
      [
        quote("EUR/USD", "1.1", { rateBid: "1", rateAsk: "1.2" }),
        quote("USD/KZT", "500", { rateBid: "400", rateAsk: "600" }),
      ],
      "EUR/KZT",
      ["400", "720"],
    ],
    ["are 1 between the same currency", [], "UZS/UZS", ["1", "1"]],
  ])("%s", (_, quotes, pair, expected) => {
    expect(sides(quotes, pair)).toEqual(expected);
  });
});

describe("candidates", () => {
  it("are the pair and its routes through the pivot currencies, in both directions, each once", () => {
    const pairs = candidatesOf([
      { from: "USD", to: "UZS", day: DAY },
      { from: "UZS", to: "USD", day: DAY },
    ]).map(({ from, to }) => `${from}/${to}`);
    expect(pairs.toSorted()).toEqual(
      [
        "USD/UZS",
        "UZS/USD",
        "USD/EUR",
        "EUR/USD",
        "EUR/UZS",
        "UZS/EUR",
        "USD/RUB",
        "RUB/USD",
        "RUB/UZS",
        "UZS/RUB",
      ].toSorted(),
    );
  });

  it("are none for the same currency", () => {
    expect(candidatesOf([{ from: "UZS", to: "UZS", day: DAY }])).toEqual([]);
  });
});
