import { describe, expect, it } from "vitest";
import { GoogleProduct, GoogleSubscription } from "../../../src/leora/billing/google/payloads.ts";
import { projectProduct, projectSubscription } from "../../../src/leora/billing/google/rules.ts";
import { googleProduct, googleSubscription } from "../../support/google-resources.ts";

const NOW = Date.parse("2026-06-15T12:00:00Z");
const DAY = 86_400_000;
const USER = "0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a";
const at = (ms: number) => new Date(ms).toISOString();
const fetched = { token: "token-1", now: NOW, voidedAt: null };

const subscription = (fields: object = {}, line: object = {}) =>
  GoogleSubscription.parse(googleSubscription(NOW, fields, line));
const projected = (fields: object = {}, line: object = {}) =>
  projectSubscription(subscription(fields, line), fetched)?.purchase;
const inState = (state: string, fields: object = {}, line: object = {}) =>
  projected({ subscriptionState: `SUBSCRIPTION_STATE_${state}`, ...fields }, line);

describe("a subscription in Google Play", () => {
  it("is projected field by field", () => {
    const externalAccountIdentifiers = { obfuscatedExternalAccountId: USER };
    expect(
      projectSubscription(subscription({ externalAccountIdentifiers, linkedPurchaseToken: "token-0" }), fetched),
    ).toEqual({
      userId: USER,
      purchase: {
        provider: "google",
        providerSubscriptionId: "token-1",
        providerCustomerId: null,
        productId: "premium_monthly",
        priceId: null,
        planId: "plan_monthly",
        tier: "premium",
        status: "active",
        currency: "USD",
        amount: 499,
        interval: "monthly",
        currentPeriodStart: NOW - DAY,
        currentPeriodEnd: NOW + 29 * DAY,
        cancelAtPeriodEnd: false,
        canceledAt: null,
        trialStart: null,
        trialEnd: null,
        pendingPlanId: null,
        graceUntil: null,
        refundedAt: null,
        asOf: NOW,
        replaces: "token-0",
      },
    });
  });

  const past = { expiryTime: at(NOW - DAY) };
  const canceledStateContext = { userInitiatedCancellation: { cancelTime: "2026-06-14T01:02:03.456Z" } };
  it.each<[string, object, object, object]>([
    ["ACTIVE", {}, {}, { status: "active", cancelAtPeriodEnd: false }],
    ["ACTIVE", {}, past, { status: "active", currentPeriodEnd: NOW - DAY }],
    ["ACTIVE", {}, { autoRenewingPlan: { autoRenewEnabled: false } }, { status: "active", cancelAtPeriodEnd: true }],
    ["ACTIVE", {}, { autoRenewingPlan: null, prepaidPlan: {} }, { status: "active", cancelAtPeriodEnd: true }],
    [
      "CANCELED",
      { canceledStateContext },
      {},
      { status: "active", cancelAtPeriodEnd: true, canceledAt: Date.parse("2026-06-14T01:02:03.456Z") },
    ],
    ["CANCELED", {}, past, { status: "expired", cancelAtPeriodEnd: true, canceledAt: null }],
    ["CANCELED", {}, { expiryTime: at(NOW) }, { status: "expired" }],
    ["IN_GRACE_PERIOD", {}, {}, { status: "past_due", graceUntil: NOW + 29 * DAY }],
    ["ON_HOLD", {}, past, { status: "unpaid", graceUntil: NOW - DAY }],
    ["PAUSED", {}, past, { status: "unpaid", graceUntil: null }],
    ["EXPIRED", {}, past, { status: "expired", cancelAtPeriodEnd: false, canceledAt: null }],
    [
      "EXPIRED",
      { canceledStateContext },
      past,
      { status: "expired", cancelAtPeriodEnd: true, canceledAt: Date.parse("2026-06-14T01:02:03.456Z") },
    ],
    [
      "PENDING",
      { startTime: undefined },
      { expiryTime: undefined },
      { status: "incomplete", currentPeriodStart: NOW, currentPeriodEnd: NOW },
    ],
    ["PENDING_PURCHASE_CANCELED", { startTime: undefined }, { expiryTime: undefined }, { status: "expired" }],
  ])("in the state %s is mapped %j %j", (state, fields, line, expected) => {
    expect(inState(state, fields, line)).toMatchObject(expected);
  });

  it.each(["SUBSCRIPTION_STATE_UNSPECIFIED", "SUBSCRIPTION_STATE_REVOKED", "", 1, null])(
    "in the state %j is not read",
    (subscriptionState) => {
      expect(GoogleSubscription.safeParse(googleSubscription(NOW, { subscriptionState })).success).toBe(false);
    },
  );

  it("is over when it is void", () => {
    const voided = projectSubscription(subscription(), { ...fetched, voidedAt: NOW - 7 });
    expect(voided?.purchase).toMatchObject({ status: "canceled", refundedAt: NOW - 7 });
    const onHold = subscription({ subscriptionState: "SUBSCRIPTION_STATE_ON_HOLD" });
    expect(projectSubscription(onHold, { ...fetched, voidedAt: NOW - 7 })?.purchase).toMatchObject({
      status: "canceled",
      graceUntil: null,
    });
  });

  const trial = { offerDetails: { offerId: "trial" }, expiryTime: at(NOW + 6 * DAY) };
  it.each<[string, object, object]>([
    [
      "the offer of checkout, in its week",
      trial,
      { status: "trialing", trialStart: NOW - DAY, trialEnd: NOW + 6 * DAY, amount: 499 },
    ],
    [
      "not what comes after it, which has the offer still",
      { ...trial, expiryTime: at(NOW + 29 * DAY) },
      { status: "active", trialEnd: null },
    ],
    ["no other offer", { ...trial, offerDetails: { offerId: "spring" } }, { status: "active" }],
    ["a phase that is free", { offerPhase: { freeTrial: {} } }, { status: "trialing", trialEnd: NOW + 29 * DAY }],
    ["no phase that is not", { ...trial, offerPhase: { basePrice: {} } }, { status: "active" }],
  ])("has a trial: %s", (_name, line, expected) => {
    expect(projected({}, line)).toMatchObject(expected);
  });

  it("has a trial that was canceled, and goes on until its end", () => {
    expect(inState("CANCELED", {}, trial)).toMatchObject({ status: "trialing", cancelAtPeriodEnd: true });
  });

  it.each([
    ["2026-01-10T00:00:00Z", "2026-07-10T00:00:00Z", "premium_monthly", "2026-06-10T00:00:00Z"],
    ["2026-01-31T00:00:00Z", "2026-03-31T00:00:00Z", "premium_monthly", "2026-02-28T00:00:00Z"],
    ["2026-07-01T00:00:00Z", "2026-07-10T00:00:00Z", "premium_monthly", "2026-07-01T00:00:00Z"],
    ["2020-02-29T00:00:00Z", "2028-02-29T00:00:00Z", "premium_yearly", "2027-02-28T00:00:00Z"],
    ["2024-01-15T00:00:00Z", "2027-01-15T10:00:00Z", "premium_yearly", "2026-01-15T10:00:00Z"],
  ])("that began at %s and ends at %s, of %s, has a period from %s", (startTime, expiryTime, productId, start) => {
    expect(projected({ startTime }, { expiryTime, productId })?.currentPeriodStart).toBe(Date.parse(start));
  });

  it.each([
    [{ currencyCode: "USD", units: "39", nanos: 990_000_000 }, 3999, "USD"],
    [{ currencyCode: "UZS", units: "59900" }, 5_990_000, "UZS"],
    [{ currencyCode: "JPY", units: 500 }, 500, "JPY"],
    [{ currencyCode: "KWD", units: "1", nanos: 525_000_000 }, 1525, "KWD"],
    [{ currencyCode: "EUR", nanos: 10_000_000 }, 1, "EUR"],
    [{ currencyCode: "USD" }, 0, "USD"],
    [{ currencyCode: "USD", units: "4", nanos: 995_000_000 }, 499, "USD"],
    [{ currencyCode: "RUB", units: "999999999999999" }, 44_900, "RUB"],
    [{ currencyCode: "ZZZ", units: "4" }, 499, "USD"],
    [undefined, 499, "USD"],
  ])("that costs %j costs %d %s", (recurringPrice, amount, currency) => {
    expect(projected({}, { autoRenewingPlan: { autoRenewEnabled: true, recurringPrice } })).toMatchObject({
      amount,
      currency,
    });
  });

  it("may be replaced by another at its end", () => {
    const line = { productId: "premium_yearly", deferredItemReplacement: { productId: "premium_monthly" } };
    expect(projected({}, line)).toMatchObject({ planId: "plan_yearly", pendingPlanId: "plan_monthly" });
  });

  it("of several items is ours, and that which ends last", () => {
    const items = [
      { productId: "other", expiryTime: at(NOW + 99 * DAY) },
      { productId: "premium_monthly" },
      { productId: "premium_yearly", expiryTime: at(NOW + 9 * DAY) },
      { productId: "premium_monthly", expiryTime: at(NOW + 2 * DAY) },
    ];
    expect(projected({ lineItems: items })).toMatchObject({ planId: "plan_yearly", currentPeriodEnd: NOW + 9 * DAY });
  });

  it.each([
    [[]],
    [[{ productId: "other" }]],
    [[{ productId: "premium_lifetime" }]],
    [[{ productId: "com.leora.premium.monthly" }]],
  ])("is none of ours with %j", (lineItems) => {
    expect(projectSubscription(subscription({ lineItems }), fetched)).toBeNull();
  });

  it.each([undefined, "", "user@example.com", "0192f0c1"])("names no user by %j", (obfuscatedExternalAccountId) => {
    const named = subscription({ externalAccountIdentifiers: { obfuscatedExternalAccountId } });
    expect(projectSubscription(named, fetched)?.userId).toBeNull();
  });

  it.each([
    ["a date that is none", { startTime: "yesterday" }, {}],
    ["a number for a date", { startTime: 1 }, {}],
    ["no items", { lineItems: undefined }, {}],
    ["a wrong expiry", {}, { expiryTime: "2026-13-01T00:00:00Z" }],
    ["units below zero", {}, { autoRenewingPlan: { recurringPrice: { units: "-4" } } }],
    ["nanos above a unit", {}, { autoRenewingPlan: { recurringPrice: { nanos: 1e9 } } }],
  ])("is not read with %s", (_name, fields, line) => {
    expect(GoogleSubscription.safeParse(googleSubscription(NOW, fields, line)).success).toBe(false);
  });
});

