import type { Lists } from "../rules/lists.ts";
import { created, newCustomer, newDeal } from "./support.ts";

// How the generated tests of pages fill CRM's lists, and read their pages.

const addActivity: Lists["add"][string] = async ({ owner, rows }, index) =>
  created(await owner.post("/activities", { type: "call", description: `${index}`, customerId: rows.customers?.id }));

export const lists: Lists = {
  pageOf({ data }, limit) {
    const { pagination, ...named } = data;
    const [rows] = Object.values<object[]>(named);
    const { currentPage, totalPages, totalItems: total, itemsPerPage } = pagination;
    if (itemsPerPage !== limit) throw new Error(`${itemsPerPage} items per page, not ${limit}`);
    return {
      rows: (rows ?? []).map((row) => JSON.stringify(row)),
      total,
      totalPages,
      hasMore: currentPage < totalPages,
    };
  },
  add: {
    "GET /customers": ({ owner }, index) => newCustomer(owner, { name: `name ${index % 2}`, company: `${index % 3}` }),
    "GET /deals": ({ owner, rows }, index) =>
      newDeal(owner, rows.customers?.id, { title: `title ${index % 2}`, value: index % 3 }),
    "GET /activities": addActivity,
    "GET /customers/{id}/activities": addActivity,
  },
};
