import type { Descriptions } from "./descriptions.ts";

/** What means the same in all products. */
export const KERNEL_DESCRIPTIONS: Descriptions = {
  fields: {
    "*": {
      createdAt: "When the row was created",
      updatedAt: "When the row was last changed",
    },
  },
  parameters: {
    "*": {
      id: "The id of the row",
      page: "Which page of the list, from 1",
      limit: "How many rows a page has",
      sortBy: "The field that the list is ordered by",
      sortOrder: "`asc`: smallest or oldest first; `desc`: largest or newest first",
      search: "Only rows that contain this text: case, accents, width and kinds of apostrophe make no difference",
    },
  },
};
