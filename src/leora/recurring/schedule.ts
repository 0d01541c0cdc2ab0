import { addDays, type Day, type Moment } from "../../kernel/time.ts";
import { lastDay, parseRule } from "./rules.ts";
import type { SearchBudget } from "./search.ts";
import { datesFrom, seriesOf } from "./series.ts";
import { type NewOccurrence, newOccurrence, type OccurrenceTemplate } from "./template.ts";

/** The columns of a recurrence that decide when its occurrences are due. */
export interface ScheduleColumns {
  rrule: string;
  startDate: Day;
  timeOfDay: string | null;
  leadDays: number;
  exceptions: readonly Day[];
  status: string;
  countedEnd: Day | null;
  doneThrough: Day | null;
}

/** The next date, and the day on which its row has to be created: earlier by `leadDays`. */
interface Schedule {
  nextDate: Day | null;
  dueOn: Day | null;
}

/** The last day of the series, by its COUNT or its UNTIL in the user's zone; null for a series without an end. */
export function endOf({ rrule, timeOfDay, countedEnd }: ScheduleColumns, { timezone }: Moment): Day | null {
  const { until } = parseRule(rrule);
  return until === null ? countedEnd : lastDay(until, timeOfDay, timezone);
}

/** When the next occurrence is due; nulls for a recurrence that is paused or has ended. */
export function scheduleOf(search: SearchBudget, columns: ScheduleColumns, at: Moment): Schedule {
  const [nextDate] = columns.status === "active" ? pendingDates(search, columns, at, 1, null) : [];
  if (nextDate === undefined) return { nextDate: null, dueOn: null };
  return { nextDate, dueOn: addDays(nextDate, -columns.leadDays) };
}

/** The occurrences that are due by now and neither created nor skipped yet: the first `limit` of them. */
export function dueOccurrences(
  search: SearchBudget,
  recurrenceId: string,
  columns: ScheduleColumns & OccurrenceTemplate,
  at: Moment,
  limit: number,
): NewOccurrence[] {
  if (columns.status !== "active") return [];
  const dates = pendingDates(search, columns, at, limit, addDays(at.today, columns.leadDays));
  return dates.map((date) => newOccurrence(recurrenceId, columns, date));
}

/** The first `limit` dates after `doneThrough` that are no exceptions, up to `last` and the end of the series. */
function pendingDates(
  search: SearchBudget,
  columns: ScheduleColumns,
  at: Moment,
  limit: number,
  last: Day | null,
): Day[] {
  const { doneThrough, startDate } = columns;
  const exceptions = new Set(columns.exceptions);
  const from = doneThrough === null ? startDate : addDays(doneThrough, 1);
  const [end = null] = [endOf(columns, at), last].filter((day) => day !== null).sort();
  const dates = datesFrom(search, seriesOf(columns), from, limit + exceptions.size, end);
  return dates.filter((date) => !exceptions.has(date)).slice(0, limit);
}
