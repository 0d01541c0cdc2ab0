import type { Lists } from "../rules/lists.ts";

// How the generated tests of pages fill Koshelok's lists, and read their pages as Django REST Framework shows them.

const PAGE = /[?&]page=(\d+)/;
const pageIn = (address: string | null): number | null => (address === null ? null : Number(PAGE.exec(address)?.[1]));

export const lists: Lists = {
  pageOf({ body }, limit) {
    const { count: total, next, previous, results } = body;
    const totalPages = Math.ceil(total / limit);
    const before = pageIn(previous);
    const after = pageIn(next);
    if (before !== null && after !== null && after !== before + 2) throw new Error(`${previous} and ${next}`);
    for (const address of [next, previous]) {
      if (address !== null && !address.includes(`limit=${limit}`)) throw new Error(`${address} has another limit`);
    }
    return {
      rows: results.map((row: object) => JSON.stringify(row)),
      total,
      totalPages,
      hasMore: next !== null,
    };
  },
  isBeyondMissing: true,
  add: {
    "GET /finance/categories/": ({ owner }, index) =>
      owner.post("/finance/categories/", { name: `category ${index}`, type: index % 2 ? "income" : "expense" }),
    "GET /finance/transactions/": ({ owner, rows }, index) =>
      owner.post("/finance/transactions/", {
        category: rows.categories?.id,
        amount: 1 + (index % 2),
        date: `2025-09-2${index % 3}`,
      }),
  },
};
