import { describe, expect, test } from "vitest";
import { type Actor, newActor } from "../../support/actor.ts";

/** Waits for the end of a run, as an app does. */
async function finished(actor: Actor, jobId: string) {
  const socket = await actor.connect();
  await socket.next("hello");
  for (;;) {
    const { data } = await actor.get(`/v1/insights/jobs/${jobId}`);
    if (data.status === "completed" || data.status === "failed") return data;
    await socket.next("job:updated");
  }
}

const generate = async (actor: Actor, body: object = {}) => {
  const reply = await actor.post("/v1/insights/generate", body);
  expect([reply.status, reply.error]).toEqual([201, null]);
  return { queued: reply.data, job: await finished(actor, reply.data.jobId) };
};

/** The day of the test's user, who lives in Tashkent. */
const today = () => new Date(Date.now() + 5 * 3_600_000).toISOString().slice(0, 10);

async function withBudget() {
  const actor = await newActor();
  const account = (
    await actor.post("/v1/accounts", { name: "Card", accountType: "card", currency: "UZS", initialBalance: 1_000_000 })
  ).data;
  await actor.post("/v1/budgets", {
    name: "Food",
    budgetType: "category",
    categoryIds: ["food"],
    currency: "UZS",
    limitAmount: 100_000,
    periodType: "monthly",
  });
  const spend = async (amount: number) => {
    const body = { type: "expense", accountId: account.id, amount, currency: "UZS", categoryId: "food", date: today() };
    expect((await actor.post("/v1/transactions", body)).status).toBe(201);
  };
  return { actor, spend };
}

describe("a run", () => {
  test("is queued, done within seconds, and makes what the rules find", async () => {
    const { actor, spend } = await withBudget();
    await spend(95_000);
    const { queued, job } = await generate(actor, { scope: "daily" });
    expect(queued).toMatchObject({
      status: "queued",
      scope: "daily",
      categories: ["overview", "finance", "productivity", "wisdom"],
      quota: { limit: 2, used: 1, remaining: 1 },
    });
    expect(job).toMatchObject({ status: "completed", updatedCount: 0, error: null });
    expect((await (await newActor()).get(`/v1/insights/jobs/${queued.jobId}`)).status).toBe(404);
    const { data, meta } = await actor.get("/v1/insights?category=finance");
    expect(meta?.total).toBe(1);
    expect(data[0]).toMatchObject({
      kind: "finance",
      level: "warning",
      scope: "daily",
      category: "finance",
      priority: 7,
      status: "new",
      source: "local",
      tone: "friend",
      payload: { rule: "budget_near_limit", limit: 100000, spent: 95000, percentUsed: 95, currency: "UZS" },
    });
    expect(data[0].body).toContain("95");
    expect(data[0].actions[0]).toMatchObject({ type: "review_budget", action: "open_budgets" });
    const all = (await actor.get("/v1/insights?limit=100")).data;
    expect(job.createdCount).toBe(all.length);
    expect(job.insightIds.toSorted()).toEqual(all.map(({ id }: { id: string }) => id).toSorted());
    expect(all.map(({ priority }: { priority: number }) => priority)).toEqual(
      all.map(({ priority }: { priority: number }) => priority).toSorted((a: number, b: number) => b - a),
    );
  });

  test("renews what has changed", async () => {
    const { actor, spend } = await withBudget();
    await spend(92_000);
    await generate(actor);
    const [near] = (await actor.get("/v1/insights?category=finance")).data;
    await spend(3_000);
    const second = await generate(actor);
    const [renewed] = (await actor.get("/v1/insights?category=finance")).data;
    expect([renewed.id, renewed.payload.spent]).toEqual([near.id, 95000]);
    expect(second.job.insightIds).toContain(near.id);
    expect(second.job.createdCount).toBe(0);
  });

  test("tells open sockets of each new insight", async () => {
    const { actor, spend } = await withBudget();
    await spend(95_000);
    const socket = await actor.connect();
    await socket.next("hello");
    await actor.post("/v1/insights/generate", { categories: ["finance"] });
    expect((await socket.next("insight:new")).data).toEqual({
      id: expect.any(String),
      title: expect.any(String),
      level: "warning",
      kind: "finance",
      priority: 7,
    });
    expect((await socket.next("job:updated")).data).toMatchObject({ kind: "insights", status: "completed" });
  });
});

