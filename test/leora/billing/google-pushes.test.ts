import { exportSPKI, generateKeyPair } from "jose";
import { describe, expect, it } from "vitest";
import { google } from "../../../src/leora/billing/google/vendor.ts";
import { pubSubBearer, pushBody } from "../../support/google-play.ts";
import { googleProduct, googleSubscription } from "../../support/google-resources.ts";
import type { VendorReply } from "../../support/vendors.ts";
import { installation, NOW } from "./google-installation.ts";
import { refusalOf, type storeContext, webhook } from "./store-context.ts";

const DAY = 86_400_000;

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
