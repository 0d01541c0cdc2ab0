import { describe, expect, test } from "vitest";
import type { InsightScope } from "../../../src/leora/insights/finding.ts";
import { change, newId, push } from "../../engine/sync/protocol.ts";
import { deliver } from "../../kernel/outbound/support.ts";
import { type Actor, newActor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { later } from "../../support/later.ts";
import { openAccount } from "../finance/support.ts";
import { finishedJob } from "./support.ts";

// What runs make, renew and end. It is Tuesday, 2 June 2026, nine in the morning in Tashkent.

const NOW = "2026-06-02T04:00:00.000Z";
const LATER = "2026-06-02T04:10:00.000Z";
const END_OF_DAY = "2026-06-02T19:00:00.000Z";
const YESTERDAY = "2026-06-01";
const TOMORROW = "2026-06-03";

/** Runs that nobody has asked for, as cron sends them to the queue. */
const morning = async (actor: Actor, scopes: InsightScope[] = ["daily"]) => {
  const { acked } = await deliver([{ kind: "automatic", owner: actor.owner, scopes }], { queue: "leora-insights" });
  expect(acked).toEqual(["m0"]);
};

const listOf = async (actor: Actor, path = "insights?"): Promise<{ payload: { rule: string } }[]> =>
  (await actor.get(`/v1/${path}&limit=100`)).data;

/** How many insights of each rule there are, the most important first. */
async function rulesOf(actor: Actor): Promise<Record<string, number>> {
  const rules = (await listOf(actor)).map(({ payload }) => payload.rule);
  return Object.fromEntries([...new Set(rules)].map((rule) => [rule, rules.filter((each) => each === rule).length]));
}

/** Somebody with four overdue debts, which are critical, and twenty tasks of high priority that are due tomorrow. */
async function busyActor(): Promise<Actor> {
  const actor = await newActor();
  const debt = {
    direction: "i_owe",
    counterpartyName: "Alisher",
    principalAmount: 900,
    principalCurrency: "UZS",
    startDate: "2026-05-20",
    dueDate: YESTERDAY,
  };
  const task = { title: "Hisobot", priority: "high", dueDate: TOMORROW };
  const { results } = await push(actor, [
    ...Array.from({ length: 4 }, () => change("debts", "create", newId(), debt)),
    ...Array.from({ length: 20 }, () => change("tasks", "create", newId(), task)),
  ]);
  expect(new Set(results.map(({ status }) => status))).toEqual(new Set(["applied"]));
  return actor;
}

describe("new insights", () => {
  test.each([
    ["low", 5, { debt_overdue: 4, task_deadline: 1 }],
    ["medium", 10, { debt_overdue: 4, task_deadline: 6 }],
    ["high", 20, { debt_overdue: 4, task_deadline: 16 }],
  ])("of a run with helpLevel %s are %i, the most important ones", async (helpLevel, createdCount, rules) => {
    freezeTime(NOW);
    const actor = await busyActor();
    await actor.patch("/v1/settings/ai", { helpLevel });
    const { data } = await actor.post("/v1/insights/generate");
    expect(await finishedJob(actor, data.jobId)).toMatchObject({ status: "completed", createdCount });
    expect(await rulesOf(actor)).toEqual(rules);
  });

  test.each([
    [0, "medium", { debt_overdue: 4 }],
    [3, "medium", { debt_overdue: 4, task_deadline: 3 }],
    [20, "low", { debt_overdue: 4, task_deadline: 1 }],
  ])(
    "of a morning with %i recommendations a day and helpLevel %s: critical ones come beyond, a message that comes twice brings no more",
    async (recommendationsPerDay, helpLevel, rules) => {
      freezeTime(NOW);
      const actor = await busyActor();
      await actor.patch("/v1/settings", {
        ai: { helpLevel },
        notifications: { ai: { recommendationsPerDay } },
      });
      await morning(actor);
      expect(await rulesOf(actor)).toEqual(rules);
      await morning(actor);
      expect(await rulesOf(actor)).toEqual(rules);
    },
  );

  test.each([
    [true, ["monthly_summary", "weekly_summary"]],
    [false, ["monthly_summary"]],
  ])("of the last week come by themselves with weeklyInsights %s", async (weeklyInsights, expected) => {
    freezeTime(NOW);
    const actor = await newActor();
    await actor.patch("/v1/settings/notifications", { ai: { weeklyInsights } });
    await morning(actor, ["weekly", "monthly"]);
    expect(Object.keys(await rulesOf(actor)).toSorted()).toEqual(expected);
  });

  test("are made once by runs at once, and told once", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    await actor.post("/v1/tasks", { title: "Hisobot", dueDate: YESTERDAY });
    const socket = await actor.connect();
    await socket.next("hello");
    await Promise.all([1, 2, 3].map(() => morning(actor)));
    const rows = await listOf(actor);
    expect(rows.map(({ payload }) => payload.rule)).toEqual(["tasks_overdue", "daily_overview", "wisdom_quote"]);
    for (const _ of rows) await socket.next("insight:new");
    socket.send("ping");
    await socket.next("pong");
    expect(socket.pending.filter(({ event }) => event === "insight:new")).toEqual([]);
  });
});

