import { exportSPKI, generateKeyPair } from "jose";
import { describe, expect, it, vi } from "vitest";
import { google } from "../../../src/leora/billing/google/vendor.ts";
import { GooglePlay, pubSubBearer, pushBody } from "../../support/google-play.ts";
import { googleProduct, googleSubscription } from "../../support/google-resources.ts";
import type { VendorReply } from "../../support/vendors.ts";
import { refusalOf, storeContext, webhook } from "./store-context.ts";

const NOW = Date.parse("2026-06-15T12:00:00Z");
const DAY = 86_400_000;
const USER = "0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a";
const PENDING = { acknowledgementState: "ACKNOWLEDGEMENT_STATE_PENDING" };

/** An installation with a Google Play of its own. */
async function installation(variables: Record<string, string | undefined> = {}) {
  const play = await GooglePlay.open();
  const values = { ...(await play.variables()), ...variables };
  const at = (now: number) => storeContext(values, now);
  return { play, at, ctx: at(NOW), token: `token.${crypto.randomUUID()}` };
}

describe("a purchase token", () => {
  it("is a subscription", async () => {
    const { play, ctx, token } = await installation();
    await play.hasSubscription(
      token,
      googleSubscription(NOW, { externalAccountIdentifiers: { obfuscatedExternalAccountId: USER } }),
    );
    const { purchase, userId } = await google.verifyReceipt(ctx, {
      purchaseToken: token,
      productId: "premium_monthly",
    });
    expect({ userId, ...purchase }).toMatchObject({
      ...{ userId: USER, providerSubscriptionId: token, status: "active", amount: 499, asOf: NOW },
    });
    expect(await play.asked()).toEqual([`subscriptionsv2/tokens/${token}`]);
  });

  it("is what was bought once", async () => {
    const { play, ctx, token } = await installation();
    await play.hasProduct(token, googleProduct(NOW));
    const { purchase } = await google.verifyReceipt(ctx, { purchaseToken: token, productId: "premium_lifetime" });
    expect(purchase).toMatchObject({ planId: "plan_lifetime", currentPeriodEnd: null, status: "active" });
    expect(await play.asked()).toEqual([`productsv2/tokens/${token}`]);
  });

  it("does not tell of what kind it is", async () => {
    const { play, ctx, token } = await installation();
    await play.hasProduct(token, googleProduct(NOW));
    const { purchase } = await google.verifyReceipt(ctx, { purchaseToken: token });
    expect(purchase.planId).toBe("plan_lifetime");
    const wrong = google.verifyReceipt(ctx, { purchaseToken: token, productId: "premium_yearly" });
    expect(await refusalOf(wrong)).toEqual(["invalid_input", "productId"]);
  });

  it("is refused when Google does not know it, or it is of another product", async () => {
    const { play, ctx, token } = await installation();
    const verify = () => refusalOf(google.verifyReceipt(ctx, { purchaseToken: token, productId: "premium_monthly" }));
    expect(await verify()).toEqual(["invalid_input", "purchaseToken"]);
    await play.api.answerNext({ status: 410 }, { status: 400 });
    expect(await verify()).toEqual(["invalid_input", "purchaseToken"]);
    await play.hasSubscription(token, googleSubscription(NOW, {}, { productId: "other" }));
    expect(await verify()).toEqual(["invalid_input", "purchaseToken"]);
  });

  it.each([undefined, "", ".", "..", "a b", "é", "\n", "x".repeat(1001)])(
    "is nothing such as %j",
    async (purchaseToken) => {
      const { play, ctx } = await installation();
      expect(await refusalOf(google.verifyReceipt(ctx, { purchaseToken }))).toEqual(["invalid_input", "purchaseToken"]);
      expect(await play.asked()).toEqual([]);
    },
  );

  it("stays one part of the path", async () => {
    const { play, ctx } = await installation();
    const purchaseToken = "../../x?y=1#z%2e";
    expect(await refusalOf(google.verifyReceipt(ctx, { purchaseToken }))).toEqual(["invalid_input", "purchaseToken"]);
    expect((await play.asked())[0]).toBe(`subscriptionsv2/tokens/${encodeURIComponent(purchaseToken)}`);
  });

  it("is not taken without credentials", async () => {
    for (const none of [undefined, ""]) {
      const { ctx } = await installation({ GOOGLE_PLAY_SERVICE_ACCOUNT: none });
      expect(await refusalOf(google.verifyReceipt(ctx, { purchaseToken: "x" }))).toEqual(["invalid_state", "provider"]);
    }
  });

  it("refuses credentials that are none when it starts, without quoting them", async () => {
    const start = () => storeContext({ GOOGLE_PLAY_SERVICE_ACCOUNT: '{"private_key": "hush"}' }, NOW);
    expect(start).toThrow("GOOGLE_PLAY_SERVICE_ACCOUNT: expected the JSON of a service account's key");
    expect(start).not.toThrow("hush");
  });
});

