import { type Database, statement } from "../../kernel/db/database.ts";

// A job that has to serve all users serves some of them in each run. Where a run ended is stored in the table `rounds`, and
// the next run continues there; so every user has their turn, however short a run has to be.

/** Which users a job serves. Parameters of its SQL are numbered from `?3` on. */
export interface UserScan {
  job: string;
  /**
   * Each is SQL of one column `owner`: the users to look at. They are separate statements because D1 takes no more than
   * five terms in a UNION.
   */
  users: readonly string[];
  /** SQL condition on `u.owner`: whether the job has something to do for this user. */
  isDue: string;
  params: readonly unknown[];
  /** How many users one run looks at. */
  scannedMax: number;
  /** For how many of them it runs at most. */
  dueMax: number;
}

/**
 * One page of a job over users, in the order of their ids: it begins after the user with whom the last page ended, and after
 * the last user of all it begins anew. The position is stored at the end of the page, so a page that breaks off is repeated.
 * @param serve gets the ids of the users for whom the job has something to do
 * @returns true when users remain after this page
 */
export async function scanUsers(
  db: Database,
  { job, users, isDue, params, scannedMax, dueMax }: UserScan,
  serve: (owners: readonly number[]) => Promise<void>,
): Promise<boolean> {
  const answers = await db.batch(
    users.map((owners) => ({
      // `?1` the job, `?2` how many users to look at, `?3` and up the scan's own parameters.
      sql: `SELECT owner, ${isDue} AS isDue FROM (
        SELECT DISTINCT owner FROM (${owners}) WHERE owner > ifnull((SELECT owner FROM rounds WHERE job = ?1), 0)
        ORDER BY owner LIMIT ?2) u`,
      params: [job, scannedMax, ...params],
    })),
  );
  const isDueByOwner = new Map(answers.flat().map(({ owner, isDue }) => [Number(owner), isDue === 1]));
  const scanned = [...isDueByOwner].toSorted(([a], [b]) => a - b).slice(0, scannedMax);
  const dueOwners = scanned.flatMap(([owner, isDue]) => (isDue ? [owner] : []));
  const served = dueOwners.slice(0, dueMax);
  if (served.length > 0) await serve(served);
  const lastScanned = scanned.length < scannedMax ? 0 : (scanned.at(-1)?.[0] ?? 0);
  const position = dueOwners.length > dueMax ? dueOwners[dueMax - 1] : lastScanned;
  await db.all(statement("INSERT OR REPLACE INTO rounds (job, owner) VALUES (?1, ?2)", job, position));
  return position !== 0;
}
