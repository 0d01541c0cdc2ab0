import type { Context } from "../../../kernel/context.ts";
import { dayOf } from "../../../kernel/time.ts";
import { settingsFor } from "../../profile.ts";
import { INSIGHT_CATEGORIES, type InsightScope } from "../finding.ts";
import { generateInsights } from "../generation/generate.ts";
import { lastPeriod } from "../periods.ts";

type AutomaticScope = Exclude<InsightScope, "custom">;

/** Runs the rules although nobody has asked, unless the user's settings want no recommendations. It costs no quota. */
export async function runAutomatically(ctx: Context, scopes: readonly AutomaticScope[]): Promise<void> {
  const user = await ctx.principal();
  const { smartRecommendations, weeklyInsights } = settingsFor(user).notifications.ai;
  if (!smartRecommendations) return;
  const today = dayOf(ctx.now, user.timezone);
  const wanted = scopes.filter((scope) => scope !== "weekly" || weeklyInsights);
  await generateInsights(ctx, {
    periods: wanted.map((scope) => lastPeriod(scope, today)),
    categories: INSIGHT_CATEGORIES,
    isAutomatic: true,
  });
}
