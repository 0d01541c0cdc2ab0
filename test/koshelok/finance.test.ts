import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../support/actor.ts";
import { freezeTime } from "../support/clock.ts";
import { calls, login, NOT_FOUND, newUser, said } from "./support.ts";

const FIELD_REQUIRED = ["This field is required."];

let owner: Actor;
let other: Actor;
beforeAll(async () => {
  [owner, other] = await Promise.all([newUser(), newUser()]);
}, 60_000);

let names = 0;
/** A new category with a name of its own; its id. */
async function category(actor = owner, type = "expense"): Promise<number> {
  names += 1;
  const { body } = await actor.post("/finance/categories/", { name: `Category ${names}`, type });
  return body.id;
}

async function transaction(fields: object, actor = owner) {
  const reply = await actor.post("/finance/transactions/", { amount: 100, date: "2025-09-21", ...fields });
  expect(reply.status).toBe(201);
  return reply.body;
}

describe("a category", () => {
  it("is changed and deleted", async () => {
    const id = await category();
    const path = `/finance/categories/${id}/`;
    const renamed = `Renamed ${id}`;
    expect(said(await owner.patch(path, { name: renamed }))).toEqual([
      200,
      { id, name: renamed, type: "expense", total_amount: 0 },
    ]);
    expect(said(await owner.put(path, { name: renamed, type: "income" }))).toEqual([
      200,
      { id, name: renamed, type: "income", total_amount: 0 },
    ]);
    expect(said(await owner.put(path, {}))).toEqual([400, { name: FIELD_REQUIRED, type: FIELD_REQUIRED }]);
    const removal = await owner.delete(path);
    expect([removal.status, removal.text]).toEqual([204, ""]);
    for (const reply of [await owner.get(path), await owner.delete(path), await owner.patch(path, {})]) {
      expect(said(reply)).toEqual(NOT_FOUND);
    }
  });

  it("is unique by name and type, for its owner alone", async () => {
    const twin = { name: "Ovqatlanish", type: "expense" };
    const taken = [400, { name: ["A category with this name and type already exists."] }];
    expect((await owner.post("/finance/categories/", twin)).status).toBe(201);
    expect(said(await owner.post("/finance/categories/", twin))).toEqual(taken);
    expect((await owner.post("/finance/categories/", { ...twin, type: "income" })).status).toBe(201);
    expect((await other.post("/finance/categories/", twin)).status).toBe(201);
    expect(said(await owner.patch(`/finance/categories/${await category()}/`, { name: twin.name }))).toEqual(taken);
  });

  it("names everything that is wrong at once, in DRF's words", async () => {
    expect(said(await owner.post("/finance/categories/", { name: " ", type: "loan" }))).toEqual([
      400,
      { name: ["This field may not be blank."], type: ['"loan" is not a valid choice.'] },
    ]);
    expect(said(await owner.post("/finance/categories/", { name: null, type: 5 }))).toEqual([
      400,
      { name: ["This field may not be null."], type: ['"5" is not a valid choice.'] },
    ]);
  });

  it("with transactions is deleted only together with them", async () => {
    const id = await category();
    const { id: kept } = await transaction({ category: await category() });
    const { id: lost } = await transaction({ category: id });
    expect((await owner.delete(`/finance/categories/${id}/`)).status).toBe(400);
    expect((await owner.get(`/finance/categories/${id}/`)).body.total_amount).toBe(100);
    expect((await owner.delete(`/finance/categories/${id}/?cascade=true`)).status).toBe(204);
    expect((await owner.get(`/finance/transactions/${lost}/`)).status).toBe(404);
    expect((await owner.get(`/finance/transactions/${kept}/`)).status).toBe(200);
  });
});

