import { describe, expect, it } from "vitest";
import type { GoalFacts } from "../../../src/leora/insights/facts/planner.ts";
import type { DayFacts } from "../../../src/leora/insights/facts/snapshot.ts";
import { brief, END_OF_DAY, found, goal, OPTIONS, rulesOf, SETTINGS, TODAY } from "./snapshots.ts";

const NO_TASKS: DayFacts["tasks"] = {
  overdueCount: 0,
  overdue: [],
  firstToday: null,
  openToday: 0,
  doneToday: 0,
  deadlines: [],
};
const tasks = (told: Partial<DayFacts["tasks"]>) => ({ day: { tasks: { ...NO_TASKS, ...told } } });
const task = (id: string, dueDate: string) => ({ id, title: `Vazifa ${id}`, dueDate });

describe("overdue tasks", () => {
  it.each<[number, string]>([
    [1, "tasks_overdue warning 7"],
    [4, "tasks_overdue warning 7"],
    [5, "tasks_overdue critical 8"],
  ])("%d of them are one finding", (overdueCount, expected) => {
    expect(brief(found("daily", tasks({ overdueCount, overdue: [task("t", "2026-11-01")] })))).toEqual([expected]);
  });

  it("name the first ones, and the oldest", () => {
    const overdue = [task("b", "2026-11-01"), task("a", "2026-11-17")];
    const [finding] = found("daily", tasks({ overdueCount: 9, overdue }));
    expect(finding).toMatchObject({
      category: "productivity",
      kind: "planner",
      target: "",
      period: TODAY,
      facts: { count: 9, taskIds: ["b", "a"] },
      names: { task: "Vazifa b" },
      related: { taskId: "b" },
      actions: [
        { type: "reschedule_task", targetId: "b" },
        { type: "open_task", targetId: "b" },
      ],
      validUntil: END_OF_DAY,
    });
  });
});

it("tasks of today are counted, and one is named", () => {
  const [finding] = found("daily", tasks({ firstToday: "Hisobot", openToday: 3, doneToday: 2 }));
  expect(brief(finding ? [finding] : [])).toEqual(["tasks_due_today info 6"]);
  expect([finding?.facts, finding?.names]).toEqual([{ count: 3 }, { task: "Hisobot" }]);
  expect(found("daily", tasks({ doneToday: 2 }))).toEqual([]);
});

describe("deadlines", () => {
  const deadlines = [task("a", "2026-11-19"), task("b", "2026-11-20"), task("c", "2026-11-21")];
  const ahead = (deadlineDaysBefore: number, deadline = true) =>
    found("daily", tasks({ deadlines }), { ...OPTIONS, settings: { ...SETTINGS, deadline, deadlineDaysBefore } });

  it("are told as many days ahead as the user wants", () => {
    expect([0, 1, 2, 3].map((days) => ahead(days).map(({ target }) => target))).toEqual([
      [],
      ["a"],
      ["a", "b"],
      ["a", "b", "c"],
    ]);
    expect(ahead(3, false)).toEqual([]);
  });

  it("are findings of their own", () => {
    expect(ahead(1)[0]).toMatchObject({
      rule: "task_deadline",
      level: "warning",
      priority: 6,
      facts: { taskId: "a", dueDate: "2026-11-19", days: 1 },
      names: { task: "Vazifa a" },
      related: { taskId: "a" },
    });
  });
});

describe("goals", () => {
  const cases: [name: string, fields: Partial<GoalFacts>, expected: string[]][] = [
    ["half way, young", {}, []],
    ["89.99 %", { progressPercent: 89.99 }, []],
    ["90 %", { progressPercent: 90 }, ["goal_near celebration 5"]],
    ["99.99 %", { progressPercent: 99.99 }, ["goal_near celebration 5"]],
    ["reached", { progressPercent: 100 }, ["goal_reached celebration 8"]],
    ["completed before it was reached", { status: "completed", progressPercent: 40 }, ["goal_reached celebration 8"]],
    // 10 of 40 days are gone: a quarter.
    ["a quarter gone, 20 points behind", { targetDate: "2026-12-18", progressPercent: 5 }, []],
    [
      "a quarter gone, more than 20 points behind",
      { targetDate: "2026-12-18", progressPercent: 4.99 },
      ["goal_behind warning 6"],
    ],
    ["less than a quarter gone", { targetDate: "2026-12-19", progressPercent: 0 }, []],
    ["its day is over", { targetDate: "2026-11-10", progressPercent: 79.99 }, ["goal_behind warning 6"]],
    ["its day is over, 20 points are missing", { targetDate: "2026-11-10", progressPercent: 80 }, []],
    ["begins after its target", { targetDate: "2026-11-08", progressPercent: 0 }, []],
    ["begins tomorrow", { startDay: "2026-11-19", targetDate: "2026-11-20", progressPercent: 0 }, []],
    ["14 days old", { createdDay: "2026-11-04" }, []],
    ["15 days old without a check-in", { createdDay: "2026-11-03" }, ["goal_stale info 4"]],
    ["old, checked in 13 days ago", { createdDay: "2026-01-01", lastCheckIn: "2026-11-05" }, []],
    ["old, checked in 14 days ago", { createdDay: "2026-01-01", lastCheckIn: "2026-11-04" }, ["goal_stale info 4"]],
    ["old and reached", { createdDay: "2026-01-01", progressPercent: 100 }, ["goal_reached celebration 8"]],
  ];
  it.each(cases)("%s", (_, fields, expected) => {
    expect(brief(found("daily", { day: { goals: [goal(fields)] } }))).toEqual(expected);
  });

  it("say how far they are, and are celebrated once", () => {
    const of = (fields: Partial<GoalFacts>) => found("daily", { day: { goals: [goal(fields)] } })[0];
    expect(of({ progressPercent: 100 })).toMatchObject({ target: "g", period: "reached", validUntil: END_OF_DAY });
    const near = of({ progressPercent: 95.5, remaining: 4.5, unit: "kg" });
    expect(near?.period).toBe("near");
    expect([near?.facts, near?.names]).toEqual([
      { goalId: "g", progressPercent: 95.5, remaining: 4.5 },
      { goal: "Kitob", unit: "kg" },
    ]);
    const behind = of({ targetDate: "2026-11-28", progressPercent: 12.5 });
    expect(behind).toMatchObject({ period: TODAY, names: { goal: "Kitob" }, related: { goalId: "g" } });
    expect(behind?.facts).toEqual({
      goalId: "g",
      progressPercent: 12.5,
      remaining: null,
      timePercent: 50,
      targetDate: "2026-11-28",
    });
    expect(of({ createdDay: "2026-10-18" })?.facts).toEqual({ goalId: "g", days: 31 });
  });

  it("may be behind and forgotten", () => {
    const old = goal({ createdDay: "2026-01-01", startDay: "2026-01-01", targetDate: "2026-12-31" });
    expect(rulesOf(found("daily", { day: { goals: [old] } }))).toEqual(["goal_behind", "goal_stale"]);
  });
});
