import { describe, expect, it } from "vitest";
import { addDays, type Day, dayOf, startOfDay, zonedToInstant } from "../../../src/kernel/time.ts";
import { type Marks, withMark } from "../../../src/leora/planner/habits/calendar.ts";
import { type HabitDays, Timeline } from "../../../src/leora/planner/habits/timeline.ts";

/** Zones, each with a day on which its clocks go forward and one on which they go back, where they ever do. */
const ZONES: [zone: string, forward: Day, back: Day][] = [
  ["UTC", "2026-03-29", "2026-10-25"],
  ["Asia/Tashkent", "2026-03-29", "2026-10-25"],
  ["Asia/Kathmandu", "2026-03-29", "2026-10-25"],
  ["Pacific/Kiritimati", "2026-03-29", "2026-10-25"],
  ["Europe/Moscow", "2011-03-27", "2014-10-26"],
  ["Europe/Istanbul", "2016-03-27", "2015-11-08"],
  ["America/New_York", "2026-03-08", "2026-11-01"],
  ["America/St_Johns", "2026-03-08", "2026-11-01"],
  // Midnight is skipped, and comes twice.
  ["America/Sao_Paulo", "2018-11-04", "2019-02-17"],
  ["Africa/Cairo", "2023-04-28", "2023-10-27"],
  // Half an hour.
  ["Australia/Lord_Howe", "2025-10-05", "2026-04-05"],
  ["Pacific/Auckland", "2025-09-28", "2026-04-05"],
  ["Pacific/Apia", "2020-09-27", "2021-04-04"],
  ["America/Havana", "2026-03-08", "2026-11-01"],
];

const PLAN: Omit<HabitDays, "startedOn" | "marks"> = {
  frequency: "daily",
  daysOfWeek: null,
  timesPerWeek: null,
  countingType: "create",
  challengeLengthDays: null,
  pastSchedules: [],
  pauses: [],
};

/** A life with one habit: days are those of the clock on the wall. */
class Life {
  private marks: Marks = {};
  constructor(
    public zone: string,
    private readonly startedOn: Day,
    private readonly plan: Partial<HabitDays> = {},
  ) {}

  at = (day: Day, time: string) => zonedToInstant(day, time, this.zone);
  done = (...instants: number[]) => this.mark("done", instants);
  miss = (...instants: number[]) => this.mark("miss", instants);

  /** `[current, best, rate]` at a moment. */
  read(instant: number): [number, number, number] {
    const plan = { ...PLAN, ...this.plan, startedOn: this.startedOn, marks: this.marks };
    const timeline = new Timeline(plan, dayOf(instant, this.zone));
    const { streakCurrent, streakBest } = timeline.streaks();
    return [streakCurrent, streakBest, timeline.completionRate30d()];
  }

  private mark(mark: "done" | "miss", instants: number[]): void {
    for (const instant of instants) this.marks = withMark(this.marks, dayOf(instant, this.zone), mark);
  }
}

/** The days from `first`, relative to `day`. */
const around = (day: Day, first: number, count: number): Day[] =>
  Array.from({ length: count }, (_, index) => addDays(day, first + index));

