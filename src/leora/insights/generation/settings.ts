import type { Principal } from "../../../kernel/principal.ts";
import { MENTORS } from "../../ai/mentors.ts";
import { settingsFor } from "../../profile.ts";
import type { InsightTone } from "../finding.ts";
import type { RuleSettings } from "../rules/settings.ts";
import { speakingTo } from "../speaking.ts";
import { quoteCount } from "../texts/quotes/quotes.ts";
import type { Voice } from "../texts/texts.ts";

// What the user's settings say about insights (growth page, "Settings" and "Insights: making them").

const TONES: Readonly<Record<string, InsightTone>> = { friendly: "friend", strict: "strict", polite: "polite" };

/** How many new insights one run makes. */
const NEW_PER_RUN = { low: 5, medium: 10, high: 20 } as const;

export function ruleSettings(user: Principal, now: number): RuleSettings {
  const { notifications, ai } = settingsFor(user);
  const speaking = speakingTo(user, now);
  return {
    predictions: ai.features.predictions && notifications.ai.predictions,
    motivational: ai.features.motivational,
    mentorAdvices: notifications.ai.mentorAdvices,
    deadline: notifications.tasks.deadline,
    deadlineDaysBefore: notifications.tasks.deadlineDaysBefore,
    mentors: MENTORS.filter(({ id }) => speaking.includes(id)).map(({ id, name }) => ({
      id,
      author: name,
      quotes: quoteCount(id),
    })),
  };
}

/** In which language and tone the user is spoken to. */
export function voiceOf(user: Principal): Voice {
  const { ai, aiLanguage } = settingsFor(user);
  return { language: aiLanguage, tone: TONES[ai.talkStyle] ?? "friend" };
}

/** How many new insights a user's settings allow. */
export interface NewLimits {
  readonly perRun: number;
  /** Of automatic runs in a day, beside critical ones. */
  readonly automaticPerDay: number;
}

export function newLimits(user: Principal): NewLimits {
  const { ai, notifications } = settingsFor(user);
  return { perRun: NEW_PER_RUN[ai.helpLevel], automaticPerDay: notifications.ai.recommendationsPerDay };
}
