import { unsafeCast } from "../../../kernel/cast.ts";
import { type Database, type RawRow, statement } from "../../../kernel/db/database.ts";
import { idOfStored } from "../../../kernel/db/stored-id.ts";
import { HOUR_MS, MINUTE_MS } from "../../../kernel/time.ts";
import { INTERNAL_ERROR } from "../../ai/usage.ts";
import type { GivenUpMessage, JobMessage } from "./messages.ts";

// Jobs whose message was lost, or whose runs have failed in ways that could not be noted, in one database.

/** A job is done within seconds: one that waits for longer has lost its message. */
const LOST_MS = 5 * MINUTE_MS;
/** Nobody waits for longer, and whatever keeps a job from being done for so long will keep it for good. */
const GIVEN_UP_MS = HOUR_MS;
/** A queue takes so many messages at once. */
const BATCH = 100;

/**
 * Sends the messages of jobs again that nobody has finished; whoever gets one twice changes nothing more. One D1 call for a page. The
 * next page begins where the last one ended, so that none keeps others from their turn.
 */
export function resendLostJobs(db: Database, queue: Queue, now: number): () => Promise<boolean> {
  let last: readonly [createdAt: unknown, owner: unknown, id: unknown] = [now - GIVEN_UP_MS, 0, ""];
  return async () => {
    const rows = await db.all(
      statement(
        `SELECT * FROM insightJobs WHERE finishedAt IS NULL AND createdAt < ? AND (createdAt, owner, id) > (?, ?, ?)
          ORDER BY createdAt, owner, id LIMIT ?`,
        now - LOST_MS,
        ...last,
        BATCH,
      ),
    );
    const end = rows.at(-1);
    if (!end) return false;
    last = [end.createdAt, end.owner, end.id];
    await queue.sendBatch(rows.map((row) => ({ body: messageOf(row) })));
    return rows.length === BATCH;
  };
}

const messageOf = ({ owner, id, scope, categories, dateFrom, dateTo, unit, createdAt }: RawRow): JobMessage =>
  unsafeCast<JobMessage>({
    kind: "job",
    owner,
    jobId: idOfStored(String(id)),
    scope,
    categories: JSON.parse(String(categories)),
    dateFrom,
    dateTo,
    unit,
    createdAt,
  });

/** The oldest of them. Rows of a user who is being moved stay as they are; the move ends within an hour. */
const OLD_JOBS = `SELECT owner, id, createdAt FROM insightJobs
  WHERE finishedAt IS NULL AND createdAt < ?
    AND NOT EXISTS (SELECT 1 FROM clocks WHERE clocks.owner = insightJobs.owner AND clocks.frozen > 0)
  ORDER BY createdAt, owner, id LIMIT ?`;

/**
 * Finishes jobs as failed that nobody has done for an hour, also those of users who are no longer there. A message for each gives the unit
 * back and tells the app; one that is lost costs a unit of a day that is nearly over. One D1 call. Resolves to true while there may be more.
 */
export async function giveUpOldJobs(db: Database, queue: Queue, now: number): Promise<boolean> {
  const old = [now - GIVEN_UP_MS, BATCH] as const;
  const [, rows = []] = await db.batch([
    statement(
      `UPDATE aiUsage SET success = 0, errorCode = ?, responseTime = ? - j.createdAt
        FROM (${OLD_JOBS}) j WHERE aiUsage.owner = j.owner AND aiUsage.id = j.id`,
      INTERNAL_ERROR,
      now,
      ...old,
    ),
    statement(
      `UPDATE insightJobs SET status = 'failed', error = ?, finishedAt = ?
        WHERE (owner, id) IN (SELECT owner, id FROM (${OLD_JOBS})) RETURNING owner, id, unit`,
      INTERNAL_ERROR,
      now,
      ...old,
    ),
  ]);
  if (rows.length === 0) return false;
  const messages = rows.map(({ owner, id, unit }): { body: GivenUpMessage } => ({
    body: { kind: "givenUp", owner: Number(owner), jobId: idOfStored(String(id)), unit: String(unit) },
  }));
  await queue.sendBatch(messages);
  return rows.length === BATCH;
}
