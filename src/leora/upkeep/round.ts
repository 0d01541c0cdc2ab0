import { type Database, statement } from "../../kernel/db/database.ts";

/** A job that goes round users. Parameters of its SQL are `?3` and up. */
interface Round {
  job: string;
  /** SQL of one column `userId`: the users to look at. */
  users: string;
  /** SQL: whether `u.userId` is one to visit. */
  isDue: string;
  params: readonly unknown[];
  /** How many users one leg looks at, and how many it visits. */
  looks: number;
  visits: number;
}

/** One leg of the round: from where the last one ended; after the last user it begins anew. One that breaks off is walked again. */
export async function walk(
  db: Database,
  { job, users, isDue, params, looks, visits }: Round,
  visit: (userId: string) => Promise<void>,
): Promise<void> {
  const seen = await db.all({
    sql: `SELECT userId, ${isDue} AS isDue FROM (
        SELECT DISTINCT userId FROM (${users}) WHERE userId > ifnull((SELECT userId FROM rounds WHERE job = ?1), '')
        ORDER BY userId LIMIT ?2) u`,
    params: [job, looks, ...params],
  });
  const due = seen.filter((row) => row.isDue === 1).map(({ userId }) => String(userId));
  for (const userId of due.slice(0, visits)) await visit(userId);
  const end = seen.length < looks ? "" : String(seen.at(-1)?.userId);
  const position = due.length > visits ? due[visits - 1] : end;
  await db.all(statement("INSERT OR REPLACE INTO rounds (job, userId) VALUES (?1, ?2)", job, position));
}
