import { EXPENSE_CATEGORIES, INCOME_CATEGORIES } from "./catalog.ts";

const SUBCATEGORIES = new Map(
  [...EXPENSE_CATEGORIES, ...INCOME_CATEGORIES].map(({ id, subcategories = [] }) => [id, subcategories]),
);

const expanded = new WeakMap<readonly string[], ReadonlySet<string>>();

/** The categories with their subcategories: who names a category means all of it. */
export function withSubcategories(categoryIds: readonly string[]): ReadonlySet<string> {
  const known = expanded.get(categoryIds);
  if (known) return known;
  const all = new Set(categoryIds.flatMap((id) => [id, ...(SUBCATEGORIES.get(id) ?? []).map((sub) => sub.id)]));
  expanded.set(categoryIds, all);
  return all;
}
