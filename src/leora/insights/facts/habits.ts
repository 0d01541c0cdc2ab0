import { tableSql } from "../../../engine/table-sql.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import { addDays } from "../../../kernel/time.ts";
import { LIMITS } from "../../../limits.ts";
import { isDueToday } from "../../planner/habits/due.ts";
import { weeklyQuota } from "../../planner/habits/schedule.ts";
import { type Habit, habits } from "../../planner/habits/table.ts";
import { type Tally, Timeline } from "../../planner/habits/timeline.ts";
import type { InsightScope } from "../finding.ts";
import type { Basis } from "./basis.ts";
import { ask, type Question } from "./question.ts";

/** An active habit as of today. */
export interface HabitFacts {
  readonly id: string;
  readonly title: string;
  /** What the streak counts: weeks where the user chooses the days of a week. */
  readonly streakUnit: "days" | "weeks";
  readonly streak: number;
  /** Today asks for it: done already or not, but no more once the week has what it asks for. */
  readonly isDueToday: boolean;
  readonly today: "done" | "miss" | null;
  readonly completionRate30d: number;
  /** How many days were due among the last 30. */
  readonly dueDays30: number;
  /** What was due and done on the days of the run, by scope. */
  readonly tallies: ReadonlyMap<InsightScope, Tally>;
}

export const askHabits = (basis: Basis): Question<HabitFacts[]> =>
  ask(
    tableSql(habits).where(
      basis.owner,
      "showStatus = 'active' AND status = 'active' ORDER BY createdAt, id LIMIT ?2",
      LIMITS.insights.rows,
    ),
    (rows) => rows.map((row) => habitFacts(unsafeCast<Habit>(tableSql(habits).decode(row)), basis)),
  );

function habitFacts(habit: Habit, { at: { today }, periods }: Basis): HabitFacts {
  const timeline = new Timeline(habit, today);
  const status = timeline.statusOf(today);
  return {
    id: habit.id,
    title: habit.title,
    streakUnit: weeklyQuota(habit) !== null ? "weeks" : "days",
    streak: timeline.streaks().streakCurrent,
    isDueToday: isDueToday(habit, timeline, today),
    today: status,
    completionRate30d: timeline.completionRate30d(),
    dueDays30: timeline.tally(addDays(today, -29), today).scheduled,
    tallies: new Map(periods.map(({ scope, from, to }) => [scope, timeline.tally(from, to)])),
  };
}
