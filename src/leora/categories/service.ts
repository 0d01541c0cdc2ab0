import type { z } from "zod";
import type { Context } from "../../kernel/context.ts";
import { negotiateLanguage } from "../accept-language.ts";
import type { AppLanguage } from "../languages.ts";
import { type Category, EXPENSE_CATEGORIES, INCOME_CATEGORIES } from "./catalog.ts";
import type { Categories, CategoriesQuery } from "./contract.ts";
import { viewOf } from "./custom.ts";
import { customCategories } from "./reads.ts";

type View = z.output<typeof Categories>;
type CategoryType = "expense" | "income";

const CATALOG = { expense: EXPENSE_CATEGORIES, income: INCOME_CATEGORIES };

/**
 * The categories of one or both types, expenses first: those of the catalogue in the language the client asked for, and then those
 * that the user has made. One D1 call.
 */
export async function list(ctx: Context, { type }: z.output<typeof CategoriesQuery>): Promise<View> {
  const language = negotiateLanguage(ctx.client.acceptLanguage);
  const own = (await ctx.db.all(customCategories(ctx.owner))).map(viewOf);
  const types: readonly CategoryType[] = type ? [type] : ["expense", "income"];
  return { language, categories: types.flatMap((each) => categoriesOf(each, language, own)) };
}

function categoriesOf(
  type: CategoryType,
  language: AppLanguage,
  own: readonly ReturnType<typeof viewOf>[],
): View["categories"] {
  const ofType = own.filter((category) => category.type === type);
  const under = (parent: string) =>
    ofType
      .filter(({ parentId }) => parentId === parent)
      .map(({ id, name, icon, color, isCustom }) => ({ id, name, icon, color, isCustom }));
  const ofCatalogue = CATALOG[type].map(({ id, icon, names, subcategories = [] }: Category) => ({
    id,
    type,
    name: names[language],
    icon,
    color: null,
    isCustom: false,
    subcategories: [
      ...subcategories.map((each) => ({
        id: each.id,
        name: each.names[language],
        icon: null,
        color: null,
        isCustom: false,
      })),
      ...under(id),
    ],
  }));
  const others = ofType
    .filter(({ parentId }) => parentId === null)
    .map(({ parentId: _, ...category }) => ({ ...category, subcategories: under(category.id) }));
  return [...ofCatalogue, ...others];
}
