import { beforeAll, describe, expect, it } from "vitest";
import { type Actor, newActor } from "../../support/actor.ts";
import { administrator } from "./support.ts";

let admin: Actor;
beforeAll(async () => {
  admin = await administrator();
});

const grant = (body: object, headers?: Record<string, string>) => admin.post("/v1/subscriptions/grant", body, headers);
const revoke = (body: object) => admin.post("/v1/subscriptions/revoke", body);
const me = async (actor: Actor) => (await actor.get("/v1/subscriptions/me")).data.subscription;

describe("a granted plan", () => {
  it("is given, renewed and taken", async () => {
    const actor = await newActor();
    const first = await grant({ email: actor.user.email.toUpperCase(), reason: "Beta tester" });
    expect(first.status).toBe(201);
    expect(first.data).toMatchObject({
      userId: actor.user.id,
      tier: "premium",
      status: "active",
      provider: "manual",
      providerSubscriptionId: null,
      productId: "manual",
      amount: 0,
      interval: "monthly",
      cancelAtPeriodEnd: false,
    });
    expect(first.data.accessUntil).toBe(first.data.currentPeriodEnd);
    const [start, end] = [new Date(first.data.currentPeriodStart), new Date(first.data.currentPeriodEnd)];
    expect((end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth()).toBe(1);
    expect(await me(actor)).toMatchObject({ tier: "premium", provider: "manual" });

    const currentPeriodEnd = "2099-01-01T00:00:00.000Z";
    const second = await grant({ userId: actor.user.id, tier: "pro", interval: "yearly", currentPeriodEnd });
    expect(second.status).toBe(200);
    expect(second.data).toMatchObject({ id: first.data.id, tier: "pro", interval: "yearly", currentPeriodEnd });

    const taken = await revoke({ userId: actor.user.id, reason: "Over" });
    expect([taken.status, taken.data.id]).toEqual([200, first.data.id]);
    expect(taken.data).toMatchObject({ tier: "free", status: "expired" });
    expect(await me(actor)).toMatchObject({ tier: "free", status: "expired" });
    const { data } = await actor.get("/v1/subscriptions/history?sortOrder=asc");
    const grantedBy = admin.user.id;
    expect(data.map(({ event, metadata }: Record<string, unknown>) => [event, metadata])).toEqual([
      ["created", { grantedBy, reason: "Beta tester" }],
      ["renewed", { grantedBy }],
      ["expired", { grantedBy, reason: "Over" }],
    ]);
    expect((await grant({ userId: actor.user.id, interval: "lifetime" })).data).toMatchObject({
      id: first.data.id,
      currentPeriodEnd: null,
      accessUntil: null,
    });
  });

  it("is shown as the plan of its interval, in the name of its tier", async () => {
    const actor = await newActor();
    const plan = async () => (await actor.get("/v1/subscriptions/me")).data.plan;
    expect(await plan()).toBeNull();
    await grant({ userId: actor.user.id, interval: "yearly" });
    expect(await plan()).toEqual({ id: "plan_yearly", name: "Premium Yillik", interval: "yearly" });
    await grant({ userId: actor.user.id, tier: "pro", interval: "lifetime" });
    expect(await plan()).toEqual({ id: "plan_lifetime", name: "Pro Abadiy", interval: "lifetime" });
    await revoke({ userId: actor.user.id });
    expect(await plan()).toBeNull();
  });

  it("is given once per key, with the same status", async () => {
    const actor = await newActor();
    const key = { "Idempotency-Key": crypto.randomUUID() };
    const first = await grant({ userId: actor.user.id }, key);
    const again = await grant({ userId: actor.user.id }, key);
    expect([first.status, again.status, again.data]).toEqual([201, 201, first.data]);
    expect((await actor.get("/v1/subscriptions/history")).meta?.total).toBe(1);
  });

  it("is one plan when two administrators give it at once", async () => {
    const actor = await newActor();
    const replies = await Promise.all([grant({ userId: actor.user.id }), grant({ userId: actor.user.id })]);
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 201]);
    expect(new Set(replies.map(({ data }) => data.id)).size).toBe(1);
    const { data } = await actor.get("/v1/subscriptions/history?sortOrder=asc");
    expect(data.map(({ event }: { event: string }) => event)).toEqual(["created", "renewed"]);
  });

  it("can be canceled by its user, who keeps it until its end, and resumed", async () => {
    const actor = await newActor();
    const given = await grant({ userId: actor.user.id });
    const canceled = await actor.post("/v1/subscriptions/cancel", { reason: "No need" });
    expect([canceled.status, canceled.data]).toMatchObject([
      200,
      { id: given.data.id, tier: "premium", cancelAtPeriodEnd: true, currentPeriodEnd: given.data.currentPeriodEnd },
    ]);
    const resumed = await actor.post("/v1/subscriptions/resume");
    expect([resumed.status, resumed.data]).toMatchObject([200, { cancelAtPeriodEnd: false, canceledAt: null }]);
    const change = await actor.post("/v1/subscriptions/change", { planId: "plan_yearly" });
    expect([change.status, change.error?.details?.[0]?.field]).toEqual([409, "provider"]);
  });

  it("is given to whoever there is, until a time to come", async () => {
    const { user } = await newActor();
    const fields = async (body: object) => {
      const { status, error } = await grant(body);
      return [status, error?.details?.[0]?.field];
    };
    expect(await fields({ email: "nobody@example.com" })).toEqual([404, "email"]);
    expect(await fields({ userId: crypto.randomUUID() })).toEqual([404, "userId"]);
    expect(await fields({})).toEqual([400, "userId"]);
    expect(await fields({ userId: user.id, email: user.email })).toEqual([400, "userId"]);
    expect(await fields({ userId: user.id, currentPeriodEnd: "2020-01-01T00:00:00Z" })).toEqual([
      400,
      "currentPeriodEnd",
    ]);
    expect(await fields({ userId: user.id, interval: "lifetime", currentPeriodEnd: "2099-01-01T00:00:00Z" })).toEqual([
      400,
      "currentPeriodEnd",
    ]);
    expect(await fields({ userId: null, email: null })).toEqual([400, "userId"]);
    expect(await fields({ userId: null, email: "nobody@example.com" })).toEqual([404, "email"]);
    expect((await revoke({ email: "nobody@example.com" })).status).toBe(404);
    expect((await revoke({ userId: user.id })).status).toBe(409);
    expect((await grant({ userId: user.id, email: null, currentPeriodEnd: null, reason: null })).status).toBe(201);
  });

  it("is for administrators to give", async () => {
    const actor = await newActor();
    for (const verb of ["grant", "revoke"]) {
      const { status, error } = await actor.post(`/v1/subscriptions/${verb}`, { userId: actor.user.id });
      expect([status, error?.code]).toEqual([403, "AUTH_UNAUTHORIZED"]);
    }
  });
});
