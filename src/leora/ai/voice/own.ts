import { type CategoryMention, type CategoryType, entriesOfName } from "../../words/category-words.ts";
import { Lexicon } from "../../words/lexicon.ts";
import { type Token, tokensOf, wordForms } from "../../words/tokens.ts";
import { isFillerAt } from "./titles.ts";

// What users have named themselves and may say: their categories and their accounts.

/** A category that the user has made. */
export interface OwnCategory {
  readonly id: string;
  readonly type: CategoryType;
  readonly name: string;
  readonly parentId: string | null;
}

/** An active account as `reads.ts` reads it. */
export interface VoiceAccount {
  readonly id: string;
  readonly currency: string;
  readonly name: string;
  /** Grows with the creation of its latest income or expense; null without one. */
  readonly lastUse: number | null;
  /** UTC milliseconds. */
  readonly createdAt: number;
}

/** What a sentence may name beside the catalogue. */
export interface Own {
  readonly categories: readonly OwnCategory[];
  /** The active accounts in the currency of the sentence. */
  readonly accounts: readonly VoiceAccount[];
}

export const NOTHING_OWN: Own = { categories: [], accounts: [] };

/** The user's own category that a sentence names, by its name or a part of it: `mushuk` of `Mushuk va it`. The longest word counts. */
export function ownCategoryIn(
  tokens: readonly Token[],
  type: CategoryType,
  { categories }: Own,
): CategoryMention | undefined {
  const ofType = categories.filter((category) => category.type === type);
  if (ofType.length === 0) return undefined;
  const lexicon = new Lexicon(ofType.map((category) => [category, entriesOfName(category.name, 1)] as const));
  const [best] = lexicon
    .all(tokens)
    // The dog of `Mushuk va it` is an English pronoun as well.
    .filter(({ index, count }) => count > 1 || !isFillerAt(tokens, index))
    .toSorted((a, b) => b.letters - a.letters || a.index - b.index);
  if (!best) return undefined;
  const { id, parentId } = best.value;
  const { index, count, stem } = best;
  return { categoryId: parentId ?? id, subcategoryId: parentId === null ? null : id, index, count, stem };
}

export interface AccountMention {
  readonly accountId: string;
  /** The tokens that name it, the last one excluded. */
  readonly start: number;
  readonly end: number;
}

/** The account whose whole name stands in a sentence, in whatever case of Uzbek: `naqd puldan`. The longest name counts. */
export function accountIn(tokens: readonly Token[], { accounts }: Own): AccountMention | undefined {
  if (accounts.length === 0) return undefined;
  const lexicon = new Lexicon(accounts.map(({ id, name }) => [id, writings(name)] as const));
  const [best] = lexicon.all(tokens).toSorted((a, b) => b.letters - a.letters || a.index - b.index);
  return best && { accountId: best.value, start: best.index, end: best.index + best.count };
}

/** A name as written, and one in Cyrillic also as Uzbek Latin, whose endings are known. */
const writings = (name: string): string => {
  // A number alone is an amount, whatever account is called so.
  if (!tokensOf(name).some(({ kind }) => kind === "word")) return "";
  return `${wordForms(name, 0).join(" ")},${wordForms(name, -1).join(" ")}`;
};
