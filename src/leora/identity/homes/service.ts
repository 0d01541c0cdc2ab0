import { type SQL, sql } from "drizzle-orm";
import { type Statement, statement } from "../../../kernel/db/database.ts";
import { userDatabases } from "../../../kernel/db/user-databases.ts";
import type { Env } from "../../../kernel/env.ts";
import { LIMITS } from "../../../limits.ts";

// Each user's rows are in one of several databases, the user's home. A new user gets the one with the most room.

/**
 * SQL for the binding of the database with the most room. What users have registered since it was measured is estimated, so
 * that a wave of new users spreads.
 */
export const roomiestDatabase = (env: Env): SQL<string> =>
  sql`(SELECT value FROM json_each(${JSON.stringify(userDatabases(env, "leora"))})
    LEFT JOIN userDatabases d ON d.name = value
    ORDER BY ifnull(d.size + (d.users - d.measuredUsers) * ${LIMITS.databases.newUserBytes}, 0), value LIMIT 1)`;

/** Counts a user who has just been created in the same batch. */
export const countUser = (userId: string): Statement =>
  statement(
    `INSERT INTO userDatabases (name, users) SELECT database, 1 FROM users WHERE id = ?
      ON CONFLICT (name) DO UPDATE SET users = users + 1`,
    userId,
  );
