import { deleteExpiredCodes, deleteExpiredSessions, expiredSessionIds } from "../../kernel/auth/expired.ts";
import { principalLoaders } from "../../kernel/auth/principals.ts";
import { type Database, statement } from "../../kernel/db/database.ts";
import { admittedUserById, principalOf } from "./users/service.ts";

/** What a user's hub asks of Leora about sessions and users; one D1 call each. */
export const { loadSession, loadPrincipal } = principalLoaders({ userById: admittedUserById, principalOf });

/**
 * Deletes codes and sessions that ran out long ago, and devices that were known by such a session alone. One D1 call;
 * safe to run twice.
 */
export async function deleteExpiredIdentityRows(identity: Database, now: number): Promise<void> {
  const old = expiredSessionIds(now);
  await identity.batch([
    deleteExpiredCodes(now),
    statement(
      `DELETE FROM userDevices WHERE id IN (
        SELECT s.deviceId FROM userSessions s JOIN userDevices d ON d.id = s.deviceId AND d.deviceId = s.id
        WHERE s.id IN (${old.sql}))`,
      ...old.params,
    ),
    deleteExpiredSessions(now),
  ]);
}
