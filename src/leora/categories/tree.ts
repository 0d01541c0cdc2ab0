import { EXPENSE_CATEGORIES, INCOME_CATEGORIES } from "./catalog.ts";

const SUBCATEGORIES = new Map(
  [...EXPENSE_CATEGORIES, ...INCOME_CATEGORIES].map(({ id, subcategories = [] }) => [id, subcategories]),
);

/** Results of `withSubcategories` by the list that it was given: a budget's list is given once for each transaction. */
const expanded = new WeakMap<readonly string[], ReadonlySet<string>>();

/** The categories and their subcategories: a budget or rule that names a category includes its subcategories. */
export function withSubcategories(categoryIds: readonly string[]): ReadonlySet<string> {
  const known = expanded.get(categoryIds);
  if (known) return known;
  const subcategoryIds = (id: string) => (SUBCATEGORIES.get(id) ?? []).map((subcategory) => subcategory.id);
  const all = new Set(categoryIds.flatMap((id) => [id, ...subcategoryIds(id)]));
  expanded.set(categoryIds, all);
  return all;
}

const TYPES = new Map(
  [["expense", EXPENSE_CATEGORIES] as const, ["income", INCOME_CATEGORIES] as const].flatMap(([type, categories]) =>
    categories.flatMap(({ id, subcategories = [] }) =>
      [id, ...subcategories.map((each) => each.id)].map((each) => [each, type] as const),
    ),
  ),
);

/** True for a category or subcategory of the catalogue. */
export const isInCatalogue = (id: string): boolean => TYPES.has(id);

/** The type of a category of the catalogue that may have subcategories; undefined for any other id. */
export const typeOfTopCategory = (id: string): "expense" | "income" | undefined =>
  SUBCATEGORIES.has(id) ? TYPES.get(id) : undefined;
