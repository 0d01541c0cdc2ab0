import type { Condition } from "../../kernel/db/condition.ts";
import { type Database, type Statement, statement } from "../../kernel/db/database.ts";

// A move of a user between databases is fenced by the user's clock in both. Each move has a number, higher than any before it.
// What a move writes in a database it writes only while it holds the clock there: while the clock is frozen by its number.
// So a call of a move that was given up for dead, and comes late, changes nothing. One exception heals itself: a late call of a
// move that was taken back may copy rows to the target again. The next move there finds that its copy differs and deletes them.

/** One user's move as databases see it. */
export interface Hold {
  owner: number;
  /** The number of the move. */
  number: number;
}

/** The condition that the move holds the user's clock in this database. */
export const isHeld = ({ owner, number }: Hold): Condition => ({
  sql: "EXISTS (SELECT 1 FROM clocks WHERE owner = ? AND frozen = ?)",
  params: [owner, number],
});

/**
 * Freezes the user's clock, and makes one for a user who has written nothing in this database. A clock that this move has thawed,
 * or that a later one holds, stays as it is.
 */
export async function freeze(db: Database, { owner, number }: Hold): Promise<void> {
  await db.all(
    statement(
      `INSERT INTO clocks (owner, rev, frozen) VALUES (?1, 0, ?2)
        ON CONFLICT (owner) DO UPDATE SET frozen = ?2 WHERE abs(frozen) < ?2`,
      owner,
      number,
    ),
  );
}

/** Sets the clock back to that of a user who has written nothing; it stays frozen. */
export function resetClock(hold: Hold): Statement {
  const { sql, params } = isHeld(hold);
  return statement(`UPDATE clocks SET rev = 0, bytes = 0 WHERE owner = ? AND ${sql}`, hold.owner, ...params);
}

/** Lets writes in again. */
export async function thaw(db: Database, { owner, number }: Hold): Promise<void> {
  await db.all(statement("UPDATE clocks SET frozen = -?2 WHERE owner = ?1 AND frozen = ?2", owner, number));
}

/** Gives the clock of the target what the source's says; it stays frozen. */
export async function copyClock(source: Database, target: Database, hold: Hold): Promise<void> {
  const [clock = {}] = await source.all(statement("SELECT * FROM clocks WHERE owner = ?", hold.owner));
  const names = Object.keys(clock).filter((name) => name !== "owner" && name !== "frozen");
  await target.all(updateClock(names, clock, hold));
}

function updateClock(names: readonly string[], clock: Record<string, unknown>, hold: Hold): Statement {
  const { sql, params } = isHeld(hold);
  return statement(
    `UPDATE clocks SET ${names.map((name) => `${name} = ?`).join(", ")} WHERE owner = ? AND ${sql}`,
    ...names.map((name) => clock[name]),
    hold.owner,
    ...params,
  );
}
