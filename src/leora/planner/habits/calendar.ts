import { addDays, type Day, daysBetween } from "../../../kernel/time.ts";
import { LIMITS } from "../../../limits.ts";

// A habit's history as its row stores it: the marked days and the pauses. Days are compared by their numbers.

/** Days that are done and days that are missed: per month, one bit per day. Months in order, none that is empty. */
export type Marks = Record<string, [done: number, missed: number]>;
export type Mark = "done" | "miss" | null;

/** The first and the last day of a pause; one without a last day has not ended. */
export type Pause = [from: Day, to: Day | null];

const monthOf = (day: Day): string => day.slice(0, 7);
const bitOf = (day: Day): number => 1 << (Number(day.slice(8)) - 1);

/** The marks after a day was marked as done or missed, or, with null, as neither. */
export function withMark(marks: Marks, day: Day, mark: Mark): Marks {
  const [month, bit] = [monthOf(day), bitOf(day)];
  const [done, missed] = (marks[month] ?? [0, 0]).map((bits) => bits & ~bit) as [number, number];
  const next: Marks[string] = [mark === "done" ? done | bit : done, mark === "miss" ? missed | bit : missed];
  const entries = Object.entries({ ...marks, [month]: next }).filter(
    ([, [doneDays, missedDays]]) => (doneDays | missedDays) !== 0,
  );
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The pauses after one has begun or ended on `day`. The day on which a pause ends is no longer part of it, so a pause
 * that ends on the day of its beginning is dropped.
 */
export function withPause(pauses: readonly Pause[], isPaused: boolean, day: Day): Pause[] {
  if (isPaused) return [...pauses, [day, null] as Pause].slice(-LIMITS.planner.pauses);
  return pauses.flatMap(([from, to]): Pause[] => {
    if (to !== null) return [[from, to]];
    const last = addDays(day, -1);
    return last < from ? [] : [[from, last]];
  });
}

const EPOCH: Day = "1970-01-01";

/** The number of a day: days since the first of January 1970. */
export const numberOf = (day: Day): number => daysBetween(EPOCH, day);
/** The day with this number. */
export const dayOfNumber = (number: number): Day => addDays(EPOCH, number);

/** The weekday of a day's number, 0 for Sunday. The first of January 1970 was a Thursday. */
export const weekdayOf = (number: number): number => (((number + 4) % 7) + 7) % 7;
/** The number of the Monday in the week of a day's number. */
export const mondayOf = (number: number): number => number - ((weekdayOf(number) + 6) % 7);

/** The marked days by their numbers, the earliest first. */
export function* markedDays(marks: Marks): Iterable<[number: number, mark: "done" | "miss"]> {
  for (const [month, [done, missed]] of Object.entries(marks)) {
    const first = numberOf(`${month}-01`);
    for (let index = 0; index < 31; index += 1) {
      const bit = 1 << index;
      if (done & bit) yield [first + index, "done"];
      else if (missed & bit) yield [first + index, "miss"];
    }
  }
}
