import { and, eq, gt, isNull } from "drizzle-orm";
import type { HubProduct } from "../../kernel/hub.ts";
import { userSessions, users } from "./table.ts";
import { findUser, principalOf } from "./users/service.ts";

/** A live session with its user, for the hub; one D1 call. */
export const loadSession: HubProduct["loadSession"] = async (ctx, userId, sessionId) => {
  const [found] = await ctx.identity.orm
    .select({ user: users, expiresAt: userSessions.expiresAt })
    .from(userSessions)
    .innerJoin(users, eq(users.id, userSessions.userId))
    .where(
      and(
        eq(userSessions.id, sessionId),
        eq(userSessions.userId, userId),
        isNull(userSessions.revokedAt),
        gt(userSessions.expiresAt, ctx.now),
      ),
    );
  return found ? { principal: principalOf(ctx, found.user), expiresAt: found.expiresAt } : null;
};

/** A user alone, for the hub's own work; one D1 call. */
export const loadPrincipal: HubProduct["loadPrincipal"] = async (ctx, userId) => {
  const user = await findUser(ctx, userId);
  return user ? principalOf(ctx, user) : null;
};
