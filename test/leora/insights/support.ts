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
