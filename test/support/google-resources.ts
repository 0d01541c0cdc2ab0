// Purchases in the published formats of the Google Play Developer API.

/** A month of premium as Google has it, paid 4.99 USD. `now`: UTC milliseconds. */
export const googleSubscription = (now: number, fields: object = {}, line: object = {}): Record<string, unknown> => ({
  kind: "androidpublisher#subscriptionPurchaseV2",
  regionCode: "UZ",
  startTime: new Date(now - 86_400_000).toISOString(),
  subscriptionState: "SUBSCRIPTION_STATE_ACTIVE",
  latestOrderId: "GPA.3333-0000-0000-00000",
  acknowledgementState: "ACKNOWLEDGEMENT_STATE_ACKNOWLEDGED",
  lineItems: [
    {
      productId: "premium_monthly",
      expiryTime: new Date(now + 29 * 86_400_000).toISOString(),
      autoRenewingPlan: {
        autoRenewEnabled: true,
        recurringPrice: { currencyCode: "USD", units: "4", nanos: 990_000_000 },
      },
      offerDetails: { basePlanId: "monthly" },
      latestSuccessfulOrderId: "GPA.3333-0000-0000-00000",
      ...line,
    },
  ],
  ...fields,
});

/** Premium for good as Google has it. `now`: UTC milliseconds. */
export const googleProduct = (now: number, fields: object = {}): Record<string, unknown> => ({
  kind: "androidpublisher#productPurchaseV2",
  regionCode: "UZ",
  productLineItem: [{ productId: "premium_lifetime", productOfferDetails: { quantity: 1, refundableQuantity: 1 } }],
  purchaseStateContext: { purchaseState: "PURCHASED" },
  orderId: "GPA.3333-0000-0000-00001",
  purchaseCompletionTime: new Date(now - 86_400_000).toISOString(),
  acknowledgementState: "ACKNOWLEDGEMENT_STATE_ACKNOWLEDGED",
  ...fields,
});
