import { copyClock, freeze, type Hold, thaw } from "../../../engine/transfer/clock.ts";
import { comparePage, copyPage, deletePage, filledTables, type Position } from "../../../engine/transfer/rows.ts";
import { type UserTable, userTables } from "../../../engine/transfer/tables.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import type { PublicContext } from "../../../kernel/context.ts";
import { Database, databaseAt, numbered, type RawRow, type Statement, statement } from "../../../kernel/db/database.ts";
import { log } from "../../../kernel/log.ts";
import { LIMITS } from "../../../limits.ts";
import type { MoveState } from "./table.ts";

// Moves all rows of a user from one database to another.
//
//   freezing ─▶ copying ─▶ verifying ─▶ switching ─▶ thawing ─▶ cleaning ─▶ done
//                   └──────────┴──────▶ reverting ─▶ reverted
//
// The user's clock is frozen in both databases, so that no write changes what is being copied; reads go on. When the copy is
// complete and equal, identity names the target as the user's home, and the target's clock is thawed. Every step may be done twice
// or by two callers at once: what it writes in the two databases is fenced by the clock (`engine/transfer/clock.ts`), and what it
// writes in identity demands the state in which it began. So whoever finds a move in the middle goes on with it.

/** A hub that was not told of the switch lets reads go to the source for so long, and as much again for clocks that differ. */
const KEPT_MS = 2 * LIMITS.hub.sessionSeconds * 1000;

/** A row of `moves` with the user's id, decoded. */
export interface Move extends Hold {
  userId: string;
  source: string;
  target: string;
  state: MoveState;
  progress: Progress;
  rows: number;
  problem: string | null;
  createdAt: number;
  switchedAt: number | null;
}

/** The table whose rows are copied or compared, and the last rows that were. Empty: before the first table. */
interface Progress {
  table?: string;
  source?: Position;
  target?: Position;
}

type Patch = Partial<Pick<Move, "state" | "progress" | "rows" | "problem" | "switchedAt">>;

/** What a step works with. */
interface Work {
  ctx: PublicContext;
  move: Move;
  source: Database;
  target: Database;
  tables: readonly UserTable[];
}

export const MOVE_COLUMNS = "m.*, (SELECT id FROM users WHERE owner = m.owner) AS userId";

/** A move from a row with `MOVE_COLUMNS`. */
export const moveOf = ({ id, progress, ...row }: RawRow): Move =>
  unsafeCast<Move>({ ...row, number: Number(id), progress: JSON.parse(String(progress)) });

/** True when nothing can be done for the move now: it has ended, or its old rows must still be kept. */
export const isAtRest = ({ state, switchedAt }: Move, now: number): boolean =>
  state === "done" || state === "reverted" || (state === "cleaning" && now < (switchedAt ?? 0) + KEPT_MS);

/**
 * Does a bounded part of what is left of a move; call it again until `isAtRest`. A call that fails or dies may be repeated.
 * @returns the move as it is then
 */
export async function continueMove(ctx: PublicContext, begun: Move): Promise<Move> {
  const databaseOf = (database: string) => new Database(databaseAt(ctx.env, { database }), ctx.meter);
  const [source, target] = [databaseOf(begun.source), databaseOf(begun.target)];
  let move = begun;
  let tables: readonly UserTable[] | undefined;
  for (let step = 0; step < LIMITS.databases.moveSteps && !isAtRest(move, ctx.now); step += 1) {
    // Once the user is frozen, no other table gets rows.
    if (move.state !== "freezing") tables ??= await tablesOf(move, source, target);
    const work = { ctx, move, source, target, tables: tables ?? [] };
    const patch = isOverdue(move, ctx.now) ? revert("It was not done in time") : await STEPS[move.state](work);
    move = await advance(ctx, move, patch);
  }
  return move;
}

const isOverdue = ({ state, createdAt }: Move, now: number): boolean =>
  (state === "copying" || state === "verifying") && now > createdAt + LIMITS.databases.moveMinutes * 60_000;

const revert = (problem: string): Patch => ({ state: "reverting", problem });

/** The tables with rows of the user, in one database or the other. */
async function tablesOf({ owner }: Move, source: Database, target: Database): Promise<UserTable[]> {
  const tables = await userTables(source);
  const filled = await Promise.all([source, target].map((db) => filledTables(db, tables, owner)));
  return tables.filter((table) => filled.flat().includes(table));
}

