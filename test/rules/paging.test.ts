import { describe, expect, inject, it } from "vitest";
import type { AnyEndpoint } from "../../src/kernel/http/endpoint.ts";
import { freezeTime, passTime } from "../support/clock.ts";
import { named } from "./catalog.ts";
import { isList, ListReader } from "./lists.ts";
import { valuesOf } from "./schema.ts";
import { has, type Subject, subjects } from "./subjects.ts";

// The pages of every list of every product: their edges, their totals, and each row once whatever the order.

const ADDED = 5;
const LIMIT_MAX = 100;
const PAGE_MAX = 1_000_000;
const TIMEOUT_MS = 60_000;
/** Pages of two cut both groups of rows with equal times. */
const WALKED_LIMITS = inject("full") ? [1, 2, 3] : [2];

/** Two groups of rows of the same millisecond. Each row that is added makes the list longer by one. */
async function filled(subject: Subject, endpoint: AnyEndpoint): Promise<{ list: ListReader; total: number }> {
  freezeTime("2026-01-20T10:00:00Z");
  const list = await ListReader.of(subject, endpoint);
  const totalNow = async () => (await list.page(1, LIMIT_MAX)).total;
  let total = await totalNow();
  for (let index = 0; index < ADDED; index += 1) {
    if (index === 3) passTime(1);
    await list.add(index);
    total += 1;
    expect(await totalNow()).toBe(total);
  }
  return { list, total };
}

/** Words that are ordered by what they mean. */
const RANKS = ["easy", "low", "medium", "hard", "high"];
const rankOf = (value: string | number) => (RANKS.includes(`${value}`) ? RANKS.indexOf(`${value}`) : value);

/**
 * Rows are ordered by the values that they show under the name of the sort key, those without one come last, and rows with
 * equal values are ordered by their ids: without that, nothing would say on which page they are.
 */
function requireSorted(rows: readonly string[], idName: string, key: string, direction: string | undefined): void {
  const shown = rows.map((row) => JSON.parse(row)).map((row) => ({ value: row[key], id: row[idName] }));
  if (shown.some(({ value }) => value === undefined)) return;
  const sign = direction === "asc" ? 1 : -1;
  const sorted = shown.toSorted((a, b) => {
    if (a.value === b.value) return a.id < b.id ? -sign : sign;
    if (a.value === null || b.value === null) return a.value === null ? 1 : -1;
    return rankOf(a.value) < rankOf(b.value) ? -sign : sign;
  });
  expect({ key, direction, rows: shown }).toEqual({ key, direction, rows: sorted });
}

describe.each(subjects.filter(has(isList)))("$name: the pages of a list", (subject) => {
  const { endpoints, document, operationOf } = subject.catalog;
  const lists = named(endpoints.filter(isList));

  it.each(lists)("%s: begin and end where they should", { timeout: TIMEOUT_MS }, async (_, endpoint) => {
    const { list, total } = await filled(subject, endpoint);
    const all = (await list.page(1, LIMIT_MAX)).rows;
    expect(new Set(all).size).toBe(total);
    for (const limit of [1, 2, total - 1, total, total + 1, LIMIT_MAX]) {
      const totalPages = Math.ceil(total / limit);
      for (let page = 1; page <= totalPages; page += 1) {
        const rows = all.slice((page - 1) * limit, page * limit);
        expect(await list.page(page, limit)).toEqual({ rows, total, totalPages, hasMore: page < totalPages });
      }
      for (const page of [totalPages + 1, PAGE_MAX]) {
        if (list.isBeyondMissing) expect((await list.get({ page, limit })).status).toBe(404);
        else expect(await list.page(page, limit)).toEqual({ rows: [], total, totalPages, hasMore: false });
      }
    }
  });

  it.each(lists)("%s: what is no page or limit is refused", async (_, endpoint) => {
    const list = await ListReader.of(subject, endpoint);
    for (const limit of ["", 0, -1, 1.5, LIMIT_MAX + 1, 2 ** 53, "1e309", "abc", "1,2"]) {
      expect({ limit, status: (await list.get({ limit })).status }).toEqual({ limit, status: 400 });
    }
    for (const page of ["", 0, -1, 1.5, PAGE_MAX + 1, 2 ** 53, 2 ** 64, "1e309", "abc"]) {
      expect({ page, status: (await list.get({ page })).status }).toEqual({ page, status: 400 });
    }
  });

  it.each(lists)("%s: have each row once in every order", { timeout: TIMEOUT_MS }, async (_, endpoint) => {
    const { list, total } = await filled(subject, endpoint);
    const parameters = operationOf(endpoint).parameters ?? [];
    const choices = (name: string) => {
      const schema = parameters.find((parameter) => parameter.name === name)?.schema;
      return schema ? valuesOf(schema, document.components.schemas) : [];
    };
    const directions = choices("sortOrder").map((sortOrder) => ({ sortOrder }));
    const keys = choices("sortBy").map((sortBy) => ({ sortBy }));
    const orders: Record<string, string>[] =
      keys.length === 0 ? [{}, ...directions] : keys.flatMap((key) => directions.map((way) => ({ ...key, ...way })));
    for (const order of orders) {
      const { rows } = await list.page(1, LIMIT_MAX, order);
      expect(new Set(rows).size).toBe(total);
      requireSorted(rows, list.idName, order.sortBy ?? "", order.sortOrder);
      for (const limit of WALKED_LIMITS) {
        const pages = await list.walk(limit, order);
        expect({ order, rows: pages.flatMap((page) => page.rows) }).toEqual({ order, rows });
      }
    }
  });
});
