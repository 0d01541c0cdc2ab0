import { statement } from "../kernel/db/database.ts";
import type { ClockStatement } from "../kernel/db/near-database.ts";

/** Reads the user's clock: the rev of the newest write. */
export const clock: ClockStatement = (owner) => statement("SELECT rev FROM clocks WHERE owner = ?1", owner);
