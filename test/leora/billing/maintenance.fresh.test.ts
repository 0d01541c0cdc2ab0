import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { type Bindings, parseEnv } from "../../../src/env.ts";
import { DAY_MS, HOUR_MS } from "../../../src/kernel/time.ts";
import { runCron } from "../../../src/leora/cron.ts";
import { type Actor, anonymous, newActor, signInAgain } from "../../support/actor.ts";
import { freezeTime, passTime } from "../../support/clock.ts";
import { CardShop, Installation, withoutTrial } from "./support.ts";

const NOW = Date.parse("2026-12-01T10:00:00.000Z");

const cron = (bindings: Bindings = env) => runCron(parseEnv(bindings), Date.now());
const kindsOf = async (actor: Actor) =>
  (await actor.get("/v1/notifications?sortOrder=asc")).data.map(({ kind }: { kind: string }) => kind);

async function buyInDevelopment(actor: Actor, planId = "plan_monthly"): Promise<string> {
  const { data } = await actor.post("/v1/subscriptions/checkout", { planId, provider: "stripe" });
  await anonymous().post(`/dev/checkout/${data.sessionId}`, {});
  return data.sessionId;
}

const eventsOf = async (actor: Actor) =>
  (await actor.get("/v1/subscriptions/history?sortOrder=asc")).data
    .filter(({ createdAt }: { createdAt: string }) => createdAt > "1971")
    .map(({ event }: { event: string }) => event);

describe("when a plan runs out", () => {
  it("history says so once, the user is told before and then, and sockets hear of it", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    await buyInDevelopment(actor);
    await actor.post("/v1/subscriptions/cancel", {});
    await cron();
    expect(await kindsOf(actor)).toEqual([]);
    passTime(4 * DAY_MS);
    for (let run = 0; run < 2; run++) await cron();
    const before = await signInAgain(actor);
    expect(await kindsOf(before)).toEqual(["subscription_ending"]);
    const [notice] = (await before.get("/v1/notifications")).data;
    expect(notice.data).toEqual({ planId: "plan_monthly", currentPeriodEnd: "2026-12-08T10:00:00.000Z" });
    expect(await eventsOf(before)).toEqual(["created", "trial_started", "canceled"]);
    passTime(3 * DAY_MS);
    const after = await signInAgain(actor);
    // The clock decides, before cron has run.
    expect((await after.get("/v1/subscriptions/me")).data.subscription).toMatchObject({
      tier: "free",
      status: "expired",
    });
    const socket = await after.connect();
    await socket.next("hello");
    for (let run = 0; run < 2; run++) await cron();
    expect(await socket.next("subscription:updated")).toEqual({
      event: "subscription:updated",
      data: { tier: "free", status: "expired", currentPeriodEnd: "2026-12-08T10:00:00.000Z", cancelAtPeriodEnd: true },
    });
    expect(await eventsOf(after)).toEqual(["created", "trial_started", "canceled", "expired"]);
    expect(await kindsOf(after)).toEqual(["subscription_ending", "subscription_ended"]);
  });

  it("Stripe is asked first, so that lost news end nothing", async () => {
    freezeTime(NOW);
    const shop = new CardShop();
    const actor = await withoutTrial();
    const subscription = await shop.buy(actor, "plan_monthly");
    await shop.happen({ do: "renew", subscription });
    passTime(31 * DAY_MS + 6 * HOUR_MS);
    await cron(shop.bindings);
    const later = await signInAgain(actor);
    expect(await shop.subscription(later)).toMatchObject({
      status: "active",
      currentPeriodStart: "2027-01-01T10:00:00.000Z",
      currentPeriodEnd: "2027-02-01T10:00:00.000Z",
    });
    expect(await shop.history(later)).toEqual(["created", "payment_succeeded", "renewed"]);
  });

  it("it is not said while Stripe does not answer", async () => {
    freezeTime(NOW);
    const shop = new CardShop();
    const actor = await withoutTrial();
    const subscription = await shop.buy(actor, "plan_monthly");
    passTime(33 * DAY_MS);
    await shop.account.answerNext({ status: 503 });
    await cron(shop.bindings);
    const later = await signInAgain(actor);
    expect(await shop.history(later)).toEqual(["created", "payment_succeeded"]);
    await shop.happen({ do: "end", subscription });
    passTime(HOUR_MS);
    await cron(shop.bindings);
    expect(await shop.history(await signInAgain(actor))).toEqual(["created", "payment_succeeded", "expired"]);
  });
});

