import { z } from "zod";
import type { PublicContext } from "../../../kernel/context.ts";
import { enteredName } from "../../../kernel/contract.ts";
import { numbered, type RawRow, statement } from "../../../kernel/db/database.ts";
import { userDatabases } from "../../../kernel/db/user-databases.ts";
import { invalid, invalidState, notFound } from "../../../kernel/errors.ts";
import type { Operation } from "../../../kernel/operation.ts";
import { toIso } from "../../../kernel/time.ts";
import { continueMove, MOVE_COLUMNS, type Move, moveOf } from "./moves.ts";

// What whoever runs the installation asks and does about its databases: `npm run shards` calls these.

const MoveBody = z.object({
  /** The user's id or e-mail address, as it may have been copied from anywhere. */
  user: enteredName().min(1).max(254),
  /** The binding of the database to move to: `LEORA_DB_2`. */
  database: z.string().min(1).max(64),
});

/** How many moves a list shows, the newest first. */
const MOVES_SHOWN = 100;

/** `GET /operations/leora/databases`: how full each is, and whose moves are under way. One D1 call. */
async function listDatabases(ctx: PublicContext) {
  const [known = [], moves = []] = await ctx.identity.batch([
    statement("SELECT * FROM userDatabases"),
    statement(`SELECT ${MOVE_COLUMNS} FROM moves m WHERE state NOT IN ('done', 'reverted') ORDER BY id`),
  ]);
  const byName = new Map(known.map((row) => [String(row.name), row]));
  return {
    databases: userDatabases(ctx.env, "leora").map((name) => databaseView(name, byName.get(name))),
    moves: moves.map((row) => moveView(moveOf(row))),
  };
}

const databaseView = (name: string, { size = 0, users = 0, measuredAt = null }: RawRow = {}) => ({
  name,
  /** As cron measured them last; 0 before. */
  bytes: Number(size),
  measuredAt: measuredAt === null ? null : toIso(Number(measuredAt)),
  users: Number(users),
});

/** `GET /operations/leora/moves`: the newest moves, ended ones included. One D1 call. */
async function listMoves(ctx: PublicContext) {
  const rows = await ctx.identity.all(
    statement(`SELECT ${MOVE_COLUMNS} FROM moves m ORDER BY id DESC LIMIT ?`, MOVES_SHOWN),
  );
  return { moves: rows.map((row) => moveView(moveOf(row))) };
}

/**
 * `POST /operations/leora/moves`: begins to move a user, or goes on with it, for a bounded time. It is to be called again until
 * `state` is `cleaning`, `done` or `reverted`; what is left then, cron does.
 * @throws not_found on `user`; invalid_input on `database`; invalid_state when the user is there already, or another move of the
 * user has not ended
 */
async function move(ctx: PublicContext, { user, database }: z.output<typeof MoveBody>) {
  if (!userDatabases(ctx.env, "leora").includes(database)) throw invalid("database", "No such database");
  // `?1` the user, `?2` the database, `?3` now.
  const found = "(SELECT owner FROM users WHERE id = ?1 OR email = ?1)";
  const [, [known] = [], [unfinished] = []] = await ctx.identity.batch(
    [
      `INSERT INTO moves (owner, source, target, state, createdAt, changedAt)
        SELECT owner, database, ?2, 'freezing', ?3, ?3 FROM users WHERE owner = ${found} AND database <> ?2
        ON CONFLICT DO NOTHING`,
      `SELECT database FROM users WHERE owner = ${found}`,
      `SELECT ${MOVE_COLUMNS} FROM moves m WHERE owner = ${found} AND state NOT IN ('done', 'reverted')`,
    ].map((sql) => numbered(sql, user, database, ctx.now)),
  );
  if (!known) throw notFound("user");
  if (!unfinished) throw invalidState(`The user is in ${database} already`, "database");
  const begun = moveOf(unfinished);
  if (begun.target !== database) throw invalidState(`The user's move to ${begun.target} has not ended`, "database");
  return moveView(await continueMove(ctx, begun));
}

const moveView = ({ number, userId, source, target, state, rows, problem, createdAt, switchedAt }: Move) => ({
  id: number,
  userId,
  from: source,
  to: target,
  state,
  /** Copied so far. */
  rows,
  problem,
  createdAt: toIso(createdAt),
  switchedAt: switchedAt === null ? null : toIso(switchedAt),
});

export const operations: readonly Operation[] = [
  { method: "GET", path: "/databases", run: listDatabases },
  { method: "GET", path: "/moves", run: listMoves },
  { method: "POST", path: "/moves", body: MoveBody, run: move },
];
