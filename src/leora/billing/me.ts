import { z } from "zod";
import { usedStatement } from "../../engine/counted.ts";
import { unsafeCast } from "../../kernel/cast.ts";
import type { Context } from "../../kernel/context.ts";
import { instant } from "../../kernel/contract.ts";
import type { Principal } from "../../kernel/principal.ts";
import type { QuotaState } from "../../kernel/quota.ts";
import { toIso } from "../../kernel/time.ts";
import { negotiateLanguage } from "../accept-language.ts";
import { FEATURES_OF_CHANNELS } from "../ai/quota.ts";
import { profileOf, settingsFor } from "../profile.ts";
import { registry } from "../registry.ts";
import { FEATURES, type FeatureKey, limitOf, UNLIMITED } from "./catalogue.ts";
import { CurrentSubscriptionView, Interval } from "./contract.ts";
import { shownPlan } from "./plans.ts";
import type { Subscription } from "./rows.ts";
import { bestOf, tierOf } from "./rules.ts";
import { currentView } from "./view.ts";

// What the caller has (spec 12.5): the subscription, and of each feature how much there is and how much is used.

const FeatureUse = z
  .object({
    limit: z.int().meta({ example: 3 }),
    used: z.int().meta({ example: 1 }),
    remaining: z.int().meta({ example: 2 }),
    resetsAt: instant().optional(),
  })
  .meta({ id: "FeatureUse" });

type Uses = Record<FeatureKey, z.output<typeof FeatureUse>>;

const CurrentPlan = z
  .object({
    id: z.string().meta({ example: "plan_yearly" }),
    name: z.string().meta({ example: "Premium Yillik" }),
    interval: Interval,
  })
  .meta({ id: "CurrentPlan" });

export const MeView = z
  .object({
    subscription: CurrentSubscriptionView,
    features: z
      .object(
        unsafeCast<Record<FeatureKey, typeof FeatureUse>>(
          Object.fromEntries(FEATURES.map(({ featureKey }) => [featureKey, FeatureUse])),
        ),
      )
      .meta({ id: "FeatureUses" }),
    plan: CurrentPlan.nullable(),
  })
  .meta({ id: "MySubscription" });

/** What the caller has, by what the hub hands out. One D1 call, which counts rows. */
export async function me(ctx: Context): Promise<z.output<typeof MeView>> {
  return meWith(ctx, profileOf(await ctx.principal()).subscriptions);
}

/** The same with these subscriptions, after this very request has changed them. One D1 call. */
export async function meWith(ctx: Context, subscriptions: readonly Subscription[]): Promise<z.output<typeof MeView>> {
  const best = bestOf(subscriptions, ctx.now);
  return {
    subscription: currentView(subscriptions, ctx.now),
    features: await usesOf(ctx, subscriptions),
    plan: best ? shownPlan(best, negotiateLanguage(ctx.client.acceptLanguage)) : null,
  };
}

async function usesOf(ctx: Context, subscriptions: readonly Subscription[]): Promise<Uses> {
  const user = await ctx.principal();
  const [used, states] = [await usedOf(ctx, user), await quotaStates(ctx)];
  const tier = tierOf(subscriptions, ctx.now);
  return unsafeCast<Uses>(
    Object.fromEntries(
      FEATURES.map(({ featureKey }) => {
        const limit = limitOf(featureKey, tier);
        const state = states.get(featureKey);
        const count = state?.used ?? used.get(featureKey) ?? 0;
        const remaining = limit === UNLIMITED ? UNLIMITED : Math.max(0, limit - count);
        return [featureKey, { limit, used: count, remaining, ...(state && { resetsAt: toIso(state.resetsAt) }) }];
      }),
    ),
  );
}

/** How much the user has of what is counted by rows and settings. What is on or off has no count. */
async function usedOf(ctx: Context, user: Principal): Promise<Map<string, number>> {
  const counted = registry.entities.flatMap((entity) => entity.counted ?? []);
  const answers = await ctx.db.batch(counted.map((feature) => usedStatement(feature, ctx.owner, user)));
  const mentors = Object.values(settingsFor(user).mentors).filter(Boolean).length;
  return new Map([
    ...counted.map(({ feature }, index): [string, number] => [feature, Number(answers[index]?.[0]?.used ?? 0)]),
    ["virtual_mentors", mentors],
  ]);
}

/** The quotas of AI by the features whose limits they have. */
async function quotaStates(ctx: Context): Promise<Map<string, QuotaState>> {
  const { states } = await ctx.quotas();
  return new Map(
    Object.entries(FEATURES_OF_CHANNELS).flatMap(([channel, feature]): [string, QuotaState][] => {
      const state = states[channel];
      return feature && state ? [[feature, state]] : [];
    }),
  );
}
