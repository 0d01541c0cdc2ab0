import { storedId } from "../../../src/kernel/db/stored-id.ts";
import type { Actor } from "../../support/actor.ts";

/** The message of the queue that belongs to a job, as it was sent. */
export async function messageOf(actor: Actor, jobId: string): Promise<object> {
  const row = await actor.db
    .prepare("SELECT scope, categories, dateFrom, dateTo, unit, createdAt FROM insightJobs WHERE owner = ? AND id = ?")
    .bind(actor.owner, storedId(jobId))
    .first<Record<string, unknown>>();
  return { kind: "job", owner: actor.owner, jobId, ...row, categories: JSON.parse(String(row?.categories)) };
}

/** Waits for the end of a job, as an app does that has no socket. */
export async function finishedJob(actor: Actor, jobId: string) {
  for (;;) {
    const { data } = await actor.get(`/v1/insights/jobs/${jobId}`);
    if (data.status === "completed" || data.status === "failed") return data;
    await scheduler.wait(20);
  }
}

/** A job whose message was lost: the row as `POST /insights/generate` leaves it, with its unit taken. */
export async function waitingJob(actor: Actor) {
  const { data } = await actor.post("/v1/insights/generate");
  await finishedJob(actor, data.jobId);
  await actor.db
    .prepare("UPDATE insightJobs SET status = 'queued', finishedAt = NULL WHERE owner = ? AND id = ?")
    .bind(actor.owner, storedId(data.jobId))
    .run();
  return data.jobId as string;
}
