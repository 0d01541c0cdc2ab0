import type { Principal } from "../../kernel/principal.ts";
import type { FeatureKey } from "../billing/catalogue.ts";
import { planLimit } from "../profile.ts";

// The quotas of AI (spec 15.2): so many requests a day and channel, by the user's plan. The hub counts them (`hub/quotas.ts`).

export const AI_CHANNELS = ["daily", "period", "qa", "voice"] as const;
export type AiChannel = (typeof AI_CHANNELS)[number];

/** The feature of the plan whose limit a channel has; summaries of periods have a limit of their own. */
export const FEATURES_OF_CHANNELS: Readonly<Record<AiChannel, FeatureKey | null>> = {
  daily: "ai_daily_insights",
  period: null,
  qa: "ai_questions",
  voice: "ai_voice_commands",
};

const FREE_PERIOD_LIMIT = 1;

/** Requests a day by channel at `now` (UTC ms); null: any number. */
export const quotaLimits = (user: Principal, now: number): Record<AiChannel, number | null> => ({
  daily: planLimit(user, "ai_daily_insights", now),
  period: planLimit(user, "ai_daily_insights", now) === null ? null : FREE_PERIOD_LIMIT,
  qa: planLimit(user, "ai_questions", now),
  voice: planLimit(user, "ai_voice_commands", now),
});
