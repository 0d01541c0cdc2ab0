import { describe, expect, it } from "vitest";
import { MENTOR_CATEGORIES, MENTORS, mentorOf } from "../../../src/leora/ai/mentors.ts";
import { quoteCount, quoteOf } from "../../../src/leora/insights/texts/quotes/quotes.ts";
import { APP_LANGUAGES } from "../../../src/leora/languages.ts";

const LIVING = ["buffett", "musk"];
const SCRIPTS = {
  uz: /^[\p{Script=Latin}\P{L}]+$/u,
  ru: /^[\p{Script=Cyrillic}\P{L}]+$/u,
  en: /^[\p{Script=Latin}\P{L}]+$/u,
  tr: /^[\p{Script=Latin}\P{L}]+$/u,
  ar: /^[\p{Script=Arabic}\P{L}]+$/u,
};

describe("mentors", () => {
  it("are twelve, the specification's first, four of each category", () => {
    expect(MENTORS).toHaveLength(12);
    expect(MENTORS.slice(0, 3).map(({ id, name, category }) => ({ id, name, category }))).toEqual([
      { id: "buffett", name: "Warren Buffett", category: "financial" },
      { id: "musk", name: "Elon Musk", category: "productivity" },
      { id: "aurelius", name: "Marcus Aurelius", category: "balance" },
    ]);
    expect(new Set(MENTORS.map(({ id }) => id)).size).toBe(12);
    for (const category of MENTOR_CATEGORIES) {
      expect(MENTORS.filter((mentor) => mentor.category === category)).toHaveLength(4);
    }
    expect(mentorOf("rumi")?.names.uz).toBe("Jaloliddin Rumiy");
    expect(mentorOf("plato")).toBeUndefined();
  });

  it.each(MENTORS)("$id has a name and a style in each language", ({ names, style }) => {
    for (const language of APP_LANGUAGES) {
      expect(names[language]).toMatch(SCRIPTS[language]);
      expect(style[language]).toMatch(SCRIPTS[language]);
    }
  });
});

describe("quotes", () => {
  it.each(MENTORS)("$id has ten or more, in each language and its script, none of them twice", ({ id, names }) => {
    const count = quoteCount(id);
    expect(count).toBeGreaterThanOrEqual(10);
    for (const language of APP_LANGUAGES) {
      const quotes = Array.from({ length: count }, (_, index) => quoteOf(id, index, language));
      expect(new Set(quotes.map(({ text }) => text)).size).toBe(count);
      for (const { text, author, source, isVerbatim } of quotes) {
        expect(text).toMatch(SCRIPTS[language]);
        expect(text).toMatch(/[.!?؟]$/);
        // The app puts what is verbatim in quotation marks, and nothing else.
        expect(text).not.toMatch(/[“”«»"]/);
        expect(text.length).toBeGreaterThan(10);
        expect(text.length).toBeLessThan(200);
        expect(author).toBe(names[language]);
        expect(isVerbatim).toBe(!LIVING.includes(id));
        expect(source === null).toBe(LIVING.includes(id));
      }
    }
  });

  it("name their work and its place", () => {
    expect(quoteOf("aurelius", 0, "en")).toEqual({
      text: "The impediment to action advances action; what stands in the way becomes the way.",
      author: "Marcus Aurelius",
      source: "Meditations, 5.20",
      isVerbatim: true,
    });
    expect(quoteOf("navoi", 0, "uz").source).toBe("Mahbub ul-qulub");
    expect(quoteOf("saadi", 7, "tr").source).toBe("Gülistan, Önsöz");
    expect(quoteOf("franklin", 0, "ar").source).toBe("نصيحة إلى تاجر شاب، 1748");
  });

  it("are counted from 0", () => {
    expect(() => quoteOf("rumi", quoteCount("rumi"), "en")).toThrow(RangeError);
    expect(() => quoteOf("plato", 0, "en")).toThrow(RangeError);
    expect(quoteCount("plato")).toBe(0);
  });
});
