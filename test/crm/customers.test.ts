import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../support/actor.ts";
import { freezeTime, passTime } from "../support/clock.ts";
import {
  administrator,
  CONFLICT,
  calls,
  customerBody,
  NOT_FOUND,
  newCustomer,
  newDeal,
  newSeller,
  refusal,
  uniqueEmail,
} from "./support.ts";

describe("a customer", () => {
  it("is created with every field of the specification", async () => {
    freezeTime("2026-03-01T10:00:00.000Z");
    const seller = await newSeller();
    const email = uniqueEmail();
    const reply = await seller.post("/customers", {
      name: " Anvar Karimov ",
      email: email.toUpperCase(),
      phone: "+998901234567",
      company: "Anhor Savdo",
      status: "active",
      value: "12 mln so'm",
    });
    expect([reply.status, calls(reply)]).toEqual([201, 'd1;desc="1", hub;desc="1"']);
    const customer = {
      id: expect.any(Number),
      name: "Anvar Karimov",
      email,
      phone: "+998901234567",
      company: "Anhor Savdo",
      status: "active",
      value: "12 mln so'm",
      createdAt: "2026-03-01T10:00:00.000Z",
      updatedAt: "2026-03-01T10:00:00.000Z",
    };
    expect(reply.body).toEqual({ success: true, data: { customer } });
    const got = await seller.get(`/customers/${reply.data.customer.id}`);
    expect([got.body, calls(got)]).toEqual([reply.body, 'd1;desc="1", hub;desc="1"']);
  });

  it("needs a name and an e-mail address; the rest has defaults", async () => {
    const seller = await newSeller();
    expect(refusal(await seller.post("/customers", { status: "lost", value: "x".repeat(51) }))).toEqual({
      status: 400,
      code: "VALIDATION_ERROR",
      fields: ["name", "email", "status", "value"],
    });
    const customer = await newCustomer(seller, { phone: null });
    expect(customer).toMatchObject({ phone: "", company: "", status: "potential", value: "" });
  });

  it("is unique by e-mail address per owner, not globally", async () => {
    const [seller, otherSeller] = await Promise.all([newSeller(), newSeller()]);
    const { id, email } = await newCustomer(seller);
    const taken = { ...CONFLICT, fields: ["email"] };
    expect(refusal(await seller.post("/customers", customerBody({ email: email.toUpperCase() })))).toEqual(taken);
    const second = await newCustomer(seller);
    expect(refusal(await seller.put(`/customers/${second.id}`, { email }))).toEqual(taken);
    expect((await newCustomer(otherSeller, { email })).id).not.toBe(id);
  });

  it("writes an activity when it is created", async () => {
    const seller = await newSeller();
    const { id } = await newCustomer(seller, { name: "Anvar" });
    const { activities } = (await seller.get(`/customers/${id}/activities`)).data;
    expect(activities).toMatchObject([{ type: "deal", description: "Customer created: Anvar", customerId: id }]);
  });

  it("changes in part", async () => {
    freezeTime("2026-03-01T10:00:00.000Z");
    const seller = await newSeller();
    const before = await newCustomer(seller, { phone: "1", company: "Anhor", value: "5" });
    passTime(1000);
    const reply = await seller.put(`/customers/${before.id}`, { company: null, status: "waiting" });
    expect([reply.status, calls(reply)]).toEqual([200, 'd1;desc="2", hub;desc="1"']);
    const after = { ...before, company: "", status: "waiting", updatedAt: "2026-03-01T10:00:01.000Z" };
    expect(reply.data.customer).toEqual(after);
    expect((await seller.get("/customers?search=anhor")).data.customers).toEqual([]);
  });

  it("is deleted with its activities, and with its deals when asked", async () => {
    const seller = await newSeller();
    const { id } = await newCustomer(seller);
    const deal = await newDeal(seller, id);
    expect(refusal(await seller.delete(`/customers/${id}`))).toEqual(CONFLICT);
    expect((await seller.get(`/customers/${id}/activities`)).data.activities).toHaveLength(1);
    const reply = await seller.delete(`/customers/${id}?cascade=true`);
    expect([reply.status, reply.body, calls(reply)]).toEqual([
      200,
      { success: true, message: "Customer deleted successfully" },
      'd1;desc="1", hub;desc="1"',
    ]);
    const gone = await Promise.all(
      [`/customers/${id}`, `/deals/${deal.id}`, `/customers/${id}/activities`].map((path) => seller.get(path)),
    );
    expect(gone.map(refusal)).toEqual([NOT_FOUND, NOT_FOUND, NOT_FOUND]);
    expect((await seller.get("/activities")).data.activities).toEqual([]);
    expect(refusal(await seller.delete(`/customers/${id}`))).toEqual(NOT_FOUND);
  });
});

describe("two sellers at one customer", () => {
  it("do not overwrite each other with If-Match", async () => {
    const seller = await newSeller();
    const { id } = await newCustomer(seller);
    const path = `/customers/${id}`;
    const etag = (await seller.get(path)).headers.get("etag") ?? "";
    expect(etag).toBe('"1"');
    const first = await seller.put(path, { phone: "1" }, { "If-Match": etag });
    expect([first.status, first.headers.get("etag")]).toEqual([200, '"2"']);
    const second = await seller.put(path, { phone: "2" }, { "If-Match": etag });
    expect(refusal(second)).toEqual(CONFLICT);
    expect([second.data, second.headers.get("etag")]).toEqual([{ customer: first.data.customer }, '"2"']);
    expect(refusal(await seller.delete(path, { "If-Match": etag }))).toEqual(CONFLICT);
    expect((await seller.put(path, { phone: "3" }, { "If-Match": 'W/"2"' })).headers.get("etag")).toBe('"3"');
    expect((await seller.put(path, { phone: "4" }, { "If-Match": "*" })).headers.get("etag")).toBe('"4"');
    expect((await seller.delete(path, { "If-Match": '"3", "4"' })).status).toBe(200);
  });

  it("lose nothing without it: each change falls on fresh state", async () => {
    const seller = await newSeller();
    const { id } = await newCustomer(seller);
    const patches = [{ phone: "1" }, { company: "Anhor" }, { value: "5" }, { status: "active" }, { name: "Bek" }];
    const replies = await Promise.all(patches.map((patch) => seller.put(`/customers/${id}`, patch)));
    expect(replies.map(({ status }) => status)).toEqual(patches.map(() => 200));
    expect((await seller.get(`/customers/${id}`)).data.customer).toMatchObject(Object.assign({}, ...patches));
  });
});

