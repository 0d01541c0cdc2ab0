import { describe, expect, test } from "vitest";
import type { ScheduledWork } from "../../../src/engine/maintenance/run-for-user.ts";
import { unsafeCast } from "../../../src/kernel/cast.ts";
import { DAY_MS } from "../../../src/kernel/time.ts";
import { insightMaintenance } from "../../../src/leora/insights/jobs/maintenance.ts";
import { type Actor, newActor } from "../../support/actor.ts";
import { freezeTime, passTime } from "../../support/clock.ts";
import { contextOf } from "../../support/context.ts";
import { later } from "../../support/later.ts";

const speak = (actor: Actor) => actor.post("/v1/ai/voice", { transcript: "taksi 25 000" });
const ask = (actor: Actor, more: object = {}) => actor.post("/v1/insights/ask", { question: "Balans?", ...more });
const totalOf = async (actor: Actor, query: string) => (await actor.get(`/v1/ai/usage/history?${query}`)).meta?.total;

describe("the log of requests", () => {
  test("is in the order of the requests, and is filtered by days of the user's zone", async () => {
    // Half an hour before midnight in Tashkent, on the last day of May.
    freezeTime("2026-05-31T18:30:00Z");
    const actor = await newActor();
    const spoken = await speak(actor);
    passTime(30 * 60_000);
    const asked = await ask(actor);
    const { data, meta } = await actor.get("/v1/ai/usage/history");
    expect(meta?.total).toBe(2);
    expect(data).toEqual([
      {
        id: asked.data.id,
        userId: actor.user.id,
        channel: "qa",
        requestType: "ask",
        tokensUsed: null,
        responseTime: asked.data.usage.responseTime,
        success: true,
        errorCode: null,
        metadata: { source: "local" },
        createdAt: "2026-05-31T19:00:00.000Z",
      },
      {
        id: expect.any(String),
        userId: actor.user.id,
        channel: "voice",
        requestType: "voice",
        tokensUsed: null,
        responseTime: spoken.data.usage.responseTime,
        success: true,
        errorCode: null,
        metadata: { source: "local" },
        createdAt: "2026-05-31T18:30:00.000Z",
      },
    ]);
    expect(await totalOf(actor, "dateTo=2026-05-31")).toBe(1);
    expect(await totalOf(actor, "dateFrom=2026-06-01")).toBe(1);
    expect(await totalOf(actor, "dateFrom=2026-05-31&dateTo=2026-06-01&channel=voice")).toBe(1);
    expect(await totalOf(actor, "success=false")).toBe(0);
    const refused = await actor.get("/v1/ai/usage/history?dateFrom=2026-06-02&dateTo=2026-06-01");
    expect([refused.status, refused.error?.details?.[0]?.field]).toEqual([400, "dateTo"]);
    expect((await actor.get("/v1/ai/usage/history?channel=chat")).status).toBe(400);
  });

  test("is summed up by the months of the user's zone, and for all time", async () => {
    freezeTime("2026-05-31T18:30:00Z");
    const actor = await newActor();
    const nothing = { totalRequests: 0, byChannel: { daily: 0, period: 0, qa: 0, voice: 0 }, avgResponseTime: 0 };
    expect((await actor.get("/v1/ai/usage/stats")).data).toEqual({
      thisMonth: { ...nothing, tokensUsed: 0 },
      allTime: { totalRequests: 0, tokensUsed: 0 },
    });
    await speak(actor);
    await later(actor, "2026-05-31T19:00:00Z");
    await ask(actor);
    await ask(actor);
    const [first, second] = (await actor.get("/v1/ai/usage/history")).data;
    const { thisMonth, allTime } = (await actor.get("/v1/ai/usage/stats")).data;
    expect(thisMonth).toEqual({
      totalRequests: 2,
      byChannel: { daily: 0, period: 0, qa: 2, voice: 0 },
      avgResponseTime: Math.round((first.responseTime + second.responseTime) / 2),
      tokensUsed: 0,
    });
    expect(allTime).toEqual({ totalRequests: 3, tokensUsed: 0 });
  });
});

