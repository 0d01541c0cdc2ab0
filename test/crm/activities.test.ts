import { describe, expect, it } from "vitest";
import { freezeTime } from "../support/clock.ts";
import { calls, NOT_FOUND, newCustomer, newSeller, refusal } from "./support.ts";

describe("an activity", () => {
  it("is created for a customer", async () => {
    freezeTime("2026-03-01T10:00:00.000Z");
    const seller = await newSeller();
    const { id, name } = await newCustomer(seller);
    const body = { type: "call", description: "Talked about the contract", customerId: id };
    const reply = await seller.post("/activities", body);
    expect([reply.status, calls(reply)]).toEqual([201, 'd1;desc="1", hub;desc="1"']);
    expect(reply.body).toEqual({
      success: true,
      data: {
        activity: {
          id: expect.any(Number),
          type: "call",
          description: "Talked about the contract",
          customerId: id,
          customer: { id, name },
          createdAt: "2026-03-01T10:00:00.000Z",
        },
      },
    });
  });

  it("needs a type, a description and a customer of one's own", async () => {
    const [owner, stranger] = await Promise.all([newSeller(), newSeller()]);
    expect(refusal(await owner.post("/activities", { type: "fax" }))).toEqual({
      status: 400,
      code: "VALIDATION_ERROR",
      fields: ["type", "description", "customerId"],
    });
    const { id } = await newCustomer(owner);
    const body = { type: "call", description: "Mine now", customerId: id };
    expect(refusal(await stranger.post("/activities", body))).toEqual({ ...NOT_FOUND, fields: ["customerId"] });
    expect((await owner.get("/activities")).data.pagination.totalItems).toBe(1);
  });
});

describe("the list of activities", () => {
  it("filters by type and customer, and a customer's timeline is newest first", async () => {
    const seller = await newSeller();
    const [first, second] = [await newCustomer(seller), await newCustomer(seller)];
    for (const [type, customer] of [
      ["call", first],
      ["email", second],
      ["meeting", first],
    ] as const) {
      await seller.post("/activities", { type, description: type, customerId: customer.id });
    }
    const types = async (path: string) => {
      const reply = await seller.get(path);
      expect(calls(reply)).toBe('d1;desc="1", hub;desc="1"');
      return reply.data.activities.map(({ type }: { type: string }) => type);
    };
    expect(await types("/activities")).toEqual(["meeting", "email", "call", "deal", "deal"]);
    expect(await types("/activities?type=call")).toEqual(["call"]);
    expect(await types(`/activities?customerId=${second.id}`)).toEqual(["email", "deal"]);
    expect(await types(`/activities?customerId=${second.id}&type=meeting`)).toEqual([]);
    expect(await types(`/customers/${first.id}/activities`)).toEqual(["meeting", "call", "deal"]);
    expect(await types(`/customers/${first.id}/activities?type=deal`)).toEqual(["deal"]);
    const { pagination } = (await seller.get(`/customers/${first.id}/activities?limit=2&page=2`)).data;
    expect(pagination).toEqual({ currentPage: 2, totalPages: 2, totalItems: 3, itemsPerPage: 2 });
    expect(refusal(await seller.get("/activities?type=fax")).status).toBe(400);
  });
});
