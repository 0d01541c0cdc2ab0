import { describe, expect, it } from "vitest";
import { DAY_MS } from "../../../src/kernel/time.ts";
import { newActor, signInAgain } from "../../support/actor.ts";
import { freezeTime, passTime } from "../../support/clock.ts";
import { CardShop, withoutTrial } from "./support.ts";

const NOW = Date.parse("2026-12-01T10:00:00.000Z");
const inDays = (days: number) => new Date(NOW + days * DAY_MS).toISOString();

describe("a plan that is paid by card", () => {
  it("is asked for at Stripe as it is documented", async () => {
    const shop = new CardShop();
    const actor = await newActor();
    const { status, data } = await shop.post(actor, "/v1/subscriptions/checkout", {
      planId: "plan_yearly",
      provider: "stripe",
      currency: "USD",
      successUrl: "https://leora.app/thanks",
    });
    expect(status).toBe(201);
    expect(data).toEqual({
      checkoutUrl: `https://checkout.stripe.com/c/pay/${data.sessionId}`,
      sessionId: data.sessionId,
    });
    const [call] = await shop.account.calls();
    expect(call).toEqual({
      method: "POST",
      path: "/v1/checkout/sessions",
      idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
      status: 200,
      body: {
        mode: "subscription",
        "line_items[0][price]": "price_yearly",
        "line_items[0][quantity]": "1",
        currency: "usd",
        client_reference_id: actor.user.id,
        "metadata[userId]": actor.user.id,
        "metadata[planId]": "plan_yearly",
        "subscription_data[metadata][userId]": actor.user.id,
        "subscription_data[metadata][planId]": "plan_yearly",
        "subscription_data[trial_period_days]": "7",
        success_url: "https://leora.app/thanks",
        cancel_url: "leora://subscription/cancel",
      },
    });
    await shop.post(actor, "/v1/subscriptions/checkout", {
      planId: "plan_lifetime",
      provider: "stripe",
      currency: "UZS",
    });
    expect((await shop.account.calls()).at(-1)).toMatchObject({ method: "POST", path: "/v1/checkout/sessions" });
    expect((await shop.account.calls()).at(-1)?.body).toEqual({
      mode: "payment",
      "line_items[0][price]": "price_lifetime",
      "line_items[0][quantity]": "1",
      currency: "uzs",
      client_reference_id: actor.user.id,
      customer_creation: "always",
      "metadata[userId]": actor.user.id,
      "metadata[planId]": "plan_lifetime",
      "payment_intent_data[metadata][userId]": actor.user.id,
      "payment_intent_data[metadata][planId]": "plan_lifetime",
      success_url: "leora://subscription/success",
      cancel_url: "leora://subscription/cancel",
    });
    // A checkout gives nothing.
    expect(await shop.subscription(actor)).toMatchObject({ id: null, tier: "free", status: "active" });
  });

  it("lives from a trial to a refund", async () => {
    freezeTime(NOW);
    const shop = new CardShop();
    const actor = await newActor();
    const socket = await actor.connect();
    await socket.next("hello");
    const subscription = await shop.buy(actor, "plan_monthly");
    expect(await shop.subscription(actor)).toMatchObject({
      userId: actor.user.id,
      tier: "premium",
      status: "trialing",
      provider: "stripe",
      providerSubscriptionId: subscription,
      planId: "plan_monthly",
      priceId: "price_monthly",
      amount: 4.99,
      currency: "USD",
      interval: "monthly",
      currentPeriodStart: inDays(0),
      currentPeriodEnd: inDays(7),
      trialStart: inDays(0),
      trialEnd: inDays(7),
      accessUntil: inDays(8),
      cancelAtPeriodEnd: false,
    });
    expect(await socket.next("subscription:updated")).toEqual({
      event: "subscription:updated",
      data: { tier: "premium", status: "trialing", currentPeriodEnd: inDays(7), cancelAtPeriodEnd: false },
    });
    expect(await shop.history(actor)).toEqual(["created", "trial_started"]);

    await shop.after({ do: "renew", subscription });
    const paid = await shop.subscription(actor);
    expect(paid).toMatchObject({
      status: "active",
      currentPeriodStart: inDays(7),
      currentPeriodEnd: "2027-01-08T10:00:00.000Z",
    });
    expect(await shop.history(actor)).toEqual(["created", "trial_started", "trial_ended", "payment_succeeded"]);

    await shop.after({ do: "renew", subscription });
    await shop.after({ do: "fail", subscription });
    expect(await shop.subscription(actor)).toMatchObject({ tier: "premium", status: "past_due" });
    await shop.after({ do: "recover", subscription });
    expect(await shop.subscription(actor)).toMatchObject({ tier: "premium", status: "active" });
    const events = [
      ...["created", "trial_started", "trial_ended", "payment_succeeded"],
      ...["renewed", "payment_succeeded", "payment_failed", "renewed", "payment_succeeded"],
    ];
    expect(await shop.history(actor)).toEqual(events);

    const canceled = await shop.post(actor, "/v1/subscriptions/cancel", { reason: "Too expensive", feedback: "Later" });
    expect(canceled.status).toBe(200);
    expect(canceled.data).toMatchObject({ status: "active", tier: "premium", cancelAtPeriodEnd: true });
    expect(canceled.data.canceledAt).not.toBeNull();
    expect(canceled.data.accessUntil).toBe(canceled.data.currentPeriodEnd);
    // Again: nothing changes.
    const again = await shop.post(actor, "/v1/subscriptions/cancel", {});
    expect([again.status, again.data]).toEqual([200, canceled.data]);
    const resumed = await shop.post(actor, "/v1/subscriptions/resume");
    expect(resumed.data).toMatchObject({ cancelAtPeriodEnd: false, canceledAt: null });
    expect((await shop.post(actor, "/v1/subscriptions/resume")).error).toMatchObject({ code: "INVALID_STATE" });
    expect(await shop.history(actor)).toEqual([...events, "canceled"]);
    const { data: history } = await shop.get(actor, "/v1/subscriptions/history?event=canceled");
    expect(history[0].metadata).toEqual({ reason: "Too expensive", feedback: "Later" });

    // In part: only history.
    await shop.after({ do: "refundPart", subscription });
    expect(await shop.subscription(actor)).toMatchObject({ tier: "premium", status: "active" });
    await shop.after({ do: "refund", subscription });
    expect(await shop.subscription(actor)).toMatchObject({ tier: "free", status: "canceled", accessUntil: inDays(0) });
    expect(await shop.history(actor)).toEqual([...events, "canceled", "refunded", "refunded"]);
    const { data: refunds } = await shop.get(actor, "/v1/subscriptions/history?event=refunded&sortOrder=asc");
    expect(refunds.map(({ amount }: { amount: number }) => amount)).toEqual([1.25, 3.74]);
    expect((await shop.account.calls()).at(-1)).toMatchObject({
      method: "DELETE",
      path: `/v1/subscriptions/${subscription}`,
      status: 200,
    });
  });

  it("waits seven days for a late payment, and a day for late news", async () => {
    freezeTime(NOW);
    const shop = new CardShop();
    const actor = await withoutTrial();
    const subscription = await shop.buy(actor, "plan_monthly");
    passTime(32 * DAY_MS - 1);
    // The period of 31 days is over, and no news came: a day more.
    expect(await shop.subscription(await signInAgain(actor))).toMatchObject({ tier: "premium", status: "active" });
    passTime(1);
    const late = await signInAgain(actor);
    expect(await shop.subscription(late)).toMatchObject({ tier: "free", status: "expired" });
    await shop.after({ do: "fail", subscription });
    expect(await shop.subscription(late)).toMatchObject({
      tier: "premium",
      status: "past_due",
      accessUntil: inDays(39),
    });
    passTime(7 * DAY_MS);
    expect(await shop.subscription(await signInAgain(actor))).toMatchObject({ tier: "free", status: "expired" });
  });

  it("has seven days from the first payment that failed, also when the next one fails too", async () => {
    freezeTime(NOW);
    const shop = new CardShop();
    const actor = await withoutTrial();
    const subscription = await shop.buy(actor, "plan_monthly");
    passTime(31 * DAY_MS);
    await shop.after({ do: "fail", subscription });
    expect(await shop.subscription(await signInAgain(actor))).toMatchObject({ accessUntil: inDays(38) });
    passTime(31 * DAY_MS);
    await shop.after({ do: "fail", subscription });
    expect(await shop.subscription(await signInAgain(actor))).toMatchObject({
      tier: "free",
      status: "expired",
      accessUntil: inDays(38),
    });
    // Paid, it gets seven days anew.
    await shop.after({ do: "recover", subscription });
    await shop.after({ do: "fail", subscription });
    expect(await shop.subscription(await signInAgain(actor))).toMatchObject({
      status: "past_due",
      accessUntil: inDays(62 + 7),
    });
  });

  it("that had ended and is refunded then is told of once", async () => {
    const shop = new CardShop();
    const actor = await withoutTrial();
    const subscription = await shop.buy(actor, "plan_monthly");
    await shop.after({ do: "end", subscription });
    await shop.after({ do: "refund", subscription });
    expect(await shop.history(actor)).toEqual(["created", "payment_succeeded", "expired", "refunded"]);
    const { data } = await actor.get("/v1/notifications");
    expect(data.map(({ kind }: { kind: string }) => kind)).toEqual(["subscription_ended"]);
  });

  it("ends when Stripe says so", async () => {
    const shop = new CardShop();
    const actor = await newActor();
    const subscription = await shop.buy(actor, "plan_monthly");
    await shop.after({ do: "end", subscription });
    expect(await shop.subscription(actor)).toMatchObject({ tier: "free", status: "canceled" });
    expect(await shop.history(actor)).toEqual(["created", "trial_started", "expired"]);
    const { data } = await actor.get("/v1/notifications");
    expect(data).toMatchObject([{ kind: "subscription_ended", title: "Premium Oylik", entity: "subscriptions" }]);
    // The trial is used up.
    await shop.buy(actor, "plan_monthly");
    expect(await shop.subscription(actor)).toMatchObject({ tier: "premium", status: "active", trialStart: null });
  });

  it.each([
    ["when we were told of that", true],
    ["when that news was lost", false],
  ])("that was canceled at Stripe reads so after its end, %s", async (_, isTold) => {
    const shop = new CardShop();
    const actor = await withoutTrial();
    const subscription = await shop.buy(actor, "plan_monthly");
    const news = await shop.happen({ do: "cancel", subscription });
    if (isTold) {
      await shop.deliver(...news);
      expect(await shop.subscription(actor)).toMatchObject({ tier: "premium", cancelAtPeriodEnd: true });
    }
    await shop.after({ do: "end", subscription });
    expect(await shop.subscription(actor)).toMatchObject({ tier: "free", status: "canceled", cancelAtPeriodEnd: true });
    expect(await shop.history(actor)).toEqual(["created", "payment_succeeded", "canceled", "expired"]);
  });

  it.each([
    ["paused", "expired"],
    ["unpaid", "expired"],
    // As if there were none: it was never paid.
    ["incomplete", "active"],
    ["incomplete_expired", "expired"],
  ])("gives nothing while Stripe calls it %s", async (status, shown) => {
    const shop = new CardShop();
    const actor = await withoutTrial();
    const subscription = await shop.buy(actor, "plan_monthly");
    await shop.after({ do: "become", subscription, status });
    expect(await shop.subscription(actor)).toMatchObject({ tier: "free", status: shown });
  });

  it("is none for good when Stripe does not tell its end", async () => {
    freezeTime(NOW);
    const shop = new CardShop();
    const actor = await withoutTrial();
    const body = { planId: "plan_monthly", provider: "stripe", currency: "USD" };
    const { data } = await shop.post(actor, "/v1/subscriptions/checkout", body);
    const [created] = await shop.happen({ do: "complete", session: data.sessionId });
    const endless = JSON.parse(JSON.stringify(created?.data.object), (key, value) =>
      key.startsWith("current_period") ? undefined : value,
    );
    await shop.account.answerNext({ status: 200, body: endless });
    await shop.deliver({ ...created });
    expect(await shop.subscription(actor)).toMatchObject({
      tier: "premium",
      currentPeriodEnd: "2027-01-01T10:00:00.000Z",
      accessUntil: "2027-01-02T10:00:00.000Z",
    });
  });

  it("is not ended by the refund of something else that its customer bought", async () => {
    const shop = new CardShop();
    const actor = await withoutTrial();
    await shop.buy(actor, "plan_monthly");
    const { providerCustomerId: customer } = await shop.subscription(actor);
    const charge = { id: "ch_other", amount: 500, amount_refunded: 500, currency: "usd", customer };
    for (const payment of [{}, { payment_intent: "pi_other" }, { invoice: "in_other" }]) {
      const object = { ...charge, ...payment };
      const [reply] = await shop.deliver({ id: "evt_other", type: "charge.refunded", created: 1, data: { object } });
      expect([reply?.status, reply?.data]).toEqual([200, { received: true, handled: false }]);
    }
    expect(await shop.subscription(actor)).toMatchObject({ tier: "premium", status: "active" });
    expect(await shop.history(actor)).toEqual(["created", "payment_succeeded"]);
  });
});

describe("while Stripe is down", () => {
  it("nothing changes, and clients are told when to come back", async () => {
    const shop = new CardShop();
    const actor = await withoutTrial();
    await shop.account.answerNext({ status: 0 });
    const checkout = await shop.post(actor, "/v1/subscriptions/checkout", {
      planId: "plan_monthly",
      provider: "stripe",
    });
    expect([checkout.status, checkout.headers.get("retry-after")]).toEqual([503, "5"]);
    await shop.buy(actor, "plan_monthly");
    await shop.account.answerNext({ status: 500 });
    expect((await shop.post(actor, "/v1/subscriptions/cancel", {})).status).toBe(503);
    expect(await shop.subscription(actor)).toMatchObject({ cancelAtPeriodEnd: false });
  });
});
