import { describe, expect, it } from "vitest";
import { DAY_MS } from "../../../src/kernel/time.ts";
import { google } from "../../../src/leora/billing/google/vendor.ts";
import { type Actor, anonymous, newActor } from "../../support/actor.ts";
import { AppleStore, appleRenewal, appleTransaction } from "../../support/apple-store.ts";
import { freezeTime, passTime } from "../../support/clock.ts";
import { GooglePlay, pubSubBearer, pushBody } from "../../support/google-play.ts";
import { googleProduct, googleSubscription } from "../../support/google-resources.ts";
import { PRODUCTION } from "../../support/production.ts";
import { refusalOf, storeContext, webhook } from "./store-context.ts";
import { Installation } from "./support.ts";

const NOW = Date.parse("2026-12-01T10:00:00.000Z");
const store = await AppleStore.open();
const apple = new Installation({ APPLE_ROOT_CERTS: store.root });
const ME = "/v1/subscriptions/me";
const me = async (shop: Installation, actor: Actor) => (await shop.get(actor, ME)).data.subscription;
const history = async (shop: Installation, actor: Actor): Promise<string[]> =>
  (await shop.get(actor, "/v1/subscriptions/history?limit=100&sortOrder=asc")).data.map(
    ({ event }: { event: string }) => event,
  );

describe("a purchase in the App Store", () => {
  const verify = async (actor: Actor, transaction: object, productId = "com.leora.premium.monthly") =>
    apple.post(actor, "/v1/subscriptions/verify-receipt", {
      provider: "apple",
      receipt: await store.sign(transaction),
      productId,
    });
  const notify = async (type: string, transaction: object, renewal: object = {}) =>
    apple.request(
      anonymous(),
      "POST",
      "/v1/subscriptions/webhook/apple",
      JSON.stringify({
        signedPayload: await store.notification(type, { transaction, renewal: appleRenewal(NOW, renewal) }),
      }),
    );

  it("lives from a receipt to a refund", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    const bought = appleTransaction(NOW, { appAccountToken: actor.user.id });
    const { status, data } = await verify(actor, bought);
    expect(status).toBe(200);
    expect(data.subscription).toMatchObject({
      tier: "premium",
      status: "active",
      provider: "apple",
      amount: 4.99,
      currency: "USD",
    });
    expect((await verify(actor, bought)).data.subscription).toEqual(data.subscription);

    await passTime(1000);
    const later = { ...bought, signedDate: NOW + 1000 };
    expect((await notify("DID_CHANGE_RENEWAL_STATUS", later, { autoRenewStatus: 0 })).status).toBe(200);
    expect(await me(apple, actor)).toMatchObject({ cancelAtPeriodEnd: true, status: "active" });
    const stale = await notify("DID_RENEW", { ...bought, expiresDate: NOW + 300 * DAY_MS, signedDate: NOW - 1 });
    expect(stale.status).toBe(200);
    expect(await me(apple, actor)).toMatchObject({ cancelAtPeriodEnd: true, status: "active" });

    await passTime(1000);
    const refunded = { ...bought, signedDate: NOW + 2000, revocationDate: NOW + 2000 };
    expect((await notify("REFUND", refunded)).status).toBe(200);
    expect(await me(apple, actor)).toMatchObject({ tier: "free", status: "canceled" });
    expect(await history(apple, actor)).toEqual(["created", "payment_succeeded", "canceled", "refunded"]);
  });

  it("is canceled, resumed and canceled again within a period: the last is written, and no proof takes a cancel back", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    const bought = appleTransaction(NOW, { appAccountToken: actor.user.id });
    await verify(actor, bought);
    const renews = async (autoRenewStatus: number, signedDate: number) =>
      notify("DID_CHANGE_RENEWAL_STATUS", { ...bought, signedDate }, { autoRenewStatus });
    await renews(0, NOW + 1);
    await renews(0, NOW + 2);
    await verify(actor, { ...bought, signedDate: NOW + 3 });
    expect(await me(apple, actor)).toMatchObject({ cancelAtPeriodEnd: true });
    await renews(1, NOW + 4);
    expect(await me(apple, actor)).toMatchObject({ cancelAtPeriodEnd: false });
    passTime(6);
    await renews(0, NOW + 5);
    await renews(1, NOW + 4);
    const { data } = await apple.get(actor, "/v1/subscriptions/history?event=canceled");
    expect(data.map(({ createdAt }: { createdAt: string }) => createdAt)).toEqual(["2026-12-01T10:00:00.006Z"]);
    expect(await history(apple, actor)).toEqual(["created", "payment_succeeded", "canceled"]);
  });

  it("is told by a webhook before the app says anything", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    const trial = { offerType: 1, offerDiscountType: "FREE_TRIAL", price: 0, expiresDate: NOW + 7 * DAY_MS };
    const reply = await notify("SUBSCRIBED", appleTransaction(NOW, { ...trial, appAccountToken: actor.user.id }));
    expect(JSON.parse(reply.text)).toMatchObject({ data: { received: true, handled: true } });
    expect(await me(apple, actor)).toMatchObject({
      tier: "premium",
      status: "trialing",
      trialEnd: "2026-12-08T10:00:00.000Z",
    });
  });

  it("is another's, is moved with proof, or is none", async () => {
    freezeTime(NOW);
    const [owner, thief] = [await newActor(), await newActor()];
    const bought = appleTransaction(NOW);
    await verify(owner, bought);
    expect((await verify(thief, bought)).status).toBe(409);
    const body = { provider: "apple", receipt: await store.sign(bought) };
    expect((await apple.post(thief, "/v1/subscriptions/restore", body)).status).toBe(200);
    expect((await me(apple, owner)).tier).toBe("free");
    expect((await me(apple, thief)).tier).toBe("premium");
    const { status, error } = await verify(owner, bought, "com.leora.premium.yearly");
    expect([status, error?.details?.[0]?.field]).toEqual([400, "productId"]);
    const forged = await (await AppleStore.open()).sign(bought);
    const refused = await apple.post(owner, "/v1/subscriptions/verify-receipt", { provider: "apple", receipt: forged });
    expect([refused.status, refused.error?.details?.[0]?.field]).toEqual([400, "receipt"]);
    const bad = await apple.request(
      anonymous(),
      "POST",
      "/v1/subscriptions/webhook/apple",
      '{"signedPayload":"a.b.c"}',
    );
    expect([bad.status, bad.error?.code]).toEqual([400, "VALIDATION_ERROR"]);
  });
});

