import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../support/actor.ts";
import { freezeTime, passTime } from "../support/clock.ts";
import { CONFLICT, calls, NOT_FOUND, newCustomer, newDeal, newSeller, refusal } from "./support.ts";

const descriptions = async (actor: Actor, customerId: number): Promise<string[]> =>
  (await actor.get(`/customers/${customerId}/activities`)).data.activities.map(
    ({ description }: { description: string }) => description,
  );

describe("a deal", () => {
  let shared: Actor;

  beforeAll(async () => {
    shared = await newSeller();
  });

  it("is created for a customer, with every field of the specification", async () => {
    freezeTime("2026-03-01T10:00:00.000Z");
    const seller = await newSeller();
    const customer = await newCustomer(seller, { company: "Anhor" });
    const reply = await seller.post("/deals", {
      title: "Yearly contract",
      description: "Furniture",
      value: 1500000.55,
      status: "in_progress",
      customerId: customer.id,
    });
    expect([reply.status, calls(reply)]).toEqual([201, 'd1;desc="1", hub;desc="1"']);
    expect(reply.body).toEqual({
      success: true,
      data: {
        deal: {
          id: expect.any(Number),
          title: "Yearly contract",
          description: "Furniture",
          value: 1500000.55,
          status: "in_progress",
          customerId: customer.id,
          customer: { id: customer.id, name: customer.name, company: "Anhor" },
          completedAt: null,
          createdAt: "2026-03-01T10:00:00.000Z",
          updatedAt: "2026-03-01T10:00:00.000Z",
        },
      },
    });
    const got = await seller.get(`/deals/${reply.data.deal.id}`);
    expect([got.body, calls(got), got.headers.get("etag")]).toEqual([reply.body, 'd1;desc="1", hub;desc="1"', '"1"']);
  });

  it.each([
    [{ title: "" }, ["title"]],
    [{ value: -1 }, ["value"]],
    [{ value: 0.001 }, ["value"]],
    [{ value: 90071992547409.92 }, ["value"]],
    [{ value: "5" }, ["value"]],
    [{ status: "won" }, ["status"]],
    [{ customerId: undefined }, ["customerId"]],
    [{ customerId: "1" }, ["customerId"]],
  ])("refuses %o", async (changes, fields) => {
    const body = { title: "Contract", customerId: 1, ...changes };
    expect(refusal(await shared.post("/deals", body))).toEqual({ status: 400, code: "VALIDATION_ERROR", fields });
  });

  it("belongs to no foreign customer", async () => {
    const [owner, stranger] = await Promise.all([newSeller(), newSeller()]);
    const [theirs, mine] = [await newCustomer(owner), await newCustomer(stranger)];
    const deal = await newDeal(stranger, mine.id);
    const missing = { ...NOT_FOUND, fields: ["customerId"] };
    const completed = { title: "Contract", customerId: theirs.id, status: "completed" };
    expect(refusal(await stranger.post("/deals", completed))).toEqual(missing);
    expect(refusal(await stranger.put(`/deals/${deal.id}`, { customerId: theirs.id }))).toEqual(missing);
    expect(await descriptions(owner, theirs.id)).toHaveLength(1);
    const foreign = [`/deals/${deal.id}`, "/deals/x"].map((path) => owner.get(path));
    const writes = [owner.put(`/deals/${deal.id}`, { title: "Mine" }), owner.delete(`/deals/${deal.id}`)];
    expect((await Promise.all([...foreign, ...writes])).map(refusal)).toEqual(Array(4).fill(NOT_FOUND));
  });

  it("is completed at each transition into `completed`, which writes an activity", async () => {
    freezeTime("2026-03-01T10:00:00.000Z");
    const seller = await newSeller();
    const { id: customerId } = await newCustomer(seller, { name: "Anvar" });
    const { id } = await newDeal(seller, customerId, { title: "Desks" });
    const put = async (body: object) => {
      passTime(1000);
      const reply = await seller.put(`/deals/${id}`, body);
      expect([reply.status, calls(reply)]).toEqual([200, 'd1;desc="2", hub;desc="1"']);
      return reply.data.deal.completedAt;
    };
    expect(await put({ status: "completed" })).toBe("2026-03-01T10:00:01.000Z");
    expect(await put({ status: "completed", value: 5 })).toBe("2026-03-01T10:00:01.000Z");
    expect(await put({ status: "cancelled" })).toBeNull();
    expect(await put({ status: "completed", title: "Chairs" })).toBe("2026-03-01T10:00:04.000Z");
    const born = await newDeal(seller, customerId, { title: "Lamps", status: "completed" });
    expect(born.completedAt).toBe("2026-03-01T10:00:04.000Z");
    expect(await descriptions(seller, customerId)).toEqual([
      "Deal completed: Lamps",
      "Deal completed: Chairs",
      "Deal completed: Desks",
      "Customer created: Anvar",
    ]);
  });

  it("is completed once by many at a time", async () => {
    const seller = await newSeller();
    const { id: customerId } = await newCustomer(seller);
    const { id } = await newDeal(seller, customerId, { title: "Desks" });
    await Promise.all(Array.from({ length: 5 }, () => seller.put(`/deals/${id}`, { status: "completed" })));
    expect(await descriptions(seller, customerId)).toHaveLength(2);
  });

  it("moves to another customer of the same user", async () => {
    const seller = await newSeller();
    const [from, to] = [await newCustomer(seller), await newCustomer(seller, { name: "Bek", company: "Zafar" })];
    const { id } = await newDeal(seller, from.id, { value: 7 });
    const { deal } = (await seller.put(`/deals/${id}`, { customerId: to.id })).data;
    expect(deal).toMatchObject({ value: 7, customer: { id: to.id, name: "Bek", company: "Zafar" } });
    expect((await seller.delete(`/customers/${from.id}`)).status).toBe(200);
  });

  it("is left alone when If-Match names another version", async () => {
    const seller = await newSeller();
    const { id } = await newDeal(seller, (await newCustomer(seller)).id);
    const { deal } = (await seller.put(`/deals/${id}`, { title: "Chairs" }, { "If-Match": '"1"' })).data;
    for (const refused of [
      await seller.put(`/deals/${id}`, { title: "Lamps" }, { "If-Match": '"1"' }),
      await seller.delete(`/deals/${id}`, { "If-Match": '"1"' }),
    ]) {
      expect([refusal(refused), refused.data]).toEqual([CONFLICT, { deal }]);
    }
    const reply = await seller.delete(`/deals/${id}`, { "If-Match": '"2"' });
    expect(reply.body).toEqual({ success: true, message: "Deal deleted successfully" });
    expect(refusal(await seller.delete(`/deals/${id}`))).toEqual(NOT_FOUND);
  });
});

