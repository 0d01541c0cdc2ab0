import { describe, expect, it } from "vitest";
import { detectDecimalSeparator, parseAmount } from "../../../src/leora/finance/imports/parsing/amounts.ts";
import { detectColumns } from "../../../src/leora/finance/imports/parsing/columns.ts";
import { detectDateFormat, parseDate } from "../../../src/leora/finance/imports/parsing/dates.ts";
import { parseOfx } from "../../../src/leora/finance/imports/parsing/ofx.ts";
import { parseQif } from "../../../src/leora/finance/imports/parsing/qif.ts";
import { DuplicateFinder, transactionIdOf } from "../../../src/leora/finance/imports/rules.ts";

describe("amounts", () => {
  it.each([
    ["1 234,56", ",", "1234.56"],
    ["1\u00a0234\u202f567,5", ",", "1234567.5"],
    ["1,234.56", ".", "1234.56"],
    ["1.234.567,89", ",", "1234567.89"],
    ["12'345.60", ".", "12345.60"],
    ["1,23,456.70", ".", "123456.70"],
    ["(123.45)", ".", "-123.45"],
    ["-0,05", ",", "-0.05"],
    ["−7", ".", "-7"],
    ["500-", ".", "-500"],
    ["+5", ".", "5"],
    ["$12.00", ".", "12.00"],
    ["-$900", ".", "-900"],
    ["$-900", ".", "-900"],
    ["12 000 so'm", ".", "12000"],
    ["-1 500,50 сум", ",", "-1500.50"],
    ["99,90 руб.", ",", "99.90"],
    ["UZS 1 000", ".", "1000"],
    [".5", ".", "0.5"],
    ["９０.１", ".", "90.1"],
    ["9007199254740993.01", ".", "9007199254740993.01"],
  ] as const)("%s with %s is %s", (text, separator, decimal) => {
    expect(parseAmount(text, separator)).toBe(decimal);
  });

  it.each([
    ["", "."],
    ["abc", "."],
    ["1,5", "."],
    ["1.2.3", ","],
    ["12 34", "."],
    ["1,2345", "."],
    ["(5", "."],
    ["5 6 7", "."],
    ["1e5", "."],
    ["--5x5", "."],
    ["1".repeat(41), "."],
  ] as const)("%s with %s is none", (text, separator) => {
    expect(parseAmount(text, separator)).toBeUndefined();
  });

  it.each([
    [["5", "100"], "."],
    [["1,234.56"], "."],
    [["1.234,56"], ","],
    [["1,234", "5.10"], "."],
    [["1.234", "5,10"], ","],
    [["1,234,567"], "."],
    [["0,500"], ","],
    [["1234,567"], ","],
    [["1,234"], undefined],
    [["1,5", "1.5"], undefined],
  ] as const)("%j show %s", (texts, separator) => {
    expect(detectDecimalSeparator(texts)).toBe(separator);
  });
});

describe("dates", () => {
  it.each([
    ["2026-11-17", "MDY", "2026-11-17", null],
    ["20261117", "DMY", "2026-11-17", null],
    ["2026-11-17T23:59:59Z", "YMD", "2026-11-17", "23:59"],
    ["17.11.2026 9:05:11", "DMY", "2026-11-17", "09:05"],
    ["11/17/2026", "MDY", "2026-11-17", null],
    ["1/ 5' 6", "MDY", "2006-01-05", null],
    ["1/15'26", "MDY", "2026-01-15", null],
    ["1/15/85", "MDY", "1985-01-15", null],
    ["26-11-17", "YMD", "2026-11-17", null],
  ] as const)("%s in %s is %s", (text, format, date, time) => {
    expect(parseDate(text, format)).toEqual({ date, time });
  });

  it.each(["", "31.11.2026", "17.13.2026", "yesterday", "1.1", "00.01.2026"])("%s is none", (text) => {
    expect(parseDate(text, "DMY")).toBeUndefined();
  });

  it.each([
    [["2026-11-17", "20261117"], "YMD"],
    [["05.06.2026"], "DMY"],
    [["05/06/2026", "17/06/2026"], "DMY"],
    [["05/06/2026", "06/17/2026"], "MDY"],
    [["5/6'26"], "MDY"],
    [["05/05/2026"], "DMY"],
    [["05/06/2026"], undefined],
    [["17/06/2026", "06/17/2026"], undefined],
  ] as const)("%j show %s", (texts, format) => {
    expect(detectDateFormat(texts)).toBe(format);
  });
});

describe("duplicates", () => {
  const coffee = { date: "2026-11-17", amount: -450, currency: "USD", externalId: null };

  it("are as many as stored ones when nothing tells them apart", () => {
    const duplicates = new DuplicateFinder([
      { ...coffee, id: "a" },
      { ...coffee, id: "b" },
    ]);
    const found = [0, 1, 2].map((row) => duplicates.find(coffee, row));
    expect(found).toEqual([{ id: "a", row: null }, { id: "b", row: null }, null]);
  });

  it("are any number with one external id, stored or in the file", () => {
    const stored = { ...coffee, externalId: "1", id: "a" };
    const duplicates = new DuplicateFinder([stored]);
    const find = (externalId: string, row: number) => duplicates.find({ ...coffee, externalId }, row);
    expect([find("1", 0), find("1", 1), find("2", 2), find("2", 3)]).toEqual([
      { id: "a", row: null },
      { id: "a", row: null },
      null,
      { id: null, row: 2 },
    ]);
  });

  it.each([{ date: "2026-11-18" }, { amount: 450 }, { currency: "EUR" }, { externalId: "1" }])(
    "differ by %j",
    (other) => {
      expect(new DuplicateFinder([{ ...coffee, id: "a" }]).find({ ...coffee, ...other }, 0)).toBeNull();
    },
  );
});

describe("texts that are no files of their format", () => {
  const hostile = (piece: string) => piece.repeat(Math.floor(1_000_000 / piece.length));

  it.each(["<A><![CDATA[", "<A ", "<STMTTRN>", "<STMTTRN><NAME>", "]]>", "&#38"])(
    "OFX of %s alone ends soon",
    (piece) => {
      const began = performance.now();
      parseOfx(hostile(piece));
      expect(performance.now() - began).toBeLessThan(2000);
    },
  );

  it("have no transactions", () => {
    expect([parseOfx("hello"), parseQif("hello"), parseQif("!Type:Invst\nD1/1'26\nT5\n^")]).toEqual([[], [], []]);
  });

  it("have titles that no bank uses", () => {
    expect(detectColumns(["a", "b"])).toEqual({});
  });
});

it("makes ids of one import from its own, in the order of its rows", () => {
  const id = "0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a";
  expect([transactionIdOf(id, 0), transactionIdOf(id, 1999)]).toEqual([
    "0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0000",
    "0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e07cf",
  ]);
});
