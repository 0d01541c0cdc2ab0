import { usedStatement } from "../engine/counted.ts";
import { unsafeCast } from "../kernel/cast.ts";
import type { Context } from "../kernel/context.ts";
import type { FeatureKey } from "./billing/catalogue.ts";
import { planLimitReached } from "./plan-limits.ts";
import { type LeoraProfile, planLimit, profileOf } from "./profile.ts";
import { registry } from "./registry.ts";

/**
 * Refuses a change of the profile that would raise what a plan counts: with another primary currency, more of the accounts'
 * currencies are further ones. One D1 call, none when the plan has no limit. The profile lies in another database than the accounts,
 * so that an account made at the same moment may still take the count one beyond the limit.
 * @throws plan_limit_reached
 */
export async function requireRoomFor(ctx: Context, changed: Partial<LeoraProfile>): Promise<void> {
  const user = await ctx.principal();
  const after = { ...user, profile: { ...profileOf(user), ...changed } };
  const limited = registry.entities
    .flatMap(({ counted = [] }) => counted)
    .filter(({ parameter }) => parameter && parameter(user) !== parameter(after))
    .flatMap((feature) => {
      const key = unsafeCast<FeatureKey>(feature.feature);
      const limit = planLimit(user, key, ctx.now);
      return limit === null ? [] : [{ feature, key, limit }];
    });
  if (limited.length === 0) return;
  const answers = await ctx.db.batch(
    limited.flatMap(({ feature }) => [user, after].map((of) => usedStatement(feature, ctx.owner, of))),
  );
  const used = answers.map(([row]) => Number(row?.used ?? 0));
  for (const [index, { key, limit }] of limited.entries()) {
    const [before = 0, then = 0] = used.slice(2 * index);
    if (then > before && then > limit) throw planLimitReached(key, limit, before);
  }
}
