import { toMinor } from "../../kernel/money.ts";
import { type AppLanguage, named } from "../languages.ts";
import { PLANS, type PlanId } from "./catalogue.ts";
import { INTERVALS, type Interval, type Purchase } from "./purchase.ts";

// The catalogue as checkout and the vendors' projections use it.

export type SoldPlan = (typeof PLANS)[number];

/** The plan with this id; undefined when none is sold under it. */
export const planById = (id: string | null | undefined): SoldPlan | undefined => PLANS.find((plan) => plan.id === id);

/** The price of a plan in minor units; undefined when it has none in this currency. */
export function priceOf({ prices }: SoldPlan, currency: string): number | undefined {
  const decimal = Object.entries(prices).find(([code]) => code === currency)?.[1];
  return decimal === undefined ? undefined : toMinor(decimal, currency, "currency");
}

/** What a plan is called in a language. */
export const planName = (id: string | null, language: AppLanguage): string =>
  planById(id)?.names[language] ?? "Premium";

/** The word for a tier with which the names of plans begin. */
const TIER_NAMES = {
  premium: named("Premium", "Премиум", "Premium", "Premium", "بريميوم"),
  pro: named("Pro", "Про", "Pro", "Pro", "برو"),
} as const;

/**
 * A plan as its owner is shown it. One that was granted is in no catalogue: it is shown as the plan of its interval, in the name of
 * its tier.
 */
export function shownPlan(
  { planId, tier, interval }: Pick<Purchase, "planId" | "tier" | "interval">,
  language: AppLanguage,
): { id: PlanId; name: string; interval: Interval } | null {
  const plan = planById(planId) ?? PLANS.find((one) => one.interval === interval);
  if (!plan) return null;
  const name = plan.names[language].replace(TIER_NAMES[plan.tier][language], TIER_NAMES[tier][language]);
  return { id: plan.id, name, interval: plan.interval };
}

/** Positive when the interval `to` is longer than `from`. */
export const lengthening = (from: Interval, to: Interval): number => INTERVALS.indexOf(to) - INTERVALS.indexOf(from);

/** The interval of a plan; undefined for a plan that is not sold any more. */
export const intervalOf = (id: string | null): Interval | undefined => planById(id)?.interval;
