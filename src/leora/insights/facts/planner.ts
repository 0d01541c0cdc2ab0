import { raw, render, sql } from "../../../engine/sql.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import { idOfStored } from "../../../kernel/db/stored-id.ts";
import { fromQuantity } from "../../../kernel/quantity.ts";
import { addDays, type Day, dayOf, startOfDay } from "../../../kernel/time.ts";
import { LIMITS } from "../../../limits.ts";
import type { Period } from "../../finance/reports/periods.ts";
import { COUNTS_MINUTES } from "../../planner/focus-sessions/rules.ts";
import { isOpen, PRIORITIES, TASK_STATUSES } from "../../planner/tasks/rules.ts";
import type { Basis } from "./basis.ts";
import { ask, mapped, type Question, together } from "./question.ts";

// Tasks, goals and focus sessions, active rows only.

/** How many of the overdue tasks are named. */
const NAMED_TASKS = 5;
/** The longest that settings may ask to be told ahead of a deadline. */
const DEADLINE_DAYS = 30;
/** A goal that was completed counts as reached for so many days, the present one included. */
const REACHED_DAYS = 7;

/** Condition: somebody still has to do the task. The plus sign keeps SQLite at the index of days, which finds fewer. */
const IS_OPEN = raw(`+status IN (${TASK_STATUSES.filter(isOpen).map((status) => `'${status}'`)})`);

export interface DueTask {
  readonly id: string;
  readonly title: string;
  readonly dueDate: Day;
}

export interface TaskFacts {
  readonly overdueCount: number;
  /** The first of them, those whose day has been over for longest first. */
  readonly overdue: readonly DueTask[];
  /** The title of the most important open task of today: by priority, then by its hour. */
  readonly firstToday: string | null;
  /** Tasks of today that are open, and that are completed. */
  readonly openToday: number;
  readonly doneToday: number;
  /** Open tasks of high priority that are due from tomorrow on, the earliest first. */
  readonly deadlines: readonly DueTask[];
}

export function askTasks({ owner, at: { today } }: Basis): Question<TaskFacts> {
  const active = sql`owner = ${owner} AND showStatus = 'active'`;
  const lists = together({
    overdue: ask(
      render(sql`
        SELECT id, title, dueDate, count(*) OVER () AS total FROM tasks
        WHERE ${active} AND dueDate < ${today} AND ${IS_OPEN}
        ORDER BY dueDate, id LIMIT ${NAMED_TASKS}`),
      (rows) => ({ total: Number(rows[0]?.total ?? 0), first: rows.map(dueTask) }),
    ),
    today: ask(
      render(sql`
        SELECT title, count(*) FILTER (WHERE ${IS_OPEN}) OVER () AS open,
          count(*) FILTER (WHERE status = 'completed') OVER () AS done
        FROM tasks WHERE ${active} AND dueDate = ${today}
        ORDER BY (${IS_OPEN}) DESC, priority DESC, timeOfDay IS NULL, timeOfDay, id LIMIT 1`),
      ([row]) => ({ open: Number(row?.open ?? 0), done: Number(row?.done ?? 0), first: String(row?.title ?? "") }),
    ),
    deadlines: ask(
      render(sql`
        SELECT id, title, dueDate FROM tasks
        WHERE ${active} AND dueDate BETWEEN ${addDays(today, 1)} AND ${addDays(today, DEADLINE_DAYS)}
          AND +priority = ${PRIORITIES.indexOf("high")} AND ${IS_OPEN}
        ORDER BY dueDate, id LIMIT ${LIMITS.insights.rows}`),
      (rows) => rows.map(dueTask),
    ),
  });
  return mapped(lists, ({ overdue, today: ofToday, deadlines }) => ({
    overdueCount: overdue.total,
    overdue: overdue.first,
    firstToday: ofToday.open > 0 ? ofToday.first : null,
    openToday: ofToday.open,
    doneToday: ofToday.done,
    deadlines,
  }));
}

const dueTask = (row: Record<string, unknown>): DueTask => ({
  id: idOfStored(String(row.id)),
  title: String(row.title),
  dueDate: String(row.dueDate),
});

/**
 * How many tasks were completed on the days of a period. A task does not keep when that was, but when it was changed last;
 * hardly anybody edits a completed one.
 */
export const askCompletedTasks = ({ owner, at }: Basis, { from, to }: Period): Question<number> =>
  ask(
    render(sql`
      SELECT count(*) AS count FROM tasks
      WHERE owner = ${owner} AND showStatus = 'active' AND +status = 'completed'
        AND updatedAt >= ${startOfDay(from, at.timezone)} AND updatedAt < ${startOfDay(addDays(to, 1), at.timezone)}`),
    ([row]) => Number(row?.count ?? 0),
  );

export interface GoalFacts {
  readonly id: string;
  readonly title: string;
  readonly status: "active" | "completed";
  /** With two decimals. */
  readonly progressPercent: number;
  /** From its value to its target, in its unit; null without a target. */
  readonly remaining: number | null;
  readonly unit: string | null;
  /** Its first day: the stated one, else that of its creation. */
  readonly startDay: Day;
  readonly createdDay: Day;
  readonly targetDate: Day | null;
  /** The day of its last check-in; null: it has none. */
  readonly lastCheckIn: Day | null;
}

/** Goals that are pursued, and those that were completed in the last seven days. */
export const askGoals = ({ owner, at: { today, timezone } }: Basis): Question<GoalFacts[]> =>
  ask(
    render(sql`
      SELECT id, title, status, progressPercent, targetValue, currentValue, unit, currency, startDate, targetDate, createdAt, (
          SELECT max(dateKey) FROM goalCheckIns c
          WHERE c.owner = g.owner AND c.goalId = g.id AND c.showStatus = 'active') AS lastCheckIn
      FROM goals g
      WHERE owner = ${owner} AND showStatus = 'active' AND (status = 'active' OR
        (status = 'completed' AND completedDate BETWEEN ${addDays(today, 1 - REACHED_DAYS)} AND ${today}))
      ORDER BY createdAt, id LIMIT ${LIMITS.insights.rows}`),
    (rows) =>
      rows.map((row) => {
        const goal = unsafeCast<GoalRow>(row);
        const createdDay = dayOf(goal.createdAt, timezone);
        const { title, status, progressPercent, targetValue, currentValue, targetDate, lastCheckIn } = goal;
        const startDay = goal.startDate ?? createdDay;
        return {
          id: idOfStored(goal.id),
          title,
          status,
          progressPercent,
          remaining: targetValue === null ? null : fromQuantity(Math.abs(targetValue - currentValue)),
          unit: goal.unit ?? goal.currency,
          startDay,
          createdDay,
          targetDate,
          lastCheckIn,
        };
      }),
  );

/** The columns of the query above. */
interface GoalRow extends Omit<GoalFacts, "startDay" | "createdDay" | "remaining"> {
  readonly targetValue: number | null;
  readonly currentValue: number;
  readonly currency: string | null;
  readonly startDate: Day | null;
  readonly createdAt: number;
}

/** Minutes of completed focus sessions by the day on which they started; days without any are left out. */
export const askFocusMinutes = ({ owner }: Basis, { from, to }: Period): Question<[Day, number][]> =>
  ask(
    render(sql`
      SELECT dateKey, sum(actualMinutes) AS minutes FROM focusSessions
      WHERE owner = ${owner} AND ${raw(COUNTS_MINUTES)} AND dateKey BETWEEN ${from} AND ${to}
      GROUP BY dateKey`),
    (rows) => rows.map(({ dateKey, minutes }) => [String(dateKey), Number(minutes)]),
  );
