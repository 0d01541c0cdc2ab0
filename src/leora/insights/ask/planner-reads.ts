import { render, type Sql, sql } from "../../../engine/sql.ts";
import { tableSql } from "../../../engine/table-sql.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import type { RawRow, Statement } from "../../../kernel/db/database.ts";
import type { Day, UserMoment } from "../../../kernel/time.ts";
import { goalEntity } from "../../planner/goals/entity.ts";
import { type Goal, goals } from "../../planner/goals/table.ts";
import { habitEntity } from "../../planner/habits/entity.ts";
import { type Habit, habits } from "../../planner/habits/table.ts";
import { Timeline } from "../../planner/habits/timeline.ts";
import { type Task, taskEntity } from "../../planner/tasks/entity.ts";
import { tasks } from "../../planner/tasks/table.ts";
import { type GoalFacts, type HabitFacts, ROWS_LISTED, type TaskFacts, type TaskScope } from "./facts.ts";
import type { DateRange } from "./ranges.ts";

// The facts of questions about tasks, goals and habits.

type Planner =
  | { intent: "tasks"; facts: TaskFacts; scope: TaskScope }
  | { intent: "goals"; facts: GoalFacts }
  | { intent: "habits"; facts: HabitFacts };

/** Habits that are looked at: each has the marks of all its days. */
const HABITS_READ = 100;

const OPEN = sql`status IN ('inbox', 'planned', 'in_progress')`;

export function plannerStatements(
  intent: Planner["intent"],
  owner: number,
  today: Day,
  range: DateRange,
  scope: TaskScope,
): Statement[] {
  const active = sql`owner = ${owner} AND showStatus = 'active'`;
  if (intent === "habits") {
    return [
      render(
        sql`SELECT * FROM habits WHERE ${active} AND status = 'active' ORDER BY createdAt, id LIMIT ${HABITS_READ}`,
      ),
    ];
  }
  if (intent === "goals") {
    return [
      render(sql`
        SELECT ifnull(sum(status = 'active'), 0) AS active, ifnull(sum(status = 'completed'), 0) AS completed
        FROM goals WHERE ${active}`),
      render(sql`
        SELECT * FROM goals WHERE ${active} AND status = 'active'
        ORDER BY progressPercent DESC, id LIMIT ${ROWS_LISTED}`),
    ];
  }
  return [
    render(sql`
      SELECT count(*) AS open, ifnull(sum(dueDate < ${today}), 0) AS overdue, ifnull(sum(dueDate = ${today}), 0) AS dueToday
      FROM tasks WHERE ${active} AND ${OPEN}`),
    render(sql`
      SELECT count(*) AS due, ifnull(sum(status = 'completed'), 0) AS completed FROM tasks
      WHERE ${active} AND dueDate BETWEEN ${range.from} AND ${range.to} AND status NOT IN ('canceled', 'moved')`),
    render(sql`
      SELECT * FROM tasks WHERE ${active} AND ${OPEN} AND ${inScope(scope, today, range)}
      ORDER BY dueDate NULLS LAST, timeOfDay NULLS LAST, id LIMIT ${ROWS_LISTED}`),
  ];
}

const inScope = (scope: TaskScope, today: Day, { from, to }: DateRange): Sql =>
  scope === "days" ? sql`dueDate BETWEEN ${from} AND ${to}` : scope === "overdue" ? sql`dueDate < ${today}` : sql`TRUE`;

interface PlannerRequest {
  readonly at: UserMoment;
  readonly question: { readonly scope: TaskScope };
}

export function plannerFacts(
  intent: Planner["intent"],
  answers: RawRow[][],
  { at, question }: PlannerRequest,
): Planner {
  if (intent === "habits") return { intent, facts: habitFacts(answers, at) };
  if (intent === "goals") return { intent, facts: goalFacts(answers, at) };
  return { intent, facts: taskFacts(answers, at), scope: question.scope };
}

function taskFacts([open, due, rows = []]: RawRow[][], at: UserMoment): TaskFacts {
  const [counts, range] = [open?.[0], due?.[0]];
  return {
    open: Number(counts?.open),
    overdue: Number(counts?.overdue),
    dueToday: Number(counts?.dueToday),
    dueInRange: Number(range?.due),
    completedInRange: Number(range?.completed),
    tasks: rows
      .map((row) => taskEntity.wireView(unsafeCast<Task>(tableSql(tasks).decode(row)), at))
      .map(({ id, title, status, priority, dueDate, timeOfDay }) => ({
        taskId: id,
        title,
        // Cron marks what became overdue some minutes after midnight.
        status: dueDate !== null && dueDate < at.today ? "overdue" : status,
        priority,
        dueDate,
        timeOfDay,
      })),
  };
}

function goalFacts([totals, rows = []]: RawRow[][], at: UserMoment): GoalFacts {
  const counts = totals?.[0];
  return {
    active: Number(counts?.active),
    completed: Number(counts?.completed),
    goals: rows
      .map((row) => goalEntity.wireView(unsafeCast<Goal>(tableSql(goals).decode(row)), at))
      .map(({ id, title, progressPercent, currentValue, targetValue, unit, currency, targetDate }) => ({
        goalId: id,
        title,
        progressPercent,
        currentValue,
        targetValue,
        unit: currency ?? unit,
        targetDate,
      })),
  };
}

function habitFacts([rows = []]: RawRow[][], at: UserMoment): HabitFacts {
  const read = rows.map((raw) => {
    const row = unsafeCast<Habit>(tableSql(habits).decode(raw));
    return { view: habitEntity.wireView(row, at), isDue: new Timeline(row, at.today).isScheduled(at.today) };
  });
  return {
    active: read.length,
    dueToday: read.filter(({ isDue }) => isDue).length,
    doneToday: read.filter(({ view, isDue }) => isDue && view.isDoneToday).length,
    habits: read
      .toSorted((a, b) => b.view.streakCurrent - a.view.streakCurrent)
      .slice(0, ROWS_LISTED)
      .map(({ view }) => ({
        habitId: view.id,
        title: view.title,
        streakCurrent: view.streakCurrent,
        streakBest: view.streakBest,
        completionRate30d: view.completionRate30d,
        isDoneToday: view.isDoneToday,
      })),
  };
}
