import { fold } from "../../kernel/text.ts";
import { type Category, EXPENSE_CATEGORIES, INCOME_CATEGORIES } from "../categories/catalog.ts";
import { typeOfTopCategory } from "../categories/tree.ts";
import { CATEGORY_SYNONYMS } from "./category-synonyms.ts";
import { Lexicon } from "./lexicon.ts";
import { formsOf, isSign, type Token, tokensOf, wordForms } from "./tokens.ts";

// Which category a sentence names: by the names of the catalogue in all its languages, and by what belongs into a category.

export type CategoryType = "expense" | "income";

export interface NamedCategory {
  readonly categoryId: string;
  readonly subcategoryId: string | null;
}

/** A category that a sentence names, and where. */
export interface CategoryMention extends NamedCategory {
  readonly index: number;
  readonly count: number;
  /** The word without what followed its stem. */
  readonly stem: string;
}

const named = (categoryId: string, subcategoryId: string | null): NamedCategory => ({ categoryId, subcategoryId });

/** What joins the parts of a name: each part is a name too. */
const CONNECTORS = /\s*\/\s*|\s(?:va|и|and|ve)\s|\s(?=و\p{L})/u;
const RUSSIAN_ENDING = /(?:ые|ие|ая|ое|ой|ый|ий|ия|ов|ей|и|ы|а|я|е|ь|о|й)$/u;
const LATIN_ENDING = /(?:lari|leri|lar|ler|ies|s)$/u;
const ARABIC_ENDING = /(?:ات|ة|ه)$/u;
/** A stem of fewer letters begins too many other words; the endings of Russian are too many to list. */
const PREFIX_LETTERS_MIN = 5;
const RUSSIAN_PREFIX_LETTERS_MIN = 4;
const STEM_LETTERS_MIN = 3;

/** The parts of a category's name: `Qahva/choy`, `Кофе и чай`. */
const partsOf = (name: string): string[] => name.split(CONNECTORS);

/** What separates parts of a name that people type, beside what joins them in the catalogue. */
const SEPARATORS = /[,;&+]/;

/** A category's name as an entry of a lexicon: its words without the endings of their languages. */
const entryOf = (name: string): string =>
  name
    .trim()
    .split(/[\s-]+/)
    .map(stemOf)
    .join(" ");

function stemOf(word: string): string {
  if (/\p{Script=Cyrillic}/u.test(word)) {
    const stem = fold(word).replace(RUSSIAN_ENDING, "");
    return stem.length < RUSSIAN_PREFIX_LETTERS_MIN ? `${fold(word)}=` : `${stem}*`;
  }
  const isArabic = /\p{Script=Arabic}/u.test(word);
  const form = formsOf(word).at(-1) ?? "";
  const bare = form.replace(isArabic ? ARABIC_ENDING : LATIN_ENDING, "");
  const stem = bare.length < STEM_LETTERS_MIN ? form : bare;
  return isArabic || stem.length >= PREFIX_LETTERS_MIN ? `${stem}*` : stem;
}

const catalogueEntries = (names: Category["names"]): string =>
  Object.values(names).flatMap(partsOf).map(entryOf).join(",");

function lexiconOf(categories: readonly Category[]): Lexicon<NamedCategory> {
  const groups = categories.flatMap(({ id, names, subcategories = [] }) =>
    [
      { value: named(id, null), names, key: id },
      ...subcategories.map((subcategory) => ({
        value: named(id, subcategory.id),
        names: subcategory.names,
        key: subcategory.id,
      })),
    ].map(({ value, names, key }) => [value, `${catalogueEntries(names)},${CATEGORY_SYNONYMS[key] ?? ""}`] as const),
  );
  return new Lexicon(groups);
}

/** Made when the first sentence is read: most requests have none. */
const lexicons: Partial<Record<CategoryType, Lexicon<NamedCategory>>> = {};

function lexiconFor(type: CategoryType): Lexicon<NamedCategory> {
  const lexicon = lexicons[type] ?? lexiconOf(type === "expense" ? EXPENSE_CATEGORIES : INCOME_CATEGORIES);
  lexicons[type] = lexicon;
  return lexicon;
}