test("the log is kept for 400 days, and what it came to for good", async () => {
  freezeTime("2026-06-01T12:00:00Z");
  const actor = await newActor();
  await speak(actor);
  await ask(actor);
  const age = (days: number) =>
    actor.db
      .prepare("UPDATE aiUsage SET createdAt = ? WHERE owner = ? AND channel = 'qa'")
      .bind(Date.now() - days * DAY_MS, actor.owner)
      .run();
  const { db, env } = contextOf(actor);
  const cleanUp = async () => {
    const jobs = insightMaintenance(db, unsafeCast<Pick<ScheduledWork, "parts">>({ parts: { env, now: Date.now() } }));
    const job = jobs.find(({ name }) => name === "delete old AI usage");
    while (await job?.run());
  };
  await age(400);
  await cleanUp();
  expect(await totalOf(actor, "")).toBe(2);
  await age(401);
  await cleanUp();
  expect([await totalOf(actor, ""), await totalOf(actor, "channel=qa")]).toEqual([1, 0]);
  expect((await actor.get("/v1/ai/usage/stats")).data.allTime.totalRequests).toBe(2);
});

test.each([
  [{ dateRange: { from: "2026-06-02", to: "2026-06-01" } }, "context.dateRange"],
  [{ dateRange: "last_5_days" }, "context.dateRange"],
  [{ dateRange: { from: "2026-06-31", to: "2026-07-01" } }, "context.dateRange"],
  [{ mentorId: "nobody" }, "context.mentorId"],
])("a question with the context %j is refused and costs nothing", async (context, field) => {
  const actor = await newActor();
  const { status, error } = await ask(actor, { context });
  expect([status, error?.code]).toEqual([400, "VALIDATION_ERROR"]);
  expect(error?.details?.[0]?.field).toMatch(new RegExp(`^${field}`));
  expect((await actor.get("/v1/ai/quota")).data.quotas.qa.used).toBe(0);
});

test("a question is answered for the days of its context, else for those that it names", async () => {
  freezeTime("2026-06-17T12:00:00Z");
  const actor = await newActor();
  const daysOf = async (question: string, context?: object) =>
    (await actor.post("/v1/insights/ask", { question, ...(context && { context }) })).data.dateRange;
  expect(await daysOf("xarajatlarim")).toEqual({ from: "2026-05-19", to: "2026-06-17" });
  expect(await daysOf("o'tgan oy xarajatlarim")).toEqual({ from: "2026-05-01", to: "2026-05-31" });
  expect(await daysOf("o'tgan oy xarajatlarim", { dateRange: "today" })).toEqual({
    from: "2026-06-17",
    to: "2026-06-17",
  });
  const range = { from: "2026-01-01", to: "2026-01-31" };
  expect(await daysOf("xarajatlarim", { dateRange: range })).toEqual(range);
});

test("the mentors are twelve, the specification's three first, in the language of the request", async () => {
  const actor = await newActor();
  const { data } = await actor.get("/v1/ai/mentors", { "Accept-Language": "en" });
  expect(data.mentors.slice(0, 3)).toEqual([
    {
      id: "buffett",
      name: "Warren Buffett",
      category: "financial",
      style: "Patient and plain: thinks in years, is wary of debt, stays with what is understood.",
      enabled: true,
    },
    {
      id: "musk",
      name: "Elon Musk",
      category: "productivity",
      style: "Bold and demanding: takes a thing apart, removes what is not needed, tries it out soon.",
      enabled: false,
    },
    {
      id: "aurelius",
      name: "Marcus Aurelius",
      category: "balance",
      style: "Calm and inward: does the duty at hand and lets go of what cannot be helped.",
      enabled: false,
    },
  ]);
  expect(data.mentors).toHaveLength(12);
});
