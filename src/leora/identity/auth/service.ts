import type { z } from "zod";
import { hashPassword } from "../../../kernel/auth/password.ts";
import { openSession, rotateRefreshToken } from "../../../kernel/auth/sessions.ts";
import { type Claim, signIn } from "../../../kernel/auth/sign-in.ts";
import { signAccessToken, type TokenSubject } from "../../../kernel/auth/token.ts";
import type { Context, PublicContext } from "../../../kernel/context.ts";
import { ALWAYS, type Condition } from "../../../kernel/db/condition.ts";
import { type RawRow, type Statement, statement } from "../../../kernel/db/database.ts";
import type { Home } from "../../../kernel/home.ts";
import { newId } from "../../../kernel/id.ts";
import { LIMITS } from "../../../limits.ts";
import { codes, codeTarget } from "../codes/service.ts";
import { deviceTypeOf, osVersionOf } from "../devices/rules.ts";
import { removeSession } from "../devices/service.ts";
import { countUser, roomiestDatabase } from "../homes/service.ts";
import { type User, users } from "../table.ts";
import { hasTwoFactor, newChallenge, requireOneFactor } from "../two-factor/challenges.ts";
import { homeOf, userOf, userView, writeUser } from "../users/service.ts";
import type { Login, Register, SignedIn, Tokens } from "./contract.ts";
import { ACCESS_TTL_SECONDS, lifetimeMs } from "./rules.ts";

type SignedInView = z.output<typeof SignedIn>;
type TokensView = z.output<typeof Tokens>;

/**
 * Creates an account, signs in and mails a code that proves the address. One D1 call.
 * @throws already_exists on `email` or `username`
 */
export async function register(ctx: PublicContext, input: z.output<typeof Register>): Promise<SignedInView> {
  const { now } = ctx;
  const user: Omit<User, keyof Home> = {
    id: newId(now),
    email: input.email,
    fullName: input.fullName,
    username: input.username ?? null,
    phoneNumber: input.phoneNumber ?? null,
    passwordHash: await hashPassword(ctx.env, input.password),
    bio: null,
    birthday: null,
    profileImage: null,
    region: input.region,
    timezone: input.timezone ?? null,
    primaryCurrency: input.currency,
    visibility: null,
    preferences: input.preferences ?? null,
    isEmailVerified: false,
    isPhoneVerified: false,
    lastLoginAt: now,
    insightsNextAt: now,
    insightsRanOn: null,
    createdAt: now,
    updatedAt: now,
  };
  const session = await openDeviceSession(ctx, user.id, input.rememberMe);
  const code = await codes.prepare(ctx, codeTarget("verify-email", user.email));
  const createUser = ctx.identity.orm
    .insert(users)
    .values({ ...user, database: roomiestDatabase(ctx.env) })
    .returning({ owner: users.owner, database: users.database })
    .toSQL();
  const answers = await writeUser(
    ctx.identity.batch([...code.statements, createUser, countUser(user.id), ...session.statements]),
  );
  code.issued(answers)?.(user.preferences?.language);
  const home = homeOf(answers[code.statements.length]?.[0] ?? {});
  return { user: userView(ctx, { ...user, ...home }), ...(await session.tokensAt(home)) };
}

/**
 * Signs in by e-mail address or username; with two-factor sign-in that is only the first step, and opens no session. Two D1 calls.
 * @throws credentials_invalid for an unknown user and a wrong password alike, after the same time, whether the user has a second factor or
 * not; two_factor_required with a challenge; rate_limited
 */
export async function login(ctx: PublicContext, input: z.output<typeof Login>): Promise<SignedInView> {
  const { now } = ctx;
  const { emailOrUsername: name, password, rememberMe } = input;
  const column = name.includes("@") ? "email" : "username";
  const claim: Claim<Claimant> = {
    name,
    owner: statement(`(SELECT id FROM users WHERE ${column} = ?)`, name),
    find: statement(`SELECT *, ${hasTwoFactor("users.id")} AS isChallenged FROM users WHERE ${column} = ?`, name),
    read: claimantOf,
  };
  const { opened } = await signIn<Claimant, Opened>(ctx, claim, password, async ({ id, user, isChallenged }) => {
    if (isChallenged) {
      const { insert, error } = await newChallenge(id, rememberMe, now);
      return { statements: [insert], reply: () => Promise.reject(error) };
    }
    const { statements, tokensAt } = await openDeviceSession(ctx, id, rememberMe);
    return {
      statements: [requireOneFactor(id), ...statements, noteSignIn(id, now)],
      reply: async () => ({ user: userView(ctx, { ...user, lastLoginAt: now }), ...(await tokensAt(user)) }),
    };
  });
  return opened.reply();
}

/** Notes a sign-in in the user's row. Whoever has been away for long gets insights in the morning again. */
export const noteSignIn = (userId: string, now: number, when: Condition = ALWAYS): Statement =>
  statement(
    `UPDATE users SET lastLoginAt = ?, insightsNextAt = ifnull(insightsNextAt, ?) WHERE id = ? AND ${when.sql}`,
    now,
    now,
    userId,
    ...when.params,
  );

/** Who wants to sign in. */
interface Claimant {
  id: string;
  passwordHash: string;
  user: User;
  /** Whether a code is asked for as well. */
  isChallenged: boolean;
}