describe("insights of an earlier run", () => {
  async function withOverdueTask() {
    freezeTime(NOW);
    const actor = await newActor();
    const { data: task } = await actor.post("/v1/tasks", { title: "Hisobot", dueDate: YESTERDAY });
    await morning(actor);
    const [insight] = (await actor.get("/v1/insights?category=productivity")).data;
    expect(insight).toMatchObject({
      payload: { rule: "tasks_overdue", count: 1, taskIds: [task.id] },
      validUntil: END_OF_DAY,
      updatedAt: NOW,
    });
    freezeTime(LATER);
    return { actor, task, insight };
  }

  test("stay as they are while the facts are the same", async () => {
    const { actor, insight } = await withOverdueTask();
    await morning(actor);
    expect((await actor.get(`/v1/insights/${insight.id}`)).data).toEqual(insight);
  });

  test("run out at once when their reason is gone, and count again when it is back", async () => {
    const { actor, task, insight } = await withOverdueTask();
    await actor.post(`/v1/tasks/${task.id}/complete`);
    await morning(actor);
    expect((await actor.get("/v1/insights?category=productivity")).meta?.total).toBe(0);
    const [over] = (await actor.get("/v1/insights/history")).data;
    expect(over).toEqual({ ...insight, validUntil: LATER, updatedAt: LATER });
    const { data: other } = await actor.post("/v1/tasks", { title: "Taqdimot", dueDate: YESTERDAY });
    await morning(actor);
    const [again] = (await actor.get("/v1/insights?category=productivity")).data;
    expect(again).toMatchObject({
      id: insight.id,
      status: "new",
      payload: { rule: "tasks_overdue", count: 1, taskIds: [other.id] },
      related: { taskId: other.id },
      validUntil: END_OF_DAY,
      createdAt: NOW,
      updatedAt: LATER,
    });
    expect(again.body).toContain("“Taqdimot”");
  });

  test("stay as they were decided, whatever changes in their period", async () => {
    const { actor, insight } = await withOverdueTask();
    const { data: dismissed } = await actor.patch(`/v1/insights/${insight.id}/dismiss`);
    await actor.post("/v1/tasks", { title: "Taqdimot", dueDate: YESTERDAY });
    await morning(actor);
    expect((await actor.get(`/v1/insights/${insight.id}`)).data).toEqual(dismissed);
    expect((await actor.get("/v1/insights?category=productivity")).meta?.total).toBe(0);
  });

  test("of categories that a run is not about do not end", async () => {
    const { actor, task, insight } = await withOverdueTask();
    await actor.post(`/v1/tasks/${task.id}/complete`);
    const { data } = await actor.post("/v1/insights/generate", { categories: ["finance"] });
    await finishedJob(actor, data.jobId);
    expect((await actor.get("/v1/insights?category=productivity")).data).toEqual([insight]);
  });
});

