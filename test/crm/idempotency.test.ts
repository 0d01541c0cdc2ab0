import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../support/actor.ts";
import { CONFLICT, customerBody, newCustomer, newSeller, refusal } from "./support.ts";

describe("the same POST again with its idempotency key", () => {
  let seller: Actor;
  let customerId: number;

  beforeAll(async () => {
    seller = await newSeller();
    customerId = (await newCustomer(seller)).id;
  });

  const bodies: [path: string, body: () => object, change: object][] = [
    ["/customers", () => customerBody({ company: "Anhor", value: "5" }), { phone: "1" }],
    ["/deals", () => ({ title: "Desks", value: 1.5, status: "completed", customerId }), { value: 2 }],
    ["/deals", () => ({ title: "Chairs", customerId }), { status: "cancelled" }],
    ["/activities", () => ({ type: "call", description: "Talked", customerId }), { type: "email" }],
  ];

  it.each(bodies)("to %s has one effect and the first reply", async (path, bodyOf, change) => {
    const body = bodyOf();
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    const total = async (list: string) => (await seller.get(list)).data.pagination.totalItems;
    const before = [await total(path), await total("/activities")];
    const twins = await Promise.all(Array.from({ length: 3 }, () => seller.post(path, body, headers)));
    expect(twins.map(({ status }) => status)).toEqual([201, 201, 201]);
    const [first] = twins;
    const row = Object.values(first?.data)[0] as { id: number };
    if (path !== "/activities") await seller.put(`${path}/${row.id}`, change);
    const again = await seller.post(path, body, headers);
    expect([again.status, again.body]).toEqual([201, first?.body]);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    const notes = path === "/deals" && !("status" in body) ? 0 : 1;
    expect([await total(path), await total("/activities")]).toEqual([before[0] + 1, before[1] + notes]);
    expect(refusal(await seller.post(path, { ...body, ...change }, headers))).toEqual(CONFLICT);
  });
});
