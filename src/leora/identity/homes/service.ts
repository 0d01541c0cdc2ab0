import { type SQL, sql } from "drizzle-orm";
import { type ContextParts, type PublicContext, publicContext } from "../../../kernel/context.ts";
import type { CronJob } from "../../../kernel/cron.ts";
import { type Meter, type Statement, statement } from "../../../kernel/db/database.ts";
import { userDatabases } from "../../../kernel/db/user-databases.ts";
import type { Env } from "../../../kernel/env.ts";
import { log } from "../../../kernel/log.ts";
import { LIMITS } from "../../../limits.ts";
import { continueMove, isAtRest, MOVE_COLUMNS, moveOf } from "./moves.ts";

// Each user's rows are in one of several databases, the user's home. A new user gets the one with the most room.

/**
 * SQL for the binding of the database with the most room. What users have registered since it was measured is estimated, so
 * that a wave of new users spreads. A new database waits until cron has seen it, and brought it the published rates.
 */
export const roomiestDatabase = (env: Env): SQL<string> =>
  sql`(SELECT value FROM json_each(${JSON.stringify(userDatabases(env, "leora"))})
    LEFT JOIN userDatabases d ON d.name = value
    ORDER BY d.measuredAt IS NULL, ifnull(d.size + (d.users - d.measuredUsers) * ${LIMITS.databases.newUserBytes}, 0), value LIMIT 1)`;

/** Counts a user who has just been created in the same batch. */
export const countUser = (userId: string): Statement =>
  statement(
    `INSERT INTO userDatabases (name, users) SELECT database, 1 FROM users WHERE id = ?
      ON CONFLICT (name) DO UPDATE SET users = users + 1`,
    userId,
  );

/**
 * The job that goes on with moves that nobody waits for: their caller died, or only their old rows are left to delete. A move that
 * fails is logged and left to the next run.
 */
export function movesJob(parts: ContextParts, meter: Meter): CronJob {
  const failed = new Set<number>();
  const part = async (ctx: PublicContext): Promise<boolean> => {
    const rows = await ctx.identity.all(
      statement(`SELECT ${MOVE_COLUMNS} FROM moves m WHERE state NOT IN ('done', 'reverted') ORDER BY id`),
    );
    const next = rows.map(moveOf).find((move) => !isAtRest(move, ctx.now) && !failed.has(move.number));
    if (!next) return false;
    await continueMove(ctx, next).catch((error: unknown) => {
      failed.add(next.number);
      log("error", "move failed", { number: next.number, state: next.state, error });
    });
    return true;
  };
  return {
    name: "continue moves",
    async run() {
      const ctx = publicContext(parts);
      return part(ctx).finally(() => {
        meter.d1 += ctx.meter.d1;
        meter.hub += ctx.meter.hub;
      });
    },
  };
}
