import { toMinor } from "../../kernel/money.ts";
import type { AppLanguage } from "../languages.ts";
import { PLANS, type PlanId } from "./catalogue.ts";
import { INTERVALS, type Interval } from "./purchase.ts";

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

/** Positive when the interval `to` is longer than `from`. */
export const lengthening = (from: Interval, to: Interval): number => INTERVALS.indexOf(to) - INTERVALS.indexOf(from);

/** The interval of a plan; undefined for a plan that is not sold any more. */
export const intervalOf = (id: string | null): Interval | undefined => planById(id)?.interval;

export type { PlanId };
