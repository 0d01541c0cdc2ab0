import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { type ListQuery, listStatements } from "../../src/engine/list-query.ts";
import { PAGE_DEFAULT, pullStatements, type Start } from "../../src/engine/sync/pull.ts";
import { registry } from "../../src/leora/registry.ts";
import { planOf } from "../rules/plans.ts";

// What a user has grows for years: a page must be read from an index in its order, not sorted out of everything.
// That no query scans a table is shown by test/rules/replies.fresh.test.ts, over every route, filter and order.

const PAGE = { page: 1, limit: 20 };
const sorts = registry.entities.flatMap((entity) =>
  ["createdAt", "updatedAt", ...entity.list.sorts].flatMap((sortBy) =>
    (["asc", "desc"] as const).map((sortOrder) => ({ name: entity.name, sortBy, sortOrder, entity })),
  ),
);

describe("a list's page comes from an index in its order", () => {
  it.each(sorts)("$name by $sortBy $sortOrder", async ({ entity, sortBy, sortOrder }) => {
    const query: ListQuery = { ...PAGE, sortBy, sortOrder, showStatus: "active" };
    const plans = await Promise.all(listStatements(entity, 0, query).map(({ sql }) => planOf(sql, env.LEORA_DB_1)));
    expect(plans).toEqual([
      [expect.stringMatching(/^SEARCH \w+ USING INDEX \w+ \(owner=\? AND showStatus=\?/)],
      ["SEARCH rowCounts USING PRIMARY KEY (owner=? AND entity=? AND showStatus=?)"],
    ]);
  });
});

describe("a search goes through the default order's index, which holds the signatures", () => {
  const orders = registry.entities.flatMap((entity) =>
    (["asc", "desc"] as const).map((sortOrder) => ({ name: entity.name, sortOrder, entity })),
  );
  it.each(orders)("$name $sortOrder", async ({ name, sortOrder, entity }) => {
    const query: ListQuery = { ...PAGE, sortBy: "createdAt", sortOrder, showStatus: "active", search: "90 123" };
    const [rows = [], count = []] = await Promise.all(
      listStatements(entity, 0, query).map(({ sql }) => planOf(sql, env.LEORA_DB_1)),
    );
    expect(rows).toEqual([`SEARCH ${name} USING INDEX ${name}_createdAt (owner=? AND showStatus=?)`]);
    expect(count.filter((step) => /^SCAN (?!CONSTANT)/.test(step))).toEqual([]);
    const { results } = await env.LEORA_DB_1.prepare(`SELECT name FROM pragma_index_info('${name}_createdAt')`).all();
    expect(results.map((column) => column.name).slice(-3)).toEqual(["searchBits1", "searchBits2", "searchBits3"]);
  });
});

describe("a pull comes from the index of revisions", () => {
  const starts: [name: string, start: Start][] = [
    ["the beginning", "beginning"],
    ["a cursor", { cursor: { rev: 1, issuedAt: 0, skipTombstones: 0 } }],
    ["a moment", { since: 0 }],
  ];
  it.each(starts)("from %s", async (_, start) => {
    const { entities } = registry;
    for (const { sql } of pullStatements(0, { start, entities, limit: PAGE_DEFAULT })) {
      const plan = await planOf(sql, env.LEORA_DB_1);
      expect(plan.filter((step) => step.includes("TEMP B-TREE"))).toEqual([]);
    }
    const plans = await Promise.all(
      entities.map(async (entity) =>
        planOf(pullStatements(0, { start, entities: [entity], limit: 1 })[1]?.sql ?? "", env.LEORA_DB_1),
      ),
    );
    expect(plans.map((plan) => plan.find((step) => step.startsWith("SEARCH")))).toEqual(
      entities.map(({ name }) => `SEARCH ${name} USING INDEX ${name}_rev (owner=? AND rev>? AND rev<?)`),
    );
  });
});
