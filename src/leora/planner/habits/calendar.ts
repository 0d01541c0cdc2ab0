import { addDays, type Day, daysBetween } from "../../../kernel/time.ts";

/** Days that are done and days that are missed: per month, one bit per day. Months in order, none that is empty. */
export type Marks = Record<string, [done: number, missed: number]>;
export type Mark = "done" | "miss" | null;

/** First and last day; a pause without a last day goes on. */
export type Pause = [from: Day, to: Day | null];

const PAUSES_MAX = 100;

const monthOf = (day: Day): string => day.slice(0, 7);
const bitOf = (day: Day): number => 1 << (Number(day.slice(8)) - 1);

export function withMark(marks: Marks, day: Day, mark: Mark): Marks {
  const [month, bit] = [monthOf(day), bitOf(day)];
  const [done, missed] = (marks[month] ?? [0, 0]).map((bits) => bits & ~bit) as [number, number];
  const next: Marks[string] = [mark === "done" ? done | bit : done, mark === "miss" ? missed | bit : missed];
  const entries = Object.entries({ ...marks, [month]: next }).filter(([, [one, other]]) => (one | other) !== 0);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

export function markOf(marks: Marks, day: Day): Mark {
  const [done, missed] = marks[monthOf(day)] ?? [0, 0];
  const bit = bitOf(day);
  return done & bit ? "done" : missed & bit ? "miss" : null;
}

/** A pause that begins or ends on `today`; the day it ends on asks again. One that never had a whole day leaves no trace. */
export function withPause(pauses: readonly Pause[], isPaused: boolean, today: Day): Pause[] {
  if (isPaused) return [...pauses, [today, null] as Pause].slice(-PAUSES_MAX);
  return pauses.flatMap(([from, to]): Pause[] => {
    if (to !== null) return [[from, to]];
    const last = addDays(today, -1);
    return last < from ? [] : [[from, last]];
  });
}

const EPOCH: Day = "1970-01-01";
export const numberOf = (day: Day): number => daysBetween(EPOCH, day);
export const dayOfNumber = (number: number): Day => addDays(EPOCH, number);

/** 0 = Sunday. The first of January 1970 was a Thursday. */
export const weekdayOf = (number: number): number => (((number + 4) % 7) + 7) % 7;
/** The Monday of the day's week. */
export const mondayOf = (number: number): number => number - ((weekdayOf(number) + 6) % 7);

/** The marked days, the earliest first. */
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