describe("settings", () => {
  /** Somebody of whom there is a prediction, a celebration, and what is neither. */
  async function spender(): Promise<Actor> {
    freezeTime(NOW);
    const actor = await newActor();
    const accountId = await openAccount(actor, "UZS", { initialBalance: 100 });
    const expense = { type: "expense", accountId, amount: 15, currency: "UZS", categoryId: "food", date: YESTERDAY };
    const session = { plannedMinutes: 60, actualMinutes: 60, status: "completed", startedAt: NOW };
    const { results } = await push(actor, [
      ...Array.from({ length: 10 }, () => change("transactions", "create", newId(), expense)),
      change("focusSessions", "create", newId(), session),
    ]);
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(["applied"]));
    await actor.patch("/v1/settings/notifications", { ai: { recommendationsPerDay: 20 } });
    return actor;
  }

  test.each<[settings: object, left: string[]]>([
    [{}, []],
    [{ ai: { features: { predictions: false } } }, ["cash_runway"]],
    [{ notifications: { ai: { predictions: false } } }, ["cash_runway"]],
    [{ ai: { features: { motivational: false } } }, ["focus_record"]],
    [{ notifications: { ai: { mentorAdvices: false } } }, ["wisdom_quote"]],
    [
      { notifications: { ai: { smartRecommendations: false } } },
      ["low_balance", "cash_runway", "focus_record", "daily_overview", "wisdom_quote"],
    ],
  ])("%j leave out %j", async (settings, left) => {
    const actor = await spender();
    await actor.patch("/v1/settings", settings);
    await morning(actor);
    const all = ["low_balance", "cash_runway", "daily_overview", "focus_record", "wisdom_quote"];
    expect(Object.keys(await rulesOf(actor)).toSorted()).toEqual(all.filter((rule) => !left.includes(rule)).toSorted());
  });

  test.each<[tasks: object, rules: object]>([
    [{}, { debt_overdue: 4, task_deadline: 3 }],
    [{ deadline: false }, { debt_overdue: 4, daily_overview: 1, wisdom_quote: 1 }],
    [{ deadlineDaysBefore: 0 }, { debt_overdue: 4, daily_overview: 1, wisdom_quote: 1 }],
  ])("notifications of tasks %j decide about deadlines", async (tasks, rules) => {
    freezeTime(NOW);
    const actor = await busyActor();
    await actor.patch("/v1/settings/notifications", { tasks });
    await morning(actor);
    expect(await rulesOf(actor)).toEqual(rules);
  });

  test("let the enabled mentor speak, and nobody else", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    const enable = (id: string, enabled: boolean) => actor.patch("/v1/settings/ai", { mentors: [{ id, enabled }] });
    await enable("buffett", false);
    await morning(actor);
    expect(await rulesOf(actor)).toEqual({ daily_overview: 1 });
    await enable("aurelius", true);
    await morning(actor);
    const [quote] = (await actor.get("/v1/insights?category=wisdom")).data;
    expect(quote.payload).toMatchObject({ mentorId: "aurelius", author: "Marcus Aurelius" });
  });

  test.each([
    ["friendly", "ru", "friend", "Внеси платёж сегодня."],
    ["strict", "ru", "strict", "Внесите платёж сегодня."],
    ["polite", "tr", "polite", "Lütfen ödemeyi bugün yapın."],
  ])("talkStyle %s and language %s are spoken", async (talkStyle, language, tone, advice) => {
    freezeTime(NOW);
    const actor = await busyActor();
    await actor.patch("/v1/settings/ai", { talkStyle, language });
    await morning(actor);
    const [debt] = (await actor.get("/v1/insights")).data;
    expect(debt).toMatchObject({ tone, payload: { rule: "debt_overdue" } });
    expect(debt.body).toContain(advice);
  });
});

describe("lists", () => {
  const countOf = async (actor: Actor, path: string) => (await actor.get(`/v1/${path}`)).meta?.total;

  test("have what counts now, and what is over by the user's days", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    await morning(actor);
    const first = await countOf(actor, "insights");
    expect(first).toBe(2);
    // Half past midnight of the third of June in Tashkent; by UTC it is still the second.
    await later(actor, "2026-06-02T19:30:00Z");
    expect(await countOf(actor, "insights")).toBe(0);
    await morning(actor);
    const [overview, quote] = (await actor.get("/v1/insights")).data;
    await actor.patch(`/v1/insights/${overview.id}/complete`);
    await actor.patch(`/v1/insights/${quote.id}/view`);
    expect(await countOf(actor, "insights")).toBe(1);
    expect(await countOf(actor, "insights?status=completed")).toBe(1);
    expect(await countOf(actor, "insights?status=new")).toBe(0);
    expect(await countOf(actor, "insights/history")).toBe(3);
    expect((await actor.get("/v1/insights/history")).data[0].id).toBe(overview.id);
    expect(await countOf(actor, "insights/history?status=new")).toBe(2);
    expect(await countOf(actor, "insights/history?dateFrom=2026-06-03")).toBe(1);
    expect(await countOf(actor, "insights/history?dateTo=2026-06-02")).toBe(2);
    expect((await actor.get("/v1/insights/history?dateFrom=2026-06-03&dateTo=2026-06-02")).status).toBe(400);
    await later(actor, "2026-06-03T19:00:00Z");
    expect(await countOf(actor, "insights?status=completed")).toBe(0);
    expect(await countOf(actor, "insights/history")).toBe(4);
  });
});

describe("a run about a range", () => {
  test("may have 366 days, and its summary does not run out", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    const generate = (dateFrom: string | null, dateTo: string | null) =>
      actor.post("/v1/insights/generate", { scope: "custom", categories: ["overview"], dateFrom, dateTo });
    const fieldsOf = async (dateFrom: string | null, dateTo: string | null) => {
      const { status, error } = await generate(dateFrom, dateTo);
      return [status, ...(error?.details ?? []).map(({ field }: { field: string }) => field)];
    };
    const { status, data } = await generate("2025-06-01", "2026-06-01");
    expect(status).toBe(201);
    expect(await finishedJob(actor, data.jobId)).toMatchObject({ scope: "custom", createdCount: 1 });
    const [summary] = (await actor.get("/v1/insights?scope=custom")).data;
    expect(summary).toMatchObject({
      level: "info",
      priority: 6,
      validUntil: null,
      payload: { rule: "custom_summary", from: "2025-06-01", to: "2026-06-01", income: 0, expense: 0, net: 0 },
    });
    expect(await fieldsOf("2025-05-31", "2026-06-01")).toEqual([400, "dateTo"]);
    expect(await fieldsOf("2026-06-02", "2026-06-01")).toEqual([400, "dateTo"]);
    expect(await fieldsOf(null, "2026-06-01")).toEqual([400, "dateFrom"]);
  });
});
