import type { RowOf } from "../../../engine/columns.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { storedId } from "../../../kernel/db/stored-id.ts";
import { invalidState } from "../../../kernel/errors.ts";
import { IS_RUNNING, isRunning } from "./rules.ts";
import { focusSessions } from "./table.ts";

// A user has at most one running session. What is read before a write cannot prove that no other session begins to run
// meanwhile, so the commit checks it again.

type FocusSession = RowOf<typeof focusSessions>;

/** Checks that a user has one running session at most. @throws invalid_state when a session begins to run while another one of the user runs */
export function requireNoOtherRunning(work: UnitOfWork, before: FocusSession | null, after: FocusSession): void {
  const beginsToRun = isRunning(after) && (before === null || !isRunning(before));
  if (!beginsToRun) return;
  if (work.all(focusSessions).some((session) => session.id !== after.id && isRunning(session))) {
    throw invalidState("Another focus session is running", "status");
  }
  // Parameters: user, ids of the sessions that this unit writes as a JSON list. They are read at the commit, when the unit
  // has written everything.
  work.guardCondition("focusSessions.running", {
    sql: `NOT EXISTS (SELECT 1 FROM focusSessions
      WHERE owner = ? AND ${IS_RUNNING} AND id NOT IN (SELECT value FROM json_each(?)))`,
    get params() {
      return [work.user.owner, writtenSessionIds(work)];
    },
  });
}

/** The ids of the sessions that this unit writes, as a JSON list, as they are stored. The commit guards these rows anyway. */
export const writtenSessionIds = (work: UnitOfWork): string =>
  JSON.stringify(work.writtenTo(focusSessions).map(({ row }) => storedId(row.id)));
