import { beforeAll, describe, expect, it } from "vitest";
import { type Actor, newActor } from "../../support/actor.ts";
import { AppleStore, appleTransaction } from "../../support/apple-store.ts";
import { GooglePlay, pubSubBearer, pushBody } from "../../support/google-play.ts";
import { googleProduct } from "../../support/google-resources.ts";
import { administrator, CardShop, withoutTrial } from "./support.ts";

// Users with a plan that is paid by card, and with a better one beside it.

let admin: Actor;
beforeAll(async () => {
  admin = await administrator();
});

const grant = (actor: Actor, fields: object) =>
  admin.post("/v1/subscriptions/grant", { userId: actor.user.id, ...fields });

describe.each([
  ["lifetime", { interval: "lifetime" }],
  ["pro", { tier: "pro", interval: "yearly" }],
])("under a granted %s", (_, granted) => {
  it("a plan by card is canceled, resumed and changed", async () => {
    const shop = new CardShop();
    const actor = await withoutTrial();
    const subscription = await shop.buy(actor, "plan_monthly");
    await grant(actor, granted);
    const card = { provider: "stripe", providerSubscriptionId: subscription };
    const canceled = await shop.post(actor, "/v1/subscriptions/cancel", {});
    expect([canceled.status, canceled.data]).toMatchObject([200, { ...card, cancelAtPeriodEnd: true }]);
    const again = await shop.post(actor, "/v1/subscriptions/cancel", {});
    expect([again.status, again.data]).toEqual([200, canceled.data]);
    const resumed = await shop.post(actor, "/v1/subscriptions/resume");
    expect([resumed.status, resumed.data]).toMatchObject([200, { ...card, cancelAtPeriodEnd: false }]);
    const changed = await shop.post(actor, "/v1/subscriptions/change", { planId: "plan_yearly" });
    expect([changed.status, changed.data]).toMatchObject([200, { ...card, planId: "plan_yearly" }]);
    expect(await shop.subscription(actor)).toMatchObject({ provider: "manual", cancelAtPeriodEnd: false });
  });
});

describe("the plan for life, bought in a store", () => {
  const wasEnded = async (shop: CardShop, subscription: string) =>
    expect((await shop.account.calls()).at(-1)).toMatchObject({
      path: `/v1/subscriptions/${subscription}`,
      status: 200,
    });

  it("ends the plan by card when the app proves it, also when Stripe was down at first", async () => {
    const store = await AppleStore.open();
    const shop = new CardShop();
    Object.assign(shop.bindings, { APPLE_ROOT_CERTS: store.root });
    const actor = await withoutTrial();
    const subscription = await shop.buy(actor, "plan_monthly");
    const bought = appleTransaction(Date.now(), { productId: "com.leora.premium.lifetime", expiresDate: undefined });
    const body = { provider: "apple", receipt: await store.sign(bought) };
    await shop.account.answerNext({ status: 503 });
    expect((await shop.post(actor, "/v1/subscriptions/verify-receipt", body)).status).toBe(503);
    expect((await shop.post(actor, "/v1/subscriptions/verify-receipt", body)).status).toBe(200);
    await wasEnded(shop, subscription);
    expect(await shop.subscription(actor)).toMatchObject({ provider: "apple", interval: "lifetime" });
    expect((await shop.post(actor, "/v1/subscriptions/cancel", {})).status).toBe(409);
    expect(await shop.history(actor)).toEqual([
      ...["created", "payment_succeeded", "created", "payment_succeeded", "expired"],
    ]);
  });

  it("ends the plan by card when the store tells of it, also when Stripe was down at first", async () => {
    const play = await GooglePlay.open();
    const shop = new CardShop();
    Object.assign(shop.bindings, await play.variables());
    const actor = await withoutTrial();
    const subscription = await shop.buy(actor, "plan_monthly");
    const token = `token.${crypto.randomUUID()}`;
    await play.hasProduct(token, googleProduct(Date.now(), { obfuscatedExternalAccountId: actor.user.id }));
    const body = pushBody({ oneTimeProductNotification: { notificationType: 1, purchaseToken: token } });
    const push = async () =>
      shop.request(admin, "POST", "/v1/subscriptions/webhook/google", body, {
        Authorization: await pubSubBearer(Date.now()),
      });
    await shop.account.answerNext({ status: 503 });
    expect((await push()).status).toBe(503);
    expect((await push()).data).toEqual({ received: true, handled: true });
    await wasEnded(shop, subscription);
    const calls = (await shop.account.calls()).length;
    expect((await push()).data).toEqual({ received: true, handled: true });
    expect(await shop.account.calls()).toHaveLength(calls);
  });
});

