import type { PublicContext } from "../../../kernel/context.ts";
import { AppError } from "../../../kernel/errors.ts";
import { log } from "../../../kernel/log.ts";
import type { WebhookRequest } from "../vendor.ts";
import { stripeLibrary, webhookSecrets } from "./client.ts";
import { readable, StripeEvent } from "./objects.ts";

const TOLERANCE_SECONDS = 300;

/**
 * The event that Stripe sent, if it did. While a secret is replaced there are two, and either may have signed it.
 * @returns undefined when it is signed, but has not the form of an event
 * @throws invalid_input when no secret has signed it, or it was signed too long ago or in the future
 */
export async function signedEvent(
  { env, now }: PublicContext,
  { body, header }: WebhookRequest,
): Promise<StripeEvent | undefined> {
  const signature = header("stripe-signature") ?? "";
  // Stripe's library does not refuse a time that is yet to come.
  const signedAt = Number(/(?:^|,)t=(\d{1,12})(?:,|$)/.exec(signature)?.[1] ?? Number.NaN);
  if (!(Math.abs(Math.floor(now / 1000) - signedAt) <= TOLERANCE_SECONDS)) throw refused();
  const { webhooks, errors } = await stripeLibrary();
  for (const secret of webhookSecrets(env)) {
    try {
      const event = await webhooks.constructEventAsync(body, signature, secret, TOLERANCE_SECONDS, undefined, now);
      return readable(StripeEvent, event);
    } catch (error) {
      // Another secret may have signed it.
      if (error instanceof errors.StripeSignatureVerificationError) continue;
      log("warn", "stripe: unreadable event", { reason: error instanceof Error ? error.name : "unknown" });
      return undefined;
    }
  }
  throw refused();
}

const refused = () =>
  new AppError("invalid_input", {
    message: "The signature is not Stripe's",
    details: [{ field: "Stripe-Signature", message: "Missing, wrong or too old" }],
  });
