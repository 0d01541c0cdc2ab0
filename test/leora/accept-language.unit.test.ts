import { describe, expect, it } from "vitest";
import { negotiateLanguage } from "../../src/leora/accept-language.ts";

describe("the language of an Accept-Language header", () => {
  it.each([
    [null, "uz"],
    ["", "uz"],
    ["ru", "ru"],
    ["EN-us", "en"],
    ["uz-Latn-UZ", "uz"],
    ["de, fr;q=0.9", "uz"],
    ["de, en;q=0.5", "en"],
    ["ru-RU,ru;q=0.9,en;q=0.8", "ru"],
    ["en;q=0.5, ru;q=0.8", "ru"],
    ["en;q=0.8, ru;q=0.8", "en"],
    ["tr;q=0.3 , ar ; q=0.7", "ar"],
    ["en;q=0", "uz"],
    ["*", "uz"],
    ["uz;q=0, *", "ru"],
    ["uz;q=0.1, *;q=0.5", "ru"],
    ["en;q=0.5, *;q=0.1", "en"],
    ["ru;q=2, en;q=0.1", "en"],
    ["ru;q=x", "uz"],
    [";;,,ru-,*x, en", "en"],
  ])("%j is %s", (header, language) => {
    expect(negotiateLanguage(header)).toBe(language);
  });
});
