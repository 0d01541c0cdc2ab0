import { describe, expect, it } from "vitest";
import { newActor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { CardShop, sign } from "./support.ts";

const NOW = Date.parse("2026-12-01T10:00:00.000Z");

describe("the webhook of Stripe", () => {
  const EVENT = JSON.stringify({
    id: "evt_x",
    type: "customer.created",
    created: 1,
    data: { object: { id: "cus_1" } },
  });

  it("takes what either secret has signed", async () => {
    const shop = new CardShop();
    Object.assign(shop.bindings, { STRIPE_WEBHOOK_SECRET: "whsec_new, whsec_old" });
    for (const secret of ["whsec_new", "whsec_old"]) {
      const { status, data } = await shop.webhook(EVENT, await sign(EVENT, secret));
      expect([status, data]).toEqual([200, { received: true, handled: false }]);
    }
    expect((await shop.webhook(EVENT, await sign(EVENT))).status).toBe(400);
  });

  it("refuses what is not signed, or was not signed now", async () => {
    freezeTime(NOW + 999);
    const shop = new CardShop();
    const seconds = Math.floor(Date.now() / 1000);
    const signatures = [
      "",
      "t=1",
      `t=${seconds},v1=00`,
      await sign(`${EVENT} `),
      await sign(EVENT, "whsec_dev", seconds - 301),
      await sign(EVENT, "whsec_dev", seconds + 301),
    ];
    for (const signature of signatures) {
      const { status, error } = await shop.webhook(EVENT, signature);
      expect([status, error?.code]).toEqual([400, "VALIDATION_ERROR"]);
    }
    for (const offset of [-300, 300]) {
      expect((await shop.webhook(EVENT, await sign(EVENT, "whsec_dev", seconds + offset))).status).toBe(200);
    }
  });

  it("handles nothing of others", async () => {
    const shop = new CardShop();
    const session = {
      id: "cs_1",
      mode: "payment",
      payment_status: "paid",
      created: 1,
      metadata: { planId: "plan_lifetime" },
    };
    const known = { ...session, client_reference_id: crypto.randomUUID() };
    const events = [
      { id: "evt_1", type: "invoice.paid", created: 1, data: { object: {} } },
      { id: "evt_2", type: "customer.subscription.updated", created: 1, data: { object: { id: "sub_none" } } },
      { id: "evt_3", type: "checkout.session.completed", created: 1, data: { object: session } },
      { id: "evt_4", type: "checkout.session.completed", created: 1, data: { object: known } },
      {
        id: "evt_5",
        type: "charge.refunded",
        created: 1,
        data: { object: { id: "ch_1", amount: 1, amount_refunded: 1, currency: "usd" } },
      },
    ];
    for (const { status, data } of await shop.deliver(...events)) {
      expect([status, data]).toEqual([200, { received: true, handled: false }]);
    }
  });

  it("is sent again while Stripe does not answer us", async () => {
    const shop = new CardShop();
    const actor = await newActor();
    const { data } = await shop.post(actor, "/v1/subscriptions/checkout", {
      planId: "plan_monthly",
      provider: "stripe",
    });
    const events = await shop.happen({ do: "complete", session: data.sessionId });
    await shop.account.answerNext({ status: 500 });
    const [reply] = await shop.deliver(...events.slice(0, 1));
    expect(reply?.status).toBe(503);
    expect(await shop.subscription(actor)).toMatchObject({ tier: "free" });
    await shop.deliver(...events.slice(0, 1));
    expect(await shop.subscription(actor)).toMatchObject({ tier: "premium" });
  });
});

describe("what we cannot ask Stripe about", () => {
  const body = { error: { type: "invalid_request_error" } };
  it.each([
    ["because it refuses us", { status: 400, body }, {}],
    ["because it does not know our key", { status: 401, body }, {}],
    ["without a key", undefined, { STRIPE_SECRET_KEY: undefined }],
  ])("%s is sent again", async (_, reply, variables) => {
    const shop = new CardShop();
    Object.assign(shop.bindings, variables);
    if (reply) await shop.account.answerNext(reply);
    const object = { id: "sub_x", status: "active", items: { data: [] } };
    const event = { id: "evt_x", type: "customer.subscription.updated", created: 1, data: { object } };
    const [answer] = await shop.deliver(event);
    expect([answer?.status, answer?.error?.code, answer?.headers.get("retry-after")]).toEqual([
      503,
      "SERVICE_UNAVAILABLE",
      "5",
    ]);
  });
});