describe("Google's access token", () => {
  const verify = (at: ReturnType<typeof storeContext>, token: string) =>
    google.verifyReceipt(at, { purchaseToken: token, productId: "premium_monthly" });

  it("is kept until it is about to expire", async () => {
    const { play, at, token } = await installation();
    await play.hasSubscription(token, googleSubscription(NOW));
    for (const second of [0, 10, 3538, 3539, 3540]) await verify(at(NOW + second * 1000), token);
    expect(await play.oauth.calls()).toHaveLength(2);
  });

  it("is asked for again, once, when Google takes it no more", async () => {
    const { play, ctx, token } = await installation();
    await play.hasSubscription(token, googleSubscription(NOW));
    await play.api.answerNext({ status: 401 });
    expect((await verify(ctx, token)).purchase.status).toBe("active");
    expect(await play.oauth.calls()).toHaveLength(2);
    await play.api.answerNext({ status: 401 }, { status: 401 }, { status: 401 });
    expect(await refusalOf(verify(ctx, token))).toEqual(["unavailable"]);
    expect(await play.asked()).toHaveLength(4);
  });

  it.each<[string, VendorReply]>([
    ["refuses us", { status: 400, body: { error: "invalid_grant" } }],
    ["hangs up", { status: 0 }],
    ["answers no JSON", { status: 200, base64: "PGh0bWw+" }],
    ["answers without a token", { status: 200, body: { expires_in: 3600 } }],
    ["answers with a number", { status: 200, body: { access_token: 1, expires_in: 3600 } }],
  ])("is not to be had when Google %s", async (_name, reply) => {
    const { play, ctx, token } = await installation();
    await play.oauth.answerNext(reply);
    expect(await refusalOf(verify(ctx, token))).toEqual(["unavailable"]);
    expect(await play.asked()).toEqual([]);
  });

  it("is not to be had with a key that is none", async () => {
    const account = JSON.stringify({ client_email: "a@b", private_key: "none" });
    const { ctx, token } = await installation({ GOOGLE_PLAY_SERVICE_ACCOUNT: account });
    const logged = vi.spyOn(console, "error").mockImplementation(() => {});
    expect(await refusalOf(verify(ctx, token))).toEqual(["unavailable"]);
    logged.mockRestore();
  });
});

