import {
  deleteExpiredCodes,
  deleteExpiredSessions,
  deleteExpiredTallies,
  expiredSessionIds,
} from "../../kernel/auth/expired.ts";
import { principalLoaders } from "../../kernel/auth/principals.ts";
import type { PublicContext } from "../../kernel/context.ts";
import { type Database, statement } from "../../kernel/db/database.ts";
import { deleteExpired, deleteRows } from "../../kernel/db/expired.ts";
import type { Principal } from "../../kernel/principal.ts";
import { admittedSubscriptions } from "../billing/rows.ts";
import { admittedUserById, admittedUserByOwner, homeOf, principalOf } from "./users/service.ts";

/** How a user's hub loads sessions and users of Leora. One D1 call each. */
export const { loadSession, loadPrincipal } = principalLoaders({
  userById: admittedUserById,
  more: (userId) => admittedSubscriptions(statement("?", userId)),
  principalOf,
  homeOf,
});

/** Loads a user by the integer that stands for them in rows. One D1 call. */
export async function loadPrincipalByOwner(ctx: PublicContext, owner: number): Promise<Principal | null> {
  const [[user] = [], subscriptions = []] = await ctx.identity.batch([
    admittedUserByOwner(owner),
    admittedSubscriptions(statement("(SELECT id FROM users WHERE owner = ?)", owner)),
  ]);
  return user ? { ...principalOf(ctx, user, null, subscriptions), ...homeOf(user) } : null;
}

/**
 * Deletes codes, counts of attempts and sessions that expired long ago, and devices that exist only for such a session, because their
 * client sent no device id; and, once they are over, begun sign-ins and set-ups of two-factor sign-in. One D1 call; safe to run twice.
 * @returns true when more may be left
 */
export function deleteExpiredIdentityRows(identity: Database, now: number): Promise<boolean> {
  const expired = expiredSessionIds(now);
  return deleteRows(identity, [
    deleteExpiredCodes(now),
    statement(
      `DELETE FROM userDevices
        WHERE id IN (
          SELECT session.deviceId
          FROM userSessions session
          JOIN userDevices device ON device.id = session.deviceId AND device.deviceId = session.id
          WHERE session.id IN (${expired.sql}))`,
      ...expired.params,
    ),
    deleteExpiredSessions(now),
    deleteExpiredTallies(now),
    deleteExpired("signInChallenges", now, "expiresAt", { key: "tokenHash" }),
    deleteExpired("twoFactors", now, "setupExpiresAt", { key: "userId" }),
  ]);
}
