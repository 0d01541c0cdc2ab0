import type { PublicContext } from "../../../kernel/context.ts";
import { AppError } from "../../../kernel/errors.ts";
import type { WebhookRequest } from "../vendor.ts";
import { stripeLibrary, webhookSecrets } from "./client.ts";
import { StripeEvent } from "./objects.ts";

const TOLERANCE_SECONDS = 300;

/**
 * The event that Stripe sent, if it did. While a secret is replaced there are two, and either may have signed it.
 * @throws invalid_input when no secret has signed it, or it was signed too long ago or in the future
 */
export async function signedEvent({ env, now }: PublicContext, { body, header }: WebhookRequest): Promise<StripeEvent> {
  const signature = header("stripe-signature") ?? "";
  // Stripe's library does not refuse a time that is yet to come.
  const signedAt = Number(/(?:^|,)t=(\d{1,12})(?:,|$)/.exec(signature)?.[1] ?? Number.NaN);
  if (!(Math.abs(Math.floor(now / 1000) - signedAt) <= TOLERANCE_SECONDS)) throw refused();
  const { webhooks } = await stripeLibrary();
  for (const secret of webhookSecrets(env)) {
    try {
      const event = await webhooks.constructEventAsync(body, signature, secret, TOLERANCE_SECONDS, undefined, now);
      const parsed = StripeEvent.safeParse(event);
      if (parsed.success) return parsed.data;
    } catch {
      // Another secret may have signed it.
    }
  }
  throw refused();
}

const refused = () =>
  new AppError("invalid_input", {
    message: "The signature is not Stripe's",
    details: [{ field: "Stripe-Signature", message: "Missing, wrong or too old" }],
  });
