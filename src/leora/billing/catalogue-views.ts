import { z } from "zod";
import type { PublicContext } from "../../kernel/context.ts";
import { instant, uuid } from "../../kernel/contract.ts";
import { toIso } from "../../kernel/time.ts";
import { negotiateLanguage } from "../accept-language.ts";
import { variables } from "../variables.ts";
import { CATALOGUE_CREATED_AT, FEATURES, PLANS } from "./catalogue.ts";
import { FeatureKey, Interval, Tier } from "./contract.ts";

// What is sold, as clients see it: plans (spec 12.4) and features (spec 12.3). Names are in the language of `Accept-Language`, else Uzbek.

const PlanView = z
  .object({
    id: z.string().meta({ example: "plan_yearly" }),
    name: z.string().meta({ example: "Premium Yillik" }),
    tier: Tier,
    interval: Interval,
    prices: z.record(z.string(), z.number()).meta({ example: { USD: 39.99, UZS: 479900, RUB: 3599 } }),
    appleProductId: z.string().meta({ example: "com.leora.premium.yearly" }),
    googleProductId: z.string().meta({ example: "premium_yearly" }),
    stripePriceId: z.string().meta({ example: "price_yearly" }),
    features: z.array(FeatureKey),
    isPopular: z.boolean().meta({ example: true }),
    discount: z.number().nullable().meta({ example: 33 }),
    isActive: z.boolean().meta({ example: true }),
    trialDays: z.int().meta({ example: 7 }),
    createdAt: instant(),
  })
  .meta({ id: "Plan" });

export const PlansView = z.object({ plans: z.array(PlanView) }).meta({ id: "Plans" });

const FeatureView = z
  .object({
    id: uuid(),
    featureKey: FeatureKey,
    name: z.string().meta({ example: "Hisoblar soni" }),
    description: z.string().nullable(),
    tier: Tier.meta({ example: "free" }),
    limitFree: z.int().nullable().meta({ example: 3 }),
    limitPremium: z.int().nullable().meta({ example: -1 }),
    isActive: z.boolean().meta({ example: true }),
    createdAt: instant(),
  })
  .meta({ id: "PremiumFeature" });

export const FeaturesView = z.object({ features: z.array(FeatureView) }).meta({ id: "PremiumFeatures" });

/** The plans that are sold. No D1 call. */
export async function plans({ env, client }: PublicContext): Promise<z.output<typeof PlansView>> {
  const language = negotiateLanguage(client.acceptLanguage);
  const { STRIPE_PRICE_MONTHLY, STRIPE_PRICE_YEARLY, STRIPE_PRICE_LIFETIME } = variables.valuesOf(env);
  const stripePrices: Readonly<Record<z.output<typeof Interval>, string>> = {
    monthly: STRIPE_PRICE_MONTHLY,
    yearly: STRIPE_PRICE_YEARLY,
    lifetime: STRIPE_PRICE_LIFETIME,
  };
  return {
    plans: PLANS.map(({ names, features, prices, ...plan }) => ({
      ...plan,
      name: names[language],
      prices: { ...prices },
      features: [...features],
      stripePriceId: stripePrices[plan.interval],
      createdAt: toIso(CATALOGUE_CREATED_AT),
    })),
  };
}

/** What plans include, and how much of it. No D1 call. */
export async function features({ client }: PublicContext): Promise<z.output<typeof FeaturesView>> {
  const language = negotiateLanguage(client.acceptLanguage);
  return {
    features: FEATURES.map(({ names, descriptions, ...feature }) => ({
      ...feature,
      name: names[language],
      description: descriptions[language],
      createdAt: toIso(CATALOGUE_CREATED_AT),
    })),
  };
}
