import type { Day } from "../../../kernel/time.ts";
import { dayOfNumber, type Marks, markedDays, mondayOf, numberOf, type Pause, weekdayOf } from "./calendar.ts";
import { type DueDays, type PastSchedule, type Schedule, weeklyQuota } from "./schedule.ts";

// Streaks, completion rates and challenges, computed from a habit's row and the user's today.

type JudgedBy = DueDays & Pick<Schedule, "countingType">;

/** The columns of a habit that say which days are scheduled, and which are done or missed. */
export interface HabitDays extends JudgedBy {
  challengeLengthDays: number | null;
  startedOn: Day;
  pastSchedules: readonly (JudgedBy & Pick<PastSchedule, "until">)[];
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

/**
 * What the days of one week ask for. Those with fixed weekdays are judged one by one (`fixed`). A quota asks for as many
 * days as it says, whatever was done on fixed days of the same week included, but not for more than it has (`free`).
 */
interface Week {
  fixed: Tally;
  free: Tally;
  isDone: boolean;
}

const RATE_DAYS = 30;
const EVERY_WEEKDAY = [0, 1, 2, 3, 4, 5, 6];
/** The flags of a day, as bits of one number. A scheduled day is fixed, or one of those that a weekly quota leaves free. */
const [FIXED, FREE, DONE, MISSED] = [1, 2, 4, 8];
const SCHEDULED = FIXED | FREE;

/**
 * A habit's days as of `today`. They begin with its creation or its first recorded day, whichever is earlier; from then on
 * each weekday of the schedule that held on it is scheduled, except in pauses. While a habit was one of quitting something,
 * it counts as done on every day since its creation that is not recorded as missed. `today` is the day in the user's zone
 * at the time of reading, and other days are calendar dates: neither clock changes nor travel lose or double a day.
 */
export class Timeline {
  readonly first: number;
  private readonly last: number;
  private readonly today: number;
  private readonly flags: Uint8Array;
  /** By week since that of `first`: the last quota that held on days of it, 0 for none. */
  private readonly quotas: Uint8Array;

  constructor(
    private readonly habit: HabitDays,
    today: Day,
    until: Day = today,
  ) {
    const started = numberOf(habit.startedOn);
    const marked = [...markedDays(habit.marks)];
    this.today = numberOf(today);
    this.first = Math.min(started, marked[0]?.[0] ?? started);
    this.last = mondayOf(Math.max(this.today, numberOf(until), started, marked.at(-1)?.[0] ?? 0)) + 6;
    this.flags = new Uint8Array(this.last - this.first + 1);
    this.quotas = new Uint8Array((this.last + 1 - mondayOf(this.first)) / 7);
    for (const [number, mark] of marked) this.set(number, mark === "done" ? DONE : MISSED);
    let from = this.first;
    for (const schedule of habit.pastSchedules) {
      const to = numberOf(schedule.until);
      this.apply(schedule, from, to);
      from = Math.max(from, to + 1);
    }
    this.apply(habit, from, this.last);
    for (const [begin, end] of habit.pauses) this.pause(numberOf(begin), end === null ? this.last : numberOf(end));
  }

  isScheduled = (day: Day): boolean => this.is(numberOf(day), SCHEDULED);

  statusOf(day: Day): "done" | "miss" | null {
    const number = numberOf(day);
    return this.is(number, DONE) ? "done" : this.is(number, MISSED) ? "miss" : null;
  }