describe("a transaction", () => {
  it("is today's and without a comment unless told otherwise", async () => {
    freezeTime("2026-03-31T19:30:00Z");
    const spent = await transaction({ category: await category(), date: undefined });
    expect([spent.date, spent.comment]).toEqual(["2026-04-01", ""]);
  });

  it("takes exact amounts above 0, as numbers or as text", async () => {
    const id = await category();
    const refused = (amount: unknown) => owner.post("/finance/transactions/", { category: id, amount });
    expect((await transaction({ category: id, amount: 0.01 })).amount).toBe(0.01);
    expect((await transaction({ category: id, amount: "50000.50" })).amount).toBe(50000.5);
    expect((await transaction({ category: id, amount: 69999999999999.99 })).amount).toBe(69999999999999.99);
    expect((await owner.get(`/finance/categories/${id}/`)).body.total_amount).toBe(70000000050000.5);
    for (const amount of [0, -5, 0.001, 90071992547409.92, "a lot", true, null, undefined]) {
      expect(said(await refused(amount))).toEqual([400, { amount: [expect.any(String)] }]);
    }
    expect(said(await refused(0))).toEqual([400, { amount: ["Ensure this value is greater than 0."] }]);
  });

  it("refuses a category of somebody else with 400, as DRF does", async () => {
    const foreign = await category(other);
    const unknown = [400, { category: [`Invalid pk "${foreign}" - object does not exist.`] }];
    const { id } = await transaction({ category: await category() });
    expect(said(await owner.post("/finance/transactions/", { category: foreign, amount: 1 }))).toEqual(unknown);
    expect(said(await owner.patch(`/finance/transactions/${id}/`, { category: foreign, amount: 5 }))).toEqual(unknown);
    expect((await owner.get(`/finance/transactions/${id}/`)).body.amount).toBe(100);
    expect(said(await owner.get(`/finance/transactions/?category=${foreign}`))).toEqual([200, []]);
    expect(said(await owner.post("/finance/transactions/", {}))).toEqual([
      400,
      { category: FIELD_REQUIRED, amount: FIELD_REQUIRED },
    ]);
  });

  it("is changed, moved and deleted, and the sums follow", async () => {
    const [from, to] = [await category(), await category(owner, "income")];
    const totals = async () => {
      const replies = await Promise.all([from, to].map((id) => owner.get(`/finance/categories/${id}/`)));
      return replies.map(({ body }) => body.total_amount);
    };
    const { id } = await transaction({ category: from, comment: "Nonushta" });
    const path = `/finance/transactions/${id}/`;
    expect((await owner.patch(path, { amount: 70 })).body).toMatchObject({ amount: 70, comment: "Nonushta" });
    expect(await totals()).toEqual([70, 0]);
    expect((await owner.put(path, { category: to, amount: 80 })).body).toMatchObject({
      category: to,
      type: "income",
      amount: 80,
      comment: "Nonushta",
      date: "2025-09-21",
    });
    expect(await totals()).toEqual([0, 80]);
    expect((await owner.delete(path)).status).toBe(204);
    expect(await totals()).toEqual([0, 0]);
    expect(said(await owner.get(path))).toEqual(NOT_FOUND);
  });

  it("belongs to its owner", async () => {
    const { id } = await transaction({ category: await category() });
    const path = `/finance/transactions/${id}/`;
    const tries = [
      other.get(path),
      other.patch(path, { amount: 1 }),
      other.put(path, { category: await category(other), amount: 1 }),
      other.delete(path),
      owner.get("/finance/transactions/abc/"),
      owner.get("/finance/transactions/0/"),
    ];
    for (const reply of await Promise.all(tries)) expect(said(reply)).toEqual(NOT_FOUND);
    expect((await owner.get(path)).body.amount).toBe(100);
  });

  it("is created once for an idempotency key", async () => {
    const body = { category: await category(), amount: 7, date: "2025-09-21" };
    const send = (fields: object = {}) =>
      owner.post("/finance/transactions/", { ...body, ...fields }, { "Idempotency-Key": `key-${body.category}` });
    const twins = await Promise.all([send(), send(), send()]);
    expect(new Set(twins.map(({ text }) => text)).size).toBe(1);
    expect(twins.map(({ headers }) => headers.get("Idempotency-Replayed")).filter(Boolean)).toEqual(["true", "true"]);
    expect((await send({ amount: 8 })).status).toBe(409);
    expect((await owner.get(`/finance/categories/${body.category}/`)).body.total_amount).toBe(7);
  });
});

