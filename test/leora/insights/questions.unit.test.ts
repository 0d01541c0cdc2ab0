import { describe, expect, it } from "vitest";
import { isUuid } from "../../../src/kernel/id.ts";
import { INSIGHT_CATEGORIES } from "../../../src/leora/insights/finding.ts";
import { questionIdOf, questionsFor } from "../../../src/leora/insights/questions/catalogue.ts";
import { APP_LANGUAGES } from "../../../src/leora/languages.ts";

describe("the fixed questions", () => {
  it.each(APP_LANGUAGES)("are twelve in %s, three of each category, and complete", (language) => {
    const questions = questionsFor(language);
    expect(questions).toHaveLength(12);
    for (const category of INSIGHT_CATEGORIES) {
      expect(questions.filter((question) => question.category === category)).toHaveLength(3);
    }
    for (const { id, prompt, description, options, allowFreeText, customLabel } of questions) {
      expect(isUuid(id)).toBe(true);
      expect(prompt).toMatch(/[?؟]$/);
      expect(description).toMatch(/\.$/);
      expect(customLabel !== null).toBe(allowFreeText);
      // Whoever may not choose must be able to write.
      expect(options !== null || allowFreeText).toBe(true);
      const labels = (options ?? []).map(({ label }) => label);
      expect(new Set(labels).size).toBe(labels.length);
      expect(labels.every((label) => label.length > 2)).toBe(true);
    }
    expect(new Set(questions.map(({ prompt }) => prompt)).size).toBe(12);
  });

  it("have the same ids, keys and options in all languages", () => {
    const skeletonOf = (language: (typeof APP_LANGUAGES)[number]) =>
      questionsFor(language).map(({ id, key, options }) => [id, key, options?.map((option) => option.id)]);
    for (const language of APP_LANGUAGES) expect(skeletonOf(language)).toEqual(skeletonOf("uz"));
    expect(new Set(questionsFor("uz").map(({ id }) => id)).size).toBe(12);
  });

  it("say why it is good to think about them, and promise nothing", () => {
    const descriptionsOf = (key: string) =>
      APP_LANGUAGES.map((language) => questionsFor(language).find((question) => question.key === key)?.description);
    expect(descriptionsOf("main_obstacle")).toEqual([
      "Knowing the obstacle makes it easier to prepare for it.",
      "Зная помеху, легче подготовиться к ней заранее.",
      "Nima xalaqit berishini bilsangiz, unga oldindan tayyorlanish osonroq.",
      "معرفة العائق تسهّل الاستعداد له مسبقًا.",
      "Engeli bilmek ona önceden hazırlanmayı kolaylaştırır.",
    ]);
    expect(questionsFor("en").map(({ key, description }) => `${key}: ${description}`)).toEqual([
      "main_focus: Once it is named, it is easier to decide where your time goes.",
      "life_balance: It helps to see how full your plans are.",
      "month_success: Write a sentence or two.",
      "money_goal: With a clear goal it is easier to see which expense brings it closer.",
      "unplanned_spending: Knowing the reason makes it easier to stop in time.",
      "reserve_length: A rough answer is enough.",
      "best_time: These hours are worth keeping for what matters most.",
      "main_obstacle: Knowing the obstacle makes it easier to prepare for it.",
      "wanted_habit: It is easier to start with one.",
      "motivation: Remembering what you do it for helps on hard days.",
      "advice_style: The tone of advice is chosen in the settings.",
      "recent_lesson: A lesson that is written down is remembered.",
    ]);
  });

  it("keep their ids for good", () => {
    expect(questionIdOf("main_focus")).toBe("2a5b29d1-5d33-5153-b515-eab5e71f34f6");
    expect(questionsFor("en")[3]).toMatchObject({
      key: "money_goal",
      category: "finance",
      prompt: "What is your main goal with money?",
      allowFreeText: true,
      customLabel: "My own answer",
    });
  });
});
