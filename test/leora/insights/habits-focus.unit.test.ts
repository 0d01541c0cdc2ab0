import { describe, expect, it } from "vitest";
import type { HabitFacts } from "../../../src/leora/insights/facts/habits.ts";
import { brief, END_OF_DAY, END_OF_WEEK, found, habit, rulesOf, TODAY } from "./snapshots.ts";

describe("streaks", () => {
  const cases: [name: string, fields: Partial<HabitFacts>, expected: string[]][] = [
    ["three days, open today", { streak: 3 }, ["streak_at_risk warning 7"]],
    ["two days, open today", { streak: 2 }, []],
    ["missed today", { streak: 3, today: "miss" }, []],
    ["not due today", { streak: 3, isDueToday: false }, []],
    ["done today", { streak: 4, today: "done" }, []],
    ["weeks", { streak: 7, streakUnit: "weeks" }, []],
    ["seven weeks, done today", { streak: 7, streakUnit: "weeks", today: "done" }, []],
    ["seven days, not yet done today", { streak: 7 }, ["streak_at_risk warning 7"]],
    ["eight days", { streak: 8, today: "done" }, []],
    ...[7, 14, 21, 30, 50, 100, 200, 365].map((streak): [string, Partial<HabitFacts>, string[]] => [
      `${streak} days`,
      { streak, today: "done", isDueToday: false },
      ["streak_milestone celebration 6"],
    ]),
  ];
  it.each(cases)("%s", (_, fields, expected) => {
    expect(brief(found("daily", { habits: [habit(fields)] }))).toEqual(expected);
  });

  it("at risk are found for today, with what to do about it", () => {
    expect(found("daily", { habits: [habit({ streak: 5 })] })).toEqual([
      {
        rule: "streak_at_risk",
        kind: "habit",
        level: "warning",
        scope: "daily",
        category: "productivity",
        priority: 7,
        target: "h",
        period: TODAY,
        facts: { habitId: "h", streak: 5 },
        names: { habit: "Yugurish" },
        related: { habitId: "h" },
        actions: [{ type: "complete_habit", targetId: "h", confidence: 0.85, priority: "medium" }],
        validUntil: END_OF_DAY,
      },
    ]);
  });

  it("are celebrated once for each milestone", () => {
    const [finding] = found("daily", { habits: [habit({ streak: 21, today: "done" })] });
    expect(finding).toMatchObject({ target: "h", period: "21", actions: [] });
  });
});

describe("a habit's last week", () => {
  const tallies = (done: number, scheduled: number) => new Map([["weekly", { done, scheduled }] as const]);
  it.each<[string, Partial<HabitFacts>, string[]]>([
    ["slips", { completionRate30d: 49.9, dueDays30: 10 }, ["habit_slipping warning 5"]],
    ["keeps half", { completionRate30d: 50, dueDays30: 10 }, []],
    ["has nine due days", { completionRate30d: 0, dueDays30: 9 }, []],
    ["is perfect", { tallies: tallies(5, 5) }, ["habit_perfect_week celebration 5"]],
    ["lacks a day", { tallies: tallies(4, 5) }, []],
    ["asked for nothing", { tallies: tallies(0, 0) }, []],
  ])("%s", (_, fields, expected) => {
    expect(brief(found("weekly", { habits: [habit(fields)] }))).toEqual(expected);
  });

  it.each<[string, Partial<HabitFacts>, string[]]>([
    ["today asks for it", { isDueToday: true, today: null }, ["complete_habit"]],
    ["today does not", { isDueToday: false, today: null }, []],
    ["it is done today", { isDueToday: true, today: "done" }, []],
    ["it is missed today", { isDueToday: true, today: "miss" }, []],
  ])("slips, and may be completed when %s", (_, fields, expected) => {
    const [slipping] = found("weekly", { habits: [habit({ completionRate30d: 20, dueDays30: 12, ...fields })] });
    expect(slipping?.rule).toBe("habit_slipping");
    expect(slipping?.actions.map(({ type }) => type)).toEqual(expected);
  });

  it("is the week from Monday to Sunday before this one", () => {
    const [slipping, perfect] = found("weekly", {
      habits: [habit({ completionRate30d: 20, dueDays30: 12, tallies: tallies(3, 3) })],
    });
    expect(slipping?.facts).toEqual({ habitId: "h", completionRate30d: 20, dueDays: 12 });
    expect(perfect?.facts).toEqual({ habitId: "h", dueDays: 3, from: "2026-11-09", to: "2026-11-15" });
    for (const finding of [slipping, perfect]) {
      expect(finding).toMatchObject({ scope: "weekly", period: "2026-11-09", validUntil: END_OF_WEEK });
    }
  });
});

describe("focus", () => {
  it.each<[string, Record<string, number>, object | null]>([
    ["an hour, the first ever", { [TODAY]: 60 }, { minutes: 60, previousBest: 0 }],
    ["less than an hour", { [TODAY]: 59 }, null],
    ["more than ever in 30 days", { [TODAY]: 61, "2026-10-19": 60 }, { minutes: 61, previousBest: 60 }],
    ["as much as 30 days ago", { [TODAY]: 60, "2026-10-19": 60 }, null],
    ["less than 31 days ago", { [TODAY]: 60, "2026-10-18": 90 }, { minutes: 60, previousBest: 0 }],
  ])("record: %s", (_, focus, facts) => {
    const findings = found("daily", { focus });
    expect(findings.map((finding) => finding.facts)).toEqual(facts ? [facts] : []);
    expect(brief(findings)).toEqual(facts ? ["focus_record celebration 5"] : []);
  });

  it.each<[string, Record<string, number>, object | null]>([
    ["under half", { "2026-11-02": 31, "2026-11-08": 30, "2026-11-15": 30 }, { minutes: 30, previousMinutes: 61 }],
    ["exactly half", { "2026-11-02": 60, "2026-11-09": 30 }, null],
    ["of less than an hour", { "2026-11-02": 59 }, null],
    ["nothing at all", { "2026-11-08": 60, "2026-11-16": 90 }, { minutes: 0, previousMinutes: 60 }],
    ["two weeks before do not count", { "2026-11-01": 90 }, null],
  ])("drop: %s", (_, focus, facts) => {
    const findings = found("weekly", { focus });
    expect(findings.map((finding) => finding.facts)).toEqual(facts ? [facts] : []);
    expect(brief(findings)).toEqual(facts ? ["focus_drop warning 4"] : []);
  });

  it("records and streaks are of days, drops of weeks", () => {
    const focus = { [TODAY]: 90, "2026-11-02": 90 };
    expect(rulesOf(found("weekly", { focus, habits: [habit({ streak: 5 })] }))).toEqual(["focus_drop"]);
    expect(rulesOf(found("daily", { focus: { [TODAY]: 90 } }))).toEqual(["focus_record"]);
  });
});
