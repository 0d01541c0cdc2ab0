import type { HabitFacts } from "../facts/habits.ts";
import type { Snapshot } from "../facts/snapshot.ts";
import type { Finding, InsightPeriod } from "../finding.ts";
import { findingOf } from "./finding-of.ts";

const AT_RISK_STREAK = 3;
const MILESTONES: ReadonlySet<number> = new Set([7, 14, 21, 30, 50, 100, 200, 365]);
const SLIPPING_PERCENT = 50;
const SLIPPING_MIN_DAYS = 10;

export function habits(snapshot: Snapshot): Finding[] {
  const { basis } = snapshot;
  const week = basis.periods.find(({ scope }) => scope === "weekly");
  return snapshot.habits.flatMap((habit) => [
    ...(snapshot.day ? streaks(habit, snapshot) : []),
    ...(week ? ofWeek(habit, week, snapshot) : []),
  ]);
}

/**
 * Streaks of days. A habit whose user chooses the days of a week counts weeks, and no single day can break its streak, so
 * that neither rule is about it.
 */
function streaks({ id, title, streakUnit, streak, isDueToday, today }: HabitFacts, { basis }: Snapshot): Finding[] {
  if (streakUnit !== "days") return [];
  const common = {
    target: id,
    facts: { habitId: id, streak },
    names: { habit: title },
    related: { habitId: id },
  } as const;
  if (today === "done") {
    return MILESTONES.has(streak) ? [findingOf("streak_milestone", basis, { ...common, period: String(streak) })] : [];
  }
  if (today !== null || !isDueToday || streak < AT_RISK_STREAK) return [];
  return [findingOf("streak_at_risk", basis, { ...common, actions: [["complete_habit", id]] })];
}

function ofWeek(habit: HabitFacts, week: InsightPeriod, { basis }: Snapshot): Finding[] {
  const { id, title, completionRate30d, dueDays30, tallies, isDueToday, today } = habit;
  const tally = tallies.get("weekly");
  const common = { target: id, names: { habit: title }, related: { habitId: id } } as const;
  return [
    ...(dueDays30 >= SLIPPING_MIN_DAYS && completionRate30d < SLIPPING_PERCENT
      ? [
          findingOf("habit_slipping", basis, {
            ...common,
            facts: { habitId: id, completionRate30d, dueDays: dueDays30 },
            // On a day that does not ask for it, or has it, there is nothing to complete.
            ...(isDueToday && today === null && { actions: [["complete_habit", id]] }),
          }),
        ]
      : []),
    ...(tally && tally.scheduled > 0 && tally.done === tally.scheduled
      ? [
          findingOf("habit_perfect_week", basis, {
            ...common,
            facts: { habitId: id, dueDays: tally.scheduled, from: week.from, to: week.to },
          }),
        ]
      : []),
  ];
}
