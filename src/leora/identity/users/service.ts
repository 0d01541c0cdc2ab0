import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { unsafeCast } from "../../../kernel/cast.ts";
import type { Context, PublicContext } from "../../../kernel/context.ts";
import { definedFields } from "../../../kernel/contract.ts";
import { messagesOf, type RawRow, type Statement, statement } from "../../../kernel/db/database.ts";
import { refuseTaken } from "../../../kernel/db/unique.ts";
import { AppError, invalid, notFound } from "../../../kernel/errors.ts";
import type { Home } from "../../../kernel/home.ts";
import type { Principal } from "../../../kernel/principal.ts";
import { toIso } from "../../../kernel/time.ts";
import { subscriptionOf } from "../../billing/rows.ts";
import type { LeoraProfile } from "../../profile.ts";
import { requireRoomFor } from "../../profile-counts.ts";
import { variables } from "../../variables.ts";
import { type User, users } from "../table.ts";
import { hasTwoFactor } from "../two-factor/challenges.ts";
import type { UserPatch, UserView } from "./contract.ts";
import { type Preferences, preferredReminderMinutes, roleOf, zoneOf } from "./rules.ts";

type View = z.output<typeof UserView>;
type Patch = z.output<typeof UserPatch>;

/** The fields that `principalOf` depends on: after a change to one of them the hub must load the user again. */
const ADMISSION_FIELDS = [
  "region",
  "timezone",
  "primaryCurrency",
  "preferences",
  "fullName",
  "username",
  "phoneNumber",
] as const;

/** A user as clients see it: all fields of spec section 2.1 except the password's hash. */
export function userView(
  { env }: Pick<PublicContext, "env">,
  { passwordHash, owner, database, insightsNextAt, insightsRanOn, ...user }: User,
): View {
  return {
    ...user,
    timezone: zoneOf(user),
    role: roleOf(user, env, variables.valuesOf(env)),
    lastLoginAt: user.lastLoginAt === null ? null : toIso(user.lastLoginAt),
    createdAt: toIso(user.createdAt),
    updatedAt: toIso(user.updatedAt),
  };
}

/** A row of `users` as D1 has it, with booleans and JSON decoded. */
export const userOf = (row: RawRow): User => ({
  ...unsafeCast<User>(row),
  preferences: preferencesOf(row),
  isEmailVerified: row.isEmailVerified === 1,
  isPhoneVerified: row.isPhoneVerified === 1,
});

const preferencesOf = ({ preferences }: RawRow): Preferences | null =>
  preferences === null ? null : JSON.parse(String(preferences));

/** SQL for the id of the user with an e-mail address. */
export const userIdByEmail = (email: string): Statement => statement("(SELECT id FROM users WHERE email = ?)", email);

/** Reads the columns that `principalOf` needs. */
export const admittedUserById = (id: string): Statement => admittedUser("id", id);

/** The same by the integer that stands for the user in rows. */
export const admittedUserByOwner = (owner: number): Statement => admittedUser("owner", owner);

const admittedUser = (column: string, value: string | number): Statement =>
  statement(
    `SELECT id, owner, database, email, fullName, username, phoneNumber, isEmailVerified, region, timezone, primaryCurrency, preferences, createdAt,
        ${hasTwoFactor("users.id")} AS twoFactorEnabled, ${SETTINGS_COLUMNS}
      FROM users WHERE ${column} = ?`,
    value,
  );

/** What `settings/table.ts` has of the row of `users`, as columns. */
const SETTINGS_COLUMNS = `
  (SELECT changes FROM userSettings WHERE userId = users.id) AS settings,
  (SELECT pinHash IS NOT NULL FROM userSettings WHERE userId = users.id) AS hasPin,
  (SELECT updatedAt FROM userSettings WHERE userId = users.id) AS settingsUpdatedAt`;

/** Where a user's rows are, from a row with these two columns. */
export const homeOf = ({ owner, database }: RawRow): Home => ({ owner: Number(owner), database: String(database) });

/** The principal of a user, from the row that `admittedUserById` reads, and from the user's subscriptions. */
export function principalOf(
  { env }: Pick<PublicContext, "env">,
  row: RawRow,
  _session: RawRow | null,
  subscriptions: readonly RawRow[],
): Omit<Principal<LeoraProfile>, keyof Home> {
  const { id, email, fullName, username, phoneNumber, region, timezone, primaryCurrency, createdAt } =
    unsafeCast<User>(row);
  const preferences = preferencesOf(row);
  return {
    userId: id,
    role: roleOf({ email, isEmailVerified: row.isEmailVerified === 1 }, env, variables.valuesOf(env)),
    timezone: zoneOf({ region, timezone }),
    profile: {
      primaryCurrency,
      settings: {
        changes: row.settings === null ? {} : JSON.parse(String(row.settings)),
        hasPin: row.hasPin === 1,
        updatedAt: row.settingsUpdatedAt === null ? null : Number(row.settingsUpdatedAt),
      },
      owner: {
        region,
        createdAt,
        hasTwoFactor: row.twoFactorEnabled === 1,
        preferredReminderMinutes: preferredReminderMinutes(preferences),
      },
      wantsReminders: preferences?.notifications?.reminders !== false,
      privateTexts: [fullName, email, username, phoneNumber].filter((text) => text !== null),
      subscriptions: subscriptions.map(subscriptionOf),
    },
  };
}

/** The caller's own row. One D1 call. @throws not_found */
export async function currentUser({ identity, userId }: Context): Promise<User> {
  const [user] = await identity.orm.select().from(users).where(eq(users.id, userId));
  if (!user) throw notFound();
  return user;
}

/** The caller's profile. One D1 call. @throws not_found */
export const me = async (ctx: Context): Promise<View> => userView(ctx, await currentUser(ctx));

/**
 * Changes the profile; preferences are merged (RFC 7396). One D1 call, two for another primary currency.
 * @throws already_exists on `username`; invalid_input when the merged preferences are too large; plan_limit_reached
 */
export async function updateMe(ctx: Context, { preferences, ...rest }: Patch): Promise<View> {
  const fields = definedFields(rest);
  if (rest.primaryCurrency !== undefined) await requireRoomFor(ctx, { primaryCurrency: rest.primaryCurrency });
  const merged = preferences && {
    preferences: sql`json_patch(coalesce(${users.preferences}, '{}'), ${JSON.stringify(preferences)})`,
  };
  const [user] = await writeUser(
    ctx.identity.orm
      .update(users)
      .set({
        ...fields,
        ...merged,
        // In another zone the morning comes at another moment.
        ...(("timezone" in fields || "region" in fields) && { insightsNextAt: ctx.now }),
        updatedAt: ctx.now,
      })
      .where(eq(users.id, ctx.userId))
      .returning(),
  );
  if (!user) throw notFound();
  if (ADMISSION_FIELDS.some((field) => field in fields || (merged && field in merged))) await ctx.hub.refresh();
  return userView(ctx, user);
}

/**
 * Runs a write to `users`.
 * @throws already_exists on `email` or `username` when it is taken; invalid_input when `preferences` are too large
 */
export async function writeUser<Result>(write: PromiseLike<Result>): Promise<Result> {
  try {
    return await refuseTaken(write, ["email", "username"], fieldTaken);
  } catch (error) {
    if (messagesOf(error).includes("users_preferences_size")) throw invalid("preferences", "Too large");
    throw error;
  }
}

const fieldTaken = (field: string): AppError =>
  new AppError("already_exists", { message: `This ${field} is taken`, details: [{ field, message: "Taken" }] });
