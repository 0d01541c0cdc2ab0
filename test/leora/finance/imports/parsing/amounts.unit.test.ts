import { describe, expect, it } from "vitest";
import { detectDecimalSeparator, parseAmount } from "../../../../../src/leora/finance/imports/parsing/amounts.ts";
import {
  commonDenomination,
  currencyMeant,
  denominationOf,
} from "../../../../../src/leora/finance/imports/parsing/currencies.ts";
import { directionOf } from "../../../../../src/leora/finance/imports/parsing/directions.ts";

describe("amounts", () => {
  it.each([
    ["1 234,56", ",", "1234.56"],
    ["1\u00a0234\u202f567,5", ",", "1234567.5"],
    ["1,234.56", ".", "1234.56"],
    ["1.234.567,89", ",", "1234567.89"],
    ["12'345.60", ".", "12345.60"],
    ["1,23,456.70", ".", "123456.70"],
    ["(123.45)", ".", "-123.45"],
    ["(-123.45)", ".", "-123.45"],
    ["-0,05", ",", "-0.05"],
    ["−7", ".", "-7"],
    ["500-", ".", "-500"],
    ["+5", ".", "5"],
    [".5", ".", "0.5"],
    ["-.5", ".", "-0.5"],
    ["９０.１", ".", "90.1"],
    ["9007199254740993.01", ".", "9007199254740993.01"],
  ] as const)("%s with %s is %s", (text, separator, decimal) => {
    expect(parseAmount(text, separator)).toEqual({ decimal, direction: null, units: [] });
  });

  it.each([
    ["$12.00", "12.00", ["$"]],
    ["-$900", "-900", ["$"]],
    ["$-900", "-900", ["$"]],
    ["$(63.12)", "-63.12", ["$"]],
    ["($63.12)", "-63.12", ["$"]],
    ["(63.12) USD", "-63.12", ["USD"]],
    ["(63.12 USD)", "-63.12", ["USD"]],
    ["-5.00 USD", "-5.00", ["USD"]],
    ["5.00 USD-", "-5.00", ["USD"]],
    ["$5.00 CAD", "5.00", ["$", "CAD"]],
    ["5 000 сум", "5000", ["сум"]],
    ["12 000 so'm", "12000", ["so'm"]],
    ["12 000 so‘m", "12000", ["so‘m"]],
    ["12 000 so`m", "12000", ["so`m"]],
    ["12 000 soʻm", "12000", ["soʻm"]],
    ["UZS 1 000", "1000", ["UZS"]],
    ["руб.5", "5", ["руб."]],
    ["99.90 руб.", "99.90", ["руб."]],
    ["€5", "5", ["€"]],
    ["5 coins", "5", ["coins"]],
  ] as const)("%s is %s in %j", (text, decimal, units) => {
    expect(parseAmount(text, ".")).toEqual({ decimal, direction: null, units });
  });

  it.each([
    ["5.00 DR", "5.00", "debit", []],
    ["5.00Dr.", "5.00", "debit", []],
    ["-5.00 dr", "-5.00", "debit", []],
    ["5.00 CR", "5.00", "credit", []],
    ["CR 5.00", "5.00", "credit", []],
    ["5.00 Дт", "5.00", "debit", []],
    ["5.00 Кт", "5.00", "credit", []],
    ["5.00 D", "5.00", "debit", []],
    ["$5.00 CR", "5.00", "credit", ["$"]],
    ["5.00 USD DR", "5.00", "debit", ["USD"]],
  ] as const)("%s is %s, %s", (text, decimal, direction, units) => {
    expect(parseAmount(text, ".")).toEqual({ decimal, direction, units });
  });

  it.each([
    ["", "."],
    ["abc", "."],
    ["1,5", "."],
    ["1.2.3", ","],
    ["12 34", "."],
    ["1,2345", "."],
    ["(5", "."],
    ["5)", "."],
    [")5(", "."],
    ["(+5)", "."],
    ["5 6 7", "."],
    ["1e5", "."],
    ["--5", "."],
    ["-5-", "."],
    ["5+", "."],
    ["5 DR CR", "."],
    ["5 %", "."],
    ["$", "."],
    ["1".repeat(41), "."],
  ] as const)("%s with %s is none", (text, separator) => {
    expect(parseAmount(text, separator)).toBeUndefined();
  });

  it("of 40 characters are read", () => {
    expect(parseAmount("1".repeat(40), ".")?.decimal).toBe("1".repeat(40));
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
    [["-$1,234.50 CR"], "."],
    [["1,234"], undefined],
    [["1,5", "1.5"], undefined],
  ] as const)("%j show %s", (texts, separator) => {
    expect(detectDecimalSeparator(texts)).toBe(separator);
  });
});

describe("names of currencies", () => {
  it.each([
    ["$", "UZS", "USD"],
    ["$", "CAD", "CAD"],
    ["US$", "CAD", "USD"],
    ["£", "USD", "GBP"],
    ["£", "EGP", "EGP"],
    ["€", "UZS", "EUR"],
    ["usd", "UZS", "USD"],
    ["so'm", "USD", "UZS"],
    ["soʻm", "USD", "UZS"],
    ["сўм", "USD", "UZS"],
    ["сум", "USD", "UZS"],
    ["сом", "KGS", "KGS"],
    ["сом", "UZS", "UZS"],
    ["сом", "USD", null],
    ["kr", "SEK", "SEK"],
    ["kr", "USD", null],
    ["¥", "CNY", "CNY"],
    ["¥", "USD", null],
    ["руб.", "USD", "RUB"],
    ["₸", "USD", "KZT"],
  ])("%s in an account in %s is %s", (text, accountCurrency, currency) => {
    const denomination = denominationOf(text);
    expect(denomination && currencyMeant(denomination, accountCurrency)).toBe(currency);
  });

  it.each(["coins", "XXY", "us", ""])("%s is none", (text) => {
    expect(denominationOf(text)).toBeUndefined();
  });

  it.each([
    ["$", "CAD", "CAD"],
    ["CAD", "$", "CAD"],
    ["$", "$", "USD"],
    ["kr", "NOK", "NOK"],
    ["$", "EUR", undefined],
    ["kr", "¥", undefined],
  ])("%s and %s together are %s", (one, other, currency) => {
    const [first, second] = [denominationOf(one), denominationOf(other)];
    const common = first && second && commonDenomination(first, second);
    expect(common && currencyMeant(common, "UZS")).toBe(currency);
  });
});

describe("directions", () => {
  it.each([
    ["Debit", "debit"],
    ["D", "debit"],
    ["DR.", "debit"],
    ["−", "debit"],
    ["-", "debit"],
    ["Расход", "debit"],
    ["списание", "debit"],
    ["Chiqim", "debit"],
    ["credit", "credit"],
    ["C", "credit"],
    ["+", "credit"],
    ["Приход", "credit"],
    ["ПОПОЛНЕНИЕ", "credit"],
    ["kirim", "credit"],
    ["POS", undefined],
    ["", undefined],
  ])("%s is %s", (word, direction) => {
    expect(directionOf(word)).toBe(direction);
  });
});
