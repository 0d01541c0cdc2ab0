import { describe, expect, it } from "vitest";
import { Moment } from "../../../src/kernel/time.ts";
import { INSIGHT_CATEGORIES, type InsightCategory } from "../../../src/leora/insights/finding.ts";
import { endOfScope, lastPeriod, periodKey } from "../../../src/leora/insights/periods.ts";
import { findingsOf } from "../../../src/leora/insights/rules/run.ts";
import type { RuleSettings } from "../../../src/leora/insights/rules/settings.ts";
import {
  budget,
  END_OF_DAY,
  END_OF_MONTH,
  END_OF_WEEK,
  flow,
  goal,
  habit,
  OPTIONS,
  rulesOf,
  SETTINGS,
  snapshotOf,
  TODAY,
} from "./snapshots.ts";

const MENTORS = [
  { id: "buffett", author: "Warren Buffett", quotes: 3 },
  { id: "musk", author: "Elon Musk", quotes: 2 },
];
/** A day with something of each kind. */
const BUSY = {
  day: {
    budgets: [
      budget({ id: "b2", spent: 95_000n, percentUsed: 95 }),
      budget({ id: "b1", spent: 72_001n, percentUsed: 72 }),
    ],
    cash: 0n,
    recentExpenseCount: 10,
    recentFlow: flow(0, 1),
    goals: [goal({ progressPercent: 100 })],
    tasks: {
      overdueCount: 0,
      overdue: [],
      firstToday: "Qo'ng'iroq",
      openToday: 1,
      doneToday: 2,
      deadlines: [{ id: "t", title: "Hisobot", dueDate: "2026-11-19" }],
    },
  },
  habits: [habit({ streak: 7, today: "done" }), habit({ id: "i", isDueToday: false })],
  period: { flow: flow(500, 200) },
};
const run = (settings: Partial<RuleSettings> = {}, categories: readonly InsightCategory[] = INSIGHT_CATEGORIES) =>
  findingsOf(snapshotOf("daily", BUSY), {
    ...OPTIONS,
    categories,
    settings: { ...SETTINGS, mentors: MENTORS, ...settings },
  });
const ALL = [
  "goal_reached",
  "budget_near_limit",
  "cash_runway",
  "tasks_due_today",
  "task_deadline",
  "streak_milestone",
  "budget_pace",
  "daily_overview",
  "wisdom_quote",
];

describe("a run", () => {
  it("has the most important first, equal ones in the order of the rules", () => {
    expect(rulesOf(run())).toEqual(ALL);
    expect(run()).toEqual(run());
  });

  it.each<[Partial<RuleSettings>, string[]]>([
    [{ predictions: false }, ["budget_pace", "cash_runway"]],
    [{ motivational: false }, ["goal_reached", "streak_milestone"]],
    [{ mentorAdvices: false }, ["wisdom_quote"]],
    [{ mentors: [] }, ["wisdom_quote"]],
    [{ deadline: false }, ["task_deadline"]],
  ])("with %j leaves out %j", (settings, left) => {
    expect(rulesOf(run(settings))).toEqual(ALL.filter((rule) => !left.includes(rule)));
  });

  it.each<[InsightCategory, string[]]>([
    ["finance", ["budget_near_limit", "cash_runway", "budget_pace"]],
    ["productivity", ["goal_reached", "tasks_due_today", "task_deadline", "streak_milestone"]],
    ["overview", ["daily_overview"]],
    ["wisdom", ["wisdom_quote"]],
  ])("of %s alone", (category, expected) => {
    expect(rulesOf(run({}, [category]))).toEqual(expected);
  });

  it("orders findings of one rule by what they are about", () => {
    const debts = ["d2", "d1"].map((id) => ({
      id,
      direction: "i_owe" as const,
      counterparty: "A",
      outstanding: 1n,
      currency: "UZS",
      dueDate: TODAY,
      isOverdue: false,
    }));
    const findings = findingsOf(snapshotOf("daily", { day: { debts } }), OPTIONS);
    expect(findings.map(({ target }) => target)).toEqual(["d1", "d2", ""]);
  });
});

describe("the overview of a day", () => {
  it("counts what is due and done, with the day's money", () => {
    expect(run({}, ["overview"])[0]).toMatchObject({
      level: "info",
      kind: "combined",
      priority: 5,
      period: TODAY,
      validUntil: END_OF_DAY,
    });
    expect(run({}, ["overview"])[0]?.facts).toEqual({
      tasksDue: 3,
      tasksDone: 2,
      habitsDue: 1,
      habitsDone: 1,
      income: 500,
      expense: 200,
      currency: "UZS",
    });
  });

  it("is there when nothing is", () => {
    expect(findingsOf(snapshotOf("daily"), OPTIONS).map(({ rule, facts }) => [rule, facts])).toEqual([
      [
        "daily_overview",
        { tasksDue: 0, tasksDone: 0, habitsDue: 0, habitsDone: 0, income: 0, expense: 0, currency: "UZS" },
      ],
    ]);
  });
});