describe("a downgrade", () => {
  it("is carried out in the last hour of the period", async () => {
    freezeTime(NOW);
    const shop = new CardShop();
    const actor = await withoutTrial();
    await shop.buy(actor, "plan_yearly");
    await shop.post(actor, "/v1/subscriptions/change", { planId: "plan_monthly" });
    passTime(365 * DAY_MS - HOUR_MS - 1);
    await cron(shop.bindings);
    expect(await shop.subscription(await signInAgain(actor))).toMatchObject({ planId: "plan_yearly" });
    passTime(1);
    await cron(shop.bindings);
    expect((await shop.account.calls()).at(-1)?.body).toMatchObject({
      "items[0][price]": "price_monthly",
      proration_behavior: "none",
    });
    expect(await shop.subscription(await signInAgain(actor))).toMatchObject({
      planId: "plan_monthly",
      pendingPlanId: null,
      amount: 4.99,
    });
  });
});

describe("a downgrade that Stripe did not answer", () => {
  it("is tried again before the period ends", async () => {
    freezeTime(NOW);
    const shop = new CardShop();
    const actor = await withoutTrial();
    await shop.buy(actor, "plan_yearly");
    await shop.post(actor, "/v1/subscriptions/change", { planId: "plan_monthly" });
    passTime(365 * DAY_MS - HOUR_MS);
    await shop.account.answerNext({ status: 503 });
    await cron(shop.bindings);
    expect(await shop.subscription(await signInAgain(actor))).toMatchObject({ planId: "plan_yearly" });
    passTime(HOUR_MS / 4);
    await cron(shop.bindings);
    expect(await shop.subscription(await signInAgain(actor))).toMatchObject({ planId: "plan_monthly", amount: 4.99 });
  });
});

describe("notifications", () => {
  it("that could not be written at once are written later, once", async () => {
    const actor = await newActor();
    const session = await buyInDevelopment(actor);
    await new Installation().post(anonymous(), `/dev/checkout/${session}`, { outcome: "payment_failed" });
    expect(await kindsOf(actor)).toEqual(["subscription_payment_failed"]);
    // As if the mark had not been taken off.
    await env.LEORA_DB.prepare(
      "UPDATE subscriptionHistory SET notice = 'subscription_payment_failed' WHERE userId = ? AND event = 'payment_failed'",
    )
      .bind(actor.user.id)
      .run();
    await cron();
    expect(await kindsOf(actor)).toEqual(["subscription_payment_failed"]);
    const left = await env.LEORA_DB.prepare(
      "SELECT count(*) AS n FROM subscriptionHistory WHERE notice IS NOT NULL",
    ).first("n");
    expect(left).toBe(0);
  });
});

describe("payments", () => {
  it("are kept for as long as they may be refunded, and a refund is written once without them", async () => {
    freezeTime(NOW);
    const shop = new CardShop();
    const actor = await withoutTrial();
    const subscription = await shop.buy(actor, "plan_monthly");
    const count = () =>
      env.LEORA_DB.prepare(
        `SELECT count(*) AS n FROM vendorPayments
          WHERE subscriptionId IN (SELECT id FROM subscriptions WHERE providerSubscriptionId = ?)`,
      )
        .bind(subscription)
        .first("n");
    expect(await count()).toBe(1);
    passTime(540 * DAY_MS);
    await cron(shop.bindings);
    expect(await count()).toBe(1);
    passTime(1);
    await cron(shop.bindings);
    expect(await count()).toBe(0);
    const [refund] = await shop.after({ do: "refund", subscription });
    if (refund) await shop.deliver({ ...refund, id: "evt_again" });
    const later = await signInAgain(actor);
    expect((await shop.history(later)).filter((event) => event === "refunded")).toEqual(["refunded"]);
  });
});
