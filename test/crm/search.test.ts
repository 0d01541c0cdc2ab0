import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../support/actor.ts";
import { administrator, calls, newCustomer, newSeller } from "./support.ts";

const search = (actor: Actor, query: string, more = "") =>
  actor.get(`/customers?search=${encodeURIComponent(query)}${more}`);
const names = async (actor: Actor, query: string) =>
  (await search(actor, query)).data.customers.map(({ name }: { name: string }) => name);

describe("customers are found", () => {
  let seller: Actor;
  beforeAll(async () => {
    seller = await newSeller();
    await newCustomer(seller, { name: "Gʻofur Şahin", company: "Ёлка", phone: "+998 (90) 123-45-67" });
    await newCustomer(seller, { name: "50% _off_", company: "Olma 902345", phone: "71 200 00 00" });
  });

  it.each([
    ["g'OFUR sahin", ["Gʻofur Şahin"]],
    ["G’of", ["Gʻofur Şahin"]],
    ["елка", ["Gʻofur Şahin"]],
    ["0123456", ["Gʻofur Şahin"]],
    ["+998-90 12", ["Gʻofur Şahin"]],
    ["2345", ["50% _off_", "Gʻofur Şahin"]],
    ["% _", ["50% _off_"]],
    ["712000000", ["50% _off_"]],
    ["gofur", []],
    ["5_%", []],
    ["90 234 5", ["50% _off_"]],
    ["90 234 51", []],
  ])("by %j: %j", async (query, expected) => {
    expect(await names(seller, query)).toEqual(expected);
  });

  it("by what they are now, also for an administrator, and in the export", async () => {
    const [owner, admin] = [await newSeller(), await administrator()];
    const [before, after] = [crypto.randomUUID(), crypto.randomUUID()];
    const { id } = await newCustomer(owner, { name: `Ë ${before}` });
    await owner.put(`/customers/${id}`, { name: `Ё ${after}`, phone: "(55) 501-02-03" });
    for (const actor of [owner, admin]) {
      expect(await names(actor, before)).toEqual([]);
      expect(await names(actor, `е ${after}`)).toEqual([`Ё ${after}`]);
      const file = await actor.get(`/customers/export?search=${after.toUpperCase()}`);
      expect(file.text.trimEnd().split("\r\n")).toHaveLength(2);
    }
    expect(await names(owner, "555010203")).toEqual([`Ё ${after}`]);
    expect((await owner.get(`/customers/${id}`)).text).not.toMatch(/search|bits/i);
  });

  it("when they were imported", async () => {
    const owner = await newSeller();
    const csv = "name,email,phone\nOʻtkir,a@example.com,90 123-45-67\nБек,b@example.com,";
    expect((await owner.requestRaw("POST", "/customers/import", csv, { "Content-Type": "text/csv" })).status).toBe(201);
    expect(await names(owner, "o'tk")).toEqual(["Oʻtkir"]);
    expect(await names(owner, "1234567")).toEqual(["Oʻtkir"]);
    expect(await names(owner, "б")).toEqual(["Бек"]);
  });
});

describe("totals of a search", () => {
  let seller: Actor;
  const page = async (query: string, more: string) => (await search(seller, query, more)).data.pagination;

  beforeAll(async () => {
    seller = await newSeller();
    const { id } = await newCustomer(seller, { name: "olma" });
    const { results } = await env.CRM_DB.prepare(
      "SELECT name FROM pragma_table_info('customers') WHERE name NOT IN ('id', 'email')",
    ).all<{ name: string }>();
    const columns = results.map(({ name }) => name).join(", ");
    await env.CRM_DB.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9998)
       INSERT INTO customers (email, ${columns}) SELECT i || '@example.com', ${columns} FROM n CROSS JOIN customers WHERE id = ?`,
    )
      .bind(id)
      .run();
  });

  it("are exact below 10,000 customers, and from there on known on the last page", async () => {
    const reply = await search(seller, "OLMA", "&limit=100");
    expect(calls(reply)).toBe('d1;desc="1", hub;desc="1"');
    expect(reply.data.pagination).toEqual({ currentPage: 1, totalPages: 100, totalItems: 9_999, itemsPerPage: 100 });

    await newCustomer(seller, { name: "nok" });
    expect(await page("olma", "&limit=100")).toEqual({
      currentPage: 1,
      totalPages: null,
      totalItems: null,
      itemsPerPage: 100,
      hasMore: true,
    });
    const counted = { totalPages: 100, totalItems: 9_999, itemsPerPage: 100 };
    expect(await page("olma", "&limit=100&page=100")).toEqual({ currentPage: 100, ...counted });
    expect(await page("nok", "&limit=1")).toEqual({ currentPage: 1, totalPages: 1, totalItems: 1, itemsPerPage: 1 });
    expect(await page("uzum", "")).toEqual({ currentPage: 1, totalPages: 0, totalItems: 0, itemsPerPage: 10 });
    // A list that is not searched is always counted.
    expect((await seller.get("/customers")).data.pagination.totalItems).toBe(10_000);
  });
});
