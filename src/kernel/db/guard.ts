import type { Condition } from "./condition.ts";
import { type Statement, statement } from "./database.ts";

/**
 * A statement that aborts its whole batch when the condition holds: it inserts NULL into a NOT NULL column. `isRefused`
 * recognizes the error that the batch fails with then.
 */
export const abortIf = ({ sql, params }: Condition): Statement =>
  statement(`INSERT INTO guard (ok) SELECT NULL WHERE ${sql}`, ...params);
