import { describe, expect, it } from "vitest";
import {
  clip,
  formatAmount,
  formatDay,
  formatMonth,
  formatNumber,
  formatRange,
} from "../../../src/leora/insights/texts/format.ts";

describe("amounts", () => {
  it.each([
    [0, "UZS", "0 UZS"],
    [999, "UZS", "999 UZS"],
    [1000, "UZS", "1 000 UZS"],
    [-1_234_500, "UZS", "−1 234 500 UZS"],
    [4.5, "USD", "4,50 USD"],
    [1234.567, "KWD", "1 234,567 KWD"],
    [5000, "JPY", "5 000 JPY"],
    [90_071_992_547_409.91, "UZS", "90 071 992 547 409,91 UZS"],
    [1e22, "UZS", "10 000 000 000 000 000 000 000 UZS"],
  ])("%d %s is %s in Russian", (amount, currency, text) => {
    expect(formatAmount(amount, currency, "ru")).toBe(text.replaceAll(" ", "\u00a0"));
  });

  it("have a point in English, and keep their order within Arabic", () => {
    expect(formatAmount(-1234.5, "USD", "en")).toBe("\u22121\u00a0234.50\u00a0USD");
    expect(formatAmount(-1234.5, "USD", "ar")).toBe("\u2066\u22121\u00a0234.50\u00a0USD\u2069");
  });
});

describe("numbers", () => {
  it("have at most two decimals", () => {
    expect(formatNumber(2.675, "uz")).toBe("2,67");
    expect(formatNumber(12_000, "tr")).toBe("12\u00a0000");
    expect(formatNumber(2.5, "en")).toBe("2.5");
  });
});

describe("days", () => {
  it("are written with their year", () => {
    const written = (["uz", "ru", "en", "tr", "ar"] as const).map((language) => formatDay("2026-10-05", language));
    expect(written).toEqual([
      "2026-yil 5-oktabr",
      "5 октября 2026 года",
      "October 5, 2026",
      "5 Ekim 2026",
      "5 أكتوبر 2026",
    ]);
  });

  it("and months", () => {
    const written = (["uz", "ru", "en", "tr", "ar"] as const).map((language) => formatMonth("2026-10", language));
    expect(written).toEqual(["2026-yil oktabr", "октябрь 2026 года", "October 2026", "Ekim 2026", "أكتوبر 2026"]);
  });

  it.each([
    ["2026-10-05", "2026-10-11", "2026-yil 5–11-oktabr", "5–11 октября 2026 года"],
    ["2026-09-28", "2026-10-04", "2026-yil 28-sentabr – 4-oktabr", "28 сентября – 4 октября 2026 года"],
    ["2026-12-28", "2027-01-03", "2026-yil 28-dekabr – 2027-yil 3-yanvar", "28 декабря 2026 года – 3 января 2027 года"],
    ["2026-10-05", "2026-10-05", "2026-yil 5-oktabr", "5 октября 2026 года"],
  ])("from %s to %s", (from, to, uz, ru) => {
    expect(formatRange(from, to, "uz")).toBe(uz);
    expect(formatRange(from, to, "ru")).toBe(ru);
  });
});

describe("clipped texts", () => {
  it.each([
    ["abcde", 5, "abcde"],
    ["abcdef", 5, "abcd…"],
    ["abc def", 5, "abc…"],
    ["ab👨‍👩‍👧", 5, "ab…"],
  ])("%j to %i characters is %j", (text, max, clipped) => {
    expect(clip(text, max)).toBe(clipped);
  });
});
