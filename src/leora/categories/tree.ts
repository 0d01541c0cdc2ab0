import { EXPENSE_CATEGORIES, INCOME_CATEGORIES } from "./catalog.ts";

const SUBCATEGORIES = new Map(
  [...EXPENSE_CATEGORIES, ...INCOME_CATEGORIES].map(({ id, subcategories = [] }) => [id, subcategories]),
);

/** What `withSubcategories` has answered, by the list it was asked about: a budget's is asked about for each transaction. */
const expanded = new WeakMap<readonly string[], ReadonlySet<string>>();

/** The categories and their subcategories: a budget or rule that names a category means all that is under it. */
export function withSubcategories(categoryIds: readonly string[]): ReadonlySet<string> {
  const known = expanded.get(categoryIds);
  if (known) return known;
  const subcategoryIds = (id: string) => (SUBCATEGORIES.get(id) ?? []).map((subcategory) => subcategory.id);
  const all = new Set(categoryIds.flatMap((id) => [id, ...subcategoryIds(id)]));
  expanded.set(categoryIds, all);
  return all;
}
