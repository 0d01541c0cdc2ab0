import { numberOf } from "../../planner/habits/calendar.ts";
import type { Snapshot } from "../facts/snapshot.ts";
import type { Finding } from "../finding.ts";
import { findingOf } from "./finding-of.ts";
import type { RuleOptions } from "./settings.ts";

/**
 * The words of the day: mentors take turns, and each goes through all that they have to say before anything comes again.
 * Whoever asks twice on a day hears the same.
 */
export function wisdom({ basis, day }: Snapshot, { settings }: RuleOptions): Finding[] {
  const speakers = settings.mentors.filter(({ quotes }) => quotes > 0);
  const number = numberOf(basis.at.today);
  const speaker = speakers[number % speakers.length];
  if (day === null || !speaker) return [];
  const { id: mentorId, author, quotes } = speaker;
  const quote = Math.floor(number / speakers.length) % quotes;
  return [findingOf("wisdom_quote", basis, { facts: { mentorId, author, quote } })];
}
