import { addDays, type Day, type Moment } from "../../kernel/time.ts";
import { lastDay, parseRule } from "./rules.ts";
import type { SearchBudget } from "./search.ts";
import { datesFrom, endByCount, seriesOf } from "./series.ts";
import { type NewOccurrence, newOccurrence, type OccurrenceTemplate } from "./template.ts";

/** The columns of a recurrence, or of an input, that decide which dates its rule has. */
interface RuleColumns {
  rrule: string;
  startDate: Day;
  timeOfDay?: string | null | undefined;
}

/** The columns of a recurrence that decide when its occurrences are due. */
export interface ScheduleColumns extends RuleColumns {
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
export const endOf = (columns: ScheduleColumns, at: Moment): Day | null => lastDayOf(columns, at) ?? columns.countedEnd;

/**
 * The `countedEnd` of a new rule: the last date that its COUNT allows; null without a COUNT.
 * @throws invalid_input on `rrule` when it has no date; limit_reached
 */
export const countedEndOf = (search: SearchBudget, columns: RuleColumns, at: Moment): Day | null =>
  endByCount(search, seriesOf(columns), lastDayOf(columns, at));

/** The last day that UNTIL allows in the user's zone; null without an UNTIL. */
function lastDayOf({ rrule, timeOfDay = null }: RuleColumns, { timezone }: Moment): Day | null {
  const { until } = parseRule(rrule);
  return until === null ? null : lastDay(until, timeOfDay, timezone);
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
