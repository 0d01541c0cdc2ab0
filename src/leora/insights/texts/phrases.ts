import type { Day } from "../../../kernel/time.ts";
import type { InsightActionType, InsightLevel, InsightRule, InsightTone } from "../finding.ts";
import type { FactsOf, NamesOf } from "./facts.ts";
import type { Forms } from "./format.ts";
import type { Quote } from "./quotes/quotes.ts";

// What a language consists of. The three tones share all sentences but the opening and the advice, and how people are addressed.

/** What one rule says in one language. */
export interface Wording {
  readonly title: string;
  /** What is so, with its numbers: a sentence or two. */
  readonly statement: string;
  /** What to do about it, without a capital letter and a full stop: to a friend, and to people whom one does not know. */
  readonly advice?: readonly [friend: string, formal: string];
  /** Why it is said: the rule in words. */
  readonly explain: string;
  /** The line of a push notification. */
  readonly push: string;
}

/** What templates write values with, in their language. */
export interface Kit<Names = unknown> {
  readonly names: Names;
  /** An amount in the currency of the facts. */
  money(amount: number): string;
  number(value: number): string;
  /** A number and its unit, which may have none. */
  quantity(value: number, unit: string | undefined): string;
  percent(value: number): string;
  day(day: Day): string;
  month(month: string): string;
  range(from: Day, to: Day): string;
  count(count: number, forms: Forms): string;
  /** A name that the user typed, in quotation marks. */
  quoted(name: string): string;
  /** The name of a category, of the catalogue or of the user. */
  category(id: string): string;
  quote(mentorId: string, index: number): Quote;
  /** The first for the tone of a friend, the second for the other two. */
  you(friend: string, formal: string): string;
}

export interface Phrases {
  /** Words before the statement, such as `Congratulations!`; none where they would be empty talk. */
  readonly openings: Readonly<Record<InsightTone, Readonly<Partial<Record<InsightLevel, string>>>>>;
  /** An advice as a sentence, without its full stop. */
  readonly advise: Readonly<Record<InsightTone, (friend: string, formal: string) => string>>;
  readonly actions: Readonly<Record<InsightActionType, string>>;
  readonly rules: { readonly [R in InsightRule]: (facts: FactsOf<R>, kit: Kit<NamesOf<R>>) => Wording };
}

/** The parts that there are as one sentence; empty when there are none. */
export function sentence(parts: readonly (string | false | null)[], separator?: string): string {
  const text = list(parts, separator);
  return text && `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

/** The parts that there are, one after another. */
export const list = (parts: readonly (string | false | null)[], separator = ", "): string =>
  parts.filter((part) => part !== false && part !== null && part !== "").join(separator);