  /** The current and the best streak, in days, or in weeks when the habit has a weekly quota. */
  streaks(): Streaks {
    return weeklyQuota(this.habit) === null ? this.dayStreaks() : this.weekStreaks();
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

  /** Schedules the days on which a schedule held. */
  private apply(schedule: JudgedBy, from: number, to: number): void {
    const quota = weeklyQuota(schedule);
    const weekdays = schedule.daysOfWeek?.length ? schedule.daysOfWeek : EVERY_WEEKDAY;
    const flag = quota === null ? FIXED : FREE;
    const end = Math.min(to, this.last);
    for (let number = from; number <= end; number += 1) {
      if (weekdays.includes(weekdayOf(number))) this.set(number, flag);
    }
    if (quota !== null) {
      for (let monday = mondayOf(from); monday <= end; monday += 7) this.quotas[this.weekOf(monday)] = quota;
    }
    if (schedule.countingType === "quit") {
      const begin = Math.max(from, numberOf(this.habit.startedOn));
      for (let number = begin; number <= Math.min(end, this.today); number += 1) {
        if (!this.is(number, MISSED)) this.set(number, DONE);
      }
    }
  }

  private pause(from: number, to: number): void {
    for (let number = Math.max(this.first, from); number <= Math.min(this.last, to); number += 1) {
      const index = number - this.first;
      this.flags[index] = (this.flags[index] ?? 0) & ~SCHEDULED;
    }
  }

  /**
   * A fixed day that is not done ends a streak, unless it is today and not recorded as missed, and so does a week that is
   * over with less than its quota, after its last free day. Days that are done without being scheduled count.
   */
  private dayStreaks(): Streaks {
    let [run, best] = [0, 0];
    for (let monday = mondayOf(this.first); monday <= this.last; monday += 7) {
      const { free } = this.week(monday, monday + 6);
      const isBroken = free.done < free.scheduled && monday + 6 < this.today;
      const lastFree = isBroken ? this.lastFreeDay(monday) : null;
      for (let number = monday; number <= monday + 6; number += 1) {
        if (this.is(number, DONE)) {
          run += 1;
          best = Math.max(best, run);
        } else if (this.is(number, FIXED) && (number < this.today || this.is(number, MISSED))) run = 0;
        if (number === lastFree) run = 0;
      }
    }
    return { streakCurrent: run, streakBest: best };
  }

  private lastFreeDay(monday: number): number {
    let number = monday + 6;
    while (!this.is(number, FREE)) number -= 1;
    return number;
  }

  /**
   * A week that lacks something of what it asks for ends a streak, unless it is the current week. In a week with fewer
   * free days than the quota, all of them must be done.
   */
  private weekStreaks(): Streaks {
    let [run, best] = [0, 0];
    for (let monday = mondayOf(this.first); monday <= this.last; monday += 7) {
      const { fixed, free, isDone } = this.week(monday, monday + 6);
      if (fixed.scheduled + free.scheduled === 0 && !isDone) continue;
      if (isDone && fixed.done === fixed.scheduled && free.done === free.scheduled) {
        run += 1;
        best = Math.max(best, run);
      } else if (monday + 6 < this.today) run = 0;
    }
    return { streakCurrent: run, streakBest: best };
  }

  private between(from: number, to: number): Tally {
    const sum: Tally = { done: 0, scheduled: 0 };
    const [start, end] = [Math.max(from, this.first), Math.min(to, this.last)];
    for (let monday = mondayOf(start); monday <= end; monday += 7) {
      const { fixed, free } = this.week(Math.max(start, monday), Math.min(end, monday + 6));
      sum.scheduled += fixed.scheduled + free.scheduled;
      sum.done += fixed.done + free.done;
    }
    return sum;
  }

  /** What the days from `from` to `to`, all of one week, ask for. */
  private week(from: number, to: number): Week {
    const fixed: Tally = { done: 0, scheduled: 0 };
    let [freeDays, otherDone] = [0, 0];
    for (let number = from; number <= to; number += 1) {
      const isDone = this.is(number, DONE);
      if (this.is(number, FIXED)) {
        fixed.scheduled += 1;
        if (isDone) fixed.done += 1;
      } else if (isDone) otherDone += 1;
      if (this.is(number, FREE)) freeDays += 1;
    }
    const quota = this.quotas[this.weekOf(from)] ?? 0;
    const wanted = Math.min(freeDays, Math.max(0, quota - fixed.done));
    const free = { scheduled: wanted, done: Math.min(wanted, otherDone) };
    return { fixed, free, isDone: fixed.done + otherDone > 0 };
  }

  private weekOf = (number: number): number => Math.floor((number - mondayOf(this.first)) / 7);

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