describe("the quota", () => {
  test("refuses what is beyond it, and refused input costs nothing", async () => {
    const actor = await newActor();
    expect((await actor.post("/v1/insights/generate", { scope: "custom" })).status).toBe(400);
    expect((await actor.post("/v1/insights/generate", { categories: [] })).status).toBe(400);
    await generate(actor);
    await generate(actor);
    const over = await actor.post("/v1/insights/generate");
    expect([over.status, over.error?.code]).toEqual([429, "AI_QUOTA_EXCEEDED"]);
    expect(over.error?.details?.[0]).toMatchObject({
      field: "daily",
      channel: "daily",
      featureKey: "ai_daily_insights",
      limit: 2,
      used: 2,
    });
    expect(Number(over.headers.get("retry-after"))).toBeGreaterThan(0);
    const { data } = await actor.get("/v1/ai/quota");
    expect(data.tier).toBe("free");
    expect(data.quotas.daily).toMatchObject({ limit: 2, used: 2, remaining: 0 });
    expect(data.quotas.qa).toMatchObject({ limit: 5, used: 0, remaining: 5 });
    const usage = await actor.get("/v1/ai/usage/history");
    expect(usage.meta?.total).toBe(2);
    expect(usage.data[0]).toMatchObject({ channel: "daily", requestType: "insights.daily", success: true });
  });

  test("of a repeated request is taken once, and answered also when it is used up", async () => {
    const actor = await newActor();
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    const replies = await Promise.all([1, 2, 3].map(() => actor.post("/v1/insights/generate", {}, headers)));
    expect(replies.map(({ status, data }) => [status, data?.jobId])).toEqual(
      Array(3).fill([201, replies[0]?.data.jobId]),
    );
    await generate(actor);
    expect((await actor.post("/v1/insights/generate")).status).toBe(429);
    expect((await actor.post("/v1/insights/generate", {}, headers)).data.jobId).toBe(replies[0]?.data.jobId);
  });

  test("holds under a hundred requests at once", async () => {
    const actor = await newActor();
    const replies = await Promise.all(Array.from({ length: 100 }, () => actor.post("/v1/insights/generate")));
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(2);
    expect((await actor.get("/v1/ai/quota")).data.quotas.daily.used).toBe(2);
  });
});

describe("decisions", () => {
  test("go forward only", async () => {
    const actor = await newActor();
    await generate(actor);
    const [first, second] = (await actor.get("/v1/insights")).data;
    const viewed = await actor.patch(`/v1/insights/${first.id}/view`);
    expect([viewed.status, viewed.data.status]).toEqual([200, "viewed"]);
    expect((await actor.patch(`/v1/insights/${first.id}/view`)).data.viewedAt).toBe(viewed.data.viewedAt);
    const dismissed = await actor.patch(`/v1/insights/${first.id}/dismiss`);
    expect(dismissed.data).toMatchObject({ status: "dismissed", viewedAt: viewed.data.viewedAt });
    expect((await actor.patch(`/v1/insights/${first.id}/dismiss`)).data.dismissedAt).toBe(dismissed.data.dismissedAt);
    expect((await actor.patch(`/v1/insights/${first.id}/view`)).data.status).toBe("dismissed");
    const opposite = await actor.patch(`/v1/insights/${first.id}/complete`);
    expect([opposite.status, opposite.error?.code]).toEqual([409, "INVALID_STATE"]);
    const completed = await actor.patch(`/v1/insights/${second.id}/complete`);
    expect(completed.data).toMatchObject({ status: "completed", viewedAt: null, dismissedAt: null });
    expect((await actor.patch(`/v1/insights/${second.id}/complete`)).data).toEqual(completed.data);
    const dismissal = await actor.patch(`/v1/insights/${second.id}/dismiss`);
    expect([dismissal.status, dismissal.error?.code]).toEqual([409, "INVALID_STATE"]);
    const history = (await actor.get("/v1/insights/history")).data;
    expect(history.map(({ id }: { id: string }) => id).toSorted()).toEqual([first.id, second.id].toSorted());
    expect((await actor.get("/v1/insights")).data.map(({ id }: { id: string }) => id)).not.toContain(first.id);
  });

  test("come by sync as well, where clients neither make nor delete insights", async () => {
    const actor = await newActor();
    await generate(actor);
    const [insight] = (await actor.get("/v1/insights")).data;
    const change = (operation: string, id: string, data?: object, more: object = {}) => ({
      entity: "insights",
      id,
      operation,
      data,
      localUpdatedAt: new Date().toISOString(),
      idempotencyKey: crypto.randomUUID(),
      ...more,
    });
    const pulled = (await actor.get("/v1/sync/pull?entities=insights")).data.changes.find(
      ({ id }: { id: string }) => id === insight.id,
    );
    expect(pulled.data.status).toBe("new");
    await actor.patch(`/v1/insights/${insight.id}/view`);
    const { data } = await actor.post("/v1/sync/push", {
      changes: [
        change("create", crypto.randomUUID(), {}),
        change("delete", insight.id),
        change("update", insight.id, { status: "dismissed", title: "Mine" }, { baseRev: pulled.rev }),
        change("update", insight.id, { status: "viewed" }, { baseRev: pulled.rev }),
        change("update", insight.id, { status: "completed" }, { baseRev: pulled.rev }),
      ],
    });
    expect(data.results.map(({ status }: { status: string }) => status)).toEqual([
      "rejected",
      "rejected",
      "merged",
      "applied",
      "rejected",
    ]);
    expect((await actor.get(`/v1/insights/${insight.id}`)).data).toMatchObject({
      status: "dismissed",
      title: insight.title,
    });
  });
});

