import { z } from "zod";
import { fromIso } from "../../../kernel/time.ts";
import { milliseconds } from "../payload-values.ts";

// What Google Play answers and pushes, as far as it is read: https://developers.google.com/android-publisher/api-ref/rest/v3 and
// https://developer.android.com/google/play/billing/rtdn-reference. Google's JSON leaves out false, 0 and empty texts.

const instant = z
  .string()
  .transform((text, issue): number => {
    const ms = fromIso(text);
    if (ms !== undefined) return ms;
    issue.addIssue({ code: "custom", message: "expected RFC 3339" });
    return z.NEVER;
  })
  .pipe(milliseconds);

export const SUBSCRIPTION_STATES = [
  "PENDING",
  "ACTIVE",
  "PAUSED",
  "IN_GRACE_PERIOD",
  "ON_HOLD",
  "CANCELED",
  "EXPIRED",
  "PENDING_PURCHASE_CANCELED",
] as const;
export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number];

const acknowledgementState = z.string().nullish();

/** `SubscriptionPurchaseV2`. */
export const GoogleSubscription = z.object({
  subscriptionState: z
    .string()
    .transform((text) => text.replace(/^SUBSCRIPTION_STATE_/, ""))
    .pipe(z.enum(SUBSCRIPTION_STATES)),
  /** Absent while a purchase is pending. */
  startTime: instant.nullish(),
  lineItems: z
    .array(
      z.object({
        productId: z.string(),
        expiryTime: instant.nullish(),
        autoRenewingPlan: z
          .object({
            autoRenewEnabled: z.boolean().nullish(),
            recurringPrice: z
              .object({
                currencyCode: z.string().nullish(),
                /** An int64, which Google's JSON has as a text. */
                units: z.union([z.string().regex(/^\d{1,15}$/), z.int().min(0)]).nullish(),
                nanos: z.int().min(0).max(999_999_999).nullish(),
              })
              .nullish(),
          })
          .nullish(),
        prepaidPlan: z.object({}).nullish(),
        offerDetails: z.object({ offerId: z.string().nullish() }).nullish(),
        offerPhase: z.object({ freeTrial: z.object({}).nullish() }).nullish(),
        deferredItemReplacement: z.object({ productId: z.string().nullish() }).nullish(),
      }),
    )
    .max(100),
  linkedPurchaseToken: z.string().nullish(),
  canceledStateContext: z
    .object({ userInitiatedCancellation: z.object({ cancelTime: instant.nullish() }).nullish() })
    .nullish(),
  acknowledgementState,
  /** There for purchases of testers, who pay nothing. */
  testPurchase: z.object({}).nullish(),
  externalAccountIdentifiers: z.object({ obfuscatedExternalAccountId: z.string().nullish() }).nullish(),
});
export type GoogleSubscription = z.infer<typeof GoogleSubscription>;
export type GoogleLineItem = GoogleSubscription["lineItems"][number];

/** `ProductPurchaseV2`: what was bought once. */
export const GoogleProduct = z.object({
  productLineItem: z.array(z.object({ productId: z.string() })).max(100),
  purchaseStateContext: z.object({ purchaseState: z.enum(["PURCHASED", "PENDING", "CANCELLED", "CANCELED"]) }),
  purchaseCompletionTime: instant.nullish(),
  acknowledgementState,
  /** There for purchases of testers. */
  testPurchaseContext: z.object({}).nullish(),
  obfuscatedExternalAccountId: z.string().nullish(),
});
export type GoogleProduct = z.infer<typeof GoogleProduct>;

/** True while Google waits to be told that the purchase has arrived; after three days it gives the money back. */
export const waitsForAcknowledgement = (resource: GoogleSubscription | GoogleProduct): boolean =>
  resource.acknowledgementState === "ACKNOWLEDGEMENT_STATE_PENDING";

/** True for the purchase of a tester, which is of another environment than what people pay for. */
export const isTestPurchase = (resource: GoogleSubscription | GoogleProduct): boolean =>
  !!("testPurchase" in resource && resource.testPurchase) ||
  !!("testPurchaseContext" in resource && resource.testPurchaseContext);

/** The reply of Google's OAuth server. */
export const GoogleToken = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });

/** The body of a push by Pub/Sub. */
export const GooglePush = z.object({
  message: z.object({ data: z.string().max(65_536), messageId: z.string().min(1).max(200) }),
});

const purchaseToken = z.string();

/** `DeveloperNotification`: one of the notifications is there. */
export const GoogleNotification = z.object({
  packageName: z.string(),
  eventTimeMillis: z
    .union([z.string().regex(/^\d{1,15}$/), z.int().min(0)])
    .transform(Number)
    .nullish(),
  subscriptionNotification: z.object({ purchaseToken }).nullish(),
  oneTimeProductNotification: z.object({ purchaseToken }).nullish(),
  /** `productType` 1: a subscription, 2: bought once. `refundType` 1: in full. */
  voidedPurchaseNotification: z
    .object({ purchaseToken, productType: z.number().nullish(), refundType: z.number().nullish() })
    .nullish(),
  testNotification: z.object({}).nullish(),
});
export type GoogleNotification = z.infer<typeof GoogleNotification>;
