import { EXPENSE_CATEGORIES, INCOME_CATEGORIES } from "../../categories/catalog.ts";

interface CategoryOptions {
  categoryMap?: Record<string, string> | undefined;
  defaultCategoryId?: string | undefined;
}

/**
 * The id of the category for an imported transaction: what the user's map says of the file's category, else our category
 * with the same id, else the user's default, else `other_expense` or `other_income`.
 * @param fileCategory the category as the file names it; null when it names none
 */
export function categoryOf(
  { categoryMap, defaultCategoryId }: CategoryOptions,
  fileCategory: string | null,
  isExpense: boolean,
): string {
  const [catalog, fallbackId] = isExpense ? [EXPENSE_CATEGORIES, "other_expense"] : [INCOME_CATEGORIES, "other_income"];
  // Only the map's own entries count: a file may name a category `constructor`.
  const isMapped = fileCategory !== null && categoryMap && Object.hasOwn(categoryMap, fileCategory);
  const mapped = isMapped ? categoryMap[fileCategory] : undefined;
  return mapped ?? catalog.find(({ id }) => id === fileCategory)?.id ?? defaultCategoryId ?? fallbackId;
}
