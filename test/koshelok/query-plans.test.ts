import { env } from "cloudflare:workers";
import { beforeAll, expect, it } from "vitest";
import { planOf, recordSql } from "../rules/plans.ts";
import type { Actor } from "../support/actor.ts";
import { newUser } from "./support.ts";

// That no query scans a table is shown by test/rules/replies.fresh.test.ts. Wallets grow for years: lists must come from an
// index in their order, and sums must read nothing but an index.

let owner: Actor;
beforeAll(async () => {
  owner = await newUser();
  // Its hub knows it now: what is recorded is the request's own.
  await owner.get("/finance/dashboard/");
});

/** The plan of every statement that reads transactions. */
async function plansOf(path: string): Promise<string[]> {
  const statements = await recordSql(async () => {
    expect((await owner.get(path)).status).toBe(200);
  });
  const reading = statements.filter((sql) => /\btransactions\b/.test(sql));
  expect(reading.length).toBeGreaterThan(0);
  return (await Promise.all(reading.map((sql) => planOf(sql, env.KOSHELOK_DB)))).flat();
}

it.each([
  "",
  "type=income",
  "date=2025-09-21",
  "start_date=2025-09-01&end_date=2025-09-30",
  "page=1&limit=1",
  "category=1",
])("the list of transactions comes from an index in its order: %s", async (query) => {
  const path = `/finance/transactions/?${query}`;
  expect((await plansOf(path)).filter((step) => step.includes("TEMP B-TREE"))).toEqual([]);
});

it.each([
  ["/finance/dashboard/", "transactions_category"],
  ["/finance/categories/", "transactions_category"],
  ["/finance/summary/monthly/", "transactions_date"],
])("the sums of %s read an index alone", async (path, index) => {
  const steps = (await plansOf(path)).filter((step) => /^SEARCH (t|transactions)\b/.test(step));
  expect(steps).toEqual([expect.stringContaining(`USING COVERING INDEX ${index}`)]);
});