describe("the list of transactions", () => {
  it("is a bare array, filtered by category, type and days", async () => {
    const reader = await newUser();
    const [food, salary] = [await category(reader), await category(reader, "income")];
    const [a, b, c] = [
      await transaction({ category: food, date: "2025-09-01" }, reader),
      await transaction({ category: salary, date: "2025-09-15" }, reader),
      await transaction({ category: food, date: "2025-09-15" }, reader),
    ];
    const ids = async (query: string) =>
      (await reader.get(`/finance/transactions/?${query}`)).body.map(({ id }: { id: number }) => id);
    expect(await ids("")).toEqual([c.id, b.id, a.id]);
    expect(await ids(`category=${food}`)).toEqual([c.id, a.id]);
    expect(await ids("type=income")).toEqual([b.id]);
    expect(await ids("date=2025-09-15")).toEqual([c.id, b.id]);
    expect(await ids("start_date=2025-09-02")).toEqual([c.id, b.id]);
    expect(await ids("end_date=2025-09-14")).toEqual([a.id]);
    expect(await ids(`type=expense&start_date=2025-09-15&category=${food}`)).toEqual([c.id]);
    expect(said(await reader.get("/finance/transactions/?date=soon&type=x"))).toEqual([
      400,
      { date: [expect.any(String)], type: ['"x" is not a valid choice.'] },
    ]);
  });

  it("comes in DRF's pages when page or limit is given", async () => {
    const reader = await newUser();
    const food = await category(reader);
    for (const amount of [1, 2, 3]) await transaction({ category: food, amount }, reader);
    const page = async (query: string) => {
      const { body } = await reader.get(`/finance/transactions/?${query}`);
      return { ...body, results: body.results.map(({ amount }: { amount: number }) => amount) };
    };
    const link = (number: number) =>
      `http://localhost:8787/koshelok/finance/transactions/?type=expense&page=${number}&limit=2`;
    expect(await page("limit=2&type=expense")).toEqual({ count: 3, next: link(2), previous: null, results: [3, 2] });
    expect(await page("limit=2&page=2&type=expense")).toEqual({
      count: 3,
      next: null,
      previous: link(1),
      results: [1],
    });
    expect((await page("page=1")).results).toEqual([3, 2, 1]);
    const next = new URL(link(2));
    expect((await reader.get(next.pathname.replace("/koshelok", "") + next.search)).status).toBe(200);
    expect(said(await reader.get("/finance/transactions/?page=9"))).toEqual(NOT_FOUND);
    expect((await reader.get("/finance/categories/?limit=1")).body.count).toBe(1);
    expect((await reader.get("/finance/categories/?limit=0")).status).toBe(400);
  });
});

describe("a summary", () => {
  it("covers the day, the week from Monday, or the month, in the user's time zone", async () => {
    const { user } = await newUser({ timezone: "Pacific/Auckland" });
    // 1 March in Auckland.
    freezeTime("2027-02-28T20:00:00Z");
    const reader = await login(user.address);
    const range = async (period: string) => {
      const { body } = await reader.get(`/finance/summary/${period}/`);
      return [body.start_date, body.end_date];
    };
    expect([await range("daily"), await range("weekly"), await range("monthly")]).toEqual([
      ["2027-03-01", "2027-03-01"],
      ["2027-03-01", "2027-03-07"],
      ["2027-03-01", "2027-03-31"],
    ]);
    expect((await reader.patch("/users/change_info/", { timezone: "Asia/Tashkent" })).status).toBe(200);
    expect(await range("daily")).toEqual(["2027-03-01", "2027-03-01"]);
    expect((await reader.patch("/users/change_info/", { timezone: "America/New_York" })).status).toBe(200);
    expect(await range("monthly")).toEqual(["2027-02-01", "2027-02-28"]);
  });

  it("takes both days or none", async () => {
    const ask = (query: string) => owner.get(`/finance/summary/daily/?${query}`);
    expect(said(await ask("start_date=2025-09-01"))).toEqual([400, { end_date: FIELD_REQUIRED }]);
    expect(said(await ask("end_date=2025-09-01"))).toEqual([400, { start_date: FIELD_REQUIRED }]);
    expect((await ask("start_date=2025-09-02&end_date=2025-09-01")).status).toBe(400);
    expect((await ask("start_date=2025-09-31&end_date=2025-10-01")).status).toBe(400);
    expect(said(await owner.get("/finance/summary/yearly/"))).toEqual(NOT_FOUND);
  });
});

describe("calls", () => {
  it("are one to the hub and at most one to D1", async () => {
    const id = await category();
    const row = await transaction({ category: id });
    const paths = ["categories/", "transactions/", "transactions/?limit=1", "dashboard/", "summary/weekly/"];
    const replies = [
      ...(await Promise.all(paths.map((path) => owner.get(`/finance/${path}`)))),
      await owner.post("/finance/transactions/", { category: id, amount: 1 }, { "Idempotency-Key": `calls-${id}` }),
      await owner.patch(`/finance/transactions/${row.id}/`, { amount: 2 }),
      await owner.delete(`/finance/transactions/${row.id}/`),
    ];
    expect(replies.map(calls)).toEqual(replies.map(() => 'd1;desc="1", hub;desc="1"'));
  });
});
