import { z } from "zod";
import { milliseconds, wholeAmount } from "../payload-values.ts";

// What the App Store signs and answers, as far as it is read: https://developer.apple.com/documentation/appstoreserverapi and
// …/appstoreservernotifications. Times are UTC milliseconds.

const identifier = z.string().regex(/^[\w-]{1,100}$/);

/** `JWSTransactionDecodedPayload`. */
export const AppleTransaction = z.object({
  originalTransactionId: identifier,
  transactionId: identifier,
  bundleId: z.string(),
  environment: z.string(),
  productId: z.string().max(200),
  purchaseDate: milliseconds,
  /** Subscriptions alone. */
  expiresDate: milliseconds.nullish(),
  signedDate: milliseconds,
  revocationDate: milliseconds.nullish(),
  offerType: z.number().nullish(),
  offerDiscountType: z.string().nullish(),
  /** In thousandths of a unit of the currency. */
  price: wholeAmount.nullish(),
  currency: z.string().nullish(),
  appAccountToken: z.string().nullish(),
});
export type AppleTransaction = z.infer<typeof AppleTransaction>;

/** `JWSRenewalInfoDecodedPayload`. */
export const AppleRenewal = z.object({
  originalTransactionId: identifier,
  environment: z.string(),
  /** What the next period is of. */
  autoRenewProductId: z.string().nullish(),
  /** 1: it renews. */
  autoRenewStatus: z.number().nullish(),
  isInBillingRetryPeriod: z.boolean().nullish(),
  gracePeriodExpiresDate: milliseconds.nullish(),
  /** In thousandths of a unit of the currency. */
  renewalPrice: wholeAmount.nullish(),
  currency: z.string().nullish(),
  appAccountToken: z.string().nullish(),
});
export type AppleRenewal = z.infer<typeof AppleRenewal>;

/** `responseBodyV2DecodedPayload`. */
export const AppleNotification = z.object({
  notificationType: z.string(),
  notificationUUID: z.string().min(1).max(100),
  data: z
    .object({
      bundleId: z.string().nullish(),
      environment: z.string().nullish(),
      status: z.number().nullish(),
      signedTransactionInfo: z.string().nullish(),
      signedRenewalInfo: z.string().nullish(),
    })
    .nullish(),
});

/** `StatusResponse`: the last transaction of each subscription of a customer. */
export const AppleStatuses = z.object({
  data: z.array(
    z.object({
      lastTransactions: z.array(
        z.object({
          originalTransactionId: z.string(),
          status: z.number(),
          signedTransactionInfo: z.string(),
          signedRenewalInfo: z.string().nullish(),
        }),
      ),
    }),
  ),
});

/** `TransactionInfoResponse`. */
export const AppleTransactionInfo = z.object({ signedTransactionInfo: z.string() });