describe("what was bought once in Google Play", () => {
  const product = (fields: object = {}, voidedAt: number | null = null) =>
    projectProduct(GoogleProduct.parse(googleProduct(NOW, fields)), { ...fetched, voidedAt });

  it("is projected field by field", () => {
    expect(product({ obfuscatedExternalAccountId: USER })).toEqual({
      userId: USER,
      purchase: {
        provider: "google",
        providerSubscriptionId: "token-1",
        providerCustomerId: null,
        productId: "premium_lifetime",
        priceId: null,
        planId: "plan_lifetime",
        tier: "premium",
        status: "active",
        currency: "USD",
        amount: 9999,
        interval: "lifetime",
        currentPeriodStart: NOW - DAY,
        currentPeriodEnd: null,
        cancelAtPeriodEnd: false,
        canceledAt: null,
        trialStart: null,
        trialEnd: null,
        pendingPlanId: null,
        graceUntil: null,
        refundedAt: null,
        asOf: NOW,
        replaces: null,
      },
    });
  });

  it.each([
    ["PENDING", { status: "incomplete", refundedAt: null }],
    ["CANCELLED", { status: "canceled", refundedAt: NOW - DAY }],
    ["CANCELED", { status: "canceled", refundedAt: NOW - DAY }],
  ])("in the state %s is mapped", (purchaseState, expected) => {
    expect(product({ purchaseStateContext: { purchaseState } })?.purchase).toMatchObject(expected);
  });

  it("is over when it is void", () => {
    expect(product({}, NOW - 3)?.purchase).toMatchObject({ status: "canceled", refundedAt: NOW - 3 });
  });

  it.each([[[]], [[{ productId: "coins" }]], [[{ productId: "premium_monthly" }]]])(
    "is none of ours with %j",
    (productLineItem) => {
      expect(product({ productLineItem })).toBeNull();
    },
  );
});
