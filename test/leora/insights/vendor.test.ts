import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { handle } from "../../../src/api.ts";
import type { Bindings } from "../../../src/env.ts";
import { unsafeCast } from "../../../src/kernel/cast.ts";
import { storedId } from "../../../src/kernel/db/stored-id.ts";
import { expectBytesCounted } from "../../engine/stored.ts";
import { deliver } from "../../kernel/outbound/support.ts";
import { type Actor, newActor, replyOf } from "../../support/actor.ts";
import { VendorAccount } from "../../support/vendor-account.ts";
import { messageOf, waitingJob } from "./support.ts";

/** A fresh account at the fake OpenAI, and the Worker that has its key. */
function worded() {
  const account = new VendorAccount("openai", `sk-${crypto.randomUUID()}`);
  const bindings = unsafeCast<Bindings>({
    ...env,
    OPENAI_API_KEY: account.name,
    OPENAI_BASE_URL: `${account.baseUrl}/v1`,
  });
  const ask = async (actor: Actor, more: object = {}) => {
    const execution = createExecutionContext();
    const body = JSON.stringify({ question: "How much did I spend?", ...more });
    const reply = await replyOf(await handle(actor.requestOf("POST", "/v1/insights/ask", body), bindings, execution));
    await waitOnExecutionContext(execution);
    return reply;
  };
  return { account, bindings, ask };
}

const usageOf = async (actor: Actor) => (await actor.get("/v1/ai/usage/history")).data[0];
const usedOf = async (actor: Actor) => (await actor.get("/v1/ai/quota")).data.quotas.qa.used;

describe("an answer that a model words", () => {
  test("comes from the vendor, and costs a unit", async () => {
    const { account, ask } = worded();
    const actor = await newActor();
    const reply = await ask(actor);
    expect([reply.status, reply.data.source, reply.data.intent]).toEqual([200, "chatgpt", "spending"]);
    expect(reply.data.usage.tokensUsed).toBeGreaterThan(0);
    expect(await usedOf(actor)).toBe(1);
    expect(await usageOf(actor)).toMatchObject({
      success: true,
      tokensUsed: reply.data.usage.tokensUsed,
      metadata: { source: "chatgpt", model: "gpt-4o-mini-2024-07-18" },
    });
    const [call] = await account.calls();
    const sent = JSON.stringify(call?.body);
    for (const secret of [actor.user.fullName, actor.user.email, actor.user.id]) expect(sent).not.toContain(secret);
  });

  test.each([
    ["vendor_error", [{ status: 500 }, { status: 503 }]],
    ["vendor_error", [{ status: 0 }, { status: 0 }]],
    ["rate_limited", [{ status: 429 }, { status: 429 }]],
    ["vendor_error", [{ status: 401 }]],
    ["vendor_error", [{ status: 200, padBytes: 64 * 1024 * 1024 }]],
    [
      "invalid_output",
      [{ status: 200, body: { choices: [{ finish_reason: "stop", message: { content: "no json" } }] } }],
    ],
    [
      "invalid_output",
      [{ status: 200, body: { choices: [{ finish_reason: "length", message: { content: '{"answer":"x"}' } }] } }],
    ],
    [
      "ungrounded",
      [
        {
          status: 200,
          body: { choices: [{ finish_reason: "stop", message: { content: '{"answer":"You spent 987654."}' } }] },
        },
      ],
    ],
  ] as const)("falls back to our words after %s, which costs nothing", async (errorCode, replies) => {
    const { account, ask } = worded();
    const actor = await newActor();
    await account.answerNext(...replies);
    const reply = await ask(actor);
    expect([reply.status, reply.data.source]).toEqual([200, "local"]);
    expect(reply.data.quota).toMatchObject({ limit: 5, used: 0, remaining: 5 });
    expect(reply.data.answer).not.toContain("987654");
    expect(await usedOf(actor)).toBe(0);
    expect(await usageOf(actor)).toMatchObject({ success: false, errorCode, metadata: { source: "local" } });
  });

  test("is asked for once by twins, who have one unit together", async () => {
    const { account, ask } = worded();
    const actor = await newActor();
    const twins = { idempotencyKey: crypto.randomUUID() };
    const replies = await Promise.all(Array.from({ length: 5 }, () => ask(actor, twins)));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(new Set(replies.map(({ data }) => data.id)).size).toBe(1);
    expect(await account.calls()).toHaveLength(1);
    expect(await usedOf(actor)).toBe(1);
    // The reply is kept: one that comes later asks nobody either.
    expect((await ask(actor, twins)).data).toEqual(replies[0]?.data);
    expect(await account.calls()).toHaveLength(1);
  });

  test("is not asked for when the user shares nothing with vendors", async () => {
    const { account, ask } = worded();
    const actor = await newActor();
    await actor.patch("/v1/settings", { privacy: { aiDataSharing: false } });
    expect((await ask(actor)).data.source).toBe("local");
    expect(await account.calls()).toEqual([]);
  });
});

