import { z } from "zod";
import { currency, email, idOf, instant, label, moment, note, uuid } from "../../kernel/contract.ts";
import { PageQuery } from "../../kernel/db/page.ts";
import { FEATURE_KEYS } from "./features.ts";
import { SUBSCRIPTION_EVENTS } from "./history-events.ts";
import { INTERVALS, PROVIDERS, SUBSCRIPTION_STATUSES, TIERS } from "./purchase.ts";
import { RETURN_URL_MAX, returnUrlOf } from "./return-url.ts";

export const FeatureKey = z.enum(FEATURE_KEYS).meta({ id: "FeatureKey", example: "accounts" });
export const Tier = z.enum(TIERS).meta({ id: "SubscriptionTier", example: "premium" });
const Status = z.enum(SUBSCRIPTION_STATUSES).meta({ id: "SubscriptionStatus", example: "active" });
const Provider = z.enum(PROVIDERS).meta({ id: "PaymentProvider", example: "stripe" });
export const Interval = z.enum(INTERVALS).meta({ id: "BillingInterval", example: "yearly" });
const Event = z.enum(SUBSCRIPTION_EVENTS).meta({ id: "SubscriptionEvent", example: "created" });

const planId = () => z.string().max(64).meta({ example: "plan_yearly" });
/** A signed transaction has some thousand characters; an old receipt of Apple's grows with each purchase that it lists. */
const PROOF_MAX = 262_144;
const proof = (example: string) => z.string().min(1).max(PROOF_MAX).meta({ example });

const row = {
  id: idOf("Subscription"),
  userId: idOf("User"),
  tier: Tier,
  status: Status,
  provider: Provider,
  providerSubscriptionId: z.string().nullable().meta({ example: "sub_1QWxyz" }),
  providerCustomerId: z.string().nullable().meta({ example: "cus_R5abc" }),
  productId: z.string().meta({ example: "plan_yearly" }),
  priceId: z.string().nullable().meta({ example: "price_yearly" }),
  planId: planId().nullable(),
  pendingPlanId: planId().nullable().meta({ example: null }),
  currency: currency(),
  amount: z.number().meta({ example: 479900 }),
  interval: Interval,
  currentPeriodStart: instant(),
  currentPeriodEnd: instant().nullable().meta({ example: "2027-12-17T10:30:00.000Z" }),
  accessUntil: instant().nullable().meta({ example: "2027-12-18T10:30:00.000Z" }),
  cancelAtPeriodEnd: z.boolean().meta({ example: false }),
  canceledAt: instant().nullable().meta({ example: null }),
  trialStart: instant().nullable().meta({ example: null }),
  trialEnd: instant().nullable().meta({ example: null }),
  createdAt: instant(),
  updatedAt: instant(),
};

/** A subscription on the wire (spec 12.1). */
export const SubscriptionView = z.object(row).meta({ id: "Subscription" });

type Row = typeof row;
type Nullable = { [Name in keyof Row]: z.ZodNullable<Row[Name]> };

/** The same of a user who never had one: only what `free` means is there. */
export const CurrentSubscriptionView = z
  .object({
    ...(Object.fromEntries(Object.entries(row).map(([name, schema]) => [name, schema.nullable()])) as Nullable),
    tier: Tier,
    status: Status,
    cancelAtPeriodEnd: row.cancelAtPeriodEnd,
  })
  .meta({ id: "CurrentSubscription" });

export const CheckoutBody = z
  .object({
    planId: planId(),
    provider: z.enum(["stripe", "apple", "google"]).meta({ id: "CheckoutProvider", example: "stripe" }),
    currency: currency().nullish(),
    successUrl: returnUrl("leora://subscription/success").nullish(),
    cancelUrl: returnUrl("leora://subscription/cancel").nullish(),
  })
  .meta({ id: "Checkout" });

function returnUrl(example: string) {
  return z
    .string()
    .max(RETURN_URL_MAX)
    .transform((text, issue) => {
      const url = returnUrlOf(text);
      if (url !== undefined) return url;
      issue.addIssue({ code: "custom", message: "Expected a URL that begins with https:// or leora://" });
      return z.NEVER;
    })
    .meta({ example });
}

