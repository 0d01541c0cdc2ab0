import { describe, expect, it } from "vitest";
import { apple } from "../../../src/leora/billing/apple/vendor.ts";
import { AppleStore, appleRenewal, appleTransaction } from "../../support/apple-store.ts";
import { DAY, NOW, offline, online, store, USER } from "./apple-installation.ts";
import { refusalOf, webhook } from "./store-context.ts";

const notified = async (...[type, data, more]: Parameters<AppleStore["notification"]>) =>
  JSON.stringify({ signedPayload: await store.notification(type, data, more) });

const read = (body: string, ctx = offline) => apple.readWebhook(ctx, webhook(body));

describe("a notification", () => {
  it("tells the state of its transaction", async () => {
    const transaction = appleTransaction(NOW, { originalTransactionId: "90201", appAccountToken: USER });
    const body = await notified(
      "DID_CHANGE_RENEWAL_STATUS",
      { transaction, renewal: appleRenewal(NOW, { autoRenewStatus: 0 }) },
      { subtype: "AUTO_RENEW_DISABLED", notificationUUID: "1a" },
    );
    expect(await read(body)).toMatchObject({
      eventId: "1a",
      handled: true,
      state: { userId: USER, purchase: { providerSubscriptionId: "90201", status: "active", cancelAtPeriodEnd: true } },
    });
  });

  const past = { expiresDate: NOW - DAY };
  const grace = { isInBillingRetryPeriod: true, gracePeriodExpiresDate: NOW + DAY };
  it.each<[string, object, object | undefined, object]>([
    ["SUBSCRIBED", { offerType: 1, offerDiscountType: "FREE_TRIAL", price: 0 }, {}, { status: "trialing" }],
    ["DID_RENEW", {}, {}, { status: "active" }],
    ["DID_FAIL_TO_RENEW", past, grace, { status: "past_due", graceUntil: NOW + DAY }],
    ["GRACE_PERIOD_EXPIRED", past, { isInBillingRetryPeriod: true }, { status: "unpaid" }],
    ["EXPIRED", past, { autoRenewStatus: 0 }, { status: "expired" }],
    [
      "DID_CHANGE_RENEWAL_PREF",
      {},
      { autoRenewProductId: "com.leora.premium.yearly" },
      { pendingPlanId: "plan_yearly" },
    ],
    ["REFUND", { revocationDate: NOW - 1 }, {}, { status: "canceled", refundedAt: NOW - 1 }],
    ["REFUND", {}, undefined, { status: "canceled", refundedAt: NOW }],
    ["REVOKE", {}, undefined, { status: "canceled", refundedAt: NOW }],
    ["REFUND_REVERSED", {}, {}, { status: "active", refundedAt: null }],
    ["EXPIRED", {}, {}, { status: "active" }],
    [
      "ONE_TIME_CHARGE",
      { productId: "com.leora.premium.lifetime" },
      undefined,
      { status: "active", currentPeriodEnd: null },
    ],
  ])("%s is read from what it carries: %j %j", async (type, fields, renewal, expected) => {
    const transaction = appleTransaction(NOW, fields);
    const body = await notified(type, { transaction, ...(renewal && { renewal: appleRenewal(NOW, renewal) }) });
    expect((await read(body)).state?.purchase).toMatchObject(expected);
  });

  it("of a past period's refund changes nothing", async () => {
    const transaction = appleTransaction(NOW, { ...past, revocationDate: NOW });
    expect(await read(await notified("REFUND", { transaction, status: 1 }, { notificationUUID: "2b" }))).toEqual({
      ...{ eventId: "2b", handled: true, state: null },
    });
    expect((await read(await notified("REFUND", { transaction, status: 5 }))).state?.purchase.refundedAt).toBe(NOW);
  });

  it("that is a test needs no memory", async () => {
    expect(await read(await notified("TEST"))).toEqual({ eventId: null, handled: true, state: null });
  });

  it.each([
    ["another app", "DID_RENEW", { transaction: appleTransaction(NOW), bundleId: "com.other" }],
    ["the sandbox", "DID_RENEW", { transaction: appleTransaction(NOW), environment: "Sandbox" }],
    ["a transaction of another app", "DID_RENEW", { transaction: appleTransaction(NOW, { bundleId: "com.other" }) }],
    ["another product", "DID_RENEW", { transaction: appleTransaction(NOW, { productId: "coins" }) }],
    ["a type that is new", "SOMETHING_NEW", { transaction: appleTransaction(NOW) }],
    ["a request", "CONSUMPTION_REQUEST", { transaction: appleTransaction(NOW) }],
    ["nothing", "DID_RENEW", {}],
  ])("about %s is not handled", async (_name, type, data) => {
    expect(await read(await notified(type, data, { notificationUUID: "3c" }))).toEqual({
      ...{ eventId: "3c", handled: false, state: null },
    });
  });

  it("is refused when Apple did not sign it, or what it carries", async () => {
    const forger = await AppleStore.open();
    const transaction = appleTransaction(NOW);
    const data = { bundleId: "com.leora.app", environment: "Production" };
    const signedTransactionInfo = await forger.sign(transaction);
    const forged = { ...data, signedTransactionInfo };
    const signedRenewalInfo = await forger.sign(appleRenewal(NOW));
    for (const body of [
      JSON.stringify({ signedPayload: await forger.notification("DID_RENEW", { transaction }) }),
      JSON.stringify({
        signedPayload: await store.sign({ notificationType: "DID_RENEW", notificationUUID: "1", data: forged }),
      }),
      await notified("DID_RENEW", { transaction, signedRenewalInfo }),
      JSON.stringify({ signedPayload: await store.sign({ notificationType: "DID_RENEW" }) }),
      JSON.stringify({ signedPayload: await store.sign(transaction) }),
      JSON.stringify({ signedPayload: 1 }),
      JSON.stringify({ signedPayload: "" }),
      "{}",
      "null",
      "",
      "no JSON",
      `{"signedPayload": "${"A".repeat(200_000)}"}`,
    ]) {
      expect(await refusalOf(read(body)), body.slice(0, 60)).toEqual(["invalid_input", "signedPayload"]);
    }
  });

  it("is answered with what the App Store says, or is sent again", async () => {
    const { ctx, has, account } = await online();
    const transaction = appleTransaction(NOW - DAY, { originalTransactionId: "90301" });
    await has(appleTransaction(NOW, { originalTransactionId: "90301" }), 1, { autoRenewStatus: 0 });
    const body = await notified("DID_RENEW", { transaction, renewal: appleRenewal(NOW) });
    expect((await read(body, ctx)).state?.purchase).toMatchObject({ cancelAtPeriodEnd: true, asOf: NOW });
    await account.answerNext({ status: 503 });
    expect(await refusalOf(read(body, ctx))).toEqual(["unavailable"]);
  });
});
