import { z } from "zod";
import type { Context } from "../../kernel/context.ts";
import { CurrentSubscriptionView } from "./contract.ts";
import { planById } from "./plans.ts";
import { subscriptionOf, subscriptionsOf } from "./rows.ts";
import { bestOf } from "./rules.ts";
import { currentView } from "./view.ts";

/** What the caller has (spec 12.5), without the features, which come with the plan limits. */
export const MeView = z
  .object({
    subscription: CurrentSubscriptionView,
    features: z.object({}).meta({ id: "PlanFeatures" }),
    plan: z.object({ id: z.string(), name: z.string(), interval: z.string() }).meta({ id: "CurrentPlan" }).nullable(),
  })
  .meta({ id: "MySubscription" });

/** The caller's subscription. One D1 call. */
export async function me(ctx: Context): Promise<z.output<typeof MeView>> {
  const rows = (await ctx.identity.all(subscriptionsOf(ctx.userId))).map(subscriptionOf);
  const plan = planById(bestOf(rows, ctx.now)?.planId);
  return {
    subscription: currentView(rows, ctx.now),
    features: {},
    plan: plan ? { id: plan.id, name: plan.name, interval: plan.interval } : null,
  };
}