export const CheckoutReply = z
  .union([
    z
      .object({
        checkoutUrl: z.string().meta({ example: "https://checkout.stripe.com/c/pay/cs_live_a1b2" }),
        sessionId: z.string().meta({ example: "cs_live_a1b2" }),
      })
      .meta({ id: "CheckoutSession" }),
    z
      .object({
        productId: z.string().meta({ example: "com.leora.premium.yearly" }),
        offerId: z.string().nullable().meta({ example: "trial" }),
        appAccountToken: uuid(),
      })
      .meta({ id: "StoreCheckout" }),
  ])
  .meta({ id: "CheckoutReply" });

export const CancelBody = z
  .object({
    reason: note(200, "Too expensive").nullish(),
    feedback: note(2000, "I will be back").nullish(),
  })
  .meta({ id: "SubscriptionCancellation" });

export const ChangeBody = z.object({ planId: planId() }).meta({ id: "SubscriptionChange" });

const StoreProvider = z.enum(["apple", "google"]).meta({ id: "StoreProvider", example: "apple" });
const proofs = {
  receipt: proof("eyJhbGciOiJFUzI1NiIsIng1YyI6W119.e30.c2ln").nullish(),
  purchaseToken: proof("token_xxx").nullish(),
  productId: z.string().max(200).meta({ example: "com.leora.premium.yearly" }).nullish(),
};

/** Which proof a store's purchase has. */
export const PROOF_OF = { apple: "receipt", google: "purchaseToken" } as const;

export const VerifyReceiptBody = z
  .object({ provider: StoreProvider, ...proofs })
  .superRefine((body, issue) => {
    const field = PROOF_OF[body.provider];
    if ((body[field] ?? null) === null) issue.addIssue({ code: "custom", path: [field], message: "Required" });
  })
  .meta({ id: "ReceiptVerification" });

export const RestoreBody = z.object({ provider: StoreProvider, ...proofs }).meta({ id: "PurchaseRestoration" });

const recipient = { userId: uuid().nullish(), email: email().nullish() };
const namesOne = ({ userId = null, email: address = null }: z.output<z.ZodObject<typeof recipient>>) =>
  (userId === null) !== (address === null);
const ONE_RECIPIENT = { path: ["userId"], message: "Expected either userId or email" };

export const GrantBody = z
  .object({
    ...recipient,
    tier: z.enum(["premium", "pro"]).meta({ id: "GrantedTier", example: "premium" }).default("premium"),
    interval: Interval.default("monthly"),
    currentPeriodEnd: moment().nullish(),
    reason: label(200, "Beta tester").nullish(),
  })
  .refine(namesOne, ONE_RECIPIENT)
  .meta({ id: "SubscriptionGrant", example: { email: "user@example.com", tier: "premium", interval: "monthly" } });

export const RevokeBody = z
  .object({ ...recipient, reason: label(200, "Ended early").nullish() })
  .refine(namesOne, ONE_RECIPIENT)
  .meta({ id: "SubscriptionRevocation", example: { email: "user@example.com" } });

export const HistoryQuery = PageQuery.extend({ event: Event.optional(), subscriptionId: uuid().optional() });

export const HistoryView = z
  .object({
    id: idOf("SubscriptionHistoryEntry"),
    userId: idOf("User"),
    subscriptionId: idOf("Subscription"),
    event: Event,
    tier: Tier,
    amount: z.number().nullable().meta({ example: 479900 }),
    currency: currency().nullable(),
    metadata: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .nullable()
      .meta({ example: null }),
    createdAt: instant(),
  })
  .meta({ id: "SubscriptionHistoryEntry" });

/** What vendors send, as far as it is read. */
export const StripeWebhook = z
  .object({ id: z.string().meta({ example: "evt_1" }), type: z.string().meta({ example: "invoice.paid" }) })
  .meta({ id: "StripeWebhook" });
export const AppleWebhook = z
  .object({ signedPayload: z.string().meta({ example: "eyJhbGciOiJFUzI1NiIsIng1YyI6W119.e30.c2ln" }) })
  .meta({ id: "AppleWebhook" });
export const GoogleWebhook = z
  .object({
    message: z
      .object({ data: z.string().meta({ example: "e30=" }), messageId: z.string().meta({ example: "1" }) })
      .meta({ id: "GooglePush" }),
    subscription: z.string().meta({ example: "projects/leora/subscriptions/play" }),
  })
  .meta({ id: "GoogleWebhook" });

export const WebhookReply = z
  .object({ received: z.literal(true), handled: z.boolean().meta({ example: true }) })
  .meta({ id: "WebhookReceipt" });
