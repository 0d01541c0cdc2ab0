import { eq, sql } from "drizzle-orm";
import { deleteExpiredCodes, deleteExpiredSessions, expiredSessionIds } from "../../kernel/auth/expired.ts";
import { type Database, statement } from "../../kernel/db/database.ts";
import type { HubProduct } from "../../kernel/hub/product.ts";
import { users } from "./table.ts";
import { findUser, principalOf } from "./users/service.ts";

/** A live session with its user, for the hub; one D1 call. */
export const loadSession: HubProduct["loadSession"] = async (ctx, userId, sessionId) => {
  const expiresAt = sql<number | null>`(
    SELECT s.expiresAt FROM userSessions s
    WHERE s.id = ${sessionId} AND s.userId = ${userId} AND s.revokedAt IS NULL AND s.expiresAt > ${ctx.now})`;
  const [found] = await ctx.identity.orm.select({ user: users, expiresAt }).from(users).where(eq(users.id, userId));
  if (!found || found.expiresAt === null) return null;
  return { principal: principalOf(ctx, found.user), expiresAt: found.expiresAt };
};

/** A user alone, for the hub's own work; one D1 call. */
export const loadPrincipal: HubProduct["loadPrincipal"] = async (ctx, userId) => {
  const user = await findUser(ctx, userId);
  return user ? principalOf(ctx, user) : null;
};

/**
 * Deletes codes and sessions that ran out long ago, and devices that were known by such a session alone. One D1 call;
 * safe to run twice.
 */
export async function forgetExpired(identity: Database, now: number): Promise<void> {
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
