import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Claim, judge, type Known } from "../../../../src/leora/finance/fx/plausibility.ts";
import { britishDay, dayOfBritish } from "../../../../src/leora/finance/fx/sources/boe.ts";

const TODAY = "2026-11-24";

const claim = (rest: Partial<Claim> = {}): Claim => ({
  fromCurrency: "USD",
  toCurrency: "UZS",
  date: TODAY,
  nominal: "1",
  rate: "12000",
  ...rest,
});

const known = (rate: string, rest: Partial<Known> = {}): Map<string, Known> =>
  new Map([["USD/UZS", { date: "2026-11-20", nominal: 1, rate, ...rest }]]);

const whyOf = (one: Claim, before = new Map<string, Known>()): string | undefined =>
  judge([one], before, {}, TODAY).refused[0]?.why;

describe("a row is refused", () => {
  it.each<[what: string, row: Partial<Claim>, why: string]>([
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
    expect(whyOf(claim(row))).toBe(why);
  });

  it("that jumps by more than 30 % against the source's last one, whatever the nominal", () => {
    expect(whyOf(claim({ rate: "13000" }), known("10000"))).toBeUndefined();
    expect(whyOf(claim({ rate: "7000" }), known("10000"))).toBeUndefined();
    expect(whyOf(claim({ rate: "13000.01" }), known("10000"))).toBe("jump from 10000 for 1 to 13000.01 for 1");
    expect(whyOf(claim({ rate: "6999.99" }), known("10000"))).toBe("jump from 10000 for 1 to 6999.99 for 1");
    expect(whyOf(claim({ rate: "130000", nominal: "10" }), known("10000"))).toBeUndefined();
    expect(whyOf(claim({ rate: "10000", nominal: "10" }), known("10000"))).toBe(
      "jump from 10000 for 1 to 10000 for 10",
    );
  });
});

it("a row up to a week ahead is for the bank's next working day", () => {
  expect(whyOf(claim({ date: "2026-12-01" }))).toBeUndefined();
});

it("rows are judged each on its own, later days against earlier ones", () => {
  const claims = [
    claim({ date: "2026-11-24", rate: "15000" }),
    claim({ date: "2026-11-23", rate: "12500" }),
    claim({ date: "2026-11-23", fromCurrency: "EUR", rate: "" }),
    claim({ date: "2026-11-22", fromCurrency: "JPY", rate: "77.50", nominal: "1" }),
  ];
  const { accepted, refused } = judge(claims, known("10000"), {}, TODAY);
  expect(accepted.map(({ fromCurrency, date, rate }) => [fromCurrency, date, rate])).toEqual([
    ["JPY", "2026-11-22", "77.5"],
    ["USD", "2026-11-23", "12500"],
    ["USD", "2026-11-24", "15000"],
  ]);
  expect(refused).toEqual([{ pair: "EUR/UZS", date: "2026-11-23", why: "no rate above zero" }]);
});

describe("a jump", () => {
  /** Which days' rates are believed, one run a day. */
  function believed(rates: readonly string[]): string[] {
    let last = known("4200");
    let doubts = {};
    return rates.flatMap((rate, index) => {
      const date = `2026-11-${String(21 + index).padStart(2, "0")}`;
      const verdict = judge([claim({ date, rate })], last, doubts, date);
      doubts = verdict.doubts;
      if (verdict.accepted.length > 0) last = known(rate, { date });
      return verdict.accepted.length > 0 ? [date] : [];
    });
  }

  it("is believed when the source keeps to it for three days: currencies do fall", () => {
    expect(believed(["8100", "8150", "8120", "8100", "8090"])).toEqual(["2026-11-24", "2026-11-25"]);
  });

  it("is forgotten when the source goes back", () => {
    expect(believed(["8100", "4210", "8100", "8100", "8100", "8100"])).toEqual(["2026-11-22", "2026-11-26"]);
  });

  it("starts anew when it jumps elsewhere", () => {
    expect(believed(["8100", "42000", "42000", "42000", "42000"])).toEqual(["2026-11-25"]);
  });

  it("is not believed for being repeated on one day", () => {
    const first = judge([claim({ rate: "8100" })], known("4200"), {}, TODAY);
    const again = judge([claim({ rate: "8100" })], known("4200"), first.doubts, TODAY);
    expect([again.accepted, again.doubts]).toEqual([[], { "USD/UZS": { since: TODAY, rate: "8100" } }]);
  });
});

it("no document makes the judge fail", () => {
  const text = fc.oneof(fc.string(), fc.constantFrom("USD", "UZS", TODAY, "1", "0", "12000", "-5", ""));
  const row = fc.record({ fromCurrency: text, toCurrency: text, date: text, nominal: text, rate: text, rateBid: text });
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const { accepted, refused } = judge(rows, known("10000"), {}, TODAY);
      expect(accepted.length + refused.length).toBe(rows.length);
      for (const { rate, nominal } of accepted) expect(Number(rate) > 0 && nominal >= 1).toBe(true);
    }),
  );
});

it("the Bank of England writes its days with names of months", () => {
  expect(britishDay(Date.parse("2026-11-05T23:59:00Z"))).toBe("05/Nov/2026");
  expect(["16 Apr 2026", "31 Dec 2025", "16 April 2026", "2026-04-16", ""].map(dayOfBritish)).toEqual([
    "2026-04-16",
    "2025-12-31",
    "",
    "",
    "",
  ]);
});
