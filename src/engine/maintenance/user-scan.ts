import { type Database, statement } from "../../kernel/db/database.ts";

/** A job that goes round users. Parameters of its SQL are `?3` and up. */
interface Round {
  job: string;
  /** Each SQL of one column `userId`: the users to look at. D1 takes five terms in a UNION, so they are asked one by one. */
  users: readonly string[];
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
  const answers = await db.batch(
    users.map((one) => ({
      sql: `SELECT userId, ${isDue} AS isDue FROM (
        SELECT DISTINCT userId FROM (${one}) WHERE userId > ifnull((SELECT userId FROM rounds WHERE job = ?1), '')
        ORDER BY userId LIMIT ?2) u`,
      params: [job, looks, ...params],
    })),
  );
  const found = new Map(answers.flat().map(({ userId, isDue }) => [String(userId), isDue === 1]));
  const seen = [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).slice(0, looks);
  const due = seen.flatMap(([userId, mustVisit]) => (mustVisit ? [userId] : []));
  for (const userId of due.slice(0, visits)) await visit(userId);
  const end = seen.length < looks ? "" : (seen.at(-1)?.[0] ?? "");
  const position = due.length > visits ? due[visits - 1] : end;
  await db.all(statement("INSERT OR REPLACE INTO rounds (job, userId) VALUES (?1, ?2)", job, position));
}
