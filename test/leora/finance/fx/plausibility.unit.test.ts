import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkRates, type LastRate, type UncheckedRate } from "../../../../src/leora/finance/fx/plausibility.ts";
import { formatBritishDay, parseBritishDay } from "../../../../src/leora/finance/fx/sources/boe.ts";

const TODAY = "2026-11-24";

const unchecked = (rest: Partial<UncheckedRate> = {}): UncheckedRate => ({
  fromCurrency: "USD",
  toCurrency: "UZS",
  date: TODAY,
  nominal: "1",
  rate: "12000",
  ...rest,
});

const lastRate = (rate: string, rest: Partial<LastRate> = {}): Map<string, LastRate> =>
  new Map([["USD/UZS", { date: "2026-11-20", nominal: 1, rate, ...rest }]]);

const whyOf = (rate: UncheckedRate, lastRates = new Map<string, LastRate>()): string | undefined =>
  checkRates([rate], lastRates, {}, TODAY).refused[0]?.why;

describe("a row is refused", () => {
  it.each<[what: string, row: Partial<UncheckedRate>, why: string]>([
    ["of an unknown currency", { fromCurrency: "XXY" }, "no currency pair"],
    ["without a currency", { fromCurrency: "" }, "no currency pair"],
    ["of one currency to itself", { fromCurrency: "UZS" }, "no currency pair"],
    ["without a date", { date: "" }, "no date"],
    ["of no real day", { date: "2026-02-30" }, "no date"],
    ["of a day before there were such documents", { date: "0001-01-01" }, "no date"],
    ["of a day more than a week ahead", { date: "2026-12-02" }, "date in the future"],
    ["without a nominal", { nominal: "" }, "no nominal"],
    ["with a nominal of 0", { nominal: "0" }, "no nominal"],
    ["without a rate", { rate: "" }, "no rate above zero"],
    ["with a rate of 0", { rate: "0.00" }, "no rate above zero"],
    ["with a rate below 0", { rate: "-1" }, "no rate above zero"],
    ["with a rate that is no decimal", { rate: "1e3" }, "no rate above zero"],
    ["with a rate in words", { rate: "N/A" }, "no rate above zero"],
    ["that buys above what it sells for", { rateBid: "12001", rateAsk: "11999" }, "bid above ask"],
  ])("%s", (_, row, why) => {
    expect(whyOf(unchecked(row))).toBe(why);
  });

  it("that jumps by more than 30 % against the source's last one, whatever the nominal", () => {
    expect(whyOf(unchecked({ rate: "13000" }), lastRate("10000"))).toBeUndefined();
    expect(whyOf(unchecked({ rate: "7000" }), lastRate("10000"))).toBeUndefined();
    expect(whyOf(unchecked({ rate: "13000.01" }), lastRate("10000"))).toBe("jump from 10000 for 1 to 13000.01 for 1");
    expect(whyOf(unchecked({ rate: "6999.99" }), lastRate("10000"))).toBe("jump from 10000 for 1 to 6999.99 for 1");
    expect(whyOf(unchecked({ rate: "130000", nominal: "10" }), lastRate("10000"))).toBeUndefined();
    expect(whyOf(unchecked({ rate: "10000", nominal: "10" }), lastRate("10000"))).toBe(
      "jump from 10000 for 1 to 10000 for 10",
    );
  });
});

it("a row up to a week ahead is for the bank's next working day", () => {
  expect(whyOf(unchecked({ date: "2026-12-01" }))).toBeUndefined();
});

it("rates are checked each by itself, later days against earlier ones", () => {
  const rates = [
    unchecked({ date: "2026-11-24", rate: "15000" }),
    unchecked({ date: "2026-11-23", rate: "12500" }),
    unchecked({ date: "2026-11-23", fromCurrency: "EUR", rate: "" }),
    unchecked({ date: "2026-11-22", fromCurrency: "JPY", rate: "77.50", nominal: "1" }),
  ];
  const { accepted, refused } = checkRates(rates, lastRate("10000"), {}, TODAY);
  expect(accepted.map(({ fromCurrency, date, rate }) => [fromCurrency, date, rate])).toEqual([
    ["JPY", "2026-11-22", "77.5"],
    ["USD", "2026-11-23", "12500"],
    ["USD", "2026-11-24", "15000"],
  ]);
  expect(refused).toEqual([{ pair: "EUR/UZS", date: "2026-11-23", why: "no rate above zero" }]);
});

describe("a jump", () => {
  /** The days whose rates are accepted, one run a day. */
  function acceptedDays(rates: readonly string[]): string[] {
    let last = lastRate("4200");
    let unconfirmedJumps = {};
    return rates.flatMap((rate, index) => {
      const date = `2026-11-${String(21 + index).padStart(2, "0")}`;
      const checked = checkRates([unchecked({ date, rate })], last, unconfirmedJumps, date);
      unconfirmedJumps = checked.unconfirmedJumps;
      if (checked.accepted.length > 0) last = lastRate(rate, { date });
      return checked.accepted.length > 0 ? [date] : [];
    });
  }

  it("is accepted when the source confirms it for three days: currencies do fall", () => {
    expect(acceptedDays(["8100", "8150", "8120", "8100", "8090"])).toEqual(["2026-11-24", "2026-11-25"]);
  });

  it("is forgotten when the source goes back", () => {
    expect(acceptedDays(["8100", "4210", "8100", "8100", "8100", "8100"])).toEqual(["2026-11-22", "2026-11-26"]);
  });

  it("starts anew when it jumps elsewhere", () => {
    expect(acceptedDays(["8100", "42000", "42000", "42000", "42000"])).toEqual(["2026-11-25"]);
  });

  it("is not accepted for being repeated on one day", () => {
    const first = checkRates([unchecked({ rate: "8100" })], lastRate("4200"), {}, TODAY);
    const again = checkRates([unchecked({ rate: "8100" })], lastRate("4200"), first.unconfirmedJumps, TODAY);
    expect([again.accepted, again.unconfirmedJumps]).toEqual([[], { "USD/UZS": { since: TODAY, rate: "8100" } }]);
  });
});

it("no document makes the check fail", () => {
  const text = fc.oneof(fc.string(), fc.constantFrom("USD", "UZS", TODAY, "1", "0", "12000", "-5", ""));
  const row = fc.record({ fromCurrency: text, toCurrency: text, date: text, nominal: text, rate: text, rateBid: text });
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const { accepted, refused } = checkRates(rows, lastRate("10000"), {}, TODAY);
      expect(accepted.length + refused.length).toBe(rows.length);
      for (const { rate, nominal } of accepted) expect(Number(rate) > 0 && nominal >= 1).toBe(true);
    }),
  );
});

it("the Bank of England writes its days with names of months", () => {
  expect(formatBritishDay(Date.parse("2026-11-05T23:59:00Z"))).toBe("05/Nov/2026");
  expect(["16 Apr 2026", "31 Dec 2025", "16 April 2026", "2026-04-16", ""].map(parseBritishDay)).toEqual([
    "2026-04-16",
    "2025-12-31",
    "",
    "",
    "",
  ]);
});
