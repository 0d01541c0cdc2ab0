import type { Day } from "../../../kernel/time.ts";
import { dayOfNumber, type Marks, markedDays, mondayOf, numberOf, type Pause, weekdayOf } from "./calendar.ts";
import type { COUNTING_TYPES, FREQUENCIES } from "./rules.ts";

// Streaks, completion rates and challenges, computed from a habit's row and the user's today.

/** The columns of a habit that say which days are scheduled, and which are done or missed. */
export interface HabitDays {
  frequency: (typeof FREQUENCIES)[number];
  daysOfWeek: number[] | null;
  timesPerWeek: number | null;
  countingType: (typeof COUNTING_TYPES)[number];
  challengeLengthDays: number | null;
  startedOn: Day;
  pauses: readonly Pause[];
  marks: Marks;
}

export interface Streaks {
  streakCurrent: number;
  streakBest: number;
}

/** How many days are scheduled, and how many are done. A week has at most as many of both as its quota. */
export interface Tally {
  done: number;
  scheduled: number;
}

const RATE_DAYS = 30;
/** The flags of a day, as bits of one number. */
const [SCHEDULED, DONE, MISSED] = [1, 2, 4];

/**
 * How many times a week a habit is to be done, on days that the user chooses; null when its weekdays are fixed. A weekly
 * habit with neither is to be done once a week.
 */
export function weeklyQuota({
  frequency,
  timesPerWeek,
  daysOfWeek,
}: Pick<HabitDays, "frequency" | "timesPerWeek" | "daysOfWeek">): number | null {
  if (timesPerWeek !== null) return timesPerWeek;
  return frequency === "weekly" && !daysOfWeek?.length ? 1 : null;
}

/** True when the day falls on one of the habit's weekdays, which are all of them unless it names some. */
export const isWeekdayOf = ({ daysOfWeek }: Pick<HabitDays, "daysOfWeek">, day: Day): boolean =>
  !daysOfWeek?.length || daysOfWeek.includes(weekdayOf(numberOf(day)));

/**
 * A habit's days as of `today`. They begin with its creation or its first recorded day, whichever is earlier; from then on
 * each of its weekdays is scheduled, except in pauses. A habit of quitting something counts as done on every day
 * since its creation that is not recorded as missed. `today` is the day in the user's zone at the time of reading, and
 * other days are calendar dates: neither clock changes nor travel lose or double a day.
 */
export class Timeline {
  readonly first: number;
  private readonly today: number;
  private readonly flags: Uint8Array;
  private readonly quota: number | null;

  constructor(
    private readonly habit: HabitDays,
    today: Day,
    until: Day = today,
  ) {
    const started = numberOf(habit.startedOn);
    const marked = [...markedDays(habit.marks)];
    this.today = numberOf(today);
    this.quota = weeklyQuota(habit);
    this.first = Math.min(started, marked[0]?.[0] ?? started);
    const last = mondayOf(Math.max(this.today, numberOf(until), started, marked.at(-1)?.[0] ?? 0)) + 6;
    this.flags = new Uint8Array(last - this.first + 1);
    this.schedule(last);
    for (const [number, mark] of marked) this.set(number, mark === "done" ? DONE : MISSED);
    if (habit.countingType === "quit") {
      for (let number = started; number <= this.today; number += 1) {
        if (!this.is(number, MISSED)) this.set(number, DONE);
      }
    }
  }

  isScheduled = (day: Day): boolean => this.is(numberOf(day), SCHEDULED);

  statusOf(day: Day): "done" | "miss" | null {
    const number = numberOf(day);
    return this.is(number, DONE) ? "done" : this.is(number, MISSED) ? "miss" : null;
  }

  /** The current and the best streak, in days, or in weeks when the habit has a weekly quota. */
  streaks(): Streaks {
    return this.quota === null ? this.dayStreaks() : this.weekStreaks(this.quota);
  }

  /** How much of the last 30 days, today included, is done, in percent with one decimal. */
  completionRate30d(): number {
    const { done, scheduled } = this.between(this.today - RATE_DAYS + 1, this.today);
    return scheduled === 0 ? 0 : Math.round((done / scheduled) * 1000) / 10;
  }

  /** How much is scheduled and done on the days from `from` to `to`, both included. */
  tally = (from: Day, to: Day): Tally => this.between(numberOf(from), numberOf(to));

  /** How many days of the whole history are done, and how many are missed. */
  totals(): { doneDays: number; missedDays: number } {
    const count = (flag: number) => this.flags.reduce((sum, flags) => (flags & flag ? sum + 1 : sum), 0);
    return { doneDays: count(DONE), missedDays: count(MISSED) };
  }

