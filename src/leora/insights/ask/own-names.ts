import { entriesOfName } from "../../words/category-words.ts";
import { Lexicon } from "../../words/lexicon.ts";
import { namesIn } from "../../words/person-names.ts";
import type { Question } from "./question.ts";

// Names that the user has given, and that a question names. They are known only when the facts are read.

/** In a question, shorter parts of a name are other words too, such as `it`. */
const PART_LETTERS_MIN = 4;

type Words = Pick<Question, "tokens" | "taken">;

/** Ids of the user's own categories that a question names by one name: the longest of those that it names. */
export function ownCategoriesIn({ tokens, taken }: Words, names: ReadonlyMap<string, string>): readonly string[] {
  if (names.size === 0) return [];
  const idsByEntries = Map.groupBy(names.keys(), (id) => entriesOfName(names.get(id) ?? "", PART_LETTERS_MIN));
  const lexicon = new Lexicon([...idsByEntries].map(([entries, ids]) => [ids, entries] as const));
  const isNamed = ({ index, count }: { index: number; count: number }) =>
    tokens.slice(index, index + count).some((_, offset) => !taken.has(index + offset));
  const [longest] = lexicon
    .all(tokens)
    .filter(isNamed)
    .toSorted((a, b) => b.letters - a.letters);
  return longest?.value ?? [];
}

/** The counterparties that a question names. */
export const counterpartiesIn = ({ tokens, taken }: Words, names: readonly string[]): ReadonlySet<string> =>
  namesIn(
    tokens.filter((_, index) => !taken.has(index)),
    names,
  );
