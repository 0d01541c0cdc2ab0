import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { AppleRenewal, AppleTransaction } from "../../../src/leora/billing/apple/payloads.ts";
import { receiptEntries } from "../../../src/leora/billing/apple/receipt.ts";
import { type AppleState, isPastRefund, projectApple, stateOf } from "../../../src/leora/billing/apple/rules.ts";
import { appleRenewal, appleTransaction, oldReceipt } from "../../support/apple-store.ts";

const NOW = Date.parse("2026-06-15T12:00:00Z");
const DAY = 86_400_000;
const USER = "0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a";

interface Told {
  transaction?: object;
  renewal?: object;
  status?: number;
  isRevoked?: boolean;
}

const told = ({ transaction, renewal, status = 0, isRevoked = false }: Told): AppleState => ({
  transaction: AppleTransaction.parse(appleTransaction(NOW, { originalTransactionId: "70001", ...transaction })),
  renewal: renewal ? AppleRenewal.parse(appleRenewal(NOW, renewal)) : null,
  status: status || null,
  isRevoked,
});

const projected = (state: Told) => projectApple(told(state), NOW)?.purchase;

describe("a purchase in the App Store", () => {
  it("is projected field by field", () => {
    expect(projectApple(told({ transaction: { appAccountToken: USER.toUpperCase() }, renewal: {} }), NOW)).toEqual({
      userId: USER,
      purchase: {
        provider: "apple",
        providerSubscriptionId: "70001",
        providerCustomerId: null,
        productId: "com.leora.premium.monthly",
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
        replaces: null,
      },
    });
  });

  it("is none of ours with another product", () => {
    expect(projectApple(told({ transaction: { productId: "com.other.premium" } }), NOW)).toBeNull();
    expect(projectApple(told({ transaction: { productId: "premium_monthly" } }), NOW)).toBeNull();
  });

  it.each([null, "", "not-a-uuid", "' OR 1=1"])("names no user by %j", (appAccountToken) => {
    expect(projectApple(told({ transaction: { appAccountToken } }), NOW)?.userId).toBeNull();
  });

  const ended = { expiresDate: NOW - DAY };
  const retry = { isInBillingRetryPeriod: true };
  const grace = { ...retry, gracePeriodExpiresDate: NOW + 5 * DAY };
  it.each<[string, Told, object]>([
    ["a running month", {}, { status: "active", cancelAtPeriodEnd: false }],
    ["a month whose end is now", { transaction: { expiresDate: NOW } }, { status: "expired" }],
    ["a month that ends in a moment", { transaction: { expiresDate: NOW + 1 } }, { status: "active" }],
    ["an ended month", { transaction: ended }, { status: "expired", currentPeriodEnd: NOW - DAY }],
    ["one that ended, by choice", { transaction: ended, renewal: { autoRenewStatus: 0 } }, { status: "expired" }],
    ["one that Apple is about to renew", { transaction: ended, renewal: {}, status: 1 }, { status: "active" }],
    ["a canceled month", { renewal: { autoRenewStatus: 0 } }, { status: "active", cancelAtPeriodEnd: true }],
    ["grace", { transaction: ended, renewal: grace }, { status: "past_due", graceUntil: NOW + 5 * DAY }],
    [
      "grace before the end",
      { transaction: { expiresDate: NOW + 1 }, renewal: grace },
      { status: "past_due", graceUntil: NOW + 5 * DAY },
    ],
    [
      "grace that is over",
      { transaction: ended, renewal: { ...retry, gracePeriodExpiresDate: NOW } },
      { status: "unpaid", graceUntil: NOW },
    ],
    [
      "billing retry without grace",
      { transaction: ended, renewal: retry },
      { status: "unpaid", graceUntil: NOW - DAY },
    ],
    ["billing retry before the end", { renewal: retry }, { status: "past_due", graceUntil: NOW + 29 * DAY }],
    [
      "a renewed month, with an old grace",
      { renewal: { gracePeriodExpiresDate: NOW + DAY } },
      { status: "active", graceUntil: null },
    ],
    ["a refund", { transaction: { revocationDate: NOW - 5 } }, { status: "canceled", refundedAt: NOW - 5 }],
    [
      "a refund in grace",
      { transaction: { ...ended, revocationDate: NOW - 5 }, renewal: grace },
      { status: "canceled", graceUntil: null },
    ],
    ["a revocation without a date", { isRevoked: true }, { status: "canceled", refundedAt: NOW }],
    ["Apple's status revoked", { status: 5 }, { status: "canceled", refundedAt: NOW }],
    [
      "a downgrade to come",
      { transaction: { productId: "com.leora.premium.yearly" }, renewal: {} },
      { planId: "plan_yearly", pendingPlanId: "plan_monthly" },
    ],
    [
      "a canceled downgrade",
      { transaction: { productId: "com.leora.premium.yearly" }, renewal: { autoRenewStatus: 0 } },
      { pendingPlanId: null },
    ],
  ])("maps %s", (_name, state, expected) => {
    expect(projected(state)).toMatchObject(expected);
  });

  const lifetime = { productId: "com.leora.premium.lifetime", type: "Non-Consumable", price: 99_990 };
  it("maps lifetime, which has no end", () => {
    const { expiresDate: _, ...bought } = appleTransaction(NOW, lifetime);
    expect(projectApple(stateOf(AppleTransaction.parse(bought)), NOW)?.purchase).toMatchObject({
      ...{ status: "active", planId: "plan_lifetime", interval: "lifetime", amount: 9999 },
      ...{ currentPeriodEnd: null, cancelAtPeriodEnd: false, trialEnd: null },
    });
    expect(projected({ transaction: { ...lifetime, revocationDate: NOW - 9 } })).toMatchObject({
      ...{ status: "canceled", refundedAt: NOW - 9, currentPeriodEnd: null },
    });
  });

  it("has ended when it is a subscription without an end", () => {
    expect(projected({ transaction: { expiresDate: null } })).toMatchObject({
      status: "expired",
      currentPeriodEnd: NOW - DAY,
    });
  });

  const trial = { offerType: 1, offerDiscountType: "FREE_TRIAL", price: 0, expiresDate: NOW + 6 * DAY };
  it.each<[string, Told, object]>([
    [
      "a free introductory offer",
      { transaction: trial },
      { status: "trialing", trialStart: NOW - DAY, trialEnd: NOW + 6 * DAY },
    ],
    [
      "an old transaction that does not say how it is paid",
      { transaction: { ...trial, offerDiscountType: null } },
      { status: "trialing" },
    ],
    ["its end", { transaction: { ...trial, expiresDate: NOW } }, { status: "expired", trialEnd: NOW }],
    [
      "a canceled one",
      { transaction: trial, renewal: { autoRenewStatus: 0 } },
      { status: "trialing", cancelAtPeriodEnd: true },
    ],
    [
      "no paid introductory offer",
      { transaction: { ...trial, offerDiscountType: "PAY_UP_FRONT", price: 990 } },
      { status: "active", trialEnd: null, amount: 99 },
    ],
    ["no paid one of old", { transaction: { ...trial, offerDiscountType: null, price: 990 } }, { status: "active" }],
    ["no promotional offer", { transaction: { ...trial, offerType: 2 } }, { status: "active", amount: 0 }],
    [
      "the price to come",
      { transaction: { ...trial, currency: "RUB" }, renewal: { renewalPrice: 449_000, currency: "RUB" } },
      { amount: 44_900, currency: "RUB" },
    ],
    [
      "the catalogue's price, when none is told",
      { transaction: { ...trial, currency: "UZS" } },
      { amount: 5_990_000, currency: "UZS" },
    ],
  ])("takes as a trial %s", (_name, state, expected) => {
    expect(projected(state)).toMatchObject(expected);
  });

  it.each([
    [4990, "USD", 499, "USD"],
    [59_900_000, "UZS", 5_990_000, "UZS"],
    [500_000, "JPY", 500, "JPY"],
    [1_525, "KWD", 1525, "KWD"],
    [0, "USD", 0, "USD"],
    [999_999_999_990, "USD", 99_999_999_999, "USD"],
    [4995, "USD", 499, "USD"],
    [500_500, "JPY", 499, "USD"],
    [4990, "XYZ", 499, "USD"],
    [null, "RUB", 44_900, "RUB"],
    [4990, null, 499, "USD"],
  ])("costs %j thousandths of %j: %d %s", (price, currency, amount, expected) => {
    expect(projected({ transaction: { price, currency } })).toMatchObject({ amount, currency: expected });
  });

  it("was refunded for a past period only while it goes on", () => {
    const past = { expiresDate: NOW - 9 * DAY, revocationDate: NOW };
    expect(isPastRefund(told({ transaction: past, status: 1 }))).toBe(true);
    expect(isPastRefund(told({ transaction: past, status: 2 }))).toBe(false);
    expect(isPastRefund(told({ transaction: past }))).toBe(false);
    expect(isPastRefund(told({ transaction: { revocationDate: NOW }, status: 1 }))).toBe(false);
  });

  it.each([
    ["a text for a number", { signedDate: "1" }],
    ["a date that no calendar has", { expiresDate: 1e18 }],
    ["a negative price", { price: -1 }],
    ["a path for an id", { originalTransactionId: "../../x" }],
    ["no id", { originalTransactionId: "" }],
  ])("is not read with %s", (_name, fields) => {
    expect(AppleTransaction.safeParse(appleTransaction(NOW, fields)).success).toBe(false);
  });
});

