import { z } from "zod";
import { label } from "../../kernel/contract.ts";
import { AppLanguage } from "../languages.ts";

export const CategoryType = z.enum(["expense", "income"]).meta({ id: "CategoryType" });

export const CategoriesQuery = z.object({ type: CategoryType.optional() });

const Subcategory = z
  .object({
    id: z.string().meta({ example: "groceries" }),
    name: z.string().meta({ example: "Oziq-ovqat do'koni" }),
    icon: z.string().nullable().meta({ example: null }),
    color: z.string().nullable().meta({ example: null }),
    isCustom: z.boolean().meta({ example: false }),
  })
  .meta({ id: "Subcategory" });

const CategoryView = z
  .object({
    id: z.string().meta({ example: "food" }),
    type: CategoryType,
    name: z.string().meta({ example: "Oziq-ovqat" }),
    icon: z.string().nullable().meta({ example: "utensils" }),
    color: z.string().nullable().meta({ example: null }),
    isCustom: z.boolean().meta({ example: false }),
    subcategories: z.array(Subcategory),
  })
  .meta({ id: "Category" });

export const Categories = z
  .object({ language: AppLanguage.meta({ example: "uz" }), categories: z.array(CategoryView) })
  .meta({ id: "Categories" });

const icon = () => label(64, "paw-print");
const color = () =>
  z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, "Expected a color, #RRGGBB")
    .meta({ example: "#4F46E5" });

/** The id of a category: a slug, of the catalogue or of the user's own. */
const slug = () => z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, "Expected a category id");

export const CategoryCreate = z
  .object({
    type: CategoryType,
    name: label(64, "Uy hayvonlari"),
    icon: icon().nullish(),
    color: color().nullish(),
    parentId: slug().nullish().meta({ example: null }),
  })
  .meta({ id: "CategoryCreate" });

export const CategoryPatch = z
  .object({
    name: label(64, "Mushugim"),
    icon: icon().nullable(),
    color: color().nullable(),
    parentId: slug().nullable().meta({ example: null }),
  })
  .partial()
  .meta({ id: "CategoryPatch" });

export const CustomCategory = z
  .object({
    id: z.string().meta({ example: "uy_hayvonlari_4f7a2c" }),
    type: CategoryType,
    name: z.string().meta({ example: "Uy hayvonlari" }),
    icon: z.string().nullable().meta({ example: "paw-print" }),
    color: z.string().nullable().meta({ example: "#4F46E5" }),
    parentId: z.string().nullable().meta({ example: null }),
    isCustom: z.literal(true),
  })
  .meta({ id: "CustomCategory" });

/** A path parameter. */
export const ByCategory = z.object({ id: slug().meta({ example: "uy_hayvonlari_4f7a2c" }) });

export const DeletedCategory = z
  .object({ id: z.string().meta({ example: "uy_hayvonlari_4f7a2c" }), showStatus: z.literal("deleted") })
  .meta({ id: "DeletedCategory" });
