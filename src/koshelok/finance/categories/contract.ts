import { z } from "zod";
import { label, queryFlag } from "../../../kernel/contract.ts";
import { categoryType, total } from "../contract.ts";
import { pageQuery } from "../pages.ts";

// What comes in and goes out for categories.

export const Category = z.object({ name: label(100, "Ovqatlanish"), type: categoryType() });
export const CategoryPatch = Category.partial();

export const CategoryView = z
  .object({
    id: z.int().meta({ example: 1 }),
    name: z.string().meta({ example: "Ovqatlanish" }),
    type: categoryType(),
    total_amount: total(250000),
  })
  .meta({ id: "Category" });

export const CategoryQuery = z.object({ type: categoryType().optional(), ...pageQuery });

export const Removal = z.object({
  cascade: queryFlag().meta({ example: "false", description: "true: delete its transactions, too" }),
});
