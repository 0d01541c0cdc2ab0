import { z } from "zod";
import { log } from "../../../kernel/log.ts";
import { seconds, wholeAmount } from "../payload-values.ts";

// Stripe's objects, as far as we read them (https://docs.stripe.com/api). Versions of the API differ in where some fields are, and
// which version a webhook speaks is set at Stripe: both places are read.

/** What Stripe sent us, as the schema reads it; undefined, with a line in the log, when it cannot be read. */
export function readable<Schema extends z.ZodType>(schema: Schema, object: unknown): z.output<Schema> | undefined {
  const { success, data, error } = schema.safeParse(object);
  if (success) return data;
  log("warn", "stripe: unreadable event", { problems: error.issues.map(({ path }) => path.join(".")) });
  return undefined;
}

/** An object that is named by its id, or sent whole. */
const reference = z
  .union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)])
  .nullish()
  .transform((id) => id ?? null);
const metadata = z
  .record(z.string(), z.string())
  .nullish()
  .transform((fields) => fields ?? {});

const Price = z.object({
  id: z.string(),
  currency: z.string(),
  unit_amount: wholeAmount.nullish(),
});

const Item = z.object({
  id: z.string(),
  price: Price,
  current_period_start: seconds.nullish(),
  current_period_end: seconds.nullish(),
});

export const StripeSubscription = z.object({
  id: z.string(),
  customer: reference,
  status: z.string(),
  currency: z.string().nullish(),
  metadata,
  items: z.object({ data: z.array(Item) }),
  current_period_start: seconds.nullish(),
  current_period_end: seconds.nullish(),
  cancel_at_period_end: z.boolean().nullish(),
  cancel_at: seconds.nullish(),
  canceled_at: seconds.nullish(),
  ended_at: seconds.nullish(),
  trial_start: seconds.nullish(),
  trial_end: seconds.nullish(),
  start_date: seconds.nullish(),
  created: seconds.nullish(),
});
export type StripeSubscription = z.output<typeof StripeSubscription>;

export const StripeSession = z.object({
  id: z.string(),
  url: z.string().nullish(),
  mode: z.string(),
  payment_status: z.string().nullish(),
  client_reference_id: z.string().nullish(),
  customer: reference,
  subscription: reference,
  payment_intent: reference,
  currency: z.string().nullish(),
  amount_total: wholeAmount.nullish(),
  metadata,
  created: seconds,
});
export type StripeSession = z.output<typeof StripeSession>;

export const StripeInvoice = z.object({
  id: z.string(),
  amount_paid: wholeAmount,
  amount_due: wholeAmount,
  currency: z.string(),
  subscription: reference,
  parent: z.object({ subscription_details: z.object({ subscription: reference }).nullish() }).nullish(),
  payment_intent: reference,
  charge: reference,
});
export type StripeInvoice = z.output<typeof StripeInvoice>;

/** The subscription that an invoice is for; null: none. */
export const subscriptionOfInvoice = ({ subscription, parent }: StripeInvoice): string | null =>
  subscription ?? parent?.subscription_details?.subscription ?? null;

export const StripeCharge = z.object({
  id: z.string(),
  amount: wholeAmount,
  amount_refunded: wholeAmount,
  currency: z.string(),
  customer: reference,
  invoice: reference,
  payment_intent: reference,
});
export type StripeCharge = z.output<typeof StripeCharge>;

export const StripeEvent = z.object({
  id: z.string(),
  type: z.string(),
  created: seconds,
  data: z.object({
    object: z.record(z.string(), z.unknown()),
    previous_attributes: z.object({ amount_refunded: wholeAmount.optional() }).nullish(),
  }),
});
export type StripeEvent = z.output<typeof StripeEvent>;
