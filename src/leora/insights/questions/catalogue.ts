import { v5 } from "uuid";
import { type AppLanguage, named } from "../../languages.ts";
import { INSIGHT_CATEGORIES, type InsightCategory } from "../finding.ts";
import { FINANCE, OVERVIEW } from "./overview-and-finance.ts";
import { PRODUCTIVITY, WISDOM } from "./productivity-and-wisdom.ts";
import type { FixedQuestion } from "./question.ts";

// The questions that the app asks its user (spec 5.2): the same for everybody, in the language of the request.

/** The namespace of the questions' ids (UUID v5). It must never change: answers are stored under these ids. */
const QUESTION_NAMESPACE = "b94a1e07-3d2f-4c58-8f61-2e7c9a05d813";

/** When the questions were written, UTC ms: their `createdAt`. */
export const QUESTIONS_CREATED_AT = Date.UTC(2026, 0, 1);

/** A question as one user reads it. */
export interface Question {
  /** A UUID, the same for everybody. */
  readonly id: string;
  readonly key: string;
  readonly category: InsightCategory;
  readonly prompt: string;
  readonly description: string;
  readonly options: readonly { readonly id: string; readonly label: string }[] | null;
  readonly allowFreeText: boolean;
  /** What stands above the field for words of one's own; null where there is none. */
  readonly customLabel: string | null;
}

const CUSTOM_LABEL = named("O'z javobim", "Свой ответ", "My own answer", "Kendi cevabım", "إجابتي الخاصة");

const BY_CATEGORY: Readonly<Record<InsightCategory, readonly FixedQuestion[]>> = {
  overview: OVERVIEW,
  finance: FINANCE,
  productivity: PRODUCTIVITY,
  wisdom: WISDOM,
};

export const questionIdOf = (key: string): string => v5(key, QUESTION_NAMESPACE);

/** All questions in one language, in the order in which they are asked. */
export const questionsFor = (language: AppLanguage): Question[] =>
  INSIGHT_CATEGORIES.flatMap((category) =>
    BY_CATEGORY[category].map(({ key, prompt, description, options, allowFreeText }) => ({
      id: questionIdOf(key),
      key,
      category,
      prompt: prompt[language],
      description: description[language],
      options: options && Object.entries(options).map(([id, labels]) => ({ id, label: labels[language] })),
      allowFreeText,
      customLabel: allowFreeText ? CUSTOM_LABEL[language] : null,
    })),
  );