describe("the list of customers", () => {
  let seller: Actor;
  const names = (reply: { data: { customers: { name: string }[] } }) => reply.data.customers.map(({ name }) => name);

  beforeAll(async () => {
    seller = await newSeller();
    const rows = [
      { name: "Шухрат Алиев", company: "Олмазор", phone: "+998 90 111" },
      { name: "Oʻtkir 100%", company: "Anhor_Savdo", status: "active" },
      { name: "Bek", company: "ANHOR", status: "waiting" },
      ...Array.from({ length: 9 }, (_, index) => ({ name: `Customer ${index}`, company: "Zafar" })),
    ];
    for (const row of rows) await newCustomer(seller, row);
  });

  it("has pages of 10, newest first", async () => {
    const first = await seller.get("/customers");
    expect(calls(first)).toBe('d1;desc="1", hub;desc="1"');
    expect(names(first).slice(0, 2)).toEqual(["Customer 8", "Customer 7"]);
    expect(first.data.pagination).toEqual({ currentPage: 1, totalPages: 2, totalItems: 12, itemsPerPage: 10 });
    const second = await seller.get("/customers?page=2");
    expect(names(second)).toEqual(["Oʻtkir 100%", "Шухрат Алиев"]);
    expect((await seller.get("/customers?page=2&limit=5")).data.pagination).toEqual({
      currentPage: 2,
      totalPages: 3,
      totalItems: 12,
      itemsPerPage: 5,
    });
  });

  it.each([
    ["алиев", ["Шухрат Алиев"]],
    ["ОЛМАЗОР", ["Шухрат Алиев"]],
    ["90 111", ["Шухрат Алиев"]],
    ["o'tkir", ["Oʻtkir 100%"]],
    ["%", ["Oʻtkir 100%"]],
    ["anhor", ["Bek", "Oʻtkir 100%"]],
    ["r_s", ["Oʻtkir 100%"]],
    ["nobody", []],
  ])("finds %s literally, in any script and case", async (search, expected) => {
    expect(names(await seller.get(`/customers?search=${encodeURIComponent(search)}`))).toEqual(expected);
  });

  it("filters by status and sorts", async () => {
    expect(names(await seller.get("/customers?status=waiting"))).toEqual(["Bek"]);
    expect(names(await seller.get("/customers?sortBy=name&sortOrder=asc&limit=2"))).toEqual(["Bek", "Customer 0"]);
    expect(names(await seller.get("/customers?sortBy=company&sortOrder=asc&limit=2"))).toEqual(["Bek", "Oʻtkir 100%"]);
    expect(names(await seller.get("/customers?search=&sortBy=updatedAt&limit=1"))).toEqual(["Customer 8"]);
  });

  it.each(["status=lost", "page=0", "limit=101", "limit=x", "sortBy=search", "sortOrder=up"])(
    "refuses %s",
    async (query) => {
      const { status, code } = refusal(await seller.get(`/customers?${query}`));
      expect([status, code]).toEqual([400, "VALIDATION_ERROR"]);
    },
  );
});

describe("customers of others", () => {
  it("do not exist for a user", async () => {
    const [owner, stranger] = await Promise.all([newSeller(), newSeller()]);
    const { id } = await newCustomer(owner);
    const replies = await Promise.all([
      stranger.get(`/customers/${id}`),
      stranger.put(`/customers/${id}`, { name: "Mine" }),
      stranger.delete(`/customers/${id}?cascade=true`),
      stranger.get(`/customers/${id}/activities`),
      stranger.get("/customers/none"),
      stranger.get("/customers/0x1"),
    ]);
    expect(replies.map(refusal)).toEqual(replies.map(() => NOT_FOUND));
    expect((await stranger.get("/customers")).data.customers).toEqual([]);
    expect((await stranger.get(`/deals?customerId=${id}`)).data.deals).toEqual([]);
    expect((await stranger.get(`/activities?customerId=${id}`)).data.activities).toEqual([]);
    expect((await owner.get(`/customers/${id}`)).data.customer.name).toBe("Anvar Karimov");
  });

  it("are an administrator's to read and write", async () => {
    const [owner, admin] = await Promise.all([newSeller(), administrator()]);
    const { id, name } = await newCustomer(owner, { name: `Anvar ${crypto.randomUUID()}` });
    expect((await admin.get(`/customers?search=${name}`)).data.customers).toMatchObject([{ id }]);
    await admin.put(`/customers/${id}`, { name: "Bek" });
    const deal = await newDeal(admin, id);
    // What belongs to a customer belongs to its owner, whoever wrote it.
    expect((await owner.get(`/customers/${id}`)).data.customer.name).toBe("Bek");
    expect((await owner.get(`/deals/${deal.id}`)).status).toBe(200);
    expect((await admin.delete(`/customers/${id}?cascade=true`)).status).toBe(200);
    expect(refusal(await owner.get(`/deals/${deal.id}`))).toEqual(NOT_FOUND);
  });
});
