import type { z } from "zod";
import type { Context } from "../../kernel/context.ts";
import { type Category, EXPENSE_CATEGORIES, INCOME_CATEGORIES } from "./catalog.ts";
import type { Categories, CategoriesQuery } from "./contract.ts";
import { negotiateLanguage } from "./rules.ts";

type View = z.output<typeof Categories>;

const CATALOG = { expense: EXPENSE_CATEGORIES, income: INCOME_CATEGORIES };

/** The categories of one or both types, expenses first, in the language the client asked for. No D1 call. */
export async function list({ client }: Context, { type }: z.output<typeof CategoriesQuery>): Promise<View> {
  const language = negotiateLanguage(client.acceptLanguage);
  const categoriesOf = (categoryType: "expense" | "income") =>
    CATALOG[categoryType].map(({ id, icon, names, subcategories = [] }: Category) => ({
      id,
      type: categoryType,
      name: names[language],
      icon,
      subcategories: subcategories.map((subcategory) => ({ id: subcategory.id, name: subcategory.names[language] })),
    }));
  return { language, categories: type ? categoriesOf(type) : [...categoriesOf("expense"), ...categoriesOf("income")] };
}
