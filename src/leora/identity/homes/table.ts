import { sql } from "drizzle-orm";
import { integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/**
 * Leora's databases by binding: how full each was when cron last looked, how many users it had then and how many it has now. A new
 * user gets a home by it. The database with identity has a row as well, without users.
 */
export const userDatabases = sqliteTable("userDatabases", {
  name: text().primaryKey(),
  /** Bytes. */
  size: integer().notNull().default(0),
  measuredAt: integer(),
  /** Users whose home it was when `size` was measured. */
  measuredUsers: integer().notNull().default(0),
  users: integer().notNull().default(0),
  /** Published rates that were last changed up to then (UTC ms) have been copied into it from the first database. */
  ratesUpTo: integer().notNull().default(0),
});

/** What is done next for a move: see `moves.ts`. The last two are how it may end. */
export const MOVE_STATES = [
  "freezing",
  "copying",
  "verifying",
  "switching",
  "thawing",
  "cleaning",
  "reverting",
  "done",
  "reverted",
] as const;
export type MoveState = (typeof MOVE_STATES)[number];

/** Moves of users from one database to another. `id` is the number that the move holds clocks by: a later move has a higher one. */
export const moves = sqliteTable(
  "moves",
  {
    id: integer().primaryKey({ autoIncrement: true }),
    owner: integer().notNull(),
    source: text().notNull(),
    target: text().notNull(),
    state: text({ enum: MOVE_STATES }).notNull(),
    /** How far the state's work has come, as JSON (`Progress`). */
    progress: text().notNull().default("{}"),
    /** Rows that were copied. */
    rows: integer().notNull().default(0),
    /** Why it was taken back. */
    problem: text(),
    createdAt: integer().notNull(),
    /** When the target became the user's home. */
    switchedAt: integer(),
    changedAt: integer().notNull(),
  },
  ({ owner, state }) => [
    // One at a time: the next begins when the rows of the last are deleted where they are no longer at home.
    uniqueIndex("moves_unfinished").on(owner).where(sql`${state} NOT IN ('done', 'reverted')`),
  ],
);
