import { describe, expect, it } from "vitest";
import { type Actor, newActor } from "../../support/actor.ts";
import { CardShop, sign, withoutTrial } from "./support.ts";

// Numbers that Stripe cannot mean, and events that are no events: nothing of them is stored, because it could not be shown.

const ANSWER = { received: true, handled: false };

/** Neither a plan nor history, beside the trial that the user had before. */
async function expectNothingOf(shop: CardShop, actor: Actor): Promise<void> {
  const me = await shop.get(actor, "/v1/subscriptions/me");
  expect([me.status, me.data.subscription.tier, me.data.subscription.id]).toEqual([200, "free", null]);
  const history = await shop.get(actor, "/v1/subscriptions/history");
  expect([history.status, history.data.length]).toEqual([200, 1]);
}

async function openCheckout(shop: CardShop, actor: Actor, planId: string): Promise<string> {
  const body = { planId, provider: "stripe", currency: "USD" };
  return (await shop.post(actor, "/v1/subscriptions/checkout", body)).data.sessionId;
}

describe("an event with numbers that cannot be meant", () => {
  it.each([
    ["amount_total", 4.5],
    ["amount_total", 1e300],
    ["amount_total", -5],
    ["amount_total", 2 ** 53],
    ["created", 1e18],
    ["created", -1],
    ["created", 1.5],
  ])("is not handled: %s %d of a checkout", async (field, value) => {
    const shop = new CardShop();
    const actor = await withoutTrial();
    const [event] = await shop.happen({ do: "complete", session: await openCheckout(shop, actor, "plan_lifetime") });
    const bad = { ...event, data: { object: { ...event?.data.object, [field]: value } } };
    const [reply] = await shop.deliver(bad);
    expect([reply?.status, reply?.data]).toEqual([200, ANSWER]);
    await expectNothingOf(shop, actor);
    // It is not remembered as handled.
    const [honest] = await shop.deliver({ ...event });
    expect(honest?.data).toEqual({ received: true, handled: true });
    expect(await shop.subscription(actor)).toMatchObject({ tier: "premium", amount: 99.99, currentPeriodEnd: null });
  });

  it.each([
    ["invoice.paid", "amount_paid", 4.5],
    ["invoice.paid", "amount_due", 1e300],
    ["charge.refunded", "amount", -1],
    ["charge.refunded", "amount_refunded", 0.5],
    ["customer.subscription.updated", "canceled_at", 1e300],
  ])("is not handled: of %s the %s %d", async (type, field, value) => {
    const shop = new CardShop();
    const actor = await withoutTrial();
    const subscription = await shop.buy(actor, "plan_monthly");
    const before = await shop.history(actor);
    const events = await shop.happen({ do: type === "charge.refunded" ? "refund" : "renew", subscription });
    const event = events.find((one) => one.type === type);
    const [reply] = await shop.deliver({ ...event, data: { object: { ...event?.data.object, [field]: value } } });
    expect([reply?.status, reply?.data]).toEqual([200, ANSWER]);
    expect(await shop.history(actor)).toEqual(before);
    expect(await shop.subscription(actor)).toMatchObject({ tier: "premium", status: "active", amount: 4.99 });
  });

  it("that says more was refunded before than now writes no amount below zero", async () => {
    const shop = new CardShop();
    const actor = await withoutTrial();
    const subscription = await shop.buy(actor, "plan_monthly");
    const [event] = await shop.happen({ do: "refundPart", subscription });
    await shop.deliver({ ...event, data: { ...event?.data, previous_attributes: { amount_refunded: 499 } } });
    expect(await shop.history(actor)).toEqual(["created", "payment_succeeded"]);
  });
});

