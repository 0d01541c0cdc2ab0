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

/** What each feature of the plans is (spec 12.3). */
const FEATURES = {
  ai_daily_insights: "Insights of the day that the user asks for, a day",
  ai_questions: "Questions to the assistant, a day",
  ai_voice_commands: "Spoken sentences, a day",
  accounts: "Active accounts",
  budgets: "Active budgets",
  goals: "Active goals that are not completed",
  habits: "Active habits",
  export_data: "Exports of the user's data, on or off",
  custom_categories: "Categories of the user's own, on or off",
  advanced_analytics: "Comparison with the period before in `GET /transactions/analytics`, on or off",
  multi_currency: "Currencies of active accounts beside the primary one",
  cloud_backup: "Backups, on or off",
  priority_support: "Answers before others, on or off; a flag for the app",
  virtual_mentors: "Enabled mentors",
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
    FeatureKey: Object.entries(FEATURES)
      .map(([key, text]) => `\`${key}\`: ${text.charAt(0).toLowerCase()}${text.slice(1)}`)
      .join("; "),
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
    FeatureUses: FEATURES,
    FeatureUse: {
      limit: "How many the plan allows; -1: any number. Of what is on or off, -1 is on and 0 off",
      used: "How many the user has, or has used today; 0 of what is on or off",
      remaining: "How many are left, never below 0; -1: any number",
      resetsAt: "Of AI: the user's next midnight, when all of them are there again",
    },
    Plans: { plans: "The plans that are sold" },
    Plan: {
      id: "What a checkout names it by",
      name: "What it is called, in the language of `Accept-Language`, else Uzbek",
      tier: "What it gives",
      interval: "How long a period is",
      prices: "What a period costs, by currency",
      appleProductId: "What Apple's store calls it",
      googleProductId: "What Google's store calls it",
      stripePriceId: "What Stripe calls its price",
      features: "The features that it includes",
      isPopular: "Whether to point it out",
      discount: "How many percent it is cheaper than paying month by month; null: not at all",
      isActive: "Whether it is sold",
      trialDays: "How many days of a user's first subscription are free; 0: none",
      createdAt: "Since when the plan has been sold",
    },
    PremiumFeatures: { features: "All features of the plans" },
    PremiumFeature: {
      id: "The id of the feature",
      featureKey: "What replies and errors name it by",
      name: "What it is called, in the language of `Accept-Language`, else Uzbek",
      description: "What it is, in the same language",
      tier: "The lowest tier that has any of it",
      limitFree: "How many free users have; -1: any number. Of what is on or off, 0 is off",
      limitPremium: "How many users of a plan have; -1: any number, or on",
      isActive: "Whether it is offered",
      createdAt: "Since when the feature has been offered",
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
