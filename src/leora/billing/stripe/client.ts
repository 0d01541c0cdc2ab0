import type Stripe from "stripe";
import type { z } from "zod";
import type { PublicContext } from "../../../kernel/context.ts";
import { type Env, isDeployed } from "../../../kernel/env.ts";
import { AppError, invalidState } from "../../../kernel/errors.ts";
import { lazy } from "../../../kernel/lazy.ts";
import { log } from "../../../kernel/log.ts";
import { fetchBounded } from "../../../kernel/outbound/bounded-fetch.ts";
import { variables } from "../../variables.ts";
import type { Prices } from "./projection.ts";

// Calls to Stripe. Its library is loaded by the first of them.

const TIMEOUT_MS = 10_000;
/** When a client may try again after Stripe did not answer. */
const RETRY_SECONDS = 5;

/** The library of Stripe. */
export const stripeLibrary = lazy(async () => (await import("stripe")).default);

/** The ids of Stripe's prices, by plan. */
export function pricesOf(env: Env): Prices {
  const { STRIPE_PRICE_MONTHLY, STRIPE_PRICE_YEARLY, STRIPE_PRICE_LIFETIME } = variables.valuesOf(env);
  return {
    [STRIPE_PRICE_MONTHLY]: "plan_monthly",
    [STRIPE_PRICE_YEARLY]: "plan_yearly",
    [STRIPE_PRICE_LIFETIME]: "plan_lifetime",
  };
}

/** The id of Stripe's price of a plan. */
export const priceIdOf = (env: Env, planId: string): string =>
  Object.entries(pricesOf(env)).find(([, plan]) => plan === planId)?.[0] ?? "";

/** The secrets that a webhook may be signed with; none: Stripe is not configured. */
export function webhookSecrets(env: Env): readonly string[] {
  const { STRIPE_WEBHOOK_SECRET } = variables.valuesOf(env);
  return STRIPE_WEBHOOK_SECRET.length > 0 || isDeployed(env) ? STRIPE_WEBHOOK_SECRET : ["whsec_dev"];
}

/** How a card is charged here: by Stripe, by the checkout of development, or not at all. */
export function cardVendor(env: Env): "stripe" | "development" | null {
  const { STRIPE_SECRET_KEY } = variables.valuesOf(env);
  if (STRIPE_SECRET_KEY !== undefined) return webhookSecrets(env).length > 0 ? "stripe" : null;
  return isDeployed(env) ? null : "development";
}

/** The error of an installation that cannot charge cards. */
export const notConfigured = () => invalidState("Payments by card are not configured here", "provider");

/**
 * Calls Stripe, and reads what it answers.
 * @param idempotencyKey under which a repeated POST has one effect
 * @returns null when Stripe does not know what is asked for
 * @throws invalid_state when Stripe is not configured, or refuses; unavailable, with `Retry-After`, when it does not answer
 */
export async function callStripe<Schema extends z.ZodType>(
  { env }: PublicContext,
  schema: Schema,
  call: (stripe: Stripe) => Promise<unknown>,
): Promise<z.output<Schema> | null> {
  const { STRIPE_SECRET_KEY, STRIPE_API_BASE } = variables.valuesOf(env);
  if (STRIPE_SECRET_KEY === undefined) throw notConfigured();
  const Library = await stripeLibrary();
  const base = STRIPE_API_BASE.replace(/\/+$/, "");
  let status = 0;
  const stripe = new Library(STRIPE_SECRET_KEY, {
    // The library takes a host, but no path before its own.
    httpClient: Library.createFetchHttpClient(async (url, init) => {
      const reply = await fetchBounded(base + pathOf(String(url)), init);
      status = reply.status;
      return reply;
    }),
    timeout: TIMEOUT_MS,
    maxNetworkRetries: 0,
    telemetry: false,
  });
  try {
    const answer = schema.safeParse(await call(stripe));
    // The library takes every reply for an answer that does not say what is wrong in Stripe's words, whatever its status.
    if (answer.success && status < 400) return answer.data;
    const problems = answer.error?.issues.map(({ path }) => path.join("."));
    log("error", "stripe: unexpected answer", { status, problems });
  } catch (error) {
    if (!(error instanceof Library.errors.StripeError)) throw error;
    const { code, type } = error;
    if (code === "resource_missing" || status === 404) return null;
    log("warn", "stripe", { status, type, reason: code });
  }
  throw status === 400 || status === 402 ? refusedByStripe() : stripeUnavailable();
}

const pathOf = (url: string): string => {
  const { pathname, search } = new URL(url);
  return pathname + search;
};

/** The error for what Stripe does not do, however often it is asked. */
export const refusedByStripe = () => invalidState("The payment service refused this");

/** The error for a Stripe that does not answer, or not so that we can go on. */
export const stripeUnavailable = () =>
  new AppError("unavailable", {
    message: "The payment service does not answer; try again",
    headers: { "Retry-After": String(RETRY_SECONDS) },
  });
