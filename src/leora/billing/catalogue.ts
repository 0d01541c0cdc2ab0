import type { Tier } from "./purchase.ts";

/** Draft: the catalogue of plans and features comes with the texts. */
export const FREE_LIMITS = {
  ai_daily_insights: 2,
  ai_questions: 5,
  ai_voice_commands: 10,
  accounts: 3,
  budgets: 2,
  goals: 3,
  habits: 5,
  export_data: 0,
  custom_categories: 0,
  advanced_analytics: 0,
  multi_currency: 1,
  cloud_backup: 0,
  priority_support: 0,
  virtual_mentors: 1,
} as const;
export type FeatureKey = keyof typeof FREE_LIMITS;

/** How much of a feature a tier has; -1: any amount. */
export const limitOf = (feature: FeatureKey, tier: Tier): number =>
  tier === "free" ? FREE_LIMITS[feature] : feature === "virtual_mentors" ? 10 : -1;