describe("Google Play", () => {
  it.each<[string, VendorReply, string]>([
    ["hangs up", { status: 0 }, "30"],
    ["is down", { status: 503, headers: { "Retry-After": "7" } }, "7"],
    ["is busy", { status: 429 }, "30"],
    ["forbids it", { status: 403 }, "30"],
    ["answers no JSON", { status: 200, base64: "PGh0bWw+" }, "30"],
    ["answers with nothing", { status: 200, body: {} }, "30"],
    ["answers with other types", { status: 200, body: { subscriptionState: 4, lineItems: "x" } }, "30"],
    [
      "has a state that we do not know",
      { status: 200, body: googleSubscription(NOW, { subscriptionState: "X" }) },
      "30",
    ],
  ])("is unavailable when it %s", async (_name, reply, seconds) => {
    const { play, ctx, token } = await installation();
    await play.api.answerNext(reply);
    const error = await google.verifyReceipt(ctx, { purchaseToken: token }).catch((error: unknown) => error);
    expect(error).toMatchObject({ code: "unavailable", headers: { "Retry-After": seconds } });
  });

  it("is not told of in logs by tokens or addresses", async () => {
    const logged = vi.spyOn(console, "log");
    const { play, ctx, token } = await installation();
    await play.api.answerNext({ status: 0 }, { status: 500 });
    await refusalOf(google.verifyReceipt(ctx, { purchaseToken: token }));
    await refusalOf(google.verifyReceipt(ctx, { purchaseToken: token }));
    expect(logged.mock.calls.map(([line]) => JSON.parse(String(line)).event)).toEqual([
      "store.unreachable",
      "store.refused",
    ]);
    expect(JSON.stringify(logged.mock.calls)).not.toMatch(/token\.|ya29|127\.0\.0\.1/);
    logged.mockRestore();
  });

  it("is told once that a purchase has arrived", async () => {
    const { play, ctx, token } = await installation();
    await play.hasSubscription(token, googleSubscription(NOW, PENDING));
    const { purchase } = await google.verifyReceipt(ctx, { purchaseToken: token, productId: "premium_monthly" });
    await google.acknowledge?.(ctx, { ...purchase });
    await google.acknowledge?.(ctx, purchase);
    const [asked, told, ...more] = await play.asked();
    expect([asked, told, more]).toEqual([
      `subscriptionsv2/tokens/${token}`,
      `subscriptions/premium_monthly/tokens/${token}:acknowledge`,
      [],
    ]);
    const again = await google.verifyReceipt(ctx, { purchaseToken: token, productId: "premium_monthly" });
    await google.acknowledge?.(ctx, again.purchase);
    expect(await play.asked()).toHaveLength(3);
  });

  it("is told of what was bought once, and again after it did not hear", async () => {
    const { play, ctx, token } = await installation();
    await play.hasProduct(token, googleProduct(NOW, PENDING));
    const { purchase } = await google.verifyReceipt(ctx, { purchaseToken: token, productId: "premium_lifetime" });
    await play.api.answerNext({ status: 500 });
    expect(await refusalOf(google.acknowledge?.(ctx, purchase) ?? Promise.resolve())).toEqual(["unavailable"]);
    await google.acknowledge?.(ctx, purchase);
    expect((await play.asked()).slice(1)).toEqual(
      Array(2).fill(`products/premium_lifetime/tokens/${token}:acknowledge`),
    );
  });

  it.each(["PENDING", "ON_HOLD", "EXPIRED"])("is told nothing of a purchase that is %s", async (state) => {
    const { play, ctx, token } = await installation();
    const subscriptionState = `SUBSCRIPTION_STATE_${state}`;
    await play.hasSubscription(token, googleSubscription(NOW, { ...PENDING, subscriptionState }));
    const { purchase } = await google.verifyReceipt(ctx, { purchaseToken: token });
    await google.acknowledge?.(ctx, purchase);
    expect(await play.asked()).toHaveLength(1);
  });

  it("is asked again by what is known", async () => {
    const { play, ctx, token } = await installation();
    const known = { userId: USER, providerSubscriptionId: token, productId: "premium_monthly" };
    expect(await google.refetch(ctx, { ...known, interval: "monthly" })).toBeNull();
    await play.hasSubscription(token, googleSubscription(NOW, { subscriptionState: "SUBSCRIPTION_STATE_ON_HOLD" }));
    await play.hasProduct(token, googleProduct(NOW));
    expect((await google.refetch(ctx, { ...known, interval: "yearly" }))?.purchase.status).toBe("unpaid");
    expect((await google.refetch(ctx, { ...known, interval: "lifetime" }))?.purchase.status).toBe("active");
    const unconfigured = storeContext({}, NOW);
    expect(await google.refetch(unconfigured, { ...known, interval: "yearly" })).toBeNull();
  });
});

