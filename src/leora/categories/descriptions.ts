import type { Descriptions } from "../../kernel/openapi/descriptions.ts";

/** What the fields of categories mean (spec 8), for the OpenAPI document. */
export const categoryDescriptions: Descriptions = {
  components: {
    CategoryType: "`expense`: what money is spent on; `income`: where money comes from.",
  },
  fields: {
    Category: {
      id: "What a transaction, a split or a budget names the category by",
      type: "Whether it is a category of expenses or of income",
      name: "Its name: of the catalogue in `language`, of the user's own as it was typed",
      icon: "The name of an icon, for the client",
      color: "A color, `#RRGGBB`; null for all of the catalogue",
      isCustom: "Whether the user has made it",
      parentId: "The category that it belongs to, of the same type; null: it stands alone",
      subcategories: "Finer categories within this one, which a budget of it includes; there may be none",
    },
    Subcategory: {
      id: "What a transaction names it by as `subcategoryId`, or as `categoryId`",
      name: "Its name: of the catalogue in `language`, of the user's own as it was typed",
      icon: "The name of an icon, for the client; null for all of the catalogue",
      color: "A color, `#RRGGBB`; null for all of the catalogue",
      isCustom: "Whether the user has made it",
    },
    CategoryCreate: { name: "What to call it" },
    CategoryPatch: { name: "What to call it" },
    CustomCategory: {
      id: "What a transaction, a split or a budget names it by",
      type: "Whether it is a category of expenses or of income",
      name: "What it is called",
      icon: "The name of an icon, for the client",
      color: "A color, `#RRGGBB`",
      parentId: "The category that it belongs to, of the same type; null: it stands alone",
      isCustom: "Always `true`",
    },
    DeletedCategory: { id: "The id that it had, which transactions keep", showStatus: "Always `deleted`" },
    Categories: {
      language: "The language that the names are in",
      categories: "The categories in the order to show them, expenses first",
    },
  },
  parameters: { "GET /categories": { type: "Only categories of this type" } },
};
