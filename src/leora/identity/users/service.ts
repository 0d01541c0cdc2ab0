import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { unsafeCast } from "../../../kernel/cast.ts";
import type { Context, PublicContext } from "../../../kernel/context.ts";
import { definedFields } from "../../../kernel/contract.ts";
import { messagesOf, type RawRow, type Statement, statement, takenColumns } from "../../../kernel/db/database.ts";
import { AppError, invalid, notFound } from "../../../kernel/errors.ts";
import type { Principal } from "../../../kernel/principal.ts";
import { toIso } from "../../../kernel/time.ts";
import type { LeoraProfile } from "../../profile.ts";
import { variables } from "../../variables.ts";
import { type User, users } from "../table.ts";
import type { UserPatch, UserView } from "./contract.ts";
import { type Preferences, reminderMinutesOf, roleOf, zoneOf } from "./rules.ts";

type View = z.output<typeof UserView>;
type Patch = z.output<typeof UserPatch>;

/** The fields that `principalOf` depends on: after a change to one of them the hub must load the user again. */
const ADMISSION_FIELDS = ["region", "timezone", "primaryCurrency", "preferences"] as const;

/** A user as on the wire: all of spec 2.1 but the password's hash. */
export function userView({ env }: Pick<PublicContext, "env">, { passwordHash, ...user }: User): View {
  return {
    ...user,
    timezone: zoneOf(user),
    role: roleOf(user, env, variables.valuesOf(env)),
    lastLoginAt: user.lastLoginAt === null ? null : toIso(user.lastLoginAt),
    createdAt: toIso(user.createdAt),
    updatedAt: toIso(user.updatedAt),
  };
}

/** The columns that admission needs of a user, for `principalOf`. */
export const admittedUserById = (id: string): Statement =>
  statement(
    "SELECT id, email, isEmailVerified, region, timezone, primaryCurrency, preferences FROM users WHERE id = ?",
    id,
  );

/** A user as every verb knows them, from the row that `admittedUserById` reads. */
export function principalOf({ env }: Pick<PublicContext, "env">, row: RawRow): Principal<LeoraProfile> {
  const { id, email, region, timezone, primaryCurrency } = unsafeCast<User>(row);
  const preferences: Preferences | null = row.preferences === null ? null : JSON.parse(String(row.preferences));
  return {
    userId: id,
    role: roleOf({ email, isEmailVerified: row.isEmailVerified === 1 }, env, variables.valuesOf(env)),
    timezone: zoneOf({ region, timezone }),
    profile: { tier: "free", primaryCurrency, reminderMinutes: reminderMinutesOf(preferences) },
  };
}

/** The caller's own row; one D1 call. @throws not_found */
export async function currentUser({ identity, userId }: Context): Promise<User> {
  const [user] = await identity.orm.select().from(users).where(eq(users.id, userId));
  if (!user) throw notFound();
  return user;
}

export const me = async (ctx: Context): Promise<View> => userView(ctx, await currentUser(ctx));

/**
 * Changes the profile; preferences are merged by RFC 7396. One D1 call.
 * @throws already_exists on `username`; invalid_input when the merged preferences grow too large
 */
export async function updateMe(ctx: Context, { preferences, ...rest }: Patch): Promise<View> {
  const fields = definedFields(rest);
  const merged = preferences && {
    preferences: sql`json_patch(coalesce(${users.preferences}, '{}'), ${JSON.stringify(preferences)})`,
  };
  const [user] = await refusingTaken(
    ctx.identity.orm
      .update(users)
      .set({ ...fields, ...merged, updatedAt: ctx.now })
      .where(eq(users.id, ctx.userId))
      .returning(),
  );
  if (!user) throw notFound();
  if (ADMISSION_FIELDS.some((field) => field in fields || (merged && field in merged))) await ctx.hub.refresh();
  return userView(ctx, user);
}

/** Runs a write to `users`; what its constraints refuse becomes the client's error. */
export async function refusingTaken<Result>(write: PromiseLike<Result>): Promise<Result> {
  try {
    return await write;
  } catch (error) {
    const [field] = takenColumns(error);
    if (field) {
      throw new AppError("already_exists", {
        message: `This ${field} is taken`,
        details: [{ field, message: "Taken" }],
      });
    }
    if (messagesOf(error).includes("users_preferences_size")) throw invalid("preferences", "Too large");
    throw error;
  }
}