/** True when the name of a row names this category, in any language: `Ijara` names the rent. */
export function isOfCategory(name: string, { categoryId, subcategoryId }: NamedCategory): boolean {
  const type = typeOfTopCategory(categoryId);
  return (
    type !== undefined &&
    lexiconFor(type)
      .all(tokensOf(name))
      .some(({ value }) => value.categoryId === categoryId && value.subcategoryId === subcategoryId)
  );
}

type Mentions = ReturnType<Lexicon<NamedCategory>["all"]>;

/** The category of a type that a sentence names: a subcategory rather than a whole category, then the longer word, then the first. */
export function categoryIn(tokens: readonly Token[], type: CategoryType): CategoryMention | undefined {
  const best = bestOf(lexiconFor(type).all(tokens));
  return best && { ...best.value, index: best.index, count: best.count, stem: best.stem };
}

const bestOf = (mentions: Mentions): Mentions[number] | undefined =>
  mentions.toSorted((a, b) => rank(b.value) - rank(a.value) || b.letters - a.letters || a.index - b.index)[0];

const rank = ({ subcategoryId }: NamedCategory): number => (subcategoryId === null ? 0 : 1);

const AND = new Lexicon<true>([[true, "va=, hamda=, ham=, bilan=, и=, and=, plus=, ve=, ile=, و="]]);
/** Between two names that are joined there is a word or sign for it, and perhaps `на` or `on the`. */
const BETWEEN_MAX = 3;

/** More are no list that somebody asks for, and each has sums of its own to be read. */
const TOGETHER_MAX = 5;

/** The categories that a sentence names together, such as `на одежду и еду`; mostly there is one, that which `categoryIn` finds. */
export function categoriesIn(tokens: readonly Token[], type: CategoryType): NamedCategory[] {
  const mentions = lexiconFor(type).all(tokens);
  const best = bestOf(mentions);
  if (!best) return [];
  const place = mentions.indexOf(best);
  const isJoined = (left: number): boolean => areJoined(tokens, mentions[left], mentions[left + 1]);
  let [first, last] = [place, place];
  while (isJoined(first - 1)) first -= 1;
  while (isJoined(last)) last += 1;
  const named = mentions.slice(first, last + 1).map(({ value }) => value);
  // Beside a subcategory, its whole category only says where it belongs.
  const isWithin = ({ categoryId, subcategoryId }: NamedCategory) =>
    subcategoryId === null && named.some((other) => other.subcategoryId !== null && other.categoryId === categoryId);
  const byId = new Map(named.map((category) => [category.subcategoryId ?? category.categoryId, category]));
  return [...byId.values()].filter((category) => !isWithin(category)).slice(0, TOGETHER_MAX);
}

function areJoined(
  tokens: readonly Token[],
  left: Mentions[number] | undefined,
  right: Mentions[number] | undefined,
): boolean {
  if (!left || !right) return false;
  const from = left.index + left.count;
  const between = right.index - from;
  // In Arabic the word for and is written together with the next one.
  if (between === 0) return /^و/u.test(tokens[right.index]?.text ?? "");
  if (between > BETWEEN_MAX) return false;
  return tokens
    .slice(from, right.index)
    .some(
      (token, offset) => isSign(token, ",&+،") || AND.at(tokens, from + offset) !== undefined || /^و/u.test(token.text),
    );
}

/**
 * A lexicon's entries for the name of a category of the user's own: its words in whatever form a sentence has them, one in
 * Cyrillic also in Latin, and the parts that it joins. Empty for a name without words.
 * @param partLettersMin parts with fewer letters do not stand for the name
 */
export function entriesOfName(name: string, partLettersMin: number): string {
  const parts = name
    .split(SEPARATORS)
    .flatMap(partsOf)
    .filter((part) => part.length >= partLettersMin);
  const entryIn = (part: string, form: 0 | -1) => wordForms(part, form).map(stemOf).join(" ");
  return [name, ...parts].flatMap((part) => [entryIn(part, 0), entryIn(part, -1)]).join(",");
}
