import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold, searchedTexts, searchText } from "../../src/kernel/text.ts";
import { cpuTimeOf } from "../support/cpu.ts";

describe("fold", () => {
  it.each([
    ["Oʻzbekiston", "o'zbekiston"],
    ["O‘ZBEKISTON", "o`zbekiston"],
    ["Oʼzbekiston", "o’zbekiston"],
    ["O´zbekiston", "o′zbekiston"],
    ["Maʼno", "MA'NO"],
    ["СЧЁТ", "счет"],
    ["Ёлка", "ЕЛКА"],
    ["Йод", "йОД"],
    ["Ўзбекистон", "ўЗБЕКИСТОН"],
    ["и\u0306од", "йод"],
    ["заму\u0301ж", "Замуж"],
    ["İstanbul", "istanbul"],
    ["ISPARTA", "ısparta"],
    ["Ağustos, çay, üç, şeker, öğle", "agustos, cay, uc, seker, ogle"],
    ["STRASSE", "straße"],
    ["ẞ", "ss"],
    ["ΣΊΣΥΦΟΣ", "σισυφος"],
    ["café", "CAFE\u0301"],
    ["Crème brûlée", "creme brulee"],
    ["ﬁn", "FIN"],
    ["Ａｂｃ１２", "abc12"],
    ["５０％", "50%"],
    ["٩٠ ۱۲", "90 12"],
    ["أحمد", "احمد"],
    ["a\u00a0\t b\n", "a b "],
    ["so\u00adat", "soat"],
  ])("makes no difference between %j and %j", (a, b) => {
    expect(fold(a)).toBe(fold(b));
  });

  it.each([
    ["и", "й"],
    ["ў", "у"],
    ["қ", "к"],
    ["o'", "o"],
    ["50%", "50_"],
    ["a b", "ab"],
    ["が", "か"],
    ["कि", "क"],
  ])("keeps %j and %j apart", (a, b) => {
    expect(fold(a)).not.toBe(fold(b));
  });

  it("makes of a plain text what it makes of it beside letters that are not plain", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii" }), (plain) => {
        expect(`ж${fold(plain)}ж`).toBe(fold(`ж${plain}ж`));
      }),
      { numRuns: 300 },
    );
  });

  it("is idempotent, and blind to case", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" })), (given) => {
        expect(fold(fold(given))).toBe(fold(given));
        expect(fold(given.toUpperCase())).toBe(fold(given));
      }),
      { numRuns: 300 },
    );
  });
});

describe("searchText", () => {
  it("joins what there is, one part a line", () => {
    expect(searchText(["Suv ICHISH", null, "", undefined, "Har\nkuni"])).toBe("suv ichish\nhar kuni");
    expect(searchText([])).toBe("");
  });

  it("adds the digits of phone numbers, in an alphabet of their own", () => {
    expect(searchText(["Ali: (90) 123-4", "1-23-45", "12.45.678", "1 234 so'm"])).toBe(
      "ali: (90) 123-4\n1-23-45\n12.45.678\n1 234 so'm\n\x19\x10\x11\x12\x13\x14\n\x11\x12\x13\x14\x15\n\x11\x12\x14\x15\x16\x17\x18",
    );
  });
});

it("folds a letter of a hundred thousand marks in its stride", async () => {
  // Normalizing them as they are takes three seconds, and four times as long for twice as many.
  const letter = `a${"\u0301\u0323".repeat(50_000)}b`;
  expect(await cpuTimeOf(() => expect(fold(letter)).toBe("ab"))).toBeLessThan(500);
  expect(fold(`\u05e9${"\u05bc\u05c1".repeat(100)}`)).toHaveLength(31);
});

describe("searchedTexts", () => {
  it.each([
    ["Korzinka", ["korzinka"]],
    ["12", ["12"]],
    ["123", ["123", "\x11\x12\x13"]],
    ["+998 (90)", ["+998 (90)", "\x19\x19\x18\x19\x10"]],
    ["9–0 1", ["9–0 1", "\x19\x10\x11"]],
    ["12.50", ["12.50"]],
    ["100%", ["100%"]],
  ])("of %j are %j", (query, texts) => {
    expect(searchedTexts(query)).toEqual(texts);
  });
});
