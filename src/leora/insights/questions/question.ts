import type { InLanguages } from "../../languages.ts";

/** A question in all languages. */
export interface FixedQuestion {
  readonly key: string;
  readonly prompt: InLanguages;
  readonly description: InLanguages;
  /** Answers to choose from, by id; none: only words of the user's own. */
  readonly options: Readonly<Record<string, InLanguages>> | null;
  readonly allowFreeText: boolean;
}