describe.each(ZONES)("in %s", (zone, forward, back) => {
  it("every day at its last minute, while the clocks go forward", () => {
    const life = new Life(zone, addDays(forward, -2));
    for (const day of around(forward, -2, 5)) life.done(life.at(day, "23:59"));
    expect(life.read(life.at(addDays(forward, 2), "23:59"))).toEqual([5, 5, 100]);
  });

  it("every day at its first instant, while the clocks go forward", () => {
    const life = new Life(zone, addDays(forward, -2));
    for (const day of around(forward, -2, 5)) life.done(startOfDay(day, zone));
    expect(life.read(startOfDay(addDays(forward, 2), zone))).toEqual([5, 5, 100]);
  });

  it("every day at its last minute, while the clocks go back", () => {
    const life = new Life(zone, addDays(back, -3));
    for (const day of around(back, -3, 6)) life.done(life.at(day, "23:59"));
    expect(life.read(life.at(addDays(back, 2), "23:59"))).toEqual([6, 6, 100]);
  });

  it("twice a day around midnight, while the clocks go back: each day once", () => {
    const life = new Life(zone, addDays(back, -1));
    for (const day of around(back, -1, 3)) life.done(startOfDay(day, zone), startOfDay(addDays(day, 1), zone) - 1);
    expect(life.read(life.at(addDays(back, 1), "12:00"))).toEqual([3, 3, 100]);
  });

  it("today is open until it is over", () => {
    const life = new Life(zone, addDays(forward, -3));
    for (const day of around(forward, -3, 4)) life.done(life.at(day, "12:00"));
    const tomorrow = addDays(forward, 1);
    expect(life.read(startOfDay(tomorrow, zone))).toEqual([4, 4, 80]);
    expect(life.read(startOfDay(addDays(tomorrow, 1), zone) - 1)).toEqual([4, 4, 80]);
    expect(life.read(startOfDay(addDays(tomorrow, 1), zone))).toEqual([0, 4, 66.7]);
  });

  it("the day of the change left out breaks the streak", () => {
    const life = new Life(zone, addDays(forward, -3));
    for (const day of [...around(forward, -3, 3), ...around(forward, 1, 2)]) life.done(life.at(day, "12:00"));
    expect(life.read(life.at(addDays(forward, 2), "13:00"))).toEqual([2, 3, 83.3]);
  });

  it("a day recorded before the creation counts, one that is missed breaks", () => {
    const life = new Life(zone, back);
    life.done(...around(back, -2, 3).map((day) => life.at(day, "00:30")));
    expect(life.read(life.at(back, "23:30"))).toEqual([3, 3, 100]);
    life.miss(life.at(back, "23:30"));
    expect(life.read(life.at(back, "23:31"))).toEqual([0, 2, 66.7]);
  });

  it("on weekdays: weekends ask for nothing", () => {
    // 2026-10-05 is a Monday.
    const life = new Life(zone, "2026-10-05", { daysOfWeek: [1, 2, 3, 4, 5] });
    const days = [...around("2026-10-05", 0, 5), ...around("2026-10-12", 0, 2)];
    for (const day of days) life.done(life.at(day, "23:59"));
    expect(life.read(life.at("2026-10-11", "23:59"))).toEqual([7, 7, 100]);
    expect(life.read(life.at("2026-10-14", "00:30"))).toEqual([7, 7, 87.5]);
    expect(life.read(life.at("2026-10-15", "00:30"))).toEqual([0, 7, 77.8]);
  });

  it("three times a week: weeks from Monday to Sunday", () => {
    const life = new Life(zone, "2026-09-21", { timesPerWeek: 3, frequency: "weekly" });
    for (const monday of ["2026-09-21", "2026-09-28"]) {
      for (const offset of [1, 3, 6]) life.done(life.at(addDays(monday, offset), "23:59"));
    }
    life.done(life.at("2026-10-05", "00:30"), life.at("2026-10-06", "00:30"));
    expect(life.read(life.at("2026-10-11", "23:59"))).toEqual([2, 2, 88.9]);
    expect(life.read(life.at("2026-10-12", "00:30"))[0]).toBe(0);
    life.done(life.at("2026-10-11", "23:58"));
    expect(life.read(life.at("2026-10-12", "00:30"))).toEqual([3, 3, 90]);
  });

  it("to quit: every day since the creation that is not missed", () => {
    const life = new Life(zone, addDays(back, -4), { countingType: "quit" });
    expect(life.read(life.at(back, "12:00"))).toEqual([5, 5, 100]);
    life.miss(startOfDay(addDays(back, -1), zone));
    expect(life.read(life.at(back, "12:00"))).toEqual([1, 3, 80]);
    expect(life.read(startOfDay(addDays(back, 1), zone))).toEqual([2, 3, 83.3]);
  });

  it("a flight west, to where it is still the day before, loses nothing", () => {
    const life = new Life(zone, addDays(forward, -2));
    for (const day of around(forward, -2, 3)) life.done(life.at(day, "00:45"));
    const landed = life.at(forward, "01:30");
    life.zone = "Pacific/Pago_Pago";
    expect(life.read(landed).slice(0, 2)).toEqual([3, 3]);
    life.done(landed);
    expect(life.read(landed).slice(0, 2)).toEqual([3, 3]);
  });

  it("a flight east, to where it is the day after, doubles nothing", () => {
    const life = new Life(zone, addDays(back, -2));
    for (const day of around(back, -2, 3)) life.done(life.at(day, "23:15"));
    const landed = life.at(back, "23:30");
    life.zone = "Pacific/Kiritimati";
    expect(life.read(landed).slice(0, 2)).toEqual([3, 3]);
    life.done(landed);
    const arrived = dayOf(landed, life.zone);
    expect(life.read(landed).slice(0, 2)).toEqual(arrived === back ? [3, 3] : [4, 4]);
  });
});