test("a vendor whose words were refused ten times today is not asked again: our own words cost a unit", async () => {
  const { account, ask } = worded();
  const actor = await newActor();
  await account.answerNext({ status: 401 });
  await ask(actor);
  const { id } = await usageOf(actor);
  const failures = (count: number) =>
    actor.db
      .prepare(
        `INSERT INTO aiUsage (owner, id, channel, requestType, success, errorCode, metadata, createdAt)
          SELECT u.owner, u.id || j.value, u.channel, u.requestType, 0, ?, u.metadata, u.createdAt
          FROM aiUsage u CROSS JOIN json_each(?) j WHERE u.owner = ? AND u.id = ?`,
      )
      .bind("ungrounded", JSON.stringify(Array.from({ length: count }, (_, index) => index)), actor.owner, storedId(id))
      .run();
  await failures(8);
  expect((await ask(actor)).data.source).toBe("chatgpt");
  await failures(1);
  expect((await ask(actor)).data.source).toBe("local");
  expect(await account.calls()).toHaveLength(2);
  expect(await usedOf(actor)).toBe(2);
  expect(await usageOf(actor)).toMatchObject({ success: true, tokensUsed: null });
});

describe("insights that a model words", () => {
  /** A run that was done by the Worker without a key; `again` does it once more, as if it had not been. */
  async function doneJob() {
    const { account, bindings } = worded();
    const actor = await newActor();
    await actor.post("/v1/tasks", { title: "Call", dueDate: "2026-01-01" });
    const jobId = await waitingJob(actor);
    const message = await messageOf(actor, jobId);
    const again = () => deliver([message], { queue: "leora-insights", bindings: { ...bindings } });
    const forget = () => actor.db.prepare("DELETE FROM insights WHERE owner = ?").bind(actor.owner).run();
    const reopen = () =>
      actor.db.prepare("UPDATE insightJobs SET finishedAt = NULL WHERE owner = ?").bind(actor.owner).run();
    return { account, actor, again, forget, reopen };
  }

  test("are worded when they are new or have changed, and not again", async () => {
    const { account, actor, again, forget, reopen } = await doneJob();
    await again();
    expect(await account.calls()).toEqual([]);
    await forget();
    await reopen();
    await again();
    expect(await account.calls()).toHaveLength(1);
    expect((await actor.get("/v1/insights?source=chatgpt")).meta?.total).toBeGreaterThan(0);
    expect((await usageOf(actor)).metadata).toMatchObject({ source: "chatgpt", model: "gpt-4o-mini-2024-07-18" });
    await actor.post("/v1/tasks", { title: "Write", dueDate: "2026-01-01" });
    await reopen();
    await again();
    const [, second] = await account.calls();
    const [, user] = unsafeCast<{ content: string }[]>(second?.body.messages);
    expect(JSON.parse(user?.content ?? "").insights.map(({ rule }: { rule: string }) => rule)).toEqual([
      "tasks_overdue",
    ]);
  });

  test("of an automatic run are worded as far as they are stored", async () => {
    const { account, bindings } = worded();
    const actor = await newActor();
    await actor.patch("/v1/settings/notifications", { ai: { recommendationsPerDay: 1 } });
    await actor.post("/v1/tasks", { title: "Call", dueDate: "2026-01-01" });
    const message = { kind: "automatic", owner: actor.owner, scopes: ["daily"] };
    await deliver([message], { queue: "leora-insights", bindings: { ...bindings } });
    const [call, ...others] = await account.calls();
    const [, user] = unsafeCast<{ content: string }[]>(call?.body.messages);
    expect(JSON.parse(user?.content ?? "").insights.map(({ rule }: { rule: string }) => rule)).toEqual([
      "tasks_overdue",
    ]);
    expect(others).toEqual([]);
    expect((await actor.get("/v1/insights")).data.map(({ source }: { source: string }) => source)).toEqual(["chatgpt"]);
  });

  test("are in the count of the user's bytes, with what the log says of them", async () => {
    const { actor, again, reopen } = await doneJob();
    await actor.post("/v1/tasks", { title: "Write", dueDate: "2026-01-01" });
    await reopen();
    await again();
    expect((await usageOf(actor)).metadata.source).toBe("chatgpt");
    await expectBytesCounted(actor);
  });

  test("are not asked for by a job that comes again after its end, which gives nothing back", async () => {
    const { account, actor, again, forget } = await doneJob();
    await again();
    await forget();
    await account.answerNext({ status: 401 });
    expect((await again()).acked).toEqual(["m0"]);
    expect(await account.calls()).toEqual([]);
    expect((await actor.get("/v1/ai/quota")).data.quotas.daily.used).toBe(1);
  });

  async function generated(answer?: object) {
    const { account, bindings } = worded();
    const actor = await newActor();
    await actor.post("/v1/tasks", { title: `Call ${actor.user.email}`, dueDate: "2026-01-01" });
    // The message goes to the Worker that has no key; the queue's own delivery finds the job done, or is done by this one.
    const { data } = await actor.post("/v1/insights/generate", { categories: ["productivity", "wisdom"] });
    if (answer) await account.answerNext(answer as never);
    await deliver([await messageOf(actor, data.jobId)], {
      queue: "leora-insights",
      bindings: { ...bindings },
    });
    return { account, actor, job: (await actor.get(`/v1/insights/jobs/${data.jobId}`)).data };
  }

  test("are finished once, whoever comes first", async () => {
    const { actor, job } = await generated();
    expect(job.status).toBe("completed");
    const rows = (await actor.get("/v1/insights?limit=100")).data;
    expect(rows).toHaveLength(job.createdCount);
    expect(new Set(rows.map(({ id }: { id: string }) => id)).size).toBe(rows.length);
  });
});