  /** The first day of the history. */
  get begins(): Day {
    return dayOfNumber(this.first);
  }

  private schedule(last: number): void {
    const { daysOfWeek, pauses } = this.habit;
    const weekdays = new Set(daysOfWeek?.length ? daysOfWeek : [0, 1, 2, 3, 4, 5, 6]);
    for (let number = this.first; number <= last; number += 1) {
      if (weekdays.has(weekdayOf(number))) this.set(number, SCHEDULED);
    }
    for (const [from, to] of pauses) {
      const end = Math.min(last, to === null ? last : numberOf(to));
      for (let number = Math.max(this.first, numberOf(from)); number <= end; number += 1) {
        this.flags[number - this.first] = 0;
      }
    }
  }

  /**
   * A scheduled day that is not done ends a streak, unless it is today and not recorded as missed. Days that are done
   * without being scheduled count.
   */
  private dayStreaks(): Streaks {
    let [run, best] = [0, 0];
    this.flags.forEach((flags, index) => {
      if (flags & DONE) {
        run += 1;
        best = Math.max(best, run);
      } else if (flags & SCHEDULED && (index + this.first < this.today || flags & MISSED)) run = 0;
    });
    return { streakCurrent: run, streakBest: best };
  }

  /**
   * A week whose quota is not reached ends a streak, unless it is the current week. In a week with fewer
   * scheduled days than the quota, all scheduled days must be done.
   */
  private weekStreaks(quota: number): Streaks {
    let [run, best] = [0, 0];
    for (let monday = mondayOf(this.first); monday - this.first < this.flags.length; monday += 7) {
      const { done, scheduled } = this.count(monday, monday + 6, (flags) => flags);
      if (scheduled === 0 && done === 0) continue;
      if (done >= Math.max(1, Math.min(quota, scheduled))) {
        run += 1;
        best = Math.max(best, run);
      } else if (monday + 6 < this.today) run = 0;
    }
    return { streakCurrent: run, streakBest: best };
  }

  private between(from: number, to: number): Tally {
    const [start, end] = [Math.max(from, this.first), Math.min(to, this.first + this.flags.length - 1)];
    const quota = this.quota;
    if (quota === null) return this.count(start, end, (flags) => (flags & SCHEDULED ? flags : 0));
    const sum: Tally = { done: 0, scheduled: 0 };
    for (let monday = mondayOf(start); monday <= end; monday += 7) {
      const week = this.count(Math.max(start, monday), Math.min(end, monday + 6), (flags) => flags);
      const wanted = Math.min(quota, week.scheduled);
      sum.scheduled += wanted;
      sum.done += Math.min(wanted, week.done);
    }
    return sum;
  }

  private count(from: number, to: number, relevant: (flags: number) => number): Tally {
    const tally: Tally = { done: 0, scheduled: 0 };
    for (let number = from; number <= to; number += 1) {
      const flags = relevant(this.flags[number - this.first] ?? 0);
      if (flags & SCHEDULED) tally.scheduled += 1;
      if (flags & DONE) tally.done += 1;
    }
    return tally;
  }

  private is = (number: number, flag: number): boolean => ((this.flags[number - this.first] ?? 0) & flag) !== 0;

  private set(number: number, flag: number): void {
    const index = number - this.first;
    this.flags[index] = (this.flags[index] ?? 0) | flag;
  }
}

/** How far the challenge of a habit has come. It begins with the habit's creation. */
export interface Challenge extends Tally {
  lengthDays: number;
  startDate: Day;
  endDate: Day;
  /** Which day of the challenge it is: 1 on the first one. */
  day: number;
  remainingDays: number;
  /** True when everything is done that is scheduled until the last day. */
  isCompleted: boolean;
}

/** The challenge as of `today`; null for a habit without one. */
export function challengeOf(habit: HabitDays, today: Day): Challenge | null {
  const { challengeLengthDays: lengthDays, startedOn: startDate } = habit;
  if (lengthDays === null) return null;
  const endDate = dayOfNumber(numberOf(startDate) + lengthDays - 1);
  const passed = numberOf(today) - numberOf(startDate) + 1;
  const day = Math.max(1, Math.min(lengthDays, passed));
  const tally = new Timeline(habit, today, endDate).tally(startDate, endDate);
  const isCompleted = tally.scheduled > 0 && tally.done >= tally.scheduled;
  return { lengthDays, startDate, endDate, day, remainingDays: lengthDays - day, ...tally, isCompleted };
}
