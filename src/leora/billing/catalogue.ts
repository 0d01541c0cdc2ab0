import type { Interval, Tier } from "./purchase.ts";

/** A plan of the product catalogue (spec 12.4). Prices are decimals by currency. */
export interface Plan {
  readonly id: string;
  readonly name: string;
  readonly tier: Exclude<Tier, "free">;
  readonly interval: Interval;
  readonly prices: Readonly<Record<string, number>>;
  readonly appleProductId: string;
  readonly googleProductId: string;
  readonly trialDays: number;
}

/** The plans that are sold. */
export const PLANS = [
  {
    id: "plan_monthly",
    name: "Premium Oylik",
    tier: "premium",
    interval: "monthly",
    prices: { USD: 4.99, UZS: 59900, RUB: 449 },
    appleProductId: "com.leora.premium.monthly",
    googleProductId: "premium_monthly",
    trialDays: 7,
  },
  {
    id: "plan_yearly",
    name: "Premium Yillik",
    tier: "premium",
    interval: "yearly",
    prices: { USD: 39.99, UZS: 479900, RUB: 3599 },
    appleProductId: "com.leora.premium.yearly",
    googleProductId: "premium_yearly",
    trialDays: 7,
  },
  {
    id: "plan_lifetime",
    name: "Premium Abadiy",
    tier: "premium",
    interval: "lifetime",
    prices: { USD: 99.99, UZS: 1199900, RUB: 8999 },
    appleProductId: "com.leora.premium.lifetime",
    googleProductId: "premium_lifetime",
    trialDays: 0,
  },
] as const satisfies readonly Plan[];
export type PlanId = (typeof PLANS)[number]["id"];
