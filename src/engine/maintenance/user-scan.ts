import { type Database, statement } from "../../kernel/db/database.ts";

/** A job that visits users in turn. Parameters of its SQL are `?3` and up. */
export interface UserScan {
  job: string;
  /** Each SQL of one column `userId`: the users to look at. D1 takes five terms in a UNION, so they are asked one by one. */
  users: readonly string[];
  /** SQL: whether `u.userId` is one to visit. */
  isDue: string;
  params: readonly unknown[];
  /** How many users one run looks at, and how many of them it visits. */
  looksMax: number;
  visitsMax: number;
}

/**
 * One run of a scan: it begins after the user at whom the last run ended, and after the last user of all it begins anew.
 * A run that breaks off is repeated, because its position is stored at its end.
 */
export async function scanUsers(
  db: Database,
  { job, users, isDue, params, looksMax, visitsMax }: UserScan,
  visit: (userId: string) => Promise<void>,
): Promise<void> {
  const answers = await db.batch(
    users.map((userIds) => ({
      sql: `SELECT userId, ${isDue} AS isDue FROM (
        SELECT DISTINCT userId FROM (${userIds}) WHERE userId > ifnull((SELECT userId FROM rounds WHERE job = ?1), '')
        ORDER BY userId LIMIT ?2) u`,
      params: [job, looksMax, ...params],
    })),
  );
  const found = new Map(answers.flat().map(({ userId, isDue }) => [String(userId), isDue === 1]));
  const seen = [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).slice(0, looksMax);
  const due = seen.flatMap(([userId, mustVisit]) => (mustVisit ? [userId] : []));
  for (const userId of due.slice(0, visitsMax)) await visit(userId);
  const end = seen.length < looksMax ? "" : (seen.at(-1)?.[0] ?? "");
  const position = due.length > visitsMax ? due[visitsMax - 1] : end;
  await db.all(statement("INSERT OR REPLACE INTO rounds (job, userId) VALUES (?1, ?2)", job, position));
}