describe("a purchase in Google Play", () => {
  const pending = { acknowledgementState: "ACKNOWLEDGEMENT_STATE_PENDING" };

  it("is stored, acknowledged, replaced and void", async () => {
    freezeTime(NOW);
    const play = await GooglePlay.open();
    const shop = new Installation(await play.variables());
    const actor = await newActor();
    await play.hasSubscription("tok-1", googleSubscription(NOW, pending));
    const body = { provider: "google", purchaseToken: "tok-1", productId: "premium_monthly" };
    expect((await shop.post(actor, "/v1/subscriptions/verify-receipt", body)).status).toBe(200);
    expect(await play.asked()).toContain("subscriptions/premium_monthly/tokens/tok-1:acknowledge");
    expect(await me(shop, actor)).toMatchObject({ tier: "premium", provider: "google", productId: "premium_monthly" });

    const push = async (notification: object) =>
      shop.request(anonymous(), "POST", "/v1/subscriptions/webhook/google", pushBody(notification), {
        Authorization: await pubSubBearer(Date.now()),
      });
    await passTime(1000);
    await play.hasSubscription(
      "tok-2",
      googleSubscription(NOW, { linkedPurchaseToken: "tok-1" }, { productId: "premium_yearly" }),
    );
    expect((await push({ subscriptionNotification: { notificationType: 4, purchaseToken: "tok-2" } })).status).toBe(
      200,
    );
    expect(await me(shop, actor)).toMatchObject({ productId: "premium_yearly", tier: "premium" });
    await passTime(1000);
    await push({ voidedPurchaseNotification: { purchaseToken: "tok-2", productType: 1 } });
    expect(await me(shop, actor)).toMatchObject({ tier: "free" });
    expect(await history(shop, actor)).toContain("refunded");

    await play.hasProduct("tok-3", googleProduct(NOW));
    const lifetime = { provider: "google", purchaseToken: "tok-3", productId: "premium_lifetime" };
    await shop.post(actor, "/v1/subscriptions/verify-receipt", lifetime);
    expect(await me(shop, actor)).toMatchObject({ tier: "premium", currentPeriodEnd: null });
  });

  it("is acknowledged with the push that comes again when Google did not hear of it at first", async () => {
    freezeTime(NOW);
    const play = await GooglePlay.open();
    const shop = new Installation(await play.variables());
    const actor = await newActor();
    const resource = googleSubscription(NOW, {
      ...pending,
      externalAccountIdentifiers: { obfuscatedExternalAccountId: actor.user.id },
    });
    await play.hasSubscription("tok-a", resource);
    await play.api.answerNext({ status: 200, body: resource }, { status: 500 });
    const body = pushBody({ subscriptionNotification: { notificationType: 4, purchaseToken: "tok-a" } });
    const push = async () =>
      shop.request(anonymous(), "POST", "/v1/subscriptions/webhook/google", body, {
        Authorization: await pubSubBearer(Date.now()),
      });
    expect((await push()).status).toBe(503);
    expect(await me(shop, actor)).toMatchObject({ tier: "premium", status: "active" });
    for (let time = 0; time < 2; time++) expect((await push()).data).toEqual({ received: true, handled: true });
    const fetched = "subscriptionsv2/tokens/tok-a";
    const acknowledged = "subscriptions/premium_monthly/tokens/tok-a:acknowledge";
    expect(await play.asked()).toEqual([fetched, acknowledged, fetched, acknowledged, fetched]);
    expect(await history(shop, actor)).toEqual(["created", "payment_succeeded"]);
  });

  it.each([
    ["paused by its user, who is not told of a failed payment", "PAUSED", ["expired"], ["subscription_ended"]],
    [
      "put on hold for want of a payment",
      "ON_HOLD",
      ["payment_failed", "expired"],
      ["subscription_ended", "subscription_payment_failed"],
    ],
  ])("is %s, and goes on afterwards", async (_, state, events, notices) => {
    freezeTime(NOW);
    const play = await GooglePlay.open();
    const shop = new Installation(await play.variables());
    const actor = await newActor();
    const purchaseToken = `tok-${state}`;
    const becomes = async (line: object, subscriptionState = "SUBSCRIPTION_STATE_ACTIVE") => {
      await passTime(1000);
      await play.hasSubscription(purchaseToken, googleSubscription(NOW, { subscriptionState }, line));
      await shop.request(
        anonymous(),
        "POST",
        "/v1/subscriptions/webhook/google",
        pushBody({ subscriptionNotification: { notificationType: 1, purchaseToken } }),
        { Authorization: await pubSubBearer(Date.now()) },
      );
    };
    await play.hasSubscription(purchaseToken, googleSubscription(NOW));
    await shop.post(actor, "/v1/subscriptions/verify-receipt", { provider: "google", purchaseToken });
    await becomes({ expiryTime: new Date(NOW).toISOString() }, `SUBSCRIPTION_STATE_${state}`);
    expect(await me(shop, actor)).toMatchObject({ tier: "free", status: "expired" });
    const until = ["created", "payment_succeeded", ...events];
    expect(await history(shop, actor)).toEqual(until);
    const { data } = await shop.get(actor, "/v1/notifications");
    expect(data.map(({ kind }: { kind: string }) => kind).toSorted()).toEqual(notices);
    await becomes({ expiryTime: new Date(NOW + 60 * DAY_MS).toISOString() });
    expect(await me(shop, actor)).toMatchObject({ tier: "premium", status: "active" });
    expect(await history(shop, actor)).toEqual([...until, "renewed", "payment_succeeded"]);
  });

  it("that was refunded stays so, whoever asks again, until a later period is paid", async () => {
    freezeTime(NOW);
    const play = await GooglePlay.open();
    const shop = new Installation(await play.variables());
    const actor = await newActor();
    await play.hasSubscription("tok-r", googleSubscription(NOW));
    const body = { provider: "google", purchaseToken: "tok-r", productId: "premium_monthly" };
    const push = async (notification: object) =>
      shop.request(anonymous(), "POST", "/v1/subscriptions/webhook/google", pushBody(notification), {
        Authorization: await pubSubBearer(Date.now()),
      });
    const changed = { subscriptionNotification: { notificationType: 2, purchaseToken: "tok-r" } };
    await shop.post(actor, "/v1/subscriptions/verify-receipt", body);
    await push({ voidedPurchaseNotification: { purchaseToken: "tok-r", productType: 1 } });
    const refunded = { tier: "free", status: "canceled", accessUntil: new Date(NOW).toISOString() };
    expect(await me(shop, actor)).toMatchObject(refunded);
    passTime(1000);
    await shop.post(actor, "/v1/subscriptions/verify-receipt", body);
    expect(await me(shop, actor)).toMatchObject(refunded);
    await shop.post(actor, "/v1/subscriptions/restore", { provider: "google" });
    expect(await me(shop, actor)).toMatchObject(refunded);
    await push(changed);
    expect(await me(shop, actor)).toMatchObject(refunded);
    const other = await newActor();
    await shop.post(other, "/v1/subscriptions/restore", body);
    expect(await me(shop, other)).toMatchObject(refunded);

    await play.hasSubscription("tok-r", googleSubscription(NOW + 30 * DAY_MS));
    await push(changed);
    expect(await me(shop, other)).toMatchObject({ tier: "premium", status: "active" });
  });

  it("of a tester is taken anywhere but in production", async () => {
    const play = await GooglePlay.open();
    const variables = await play.variables();
    const [development, production] = [{ ...variables }, { ...variables, ...PRODUCTION }].map(
      (values) => (now: number) => storeContext(values, now),
    );
    await play.hasSubscription("tok-t", googleSubscription(NOW, { testPurchase: {} }));
    await play.hasProduct("tok-l", googleProduct(NOW, { testPurchaseContext: { fopType: "TEST" } }));
    await play.hasSubscription("tok-p", googleSubscription(NOW));
    const push = async (ctx: ReturnType<typeof storeContext>, notification: object) =>
      (await google.readWebhook(ctx, webhook(pushBody(notification), { authorization: await pubSubBearer(NOW) })))
        .handled;
    const notifications = [
      { subscriptionNotification: { purchaseToken: "tok-t" } },
      { oneTimeProductNotification: { purchaseToken: "tok-l" } },
      { subscriptionNotification: { purchaseToken: "tok-p" } },
    ];
    const handled = async (at: typeof development) => {
      const all = [];
      for (const notification of notifications) if (at) all.push(await push(at(NOW), notification));
      return all;
    };
    expect(await handled(development)).toEqual([true, true, true]);
    expect(await handled(production)).toEqual([false, false, true]);
    for (const purchaseToken of ["tok-t", "tok-l"]) {
      if (production) {
        expect(await refusalOf(google.verifyReceipt(production(NOW), { purchaseToken }))).toEqual([
          "invalid_input",
          "purchaseToken",
        ]);
      }
    }
  });

  it("is not taken without credentials, and pushes need a token", async () => {
    const shop = new Installation();
    const actor = await newActor();
    const body = { provider: "google", purchaseToken: "tok" };
    const refused = await shop.post(actor, "/v1/subscriptions/verify-receipt", body);
    expect([refused.status, refused.error?.details?.[0]?.field]).toEqual([409, "provider"]);
    const pushed = await shop.request(
      anonymous(),
      "POST",
      "/v1/subscriptions/webhook/google",
      pushBody({ testNotification: {} }),
    );
    expect([pushed.status, pushed.error?.code]).toEqual([401, "AUTH_TOKEN_INVALID"]);
  });
});
