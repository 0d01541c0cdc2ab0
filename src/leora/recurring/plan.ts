import { addDays, type Day, type Moment } from "../../kernel/time.ts";
import { datesFrom, type Series } from "./dates.ts";
import { lastDay, parseRule } from "./rules.ts";
import { type Draft, draftOf, type Mould } from "./templates.ts";

/** What of a recurrence tells when its occurrences are due. */
export interface Timetable {
  rrule: string;
  startDate: Day;
  timeOfDay: string | null;
  leadDays: number;
  exceptions: readonly Day[];
  status: string;
  countedEnd: Day | null;
  doneThrough: Day | null;
}

export interface Plan {
  nextDate: Day | null;
  dueOn: Day | null;
}

export const seriesOf = ({ rrule, startDate }: Pick<Timetable, "rrule" | "startDate">): Series => ({
  rule: parseRule(rrule),
  startDate,
});

/** The last day of the series, as the user's zone has it; null: it has none. */
export function endOf({ rrule, timeOfDay, countedEnd }: Timetable, { timezone }: Moment): Day | null {
  const { until } = parseRule(rrule);
  return until === null ? countedEnd : lastDay(until, timeOfDay, timezone);
}

/** What comes next; nothing while the recurrence is paused, and after its end. */
export function planOf(timetable: Timetable, at: Moment): Plan {
  const [next] = timetable.status === "active" ? pending(timetable, at, 1, null) : [];
  if (next === undefined) return { nextDate: null, dueOn: null };
  return { nextDate: next, dueOn: addDays(next, -timetable.leadDays) };
}

/** The rows that are due by now and not dealt with yet, at most `limit` of them. */
export function dueDrafts(id: string, row: Timetable & Mould, at: Moment, limit: number): Draft[] {
  if (row.status !== "active") return [];
  return pending(row, at, limit, addDays(at.today, row.leadDays)).map((date) => draftOf(id, row, date));
}

/** Dates not dealt with and not left out, up to `last`. */
function pending(timetable: Timetable, at: Moment, limit: number, last: Day | null): Day[] {
  const { doneThrough, startDate, exceptions } = timetable;
  const left = new Set(exceptions);
  const from = doneThrough === null ? startDate : addDays(doneThrough, 1);
  const ends = [endOf(timetable, at), last].filter((day) => day !== null).sort();
  const dates = datesFrom(seriesOf(timetable), from, limit + left.size, ends[0] ?? null);
  return dates.filter((date) => !left.has(date)).slice(0, limit);
}
