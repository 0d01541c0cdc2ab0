import type { Descriptions } from "../../kernel/openapi/descriptions.ts";

const ROW = {
  tier: "What the subscription gives now: `free` once it is over",
  status: "How it stands now: what has run out is `expired`",
  provider: "Where it was bought; `manual`: given by an administrator",
  providerSubscriptionId: "What the provider calls it; null when it was given",
  providerCustomerId: "What the provider calls the user",
  productId: "The product that was bought",
  priceId: "Stripe's price",
  planId: "The plan that was bought; null when it was given",
  pendingPlanId: "The plan that begins when the period ends",
  currency: "The currency of `amount`",
  amount: "What a period costs",
  interval: "How long a period is",
  currentPeriodStart: "When the period began",
  currentPeriodEnd: "When the period ends; null: never",
  accessUntil: "Until when it gives access, which may be past; null: for good",
  cancelAtPeriodEnd: "Whether it ends with the period",
  canceledAt: "When it was canceled",
  trialStart: "When the trial began",
  trialEnd: "When the trial ends",
  createdAt: "When we first heard of it",
  updatedAt: "When any of this last changed",
};

const PROOFS = {
  provider: "The store",
  receipt: "Apple: the signed transaction of StoreKit 2, or an old receipt in base64",
  purchaseToken: "Google: the token of the purchase",
  productId: "The product that the app says was bought; it must be the one of the proof",
};

const RECIPIENT = {
  userId: "The id of the user; or `email`",
  email: "The e-mail address of the user; or `userId`",
};

/** What the fields of subscriptions mean (spec 12), for the OpenAPI document. */
export const billingDescriptions: Descriptions = {
  components: {
    SubscriptionTier: "What a plan gives: `free` nothing beyond the free limits, `premium` and `pro` all features.",
    SubscriptionStatus:
      "`trialing`: free to try; `active`: paid; `past_due`: a payment is late, access stays for a while; `unpaid`, `incomplete`: not paid, no " +
      "access; `canceled`: ended by a cancel or refund; `expired`: run out.",
    PaymentProvider: "`stripe` by card; `apple`, `google` in their stores; `manual` given by an administrator.",
    BillingInterval: "`monthly`, `yearly`, or `lifetime`: paid once.",
    SubscriptionEvent:
      "What happened: each is written once. `downgraded` when a shorter plan was asked for or began without that, `expired` when access has ended.",
    CheckoutProvider: "How to pay: by card, or in a store for apps.",
    GrantedTier: "What an administrator may give.",
    StoreProvider: "A store for apps.",
  },
  fields: {
    Subscription: { id: "The id of the subscription", userId: "Whose it is", ...ROW },
    CurrentSubscription: {
      id: "The id of the subscription; null without one, as every field but `tier`, `status` and `cancelAtPeriodEnd` is then",
      userId: "Whose it is",
      ...ROW,
      tier: "What the user has now",
      status: "How it stands now; `active` without a subscription",
    },
    MySubscription: {
      subscription: "The subscription that counts, else the one that ended last; never null",
      features: "What each feature allows, and how much of it is used",
      plan: "The plan of the subscription that counts; null on free",
    },
    CurrentPlan: { id: "The id of the plan", name: "What it is called", interval: "How long a period is" },
    Checkout: {
      planId: "The plan to buy",
      provider: "How to pay",
      currency: "The currency to pay in; by default the primary one if the plan has a price in it, else USD",
      successUrl: "Where the page of the checkout leads after the payment: https or leora://",
      cancelUrl: "Where it leads without a payment",
    },
    CheckoutSession: { checkoutUrl: "The page to pay on", sessionId: "What the provider calls the checkout" },
    StoreCheckout: {
      productId: "The product to buy in the store",
      offerId: "`trial` when a trial is due; else null",
      appAccountToken:
        "What names the user to the store: StoreKit's `appAccountToken`, Play's `obfuscatedExternalAccountId`",
    },
    SubscriptionCancellation: { reason: "Why, in a word", feedback: "Why, in more words" },
    SubscriptionChange: { planId: "The plan to change to" },
    ReceiptVerification: PROOFS,
    PurchaseRestoration: PROOFS,
    SubscriptionGrant: {
      ...RECIPIENT,
      tier: "What the user gets",
      interval: "For how long, unless `currentPeriodEnd` says so",
      currentPeriodEnd: "Until when; it must be in the future",
      reason: "Why, for the history",
    },
    SubscriptionRevocation: { ...RECIPIENT, reason: "Why, for the history" },
    SubscriptionHistoryEntry: {
      id: "The id of the entry",
      userId: "Whose history it is",
      subscriptionId: "The subscription that it happened to",
      event: "What happened",
      tier: "The tier of the subscription",
      amount: "The money that it was about; null: none",
      currency: "The currency of `amount`",
      metadata:
        "More about it, or null: `grantedBy` and `reason` of administrators, `reason` and `feedback` of a cancel, `transfer` (`in` or `out`), `planId` of a change",
      createdAt: "When we heard of it",
    },
    StripeWebhook: { id: "The id of the event", type: "What happened" },
    AppleWebhook: { signedPayload: "The notification, signed by Apple" },
    GoogleWebhook: { message: "The pushed message", subscription: "The subscription of Pub/Sub" },
    GooglePush: { data: "The notification, in base64", messageId: "The id of the message" },
    WebhookReceipt: {
      received: "Always `true`",
      handled: "False when the event is about nothing of ours",
    },
  },
  parameters: {
    "GET /subscriptions/history": {
      event: "Only entries of this event",
      subscriptionId: "Only entries of this subscription",
    },
  },
};
