import { describe, expect, test } from "vitest";
import { storedId } from "../../../src/kernel/db/stored-id.ts";
import { deliver } from "../../kernel/outbound/support.ts";
import { type Actor, newActor } from "../../support/actor.ts";
import { messageOf } from "./support.ts";

/** A database whose calls fail from the first batch of several statements on that reads insights' facts. */
const failing = (database: D1Database): D1Database =>
  new Proxy(database, {
    get(target, name) {
      if (name === "batch") return () => Promise.reject(new Error("D1_ERROR: planted"));
      const value = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });

/** A job whose message was lost: the row as `POST /insights/generate` leaves it, with its unit taken. */
async function waitingJob(actor: Actor) {
  const { data } = await actor.post("/v1/insights/generate");
  const finished = async () => (await actor.get(`/v1/insights/jobs/${data.jobId}`)).data.status === "completed";
  while (!(await finished())) await scheduler.wait(20);
  await actor.db
    .prepare("UPDATE insightJobs SET status = 'queued', finishedAt = NULL WHERE owner = ? AND id = ?")
    .bind(actor.owner, storedId(data.jobId))
    .run();
  return data.jobId as string;
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
    let calls = 0;
    const onlyWriting = new Proxy(actor.db, {
      get(target, name) {
        const value = Reflect.get(target, name);
        if (name !== "batch") return typeof value === "function" ? value.bind(target) : value;
        return (statements: D1PreparedStatement[]) => {
          calls += 1;
          return calls === 1 ? Promise.reject(new Error("D1_ERROR: planted")) : target.batch(statements);
        };
      },
    });
    const last = await deliver([message], {
      queue: "leora-insights",
      bindings: { [actor.home.database]: onlyWriting },
      attempts: 4,
    });
    expect(last).toEqual({ acked: ["m0"], retried: {} });
    expect((await actor.get(`/v1/insights/jobs/${jobId}`)).data).toMatchObject({ status: "failed", error: "internal" });
    expect((await socket.next("job:updated")).data).toEqual({ kind: "insights", id: jobId, status: "failed" });
    expect((await actor.get("/v1/ai/quota")).data.quotas.daily.used).toBe(0);
    expect((await actor.get("/v1/ai/usage/history")).data[0]).toMatchObject({ success: false, errorCode: "internal" });
  });
});
