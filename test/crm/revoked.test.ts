import { evictDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { PASSWORD } from "../support/actor.ts";
import { hubOf } from "../support/hub.ts";
import { customerBody, newCustomer, newSeller, refusal, visitor } from "./support.ts";

// What a session had under way, and what it tries afterwards, once it has ended. CRM has no sockets, commands or alarms.

const ENDED = { status: 401, code: "UNAUTHORIZED" };

describe("a session that was signed out", () => {
  it("writes nothing by requests that its hub had not admitted", async () => {
    const phone = await newSeller();
    const account = { email: phone.user.email, password: PASSWORD };
    const home = visitor().adopt(await visitor().post("/auth/login", account));
    const bodies = Array.from({ length: 20 }, (_, index) => customerBody({ name: `customer ${index}` }));
    const [out, ...replies] = await Promise.all([
      phone.post("/auth/logout"),
      ...bodies.map((body) => phone.post("/customers", body)),
    ]);
    expect(out?.status).toBe(200);
    for (const reply of replies.filter(({ status }) => status !== 201)) expect(refusal(reply)).toEqual(ENDED);
    const created = bodies.filter((_, index) => replies[index]?.status === 201).map(({ name }) => name);
    const names = async () =>
      (await home.get("/customers?limit=100")).data.customers.map(({ name }: { name: string }) => name).toSorted();
    expect(await names()).toEqual(created.toSorted());
    await evictDurableObject(hubOf(phone).stub);
    expect(refusal(await phone.post("/customers", customerBody({ name: "late" })))).toEqual(ENDED);
    expect(await names()).toEqual(created.toSorted());
  });

  it("changes and deletes nothing, and its idempotency keys answer nothing", async () => {
    const phone = await newSeller();
    const account = { email: phone.user.email, password: PASSWORD };
    const home = visitor().adopt(await visitor().post("/auth/login", account));
    const customer = await newCustomer(phone);
    const key = { "Idempotency-Key": crypto.randomUUID() };
    const body = customerBody();
    expect((await phone.post("/customers", body, key)).status).toBe(201);
    await phone.post("/auth/logout");
    const before = (await home.get("/customers")).text;
    for (const reply of [
      await phone.post("/customers", body, key),
      await phone.put(`/customers/${customer.id}`, { name: "late" }),
      await phone.delete(`/customers/${customer.id}`),
      await phone.post("/deals", { title: "late", customerId: customer.id }),
      await phone.post("/auth/refresh", { refreshToken: phone.refreshToken }),
    ]) {
      expect(refusal(reply)).toEqual(ENDED);
    }
    expect((await home.get("/customers")).text).toBe(before);
  });
});
