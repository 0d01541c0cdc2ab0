import type { InsightCategory } from "../finding.ts";

/** A mentor who may speak. */
export interface Speaker {
  readonly id: string;
  readonly author: string;
  /** How many quotes there are of this mentor: a finding names one of them by its number, from 0. */
  readonly quotes: number;
}

/** What a user's settings say about the rules. */
export interface RuleSettings {
  /** Both `ai.features.predictions` and `notifications.ai.predictions`. */
  readonly predictions: boolean;
  /** `ai.features.motivational`. */
  readonly motivational: boolean;
  readonly mentorAdvices: boolean;
  /** `notifications.tasks.deadline`, and how many days before one. */
  readonly deadline: boolean;
  readonly deadlineDaysBefore: number;
  /** The enabled mentors, in their order. */
  readonly mentors: readonly Speaker[];
}

/** What a run looks for, beside the days that its snapshot is about. */
export interface RuleOptions {
  readonly categories: readonly InsightCategory[];
  readonly settings: RuleSettings;
  /** Names of the categories that the user has made, by id: texts know only those of the catalogue. */
  readonly categoryNames: ReadonlyMap<string, string>;
}

/** The name that a text needs of a category: none of one from the catalogue. */
export function categoryName(categoryId: string | null, { categoryNames }: RuleOptions): { category?: string } {
  const name = categoryId === null ? undefined : categoryNames.get(categoryId);
  return name === undefined ? {} : { category: name };
}