describe("of two checkouts that offer a trial", () => {
  const open = async (shop: CardShop, actor: Actor) => {
    const body = { planId: "plan_monthly", provider: "stripe", currency: "USD" };
    return (await shop.post(actor, "/v1/subscriptions/checkout", body)).data.sessionId;
  };
  const rows = async (shop: CardShop, actor: Actor) => [await shop.subscription(actor), await shop.history(actor)];

  it("the one that is paid for later has none", async () => {
    const shop = new CardShop();
    const actor = await newActor();
    const [first, second] = [await open(shop, actor), await open(shop, actor)];
    await shop.after({ do: "complete", session: first });
    expect(await rows(shop, actor)).toMatchObject([{ status: "trialing" }, ["created", "trial_started"]]);
    await shop.after({ do: "complete", session: second });
    const [row, history] = await rows(shop, actor);
    expect(row).toMatchObject({ status: "active", trialStart: null, trialEnd: null });
    expect(history).toEqual(["created", "trial_started", "created"]);
    const ended = (await shop.account.calls()).filter(({ body }) => "trial_end" in Object(body));
    expect(ended.map(({ body }) => body)).toEqual([
      { trial_end: "now", payment_behavior: "error_if_incomplete", "metadata[trialNotDue]": "true" },
    ]);
  });

  it("one keeps it when the news of both come at once", async () => {
    const shop = new CardShop();
    const actor = await newActor();
    const sessions = [await open(shop, actor), await open(shop, actor)];
    const events = [];
    for (const session of sessions) events.push((await shop.happen({ do: "complete", session })).slice(0, 1));
    await Promise.all(events.map((of) => shop.deliver(...of)));
    expect((await shop.history(actor)).toSorted()).toEqual(["created", "created", "trial_started"]);
  });

  it("the later one ends when its card is declined", async () => {
    const shop = new CardShop();
    const actor = await newActor();
    const [first, second] = [await open(shop, actor), await open(shop, actor)];
    await shop.after({ do: "complete", session: first });
    const [created] = await shop.happen({ do: "complete", session: second });
    const declined = { status: 402, body: { error: { type: "card_error", code: "card_declined" } } };
    await shop.account.answerNext({ status: 200, body: { ...created?.data.object } }, declined);
    await shop.deliver({ ...created });
    expect((await shop.account.calls()).at(-1)).toMatchObject({
      path: `/v1/subscriptions/${created?.data.object.id}`,
      status: 200,
      body: {},
    });
    expect(await rows(shop, actor)).toMatchObject([{ status: "trialing" }, ["created", "trial_started"]]);
  });

  it("in development the one that is paid for later has none", async () => {
    const actor = await newActor();
    const body = { planId: "plan_monthly", provider: "stripe" };
    const ids = [];
    for (let time = 0; time < 2; time++) {
      ids.push((await actor.post("/v1/subscriptions/checkout", body)).data.sessionId);
    }
    const statuses = [];
    for (const id of ids) statuses.push((await actor.post(`/dev/checkout/${id}`, {})).data.status);
    expect(statuses).toEqual(["trialing", "active"]);
  });
});

describe("a customer whom Stripe refuses", () => {
  const refusal = (fields: object) => ({ body: { error: { type: "invalid_request_error", ...fields } } });

  it.each([
    ["was deleted", { status: 404, ...refusal({ code: "resource_missing", param: "customer" }) }],
    ["pays in another currency", { status: 400, ...refusal({ message: "You cannot combine currencies" }) }],
  ])("because it %s buys as a new one", async (_, reply) => {
    const shop = new CardShop();
    const actor = await withoutTrial();
    const subscription = await shop.buy(actor, "plan_monthly");
    await shop.after({ do: "end", subscription });
    await shop.account.answerNext(reply);
    const body = { planId: "plan_monthly", provider: "stripe", currency: "USD" };
    expect((await shop.post(actor, "/v1/subscriptions/checkout", body)).status).toBe(201);
    const [refused, taken] = (await shop.account.calls()).slice(-2);
    expect(refused?.body).toHaveProperty("customer");
    expect(taken?.body).not.toHaveProperty("customer");
    // What is refused without a customer too is refused.
    await shop.account.answerNext(
      { status: 400, ...refusal({ param: "line_items" }) },
      { status: 400, ...refusal({ param: "line_items" }) },
    );
    expect((await shop.post(actor, "/v1/subscriptions/checkout", body)).status).toBe(409);
  });
});
