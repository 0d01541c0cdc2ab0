import type { Descriptions } from "../../kernel/openapi/descriptions.ts";

/** What the fields of categories mean (spec 8), for the OpenAPI document. */
export const categoryDescriptions: Descriptions = {
  components: {
    CategoryType: "`expense`: what money is spent on; `income`: where money comes from.",
    CategoryLanguage: "`uz`: Uzbek; `ru`: Russian; `en`: English; `tr`: Turkish; `ar`: Arabic.",
  },
  fields: {
    Category: {
      id: "What a transaction, a split or a budget names the category by",
      type: "Whether it is a category of expenses or of income",
      name: "Its name in `language`",
      icon: "The name of an icon, for the client",
      subcategories: "Finer categories within this one, which a budget of it includes; there may be none",
    },
    Subcategory: {
      id: "What a transaction names it by as `subcategoryId`, or as `categoryId`",
      name: "Its name in `language`",
    },
    Categories: {
      language: "The language that the names are in",
      categories: "The categories in the order to show them, expenses first",
    },
  },
  parameters: { "GET /categories": { type: "Only categories of this type" } },
};