const STEPS: Readonly<Record<MoveState, (work: Work) => Promise<Patch>>> = {
  /** The source last: a frozen source that nobody copies would keep its user from writing for nothing. */
  async freezing({ move, source, target }) {
    await freeze(target, move);
    await freeze(source, move);
    return { state: "copying" };
  },

  async copying({ move, source, target, tables }) {
    const { table, progress } = tableOf(move, tables);
    if (!table) return { state: "verifying", progress: {} };
    const page = await copyPage(table, { source, target }, move, progress.source ?? null);
    const rows = move.rows + page.rows;
    if (page.end === null) return { progress: { table: tableAfter(table, tables) }, rows };
    return { progress: { table: table.name, source: page.end }, rows };
  },

  async verifying({ move, source, target, tables }) {
    const { table, progress } = tableOf(move, tables);
    if (!table) return { state: "switching" };
    const after = { source: progress.source ?? null, target: progress.target ?? null };
    const { differs, end } = await comparePage(table, { source, target }, move.owner, after);
    if (differs) return revert(`The copy of ${table.name} differs`);
    if (end.source === null) return { progress: { table: tableAfter(table, tables) } };
    return { progress: { table: table.name, ...end } };
  },

  async switching({ ctx, move, source, target }) {
    await copyClock(source, target, move);
    await ctx.identity.batch(switchStatements(move));
    return { state: "thawing", switchedAt: ctx.now };
  },

  async thawing({ ctx, move, target }) {
    await thaw(target, move);
    await ctx.hubOf(move.userId).refresh();
    return { state: "cleaning" };
  },

  /** The frozen clock stays. */
  async cleaning({ move, source, tables }) {
    return (await deletePage(source, tables, move)) ? { state: "done" } : {};
  },

  async reverting({ move, source, target, tables }) {
    await thaw(source, move);
    return (await deletePage(target, tables, move)) ? { state: "reverted" } : {};
  },

  done: async () => ({}),
  reverted: async () => ({}),
};

/** The table that the move has come to; undefined after the last. */
function tableOf(
  { progress }: Move,
  tables: readonly UserTable[],
): { table: UserTable | undefined; progress: Progress } {
  const { table = tables[0]?.name } = progress;
  return { table: tables.find(({ name }) => name === table), progress };
}

/** The name of the next table; of the last one, a name that no table has. */
const tableAfter = (table: UserTable, tables: readonly UserTable[]): string =>
  tables[tables.indexOf(table) + 1]?.name ?? "";

/** Names the target as the user's home, unless another caller has gone further. */
function switchStatements({ number, owner, source, target }: Move): Statement[] {
  // `?1` the move, `?2` the user, `?3` and `?4` the databases.
  const isDue = `EXISTS (SELECT 1 FROM moves WHERE id = ?1 AND state = 'switching')
    AND EXISTS (SELECT 1 FROM users WHERE owner = ?2 AND database = ?3)`;
  return [
    `UPDATE userDatabases SET users = users - 1 WHERE name = ?3 AND ${isDue}`,
    `INSERT INTO userDatabases (name, users) SELECT ?4, 1 WHERE ${isDue}
      ON CONFLICT (name) DO UPDATE SET users = users + 1`,
    `UPDATE users SET database = ?4 WHERE owner = ?2 AND ${isDue}`,
  ].map((sql) => numbered(sql, number, owner, source, target));
}

/** Stores what a step has done, unless another caller has brought the move to another state. Returns the move as stored. */
async function advance(ctx: PublicContext, move: Move, patch: Patch): Promise<Move> {
  const next = { ...move, ...patch };
  const [, [stored] = []] = await ctx.identity.batch([
    statement(
      `UPDATE moves SET state = ?3, progress = ?4, rows = ?5, problem = ?6, switchedAt = ?7, changedAt = ?8
        WHERE id = ?1 AND state = ?2`,
      move.number,
      move.state,
      next.state,
      JSON.stringify(next.progress),
      next.rows,
      next.problem,
      next.switchedAt,
      ctx.now,
    ),
    statement(`SELECT ${MOVE_COLUMNS} FROM moves m WHERE id = ?`, move.number),
  ]);
  if (next.state !== move.state) {
    const { owner, source, target, rows, problem } = next;
    log(problem === null ? "info" : "warn", "move", {
      number: move.number,
      owner,
      source,
      target,
      state: next.state,
      rows,
      problem,
    });
  }
  return stored ? moveOf(stored) : next;
}
