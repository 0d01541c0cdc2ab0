import { type InLanguages, named } from "../languages.ts";
import { FEATURE_KEYS, type FeatureKey } from "./features.ts";
import type { Interval, Tier } from "./purchase.ts";

export { FEATURES, type Feature, type FeatureKey, limitOf, UNLIMITED } from "./features.ts";
export type { Tier };

// What is sold (spec 12.4). The price ids of Stripe are variables and are not here.

/** When the catalogue was made, UTC ms: the `createdAt` of plans and features. */
export const CATALOGUE_CREATED_AT = Date.UTC(2026, 0, 1);

export interface Plan {
  readonly id: string;
  readonly names: InLanguages;
  readonly tier: Exclude<Tier, "free">;
  readonly interval: Interval;
  /** Decimals by currency. */
  readonly prices: Readonly<Record<string, number>>;
  readonly appleProductId: string;
  readonly googleProductId: string;
  readonly features: readonly FeatureKey[];
  readonly isPopular: boolean;
  /** Percent less than twelve months would cost; null: none is shown. */
  readonly discount: number | null;
  readonly isActive: boolean;
  /** Days of trial with a user's first subscription. */
  readonly trialDays: number;
}

/** The plans that are sold; their Uzbek names are the specification's. */
export const PLANS = [
  {
    id: "plan_monthly",
    names: named("Premium Oylik", "Премиум на месяц", "Premium Monthly", "Premium Aylık", "بريميوم شهري"),
    tier: "premium",
    interval: "monthly",
    prices: { USD: 4.99, UZS: 59900, RUB: 449 },
    appleProductId: "com.leora.premium.monthly",
    googleProductId: "premium_monthly",
    features: FEATURE_KEYS,
    isPopular: false,
    discount: null,
    isActive: true,
    trialDays: 7,
  },
  {
    id: "plan_yearly",
    names: named("Premium Yillik", "Премиум на год", "Premium Yearly", "Premium Yıllık", "بريميوم سنوي"),
    tier: "premium",
    interval: "yearly",
    prices: { USD: 39.99, UZS: 479900, RUB: 3599 },
    appleProductId: "com.leora.premium.yearly",
    googleProductId: "premium_yearly",
    features: FEATURE_KEYS,
    isPopular: true,
    discount: 33,
    isActive: true,
    trialDays: 7,
  },
  {
    id: "plan_lifetime",
    names: named("Premium Abadiy", "Премиум навсегда", "Premium Lifetime", "Premium Ömür Boyu", "بريميوم مدى الحياة"),
    tier: "premium",
    interval: "lifetime",
    prices: { USD: 99.99, UZS: 1199900, RUB: 8999 },
    appleProductId: "com.leora.premium.lifetime",
    googleProductId: "premium_lifetime",
    features: FEATURE_KEYS,
    isPopular: false,
    discount: null,
    isActive: true,
    trialDays: 0,
  },
] as const satisfies readonly Plan[];
export type PlanId = (typeof PLANS)[number]["id"];
