import type { Principal } from "../../kernel/principal.ts";
import { MENTORS } from "../ai/mentors.ts";
import { planLimit, settingsFor } from "../profile.ts";
import { speakingMentors } from "../settings/rules.ts";

/** The ids of the mentors that speak to a user at `now` (UTC ms): those enabled, as many as the plan has now. */
export const speakingTo = (user: Principal, now: number): string[] =>
  speakingMentors(settingsFor(user).mentors, planLimit(user, "virtual_mentors", now) ?? MENTORS.length);
