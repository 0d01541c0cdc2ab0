import type { Day } from "../../../kernel/time.ts";
import type { AppLanguage } from "../../languages.ts";
import { categoriesIn, type NamedCategory } from "../../words/category-words.ts";
import { type Token, tokensOf } from "../../words/tokens.ts";
import type { TaskScope } from "./facts.ts";
import { languageIn } from "./languages.ts";
import { periodIn } from "./periods.ts";
import type { AskedRange } from "./ranges.ts";
import { type AskIntent, NO_CATEGORIES, SUBJECTS, subjectOf, TASK_WORDS } from "./subjects.ts";

// What a question is about: its subject, the categories that it names, the days that it names, and its language.

export interface Question {
  readonly intent: AskIntent;
  readonly language: AppLanguage;
  /** The categories that spending or income is asked of; none: all of it. */
  readonly categories: readonly NamedCategory[];
  /** The days that the question itself names; null: it names none. */
  readonly range: AskedRange | null;
  /** Which tasks are asked for. */
  readonly scope: TaskScope;
  /** Its words, and the places of those that name its subject or its days. Names of the user's own are looked for among the others. */
  readonly tokens: readonly Token[];
  readonly taken: ReadonlySet<number>;
}

/** @param fallback the language when the question shows none */
export function readQuestion(question: string, fallback: AppLanguage, today: Day): Question {
  const tokens = tokensOf(question);
  const subjects = SUBJECTS.all(tokens);
  const named = new Set(subjects.map(({ value }) => value));
  const taskWords = new Set(TASK_WORDS.all(tokens).map(({ value }) => value));
  // Tasks are asked of because they are to be done, unless it is asked which were.
  const isAhead = subjectOf(named, false, false) === "tasks" && !taskWords.has("done");
  const period = periodIn(tokens, today, isAhead ? "future" : "past");
  // Words of the subject are no category: `oylik daromad` is a monthly income, and `oylik` alone a salary.
  const taken = new Set(
    [
      ...subjects.map(({ index, count }) => ({ start: index, end: index + count })),
      ...NO_CATEGORIES.all(tokens).map(({ index, count }) => ({ start: index, end: index + count })),
      ...(period ? [period] : []),
    ].flatMap(({ start, end }) => placesOf(start, end)),
  );
  const left = tokens.filter((_, index) => !taken.has(index));
  const [bought, earned] = [categoriesIn(left, "expense"), categoriesIn(tokens, "income")];
  const intent = subjectOf(named, bought.length > 0, earned.length > 0);
  const isPhrase = subjects.some(({ value, count }) => value === "income" && count > 1);
  return {
    intent,
    language: languageIn(question, tokens) ?? fallback,
    categories: intent === "spending" ? bought : intent === "income" && !isPhrase ? earned : [],
    range: period?.range ?? null,
    scope: taskWords.has("overdue") ? "overdue" : period ? "days" : "open",
    tokens,
    taken,
  };
}

const placesOf = (start: number, end: number): number[] =>
  Array.from({ length: end - start }, (_, offset) => start + offset);