describe("asking", () => {
  test("answers from the rows, in the language of the question, and keeps no words", async () => {
    const { actor, spend } = await withBudget();
    await spend(95_000);
    const reply = await actor.post("/v1/insights/ask", { question: "Сколько я потратил?" });
    expect(reply.status).toBe(200);
    expect(reply.data).toMatchObject({
      source: "local",
      intent: "spending",
      facts: { currency: "UZS", income: 0, expense: 95000, net: -95000 },
      usage: { channel: "qa", tokensUsed: null },
      quota: { limit: 5, used: 1, remaining: 4 },
    });
    expect(reply.data.answer).toContain("95\u00a0000");
    for (const question of ["  ", "\u200b\u2060", "\u3164 \u2800"]) {
      expect((await actor.post("/v1/insights/ask", { question })).status).toBe(400);
    }
    const mentor = await actor.post("/v1/insights/ask", { question: "Nima gap?", context: { mentorId: "musk" } });
    expect([mentor.status, mentor.error?.code]).toEqual([409, "INVALID_STATE"]);
    expect((await actor.get("/v1/ai/quota")).data.quotas.qa.used).toBe(1);
    const coloured = await actor.post("/v1/insights/ask", {
      question: "Сколько я потратил?",
      context: { mentorId: "buffett" },
    });
    expect(coloured.data.answer).toContain(reply.data.answer);
    expect(coloured.data.answer).toMatch(/Уоррен Баффет/);
    const usage = (await actor.get("/v1/ai/usage/history?channel=qa")).data;
    expect(usage).toHaveLength(2);
    expect(usage[1]).toMatchObject({ id: reply.data.id, requestType: "ask", metadata: { source: "local" } });
    expect((await actor.get("/v1/ai/usage/stats")).data).toMatchObject({
      thisMonth: { totalRequests: 2, byChannel: { daily: 0, period: 0, qa: 2, voice: 0 }, tokensUsed: 0 },
      allTime: { totalRequests: 2, tokensUsed: 0 },
    });
  });
});

describe("voice", () => {
  test("drafts a transaction on the account of its currency; what is not understood costs nothing", async () => {
    const { actor } = await withBudget();
    const { data } = await actor.post("/v1/ai/voice", { transcript: "50 ming so'm ovqatga" });
    expect(data).toMatchObject({
      intent: "create_transaction",
      draft: { entity: "transactions", data: { type: "expense", amount: 50000, currency: "UZS", categoryId: "food" } },
      missing: [],
      source: "local",
      quota: { limit: 10, used: 1 },
    });
    const created = await actor.post("/v1/transactions", data.draft.data);
    expect([created.status, created.error]).toEqual([201, null]);
    const unknown = await actor.post("/v1/ai/voice", { transcript: "hm hm" });
    expect(unknown.data).toMatchObject({
      intent: "unknown",
      draft: null,
      missing: [],
      confidence: 0,
      quota: { limit: 10, used: 1, remaining: 9 },
    });
    expect((await actor.get("/v1/ai/quota")).data.quotas.voice.used).toBe(1);
  });
});
