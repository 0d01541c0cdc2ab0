import { describe, expect, it } from "vitest";
import { percentOf } from "../../../src/kernel/db/sums.ts";
import { restate } from "../../../src/kernel/money.ts";
import { partsOf, previousPeriod, reportPeriod } from "../../../src/leora/finance/reports/periods.ts";
import { rateBetween } from "../../../src/leora/finance/transactions/rules.ts";

const period = (from: string, to: string) => ({ from, to });

describe("previousPeriod", () => {
  it.each([
    ["days", period("2024-03-10", "2024-03-12"), period("2024-03-07", "2024-03-09")],
    ["one day", period("2024-03-01", "2024-03-01"), period("2024-02-29", "2024-02-29")],
    ["a month", period("2024-03-01", "2024-03-31"), period("2024-02-01", "2024-02-29")],
    ["a quarter", period("2024-01-01", "2024-03-31"), period("2023-10-01", "2023-12-31")],
    ["a leap year", period("2024-01-01", "2024-12-31"), period("2023-01-01", "2023-12-31")],
  ])("steps back by %s", (_name, of, expected) => {
    expect(previousPeriod(of)).toEqual(expected);
  });
});

describe("reportPeriod", () => {
  it("fills what is missing", () => {
    expect(reportPeriod({}, "2024-02-10")).toEqual(period("2024-02-01", "2024-02-29"));
    expect(reportPeriod({ dateFrom: "2024-03-01" }, "2024-02-10")).toEqual(period("2024-03-01", "2024-03-01"));
    expect(reportPeriod({ dateTo: "2023-12-31" }, "2024-02-10")).toEqual(period("2023-12-01", "2023-12-31"));
  });
});

describe("partsOf", () => {
  it("cuts weeks and months to the period", () => {
    expect(partsOf(period("2024-12-28", "2025-01-02"), "week")).toEqual([
      period("2024-12-28", "2024-12-29"),
      period("2024-12-30", "2025-01-02"),
    ]);
    expect(partsOf(period("2024-12-28", "2025-01-02"), "month")).toEqual([
      period("2024-12-28", "2024-12-31"),
      period("2025-01-01", "2025-01-02"),
    ]);
  });
});

describe("percentOf", () => {
  it.each([
    [1n, 3n, 33.3],
    [2n, 3n, 66.7],
    [1n, 2000n, 0.1],
    [-1n, 2000n, -0.1],
    [1n, 2001n, 0],
    [5n, 0n, 0],
    [10n ** 30n, 10n ** 30n, 100],
  ])("of %s in %s is %s", (part, whole, percent) => {
    expect(percentOf(part, whole)).toBe(percent);
  });
});

describe("rateBetween", () => {
  const usd = { amount: 10000, currency: "USD" };
  const uzs = (amount: number) => ({ amount, currency: "UZS" });
  it.each([
    [null, 125000000, "12500"],
    [12500, 125000000, "12500"],
    [12500.1, 125000050, "12500.005"],
    [12500, 125009900, "12500.99"],
  ])("with %s stated", (given, amount, rate) => {
    expect(rateBetween(usd, uzs(amount), given)).toBe(rate);
  });

  it("refuses a rate that rounding cannot explain", () => {
    expect(() => rateBetween(usd, uzs(125010000), 12500)).toThrow();
  });

  it("knows exponents", () => {
    expect(rateBetween({ amount: 1000, currency: "KWD" }, { amount: 500, currency: "JPY" }, null)).toBe("500");
  });
});

describe("restate", () => {
  it("keeps the decimal, not the minor units", () => {
    expect([restate(10000, "USD", "JPY", ""), restate(100, "JPY", "KWD", "")]).toEqual([100, 100000]);
  });
});
