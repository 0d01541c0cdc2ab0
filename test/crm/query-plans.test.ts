import { env } from "cloudflare:workers";
import { beforeAll, expect, it } from "vitest";
import { planOf, recordSql } from "../rules/plans.ts";
import type { Actor } from "../support/actor.ts";
import { administrator, newSeller } from "./support.ts";

// That no query scans a table is shown by test/rules/replies.fresh.test.ts, for users; what follows holds for administrators too.

const LISTS = [
  ...["createdAt", "updatedAt", "name", "company"].map((sortBy) => `/customers?sortBy=${sortBy}`),
  ...["createdAt", "updatedAt", "value"].map((sortBy) => `/deals?sortBy=${sortBy}`),
  "/customers?search=90%20123",
  "/customers?status=active",
  "/customers/export",
  "/customers/export?status=active",
  "/activities",
  "/activities?type=call",
];

let seller: Actor;
let admin: Actor;

beforeAll(async () => {
  [seller, admin] = [await newSeller(), await administrator()];
  // Their hubs know them now: what is recorded is the request's own.
  await Promise.all([seller.get("/auth/me"), admin.get("/auth/me")]);
});

it.each(LISTS)("a page of %s comes from an index in its order", async (path) => {
  for (const actor of [seller, admin]) {
    for (const order of ["asc", "desc"]) {
      const statements = await recordSql(async () => {
        expect((await actor.get(`${path}${path.includes("?") ? "&" : "?"}sortOrder=${order}`)).status).toBe(200);
      });
      const [page = ""] = statements.filter((sql) => sql.includes("LIMIT"));
      expect((await planOf(page, env.CRM_DB)).filter((step) => step.includes("TEMP B-TREE"))).toEqual([]);
    }
  }
});

it("a search in one's own customers goes through the index that holds the signatures", async () => {
  const [page = ""] = (await recordSql(async () => void (await seller.get("/customers?search=anhor")))).filter((sql) =>
    sql.includes("OFFSET"),
  );
  expect(await planOf(page, env.CRM_DB)).toEqual(["SEARCH customers USING INDEX customers_own_createdAt (userId=?)"]);
  const { results } = await env.CRM_DB.prepare("SELECT name FROM pragma_index_info('customers_own_createdAt')").all();
  expect(results.map(({ name }) => name).slice(-3)).toEqual(["searchBits1", "searchBits2", "searchBits3"]);
});

it("analytics read nothing but their index", async () => {
  for (const [actor, index] of [
    [seller, "deals_own_sales"],
    [admin, "deals_all_sales"],
  ] as const) {
    const statements = await recordSql(async () => {
      await Promise.all([actor.get("/analytics/dashboard"), actor.get("/analytics/sales")]);
    });
    const plans = await Promise.all(
      statements.filter((sql) => /\bdeals\b/.test(sql)).map((sql) => planOf(sql, env.CRM_DB)),
    );
    const steps = plans.flat().filter((step) => /^(SEARCH|SCAN) deals\b/.test(step));
    expect(steps.length).toBeGreaterThanOrEqual(3);
    for (const step of steps) expect(step).toContain(`USING COVERING INDEX ${index}`);
  }
});