describe("a push", () => {
  const push = async (ctx: ReturnType<typeof storeContext>, notification: object | string, messageId?: string) =>
    google.readWebhook(ctx, webhook(pushBody(notification, messageId), { authorization: await pubSubBearer(NOW) }));

  it("is about a subscription, which is asked for", async () => {
    const { play, ctx, token } = await installation();
    await play.hasSubscription(token, googleSubscription(NOW, { linkedPurchaseToken: "older" }));
    const subscriptionNotification = { version: "1.0", notificationType: 4, purchaseToken: token };
    expect(await push(ctx, { eventTimeMillis: `${NOW}`, subscriptionNotification }, "m-1")).toMatchObject({
      ...{ eventId: "m-1", handled: true },
      state: { purchase: { providerSubscriptionId: token, status: "active", replaces: "older", refundedAt: null } },
    });
  });

  it("is about what was bought once", async () => {
    const { play, ctx, token } = await installation();
    await play.hasProduct(token, googleProduct(NOW));
    const oneTimeProductNotification = { notificationType: 1, purchaseToken: token, sku: "premium_lifetime" };
    expect((await push(ctx, { oneTimeProductNotification })).state?.purchase.planId).toBe("plan_lifetime");
  });

  it("is about a purchase that is void", async () => {
    const { play, ctx, token } = await installation();
    await play.hasSubscription(token, googleSubscription(NOW));
    await play.hasProduct(token, googleProduct(NOW));
    const voided = async (fields: object, eventTimeMillis: unknown = `${NOW - 9}`) =>
      (
        await push(ctx, {
          eventTimeMillis,
          voidedPurchaseNotification: { purchaseToken: token, orderId: "1", ...fields },
        })
      ).state?.purchase;
    expect(await voided({ productType: 1, refundType: 1 })).toMatchObject({ refundedAt: NOW - 9, interval: "monthly" });
    expect(await voided({ productType: 2 }, NOW - 8)).toMatchObject({ refundedAt: NOW - 8, interval: "lifetime" });
    expect(await voided({ productType: 1 }, `${NOW + DAY}`)).toMatchObject({ refundedAt: NOW });
    expect(await voided({ productType: 2, refundType: 2 })).toMatchObject({ refundedAt: null, status: "active" });
  });

  it("that is a test needs no memory", async () => {
    const { ctx } = await installation();
    expect(await push(ctx, { testNotification: { version: "1.0" } })).toEqual({
      eventId: null,
      state: null,
      handled: true,
    });
  });

  it.each<[string, object | string]>([
    ["another app", { packageName: "com.other", subscriptionNotification: { purchaseToken: "x" } }],
    ["a purchase that Google does not know", { subscriptionNotification: { purchaseToken: "unknown" } }],
    ["a token that is none", { subscriptionNotification: { purchaseToken: ".." } }],
    ["something new", { newNotification: {} }],
    ["nothing that can be read", "no JSON"],
    ["a number", "1"],
    ["other types", { subscriptionNotification: { purchaseToken: 1 } }],
  ])("about %s is not handled", async (_name, notification) => {
    const { ctx } = await installation();
    expect(await push(ctx, notification, "m-2")).toEqual({ eventId: "m-2", state: null, handled: false });
  });

  it.each([
    "",
    "null",
    "[]",
    "no JSON",
    "{}",
    '{"message": {}}',
    '{"message": {"data": 1, "messageId": "1"}}',
    "x".repeat(100_000),
  ])("has the form of Pub/Sub, not %j", async (body) => {
    const { ctx } = await installation();
    const request = webhook(body, { authorization: await pubSubBearer(NOW) });
    expect(await refusalOf(google.readWebhook(ctx, request))).toEqual(["invalid_input", "message"]);
  });

  it("comes again when Google cannot be asked", async () => {
    const { play, ctx, token } = await installation();
    const notification = { subscriptionNotification: { purchaseToken: token } };
    await play.api.answerNext({ status: 503 });
    expect(await refusalOf(push(ctx, notification))).toEqual(["unavailable"]);
    const { ctx: without } = await installation({ GOOGLE_PLAY_SERVICE_ACCOUNT: undefined });
    expect(await refusalOf(push(without, notification))).toEqual(["unavailable"]);
  });
});