describe("a subscription that Stripe tells with numbers that cannot be meant", () => {
  it.each([
    ["current_period_end", 9e15],
    ["current_period_end", -1e15],
    ["canceled_at", 1e300],
    ["trial_end", 1e18],
    ["ended_at", 253_402_300_800],
    ["unit_amount", 499.5],
    ["unit_amount", -1],
  ])("is asked for again: %s %d", async (field, value) => {
    const shop = new CardShop();
    const actor = await withoutTrial();
    const events = await shop.happen({ do: "complete", session: await openCheckout(shop, actor, "plan_monthly") });
    const event = events.find(({ type }) => type === "customer.subscription.created");
    const object = structuredClone(event?.data.object) as {
      items?: { data: { price: object; current_period_end: number }[] };
    };
    const [item] = object.items?.data ?? [];
    if (field === "unit_amount") Object.assign(item?.price ?? {}, { unit_amount: value });
    else if (field === "current_period_end") Object.assign(item ?? {}, { current_period_end: value });
    else Object.assign(object, { [field]: value });
    await shop.account.answerNext({ status: 200, body: object });
    const [reply] = await shop.deliver({ ...event });
    expect([reply?.status, reply?.error?.code, reply?.headers.get("retry-after")]).toEqual([
      503,
      "SERVICE_UNAVAILABLE",
      "5",
    ]);
    await expectNothingOf(shop, actor);
    const [again] = await shop.deliver({ ...event });
    expect(again?.data).toEqual({ received: true, handled: true });
    expect(await shop.subscription(actor)).toMatchObject({ tier: "premium", status: "active", amount: 4.99 });
  });

  it("may end in the last year that can be shown", async () => {
    const shop = new CardShop();
    const actor = await withoutTrial();
    const events = await shop.happen({ do: "complete", session: await openCheckout(shop, actor, "plan_monthly") });
    const event = events.find(({ type }) => type === "customer.subscription.created");
    const object = structuredClone(event?.data.object) as { items?: { data: object[] } };
    const end = Date.parse("9998-12-31T23:59:59.000Z");
    Object.assign(object.items?.data[0] ?? {}, { current_period_end: end / 1000 });
    await shop.account.answerNext({ status: 200, body: object });
    await shop.deliver({ ...event });
    expect(await shop.subscription(actor)).toMatchObject({
      currentPeriodEnd: "9998-12-31T23:59:59.000Z",
      accessUntil: "9999-01-01T23:59:59.000Z",
    });
  });
});

describe("what Stripe has signed, but is no event", () => {
  it.each([
    ["no JSON", "{"],
    ["null", "null"],
    ["a list", "[]"],
    ["an event without an object", '{"id":"evt_1","type":"invoice.paid","created":1}'],
    ["an event of another time", '{"id":"evt_1","type":"invoice.paid","created":1e18,"data":{"object":{}}}'],
    ["an event of the second version", '{"id":"evt_1","object":"v2.core.event","type":"x","created":"2026-12-01"}'],
  ])("is not handled, and not called a bad signature: %s", async (_, body) => {
    const shop = new CardShop();
    Object.assign(shop.bindings, { STRIPE_WEBHOOK_SECRET: "whsec_new, whsec_old" });
    for (const secret of ["whsec_new", "whsec_old"]) {
      const reply = await shop.webhook(body, await sign(body, secret));
      expect([reply.status, reply.data]).toEqual([200, ANSWER]);
    }
    const forged = await shop.webhook(body, await sign(body, "whsec_other"));
    expect([forged.status, forged.error?.code, forged.error?.details?.[0]?.field]).toEqual([
      400,
      "VALIDATION_ERROR",
      "Stripe-Signature",
    ]);
  });
});

describe("a checkout that Stripe refuses", () => {
  const refusal = (error: object) => ({ error: { type: "invalid_request_error", message: "No", ...error } });

  it.each([
    ["as it says so", { status: 400, body: refusal({ param: "success_url" }) }, 409, "INVALID_STATE"],
    [
      "because it knows no such price",
      { status: 400, body: refusal({ code: "resource_missing" }) },
      409,
      "INVALID_STATE",
    ],
    ["without its words", { status: 400, body: {} }, 409, "INVALID_STATE"],
    ["with a page", { status: 400, base64: btoa("<h1>Bad request</h1>") }, 409, "INVALID_STATE"],
    ["because it is down", { status: 500, body: {} }, 503, "SERVICE_UNAVAILABLE"],
    ["with an empty answer", { status: 200, body: {} }, 503, "SERVICE_UNAVAILABLE"],
  ])("%s", async (_, answer, status, code) => {
    const shop = new CardShop();
    await shop.account.answerNext(answer);
    const body = { planId: "plan_monthly", provider: "stripe" };
    const reply = await shop.post(await newActor(), "/v1/subscriptions/checkout", body);
    expect([reply.status, reply.error?.code]).toEqual([status, code]);
    expect((await shop.account.calls()).length).toBe(1);
  });
});