function claimantOf({ isChallenged, ...row }: RawRow): Claimant {
  const user = userOf(row);
  return { id: user.id, passwordHash: user.passwordHash, user, isChallenged: isChallenged === 1 };
}

/** What a right password leads to: what is written, and the reply after that. */
interface Opened {
  statements: readonly Statement[];
  reply(): Promise<SignedInView>;
}

/** Replaces a refresh token, and notes that its device was active. One D1 call. @throws token_invalid, token_expired */
export async function refresh(ctx: PublicContext, token: string): Promise<TokensView> {
  const { client, now } = ctx;
  const { subject, refreshToken, answers } = await rotateRefreshToken(ctx, token, (sessionId) => [
    statement(
      `UPDATE users SET insightsNextAt = ?
        WHERE id = (SELECT userId FROM userSessions WHERE id = ?) AND insightsNextAt IS NULL`,
      now,
      sessionId,
    ),
    statement("SELECT owner, database FROM users WHERE id = (SELECT userId FROM userSessions WHERE id = ?)", sessionId),
    statement(
      `UPDATE userDevices SET lastActiveAt = ?1, lastIp = ?2, appVersion = coalesce(?3, appVersion), updatedAt = ?1
        WHERE id = (SELECT deviceId FROM userSessions WHERE id = ?4 AND lastUsedAt = ?1)`,
      now,
      client.ip,
      client.appVersion,
      sessionId,
    ),
  ]);
  return tokensOf(ctx, { ...subject, home: homeOf(answers[1]?.[0] ?? {}) }, refreshToken);
}

/** Ends the caller's session at once. */
export async function logout(ctx: Context): Promise<{ message: string }> {
  await removeSession(ctx, ctx.sessionId);
  return { message: "Logged out" };
}

/** Whether a row of `userDevices` has a session that is live at ?3. */
const hasLiveSession = `EXISTS (
  SELECT 1 FROM userSessions
  WHERE userId = ?1 AND deviceId = userDevices.id AND revokedAt IS NULL AND expiresAt > ?3)`;

/**
 * A new session on the device that the request's headers describe: the statements that store the device and open the
 * session, and what makes its first tokens once the user's home is known. A user has a limited number of devices: one more removes the one that was inactive
 * for longest among those without a live session. There is one, because a user has no more live sessions than devices.
 * @param when nothing is opened or stored unless this holds when the statements run
 */
export async function openDeviceSession(
  ctx: PublicContext,
  userId: string,
  rememberMe: boolean,
  when: Condition = ALWAYS,
): Promise<{ statements: Statement[]; tokensAt(home: Home): Promise<TokensView> }> {
  const { client, now } = ctx;
  const sessionId = newId(now);
  // A client without a device id gets a device of its own for this session.
  const deviceId = client.deviceId || sessionId;
  const device = {
    id: newId(now),
    userId,
    deviceId,
    deviceName: client.deviceName,
    deviceType: deviceTypeOf(client),
    osVersion: osVersionOf(client),
    appVersion: client.appVersion,
    lastActiveAt: now,
    lastIp: client.ip,
    isTrusted: 0,
    createdAt: now,
    updatedAt: now,
  };
  const columns = Object.keys(device);
  const storeDevice = statement(
    `INSERT INTO userDevices (${columns.join(", ")})
      SELECT ${columns.map(() => "?").join(", ")} WHERE ${when.sql}
      ON CONFLICT (userId, deviceId) DO UPDATE SET
        deviceType = excluded.deviceType,
        lastActiveAt = excluded.lastActiveAt,
        lastIp = excluded.lastIp,
        updatedAt = excluded.updatedAt,
        deviceName = coalesce(excluded.deviceName, deviceName),
        osVersion = coalesce(excluded.osVersion, osVersion),
        appVersion = coalesce(excluded.appVersion, appVersion)`,
    ...Object.values(device),
    ...when.params,
  );
  const { insert, pushOut, refreshToken } = await openSession(ctx, {
    id: sessionId,
    userId,
    lifetimeMs: lifetimeMs(rememberMe),
    when,
    columns: {
      deviceId: statement("(SELECT id FROM userDevices WHERE userId = ? AND deviceId = ?)", userId, deviceId),
    },
  });
  const pushOutDevices = statement(
    `DELETE FROM userDevices
      WHERE userId = ?1 AND id NOT IN (
        SELECT id FROM userDevices WHERE userId = ?1
        ORDER BY ${hasLiveSession} DESC, lastActiveAt DESC, rowid DESC LIMIT ?2)`,
    userId,
    LIMITS.accounts.devices,
    now,
  );
  return {
    statements: [storeDevice, insert, pushOut, pushOutDevices],
    tokensAt: (home) => tokensOf(ctx, { userId, sessionId, home }, refreshToken),
  };
}

async function tokensOf(
  { env, product, now }: PublicContext,
  subject: TokenSubject & { home: Home },
  refreshToken: string,
): Promise<TokensView> {
  const accessToken = await signAccessToken(env, product, subject, now, ACCESS_TTL_SECONDS);
  return { accessToken, refreshToken, expiresIn: ACCESS_TTL_SECONDS };
}
