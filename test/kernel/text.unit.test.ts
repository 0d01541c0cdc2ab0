import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold, searchText } from "../../src/kernel/text.ts";

describe("fold", () => {
  it.each([
    ["Oʻzbekiston", "o'zbekiston"],
    ["O‘ZBEKISTON", "o`zbekiston"],
    ["Maʼno", "MA'NO"],
    ["СЧЁТ", "счёт"],
    ["İstanbul", "istanbul"],
    ["STRASSE", "straße"],
    ["ΣΊΣΥΦΟΣ", "σίσυφος"],
    ["café", "CAFE\u0301"],
    ["ﬁn", "FIN"],
    ["Ａｂｃ１２", "abc12"],
    ["５０％", "50%"],
  ])("makes no difference between %s and %s", (a, b) => {
    expect(fold(a)).toBe(fold(b));
  });

  it.each([
    ["е", "ё"],
    ["ў", "у"],
    ["қ", "к"],
    ["o'", "o"],
    ["50%", "50_"],
    ["a b", "ab"],
  ])("keeps %j and %j apart", (a, b) => {
    expect(fold(a)).not.toBe(fold(b));
  });

  it("is idempotent, and blind to case", () => {
    const text = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(text, (given) => {
        expect(fold(fold(given))).toBe(fold(given));
        expect(fold(given.toUpperCase())).toBe(fold(given));
      }),
    );
  });
});

describe("searchText", () => {
  it("joins what there is, one part a line", () => {
    expect(searchText(["Suv ICHISH", null, "", undefined, "Har kuni"])).toBe("suv ichish\nhar kuni");
    expect(searchText([])).toBe("");
  });
});