describe("an old receipt", () => {
  it("lists its purchases", () => {
    const receipt = oldReceipt([
      { productId: "com.other", transactionId: "1" },
      { productId: "com.leora.premium.monthly", transactionId: "3", originalId: "2" },
      { transactionId: "4" },
      { productId: "com.leora.premium.yearly" },
      { transactionId: "../x" },
    ]);
    expect(receiptEntries(receipt)).toEqual([
      { transactionId: "1", productId: "com.other" },
      { transactionId: "2", productId: "com.leora.premium.monthly" },
      { transactionId: "4", productId: null },
    ]);
  });

  const der = Buffer.from(oldReceipt([{ transactionId: "1" }]), "base64");
  it.each([
    ["nothing", ""],
    ["no base64", "***"],
    ["a JWS", "eyJ.eyJ.abc"],
    ["garbage", Buffer.from("no receipt at all").toString("base64")],
    ["half of it", der.subarray(0, der.length / 2).toString("base64")],
    ["nesting without end", Buffer.alloc(3000, 0x30).toString("base64")],
    ["indefinite nesting", Buffer.from("3080".repeat(2000), "hex").toString("base64")],
    ["too much", "A".repeat(262_145)],
    [
      "very many values",
      Buffer.concat([Buffer.from("3083017000", "hex"), Buffer.from("0500".repeat(47_104), "hex")]).toString("base64"),
    ],
  ])("is not %s", (_name, receipt) => {
    expect(receiptEntries(receipt)).toEqual([]);
  });

  it("may be a long one", () => {
    const entries = Array.from({ length: 200 }, (_, at) => ({
      productId: "com.leora.premium.monthly",
      transactionId: `${at}`,
    }));
    expect(receiptEntries(oldReceipt(entries))).toHaveLength(200);
  });
});
