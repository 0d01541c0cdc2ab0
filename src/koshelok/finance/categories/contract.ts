import { z } from "zod";
import { label, queryFlag } from "../../../kernel/contract.ts";
import { Kind, total } from "../contract.ts";
import { pageQuery } from "../pages.ts";

// What comes in and goes out for categories.

export const Category = z.object({ name: label(100, "Ovqatlanish"), type: Kind }).meta({ id: "CategoryCreate" });
export const CategoryPatch = Category.partial().meta({ id: "CategoryPatch" });

export const CategoryView = z
  .object({
    id: z.int().meta({ example: 1 }),
    name: z.string().meta({ example: "Ovqatlanish" }),
    type: Kind,
    total_amount: total(250000),
  })
  .meta({ id: "Category" });

export const CategoryQuery = z.object({ type: Kind.optional(), ...pageQuery });

export const Removal = z.object({
  cascade: queryFlag().meta({ example: "true" }),
});