describe("sums that cannot be made, because a rate is missing", () => {
  it("are left out of the overview, and leave no summary", () => {
    expect(findingsOf(snapshotOf("daily", { period: { flow: null } }), OPTIONS).map(({ facts }) => facts)).toEqual([
      { tasksDue: 0, tasksDone: 0, habitsDue: 0, habitsDone: 0, income: null, expense: null, currency: "UZS" },
    ]);
    expect(findingsOf(snapshotOf("weekly", { period: { flow: null } }), OPTIONS)).toEqual([]);
  });
});

describe("summaries", () => {
  it.each([
    ["weekly", "2026-11-09", "2026-11-09", "2026-11-15", END_OF_WEEK],
    ["monthly", "2026-10", "2026-10-01", "2026-10-31", END_OF_MONTH],
    ["custom", "2026-09-05..2026-10-10", "2026-09-05", "2026-10-10", null],
  ] as const)("%s", (scope, period, from, to, validUntil) => {
    const tallies = (done: number, scheduled: number) => new Map([[scope, { done, scheduled }] as const]);
    const snapshot = snapshotOf(scope, {
      period: { flow: flow(1000, 850, { rent: 400, food: 400, fun: 50 }), tasksCompleted: 4 },
      habits: [habit({ tallies: tallies(1, 3) }), habit({ tallies: tallies(1, 3) })],
      focus: { [from]: 25, [to]: 50, [TODAY]: 99 },
    });
    const [summary] = findingsOf(snapshot, OPTIONS);
    expect(summary).toMatchObject({ rule: `${scope}_summary`, priority: 6, scope, period, validUntil });
    expect(summary?.facts).toEqual({
      from,
      to,
      income: 1000,
      expense: 850,
      net: 150,
      currency: "UZS",
      topCategoryId: "food",
      tasksCompleted: 4,
      focusMinutes: 75,
      habitsRate: 33.3,
    });
  });

  it("of nothing", () => {
    const [summary] = findingsOf(snapshotOf("weekly"), OPTIONS);
    expect(summary?.facts).toMatchObject({ topCategoryId: null, habitsRate: null, focusMinutes: 0, net: 0 });
  });
});

describe("words of the day", () => {
  const on = (day: string) => {
    const snapshot = snapshotOf("daily");
    const at = new Moment(Date.parse(`${day}T12:00:00Z`), "UTC");
    const [finding] = findingsOf(
      { ...snapshot, basis: { ...snapshot.basis, at } },
      { ...OPTIONS, categories: ["wisdom"], settings: { ...SETTINGS, mentors: MENTORS } },
    );
    return finding;
  };

  it("come from one mentor after the other, and begin again when all is said", () => {
    const days = Array.from({ length: 8 }, (_, index) => `2026-11-${String(18 + index)}`);
    expect(days.map((day) => on(day)?.facts).map((facts) => `${facts?.mentorId} ${facts?.quote}`)).toEqual([
      "musk 1",
      "buffett 2",
      "musk 0",
      "buffett 0",
      "musk 1",
      "buffett 1",
      "musk 0",
      "buffett 2",
    ]);
  });

  it("are one a day, whoever speaks", () => {
    expect(on(TODAY)).toMatchObject({
      kind: "wisdom",
      category: "wisdom",
      level: "info",
      priority: 1,
      target: "",
      period: TODAY,
      facts: { author: "Elon Musk" },
    });
  });
});

describe("periods", () => {
  it.each([
    ["daily", "2026-11-16", "2026-11-16", "2026-11-16", "2026-11-16"],
    ["weekly", "2026-11-16", "2026-11-09", "2026-11-15", "2026-11-09"],
    ["weekly", "2026-11-15", "2026-11-02", "2026-11-08", "2026-11-02"],
    ["monthly", "2026-03-01", "2026-02-01", "2026-02-28", "2026-02"],
    ["monthly", "2026-01-31", "2025-12-01", "2025-12-31", "2025-12"],
  ] as const)("%s on %s: %s to %s", (scope, today, from, to, key) => {
    const period = lastPeriod(scope, today);
    expect([period, periodKey(period)]).toEqual([{ scope, from, to }, key]);
  });

  it("end where the user's next day begins, when clocks change as well", () => {
    const iso = (ms: number | null) => ms !== null && new Date(ms).toISOString();
    expect(iso(endOfScope("daily", "2026-10-25", "Europe/Berlin"))).toBe("2026-10-25T23:00:00.000Z");
    expect(iso(endOfScope("weekly", "2026-10-25", "Europe/Berlin"))).toBe("2026-10-25T23:00:00.000Z");
    expect(iso(endOfScope("monthly", "2026-12-31", "Asia/Tashkent"))).toBe("2026-12-31T19:00:00.000Z");
  });
});
