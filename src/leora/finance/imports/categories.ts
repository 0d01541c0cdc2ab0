import { EXPENSE_CATEGORIES, INCOME_CATEGORIES } from "../../categories/catalog.ts";

interface Choice {
  categoryMap?: Record<string, string> | undefined;
  defaultCategoryId?: string | undefined;
}

/** The category for a word of the file: as the user says, else one of our own by its id, else the default. */
export function categoryOf(
  { categoryMap, defaultCategoryId }: Choice,
  word: string | null,
  isExpense: boolean,
): string {
  const [own, other] = isExpense ? [EXPENSE_CATEGORIES, "other_expense"] : [INCOME_CATEGORIES, "other_income"];
  const chosen = word !== null && categoryMap && Object.hasOwn(categoryMap, word) ? categoryMap[word] : undefined;
  return chosen ?? own.find(({ id }) => id === word)?.id ?? defaultCategoryId ?? other;
}
