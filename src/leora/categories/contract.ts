import { z } from "zod";
import { LANGUAGES } from "./rules.ts";

const CategoryType = z.enum(["expense", "income"]).meta({ id: "CategoryType" });
const CategoryLanguage = z.enum(LANGUAGES).meta({ id: "CategoryLanguage" });

export const CategoriesQuery = z.object({ type: CategoryType.optional() });

const Subcategory = z
  .object({
    id: z.string().meta({ example: "groceries" }),
    name: z.string().meta({ example: "Oziq-ovqat do'koni" }),
  })
  .meta({ id: "Subcategory" });

const CategoryView = z
  .object({
    id: z.string().meta({ example: "food" }),
    type: CategoryType,
    name: z.string().meta({ example: "Oziq-ovqat" }),
    icon: z.string().meta({ example: "utensils" }),
    subcategories: z.array(Subcategory),
  })
  .meta({ id: "Category" });

export const Categories = z
  .object({ language: CategoryLanguage, categories: z.array(CategoryView) })
  .meta({ id: "Categories" });
