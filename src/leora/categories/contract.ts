import { z } from "zod";
import { LANGUAGES } from "./rules.ts";

export const CATEGORY_TYPES = ["expense", "income"] as const;

const type = z.enum(CATEGORY_TYPES).meta({ example: "expense" });

export const CategoriesQuery = z.object({ type: type.optional() });

const Subcategory = z.object({
  id: z.string().meta({ example: "groceries" }),
  name: z.string().meta({ example: "Oziq-ovqat do'koni" }),
});

const CategoryView = z
  .object({
    id: z.string().meta({ example: "food" }),
    type,
    name: z.string().meta({ example: "Oziq-ovqat" }),
    icon: z.string().meta({ example: "utensils" }),
    subcategories: z.array(Subcategory),
  })
  .meta({ id: "Category" });

export const Categories = z
  .object({ language: z.enum(LANGUAGES).meta({ example: "uz" }), categories: z.array(CategoryView) })
  .meta({ id: "Categories" });