describe("the token of a push", () => {
  const body = pushBody({ testNotification: {} });
  const pushed = (ctx: ReturnType<typeof storeContext>, authorization?: string) =>
    refusalOf(google.readWebhook(ctx, webhook(body, authorization === undefined ? {} : { authorization })));
  const second = (offset: number) => Math.floor(NOW / 1000) + offset;

  it.each<[string, Parameters<typeof pubSubBearer>[1]]>([
    ["another issuer", { claims: { iss: "https://evil.example" } }],
    ["another audience", { claims: { aud: "https://other.example" } }],
    ["two audiences", { claims: { aud: ["https://api.leora.app/v1/subscriptions/webhook/google", "x"] } }],
    ["another pusher", { claims: { email: "other@leora.iam.gserviceaccount.com" } }],
    ["an address that was not verified", { claims: { email_verified: false } }],
    ["an address of which nothing is said", { claims: { email_verified: undefined } }],
    ["an end that is past", { claims: { exp: second(0) } }],
    ["no end", { claims: { exp: undefined } }],
    ["a beginning that is to come", { claims: { nbf: second(60) } }],
    ["the algorithm HS256", { header: { alg: "HS256" }, key: new TextEncoder().encode("x".repeat(32)) }],
    ["an unknown key", { header: { kid: "other" } }],
  ])("is refused with %s", async (_name, options) => {
    const { ctx } = await installation();
    expect(await pushed(ctx, await pubSubBearer(NOW, options))).toEqual(["token_invalid"]);
  });

  it("is refused when it is missing, or none", async () => {
    const { ctx } = await installation();
    const good = await pubSubBearer(NOW);
    const [header, claims] = good.split(".");
    const none = `Bearer ${Buffer.from('{"alg":"none"}').toString("base64url")}.${claims}.`;
    for (const bad of [
      undefined,
      "",
      "Bearer",
      "Bearer x",
      good.replace("Bearer", "Basic"),
      none,
      `${header}.${claims}.AAAA`,
      `${good}${"A".repeat(9000)}`,
    ]) {
      expect(await pushed(ctx, bad), bad?.slice(0, 50)).toEqual(["token_invalid"]);
    }
  });

  it("is refused when somebody else signed it, also with our public key as a secret", async () => {
    const { ctx } = await installation();
    const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
    expect(await pushed(ctx, await pubSubBearer(NOW, { key: privateKey }))).toEqual(["token_invalid"]);
    const key = new TextEncoder().encode(await exportSPKI(publicKey));
    expect(await pushed(ctx, await pubSubBearer(NOW, { key, header: { alg: "HS256" } }))).toEqual(["token_invalid"]);
  });

  it("is refused where no pusher is named", async () => {
    const good = await pubSubBearer(NOW);
    for (const missing of ["GOOGLE_PUBSUB_AUDIENCE", "GOOGLE_PUBSUB_SERVICE_ACCOUNT"]) {
      const { ctx } = await installation({ [missing]: undefined });
      expect(await pushed(ctx, good)).toEqual(["token_invalid"]);
    }
  });

  it("makes us fetch Google's keys once, however many and whatever tokens come", async () => {
    const { play, ctx } = await installation();
    for (let at = 0; at < 5; at += 1) {
      await pushed(ctx, await pubSubBearer(NOW));
      await pushed(ctx, await pubSubBearer(NOW, { header: { kid: `stranger-${at}` } }));
    }
    expect(await play.certs.calls()).toHaveLength(1);
  });

  it("of a stranger makes us fetch nothing", async () => {
    const { play, ctx } = await installation();
    await pushed(ctx, await pubSubBearer(NOW, { claims: { aud: "x" } }));
    await pushed(ctx, await pubSubBearer(NOW, { claims: { email: "x" } }));
    await pushed(ctx, await pubSubBearer(NOW, { claims: { exp: 1 } }));
    expect(await play.certs.calls()).toEqual([]);
  });

  it.each<[string, VendorReply]>([
    ["are down", { status: 503 }],
    ["hang up", { status: 0 }],
    ["are no JSON", { status: 200, base64: "PGh0bWw+" }],
    ["are none", { status: 200, body: { keys: "x" } }],
  ])("cannot be checked while Google's keys %s", async (_name, reply) => {
    const { play, ctx } = await installation();
    await play.certs.answerNext(reply);
    expect(await pushed(ctx, await pubSubBearer(NOW))).toEqual(["unavailable"]);
    expect(await pushed(ctx, await pubSubBearer(NOW))).toEqual([
      'no refusal: {"eventId":null,"state":null,"handled":true}',
    ]);
  });
});
