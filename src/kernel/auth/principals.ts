import type { PublicContext } from "../context.ts";
import { type RawRow, type Statement, statement } from "../db/database.ts";
import { type Home, soleHome } from "../home.ts";
import type { HubProduct } from "../hub/product.ts";
import type { Principal } from "../principal.ts";

/** How a product reads a user, and what of that user its requests get. */
export interface PrincipalSource {
  /** Reads the row of a user by the id that its sessions hold; no row when there is no such user. */
  userById(userId: string): Statement;
  /** Further rows that the principal is made of, of the user with this id. */
  more?(userId: string): Statement;
  /**
   * `session` is the row of `userSessions`; null for work outside of any session, such as reminders. `more`: the rows of the further
   * statement.
   */
  principalOf(
    ctx: PublicContext,
    user: RawRow,
    session: RawRow | null,
    more: readonly RawRow[],
  ): Omit<Principal, keyof Home>;
  /** Where the user's rows are; absent in a product that has one database. */
  homeOf?(user: RawRow): Home;
}

/** The two functions by which a user's hub loads sessions and users of a product. One D1 call each. */
export function principalLoaders({
  userById,
  more,
  principalOf,
  homeOf,
}: PrincipalSource): Pick<HubProduct, "loadSession" | "loadPrincipal"> {
  const principal = (
    ctx: PublicContext,
    userId: string,
    user: RawRow,
    session: RawRow | null,
    rows: readonly RawRow[],
  ): Principal => ({
    ...principalOf(ctx, user, session, rows),
    ...(homeOf?.(user) ?? soleHome(ctx.product, userId)),
  });
  const userStatements = (userId: string): Statement[] => [userById(userId), ...(more ? [more(userId)] : [])];
  return {
    async loadSession(ctx, userId, sessionId) {
      const live = statement(
        "SELECT * FROM userSessions WHERE id = ? AND userId = ? AND revokedAt IS NULL AND expiresAt > ?",
        sessionId,
        userId,
        ctx.now,
      );
      const [[session] = [], [user] = [], rows = []] = await ctx.identity.batch([live, ...userStatements(userId)]);
      if (!session || !user) return null;
      return { principal: principal(ctx, userId, user, session, rows), expiresAt: Number(session.expiresAt) };
    },

    async loadPrincipal(ctx, userId) {
      const [[user] = [], rows = []] = await ctx.identity.batch(userStatements(userId));
      return user ? principal(ctx, userId, user, null, rows) : null;
    },
  };
}
