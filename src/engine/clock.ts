import { type Statement, statement } from "../kernel/db/database.ts";
import type { ClockStatement } from "../kernel/db/near-database.ts";

/** Reads the user's clock: the rev of the newest write. */
export const clock: ClockStatement = (owner) => statement("SELECT rev FROM clocks WHERE owner = ?1", owner);

/**
 * Raises the user's clock beside all units of work, after a write that replicas must not hide from this user although none of the
 * rows is theirs. Returns the new `rev`; no row while the clock is frozen, because the user's reads are about to leave this database.
 */
export const raiseClock = (owner: number): Statement =>
  statement(
    `INSERT INTO clocks (owner, rev) VALUES (?1, 1)
      ON CONFLICT (owner) DO UPDATE SET rev = rev + 1 WHERE frozen <= 0
      RETURNING rev`,
    owner,
  );