describe("the list of deals", () => {
  it("filters by status and customer, and sorts", async () => {
    const seller = await newSeller();
    const [first, second] = [await newCustomer(seller), await newCustomer(seller)];
    for (const [title, customer, value, status] of [
      ["A", first, 3, "new"],
      ["B", second, 1, "completed"],
      ["C", first, 2, "completed"],
    ] as const) {
      await newDeal(seller, customer.id, { title, value, status });
    }
    const titles = async (query: string) => {
      const reply = await seller.get(`/deals?${query}`);
      expect(calls(reply)).toBe('d1;desc="1", hub;desc="1"');
      return reply.data.deals.map(({ title }: { title: string }) => title).join("");
    };
    expect(await titles("")).toBe("CBA");
    expect(await titles("status=completed")).toBe("CB");
    expect(await titles(`customerId=${first.id}`)).toBe("CA");
    expect(await titles(`customerId=${first.id}&status=new`)).toBe("A");
    expect(await titles("sortBy=value&sortOrder=asc")).toBe("BCA");
    const { pagination } = (await seller.get("/deals?limit=2&page=2")).data;
    expect(pagination).toEqual({ currentPage: 2, totalPages: 2, totalItems: 3, itemsPerPage: 2 });
    expect(refusal(await seller.get("/deals?customerId=x")).status).toBe(400);
  });
});
