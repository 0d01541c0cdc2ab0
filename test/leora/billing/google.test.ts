import { describe, expect, it, vi } from "vitest";
import { google } from "../../../src/leora/billing/google/vendor.ts";
import { googleProduct, googleSubscription } from "../../support/google-resources.ts";
import type { VendorReply } from "../../support/vendors.ts";
import { installation, NOW } from "./google-installation.ts";
import { refusalOf, storeContext } from "./store-context.ts";

const USER = "0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a";
const PENDING = { acknowledgementState: "ACKNOWLEDGEMENT_STATE_PENDING" };

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
