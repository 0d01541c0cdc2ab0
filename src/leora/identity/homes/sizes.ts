import { databaseBinding } from "../../../kernel/db/binding.ts";
import { Database, databaseAt, type Meter, type Statement, statement } from "../../../kernel/db/database.ts";
import { userDatabases } from "../../../kernel/db/user-databases.ts";
import type { Env } from "../../../kernel/env.ts";
import { log } from "../../../kernel/log.ts";
import { LIMITS } from "../../../limits.ts";

/** From this part of what a database holds on, somebody has to act: `npm run shards -- add`, and move users. */
const FULL_FROM = 0.8;

/**
 * Measures all of Leora's databases, for the choice of new users' homes, and warns of the fullest when less than a fifth of it is
 * left. One D1 call for each database and one more.
 * @param now UTC milliseconds
 */
export async function measureDatabases(env: Env, identity: Database, now: number, meter: Meter): Promise<void> {
  const names = [databaseBinding("leora"), ...userDatabases(env, "leora")];
  const sizes = await Promise.all(
    names.map(async (name) => ({ name, size: await new Database(databaseAt(env, { database: name }), meter).size() })),
  );
  await identity.batch(sizes.map(({ name, size }) => noteSize(name, size, now)));
  const [fullest] = sizes.toSorted((a, b) => b.size - a.size);
  if (fullest && fullest.size >= FULL_FROM * LIMITS.databases.bytes) {
    log("warn", "database is nearly full", {
      database: fullest.name,
      bytes: fullest.size,
      max: LIMITS.databases.bytes,
    });
  }
}

const noteSize = (name: string, size: number, now: number): Statement =>
  statement(
    `INSERT INTO userDatabases (name, size, measuredAt) VALUES (?1, ?2, ?3)
      ON CONFLICT (name) DO UPDATE SET size = ?2, measuredAt = ?3, measuredUsers = users`,
    name,
    size,
    now,
  );
