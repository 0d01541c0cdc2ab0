import { describe, expect, test } from "vitest";
import { unsafeCast } from "../../../src/kernel/cast.ts";
import { statement } from "../../../src/kernel/db/database.ts";
import { storedId } from "../../../src/kernel/db/stored-id.ts";
import { newId } from "../../../src/kernel/id.ts";
import { queueOf } from "../../../src/kernel/resources.ts";
import { HOUR_MS, MINUTE_MS } from "../../../src/kernel/time.ts";
import { giveUpOldJobs, resendLostJobs } from "../../../src/leora/insights/jobs/lost-jobs.ts";
import { INSIGHTS_QUEUE } from "../../../src/leora/insights/jobs/messages.ts";
import { deliver } from "../../kernel/outbound/support.ts";
import { newActor } from "../../support/actor.ts";
import { contextOf } from "../../support/context.ts";
import { messageOf, waitingJob } from "./support.ts";

/** A database whose calls fail from the first batch of several statements on that reads insights' facts. */
const failing = (database: D1Database): D1Database =>
  new Proxy(database, {
    get(target, name) {
      if (name === "batch") return () => Promise.reject(new Error("D1_ERROR: planted"));
      const value = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });

/** A database whose first batch fails. */
function failingOnce(database: D1Database): D1Database {
  let calls = 0;
  return new Proxy(database, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (name !== "batch") return typeof value === "function" ? value.bind(target) : value;
      return (statements: D1PreparedStatement[]) => {
        calls += 1;
        return calls === 1 ? Promise.reject(new Error("D1_ERROR: planted")) : target.batch(statements);
      };
    },
  });
}

describe("a job that fails", () => {
  test("is tried again, and at last given up: its unit comes back, and the app is told", async () => {
    const actor = await newActor();
    const jobId = await waitingJob(actor);
    expect((await actor.get("/v1/ai/quota")).data.quotas.daily.used).toBe(1);
    const socket = await actor.connect();
    await socket.next("hello");
    const message = await messageOf(actor, jobId);
    const bindings = { [actor.home.database]: failing(actor.db) };
    const first = await deliver([message], { queue: "leora-insights", bindings });
    expect(first).toEqual({ acked: [], retried: { m0: 5 } });
    const again = await deliver([message], { queue: "leora-insights", bindings, attempts: 3 });
    expect(again.retried).toEqual({ m0: 20 });
    // The last attempt: what it can still write is that the job has failed.
    const last = await deliver([message], {
      queue: "leora-insights",
      bindings: { [actor.home.database]: failingOnce(actor.db) },
      attempts: 4,
    });
    expect(last).toEqual({ acked: ["m0"], retried: {} });
    expect((await actor.get(`/v1/insights/jobs/${jobId}`)).data).toMatchObject({ status: "failed", error: "internal" });
    expect((await socket.next("job:updated")).data).toEqual({ kind: "insights", id: jobId, status: "failed" });
    expect((await actor.get("/v1/ai/quota")).data.quotas.daily.used).toBe(0);
    expect((await actor.get("/v1/ai/usage/history")).data[0]).toMatchObject({ success: false, errorCode: "internal" });
  });
  test("after another delivery has done it, changes nothing", async () => {
    const actor = await newActor();
    const jobId = await waitingJob(actor);
    const message = await messageOf(actor, jobId);
    await deliver([message], { queue: "leora-insights" });
    const last = await deliver([message], {
      queue: "leora-insights",
      bindings: { [actor.home.database]: failingOnce(actor.db) },
      attempts: 4,
    });
    expect(last.acked).toEqual(["m0"]);
    expect((await actor.get(`/v1/insights/jobs/${jobId}`)).data.status).toBe("completed");
    expect((await actor.get("/v1/ai/usage/history")).data[0]).toMatchObject({ success: true, errorCode: null });
    expect((await actor.get("/v1/ai/quota")).data.quotas.daily.used).toBe(1);
  });
});

describe("jobs that nobody does", () => {
  const NOBODY = 2 ** 40;
  const insertJobs = (db: D1Database, owner: number, createdAt: number, count: number) =>
    db
      .prepare(
        `INSERT INTO insightJobs (owner, id, status, scope, categories, unit, createdCount, updatedCount, insightIds, createdAt)
          SELECT ?1, value, 'queued', 'daily', '["wisdom"]', 'unit', 0, 0, '[]', ?2 FROM json_each(?3)`,
      )
      .bind(owner, createdAt, JSON.stringify(Array.from({ length: count }, () => storedId(newId(createdAt)))))
      .run();

  test("are given up after an hour, also those of users who are gone", async () => {
    const actor = await newActor();
    const jobId = await waitingJob(actor);
    const old = Date.now() - HOUR_MS - 1;
    await actor.db.prepare("UPDATE insightJobs SET createdAt = ? WHERE owner = ?").bind(old, actor.owner).run();
    await insertJobs(actor.db, NOBODY, old, 1);
    const socket = await actor.connect();
    await socket.next("hello");
    const ctx = contextOf(actor);
    while (await giveUpOldJobs(ctx.db, queueOf(ctx.env, INSIGHTS_QUEUE), Date.now()));
    expect((await actor.get(`/v1/insights/jobs/${jobId}`)).data).toMatchObject({ status: "failed", error: "internal" });
    expect((await socket.next("job:updated")).data).toEqual({ kind: "insights", id: jobId, status: "failed" });
    expect((await actor.get("/v1/ai/quota")).data.quotas.daily.used).toBe(0);
    expect((await actor.get("/v1/ai/usage/history")).data[0]).toMatchObject({ success: false, errorCode: "internal" });
    expect(
      await ctx.db.all(
        statement("SELECT count(*) AS open FROM insightJobs WHERE owner = ? AND finishedAt IS NULL", NOBODY),
      ),
    ).toEqual([{ open: 0 }]);
  });

  test("are sent again, page after page, until then", async () => {
    const actor = await newActor();
    const [now, other] = [Date.now(), NOBODY + 1];
    await insertJobs(actor.db, other, now - 10 * MINUTE_MS, 150);
    await insertJobs(actor.db, other, now - HOUR_MS - 1, 1);
    const sent: MessageSendRequest<{ owner: number; jobId: string }>[] = [];
    const queue = unsafeCast<Queue>({ sendBatch: async (messages: typeof sent) => sent.push(...messages) });
    const resend = resendLostJobs(contextOf(actor).db, queue, now);
    while (await resend());
    const ids = sent.filter(({ body }) => body.owner === other).map(({ body }) => body.jobId);
    expect([ids.length, new Set(ids).size]).toEqual([150, 150]);
  });
});
