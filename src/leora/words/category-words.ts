import { fold } from "../../kernel/text.ts";
import { type Category, EXPENSE_CATEGORIES, INCOME_CATEGORIES } from "../categories/catalog.ts";
import { CATEGORY_SYNONYMS } from "./category-synonyms.ts";
import { Lexicon } from "./lexicon.ts";
import { formsOf, type Token } from "./tokens.ts";

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
export const partsOf = (name: string): string[] => name.split(CONNECTORS);

/** A category's name as an entry of a lexicon: its words without the endings of their languages. */
export const entryOf = (name: string): string =>
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

/** The category of a type that a sentence names: a subcategory rather than a whole category, then the longer word, then the first. */
export function categoryIn(tokens: readonly Token[], type: CategoryType): CategoryMention | undefined {
  const [best] = lexiconFor(type)
    .all(tokens)
    .toSorted((a, b) => rank(b.value) - rank(a.value) || b.letters - a.letters || a.index - b.index);
  return best && { ...best.value, index: best.index, count: best.count, stem: best.stem };
}

const rank = ({ subcategoryId }: NamedCategory): number => (subcategoryId === null ? 0 : 1);
