import { exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { type Actor, anonymous, newActor } from "../../support/actor.ts";
import { PRODUCTION } from "../../support/production.ts";
import { Installation, withoutTrial } from "./support.ts";

/** Its requests resolve when what follows the reply is done, such as notifications. */
const installation = new Installation();

const checkout = async (actor: Actor, planId: string, more: object = {}): Promise<string> => {
  const { status, text, data } = await actor.post("/v1/subscriptions/checkout", {
    planId,
    provider: "stripe",
    ...more,
  });
  if (status !== 201) throw new Error(text);
  return data.sessionId;
};
const decide = (sessionId: string, outcome?: string) =>
  installation.post(anonymous(), `/dev/checkout/${sessionId}`, outcome === undefined ? {} : { outcome });
const me = async (actor: Actor) => (await actor.get("/v1/subscriptions/me")).data.subscription;
const eventsOf = async (actor: Actor) =>
  (await actor.get("/v1/subscriptions/history?sortOrder=asc")).data
    .filter(({ createdAt }: { createdAt: string }) => createdAt > "1971")
    .map(({ event }: { event: string }) => event);

describe("the checkout of development", () => {
  it("is a page whose buttons pay", async () => {
    const actor = await newActor();
    const { data } = await actor.post("/v1/subscriptions/checkout", { planId: "plan_yearly", provider: "stripe" });
    expect(data.sessionId).toMatch(/^cs_dev_[\w-]{24}$/);
    expect(data.checkoutUrl).toBe(`http://localhost:8787/dev/checkout/${data.sessionId}`);
    const path = `/dev/checkout/${data.sessionId}`;
    const page = await anonymous().get(path);
    expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(page.text).toContain("<b>open</b>");
    expect((await me(actor)).tier).toBe("free");
    const form = anonymous().requestOf("POST", path, "outcome=paid", {
      "Content-Type": "application/x-www-form-urlencoded",
    });
    const posted = await exports.default.fetch(new Request(form, { redirect: "manual" }));
    expect([posted.status, posted.headers.get("location")]).toEqual([303, path]);
    expect((await anonymous().get(path)).text).toContain("<b>trialing</b>");
    expect(await me(actor)).toMatchObject({
      tier: "premium",
      status: "trialing",
      planId: "plan_yearly",
      currency: "UZS",
    });
  });

  it("leads through the life of a plan", async () => {
    const actor = await newActor();
    const session = await checkout(actor, "plan_monthly");
    expect((await decide(session, "declined")).data).toEqual({ status: "declined" });
    expect((await decide(session, "renewed")).error).toMatchObject({ code: "INVALID_STATE" });
    expect((await decide(session)).data).toEqual({ status: "trialing" });
    expect((await decide(session, "paid")).status).toBe(409);
    expect((await decide(session, "declined")).status).toBe(409);
    expect((await decide(session, "recovered")).status).toBe(409);
    expect((await decide(session, "renewed")).data).toEqual({ status: "active" });
    expect((await decide(session, "payment_failed")).data).toEqual({ status: "past_due" });
    expect((await decide(session, "renewed")).status).toBe(409);
    expect((await decide(session, "recovered")).data).toEqual({ status: "active" });
    const canceled = await actor.post("/v1/subscriptions/cancel", {});
    expect(canceled.data).toMatchObject({ cancelAtPeriodEnd: true, status: "active", tier: "premium", amount: 59900 });
    expect((await decide(session, "renewed")).status).toBe(409);
    expect((await actor.post("/v1/subscriptions/resume")).data.cancelAtPeriodEnd).toBe(false);
    expect((await decide(session, "expired")).data).toEqual({ status: "expired" });
    expect(await me(actor)).toMatchObject({ tier: "free", status: "expired", planId: "plan_monthly" });
    expect((await decide(session, "refunded")).status).toBe(409);
    expect(await eventsOf(actor)).toEqual([
      ...["created", "trial_started", "trial_ended", "payment_succeeded", "payment_failed"],
      ...["renewed", "payment_succeeded", "canceled", "expired"],
    ]);
    const kinds = (await actor.get("/v1/notifications")).data.map(({ kind }: { kind: string }) => kind);
    expect(kinds).toEqual(["subscription_ended", "subscription_payment_failed"]);
  });

  it("tells every device of a cancel, and that it was taken back", async () => {
    const actor = await withoutTrial();
    await decide(await checkout(actor, "plan_monthly"));
    const socket = await actor.connect();
    await socket.next("hello");
    const { currentPeriodEnd } = await me(actor);
    const told = { tier: "premium", status: "active", currentPeriodEnd };
    for (const [verb, cancelAtPeriodEnd] of [
      ["cancel", true],
      ["resume", false],
    ] as const) {
      await actor.post(`/v1/subscriptions/${verb}`, {});
      expect((await socket.next("subscription:updated")).data).toEqual({ ...told, cancelAtPeriodEnd });
    }
  });

  it("gives money back", async () => {
    const actor = await withoutTrial();
    const session = await checkout(actor, "plan_lifetime", { currency: "RUB" });
    expect((await decide(session)).data).toEqual({ status: "active" });
    expect(await me(actor)).toMatchObject({
      interval: "lifetime",
      currentPeriodEnd: null,
      accessUntil: null,
      amount: 8999,
    });
    expect((await decide(session, "renewed")).status).toBe(409);
    expect((await decide(session, "refunded")).data).toEqual({ status: "canceled" });
    expect(await me(actor)).toMatchObject({ tier: "free", status: "canceled" });
    expect(await eventsOf(actor)).toEqual(["created", "payment_succeeded", "refunded"]);
  });

  it("changes plans", async () => {
    const actor = await withoutTrial();
    const session = await checkout(actor, "plan_monthly");
    await decide(session);
    const change = (planId: string) => actor.post("/v1/subscriptions/change", { planId });
    expect((await change("plan_yearly")).data).toMatchObject({ planId: "plan_yearly", amount: 479900 });
    expect((await change("plan_monthly")).data).toMatchObject({ planId: "plan_yearly", pendingPlanId: "plan_monthly" });
    await decide(session, "renewed");
    expect(await me(actor)).toMatchObject({ planId: "plan_monthly", pendingPlanId: null, amount: 59900 });
    expect(await eventsOf(actor)).toEqual([
      ...["created", "payment_succeeded", "upgraded", "downgraded", "renewed", "payment_succeeded"],
    ]);
    const lifetime = await change("plan_lifetime");
    expect([lifetime.status, lifetime.error?.details?.[0]?.field]).toEqual([409, "planId"]);
    expect((await change("plan_none")).status).toBe(404);
    // Whoever has a plan may still buy one for life, which ends it.
    await decide(await checkout(actor, "plan_lifetime"));
    expect(await me(actor)).toMatchObject({ interval: "lifetime" });
    expect((await decide(session, "renewed")).status).toBe(409);
  });

  it("is paid once by whoever clicks twice", async () => {
    const actor = await withoutTrial();
    const session = await checkout(actor, "plan_monthly");
    const replies = await Promise.all(Array.from({ length: 5 }, () => decide(session)));
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409, 409]);
    expect(await eventsOf(actor)).toEqual(["created", "payment_succeeded"]);
  });

  it("is not there elsewhere, nor where it is deployed", async () => {
    expect((await anonymous().get("/dev/checkout/cs_dev_none")).status).toBe(404);
    expect((await decide("cs_dev_none")).status).toBe(404);
    const bad = await decide(await checkout(await newActor(), "plan_monthly"), "stolen");
    expect([bad.status, bad.error?.details?.[0]?.field]).toEqual([400, "outcome"]);
    const session = await checkout(await newActor(), "plan_monthly");
    const production = new Installation(PRODUCTION);
    const request = anonymous().requestOf("GET", `/dev/checkout/${session}`);
    expect((await production.send(new Request(request.url.replace("http:", "https:"), request))).status).toBe(404);
  });
});
