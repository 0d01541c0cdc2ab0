import type { z } from "zod";
import { hashPassword } from "../../kernel/auth/password.ts";
import { principalLoaders } from "../../kernel/auth/principals.ts";
import { endSession, openSession, rotateRefreshToken } from "../../kernel/auth/sessions.ts";
import { type Claim, signIn } from "../../kernel/auth/sign-in.ts";
import { signAccessToken } from "../../kernel/auth/token.ts";
import { unsafeCast } from "../../kernel/cast.ts";
import type { Context, PublicContext } from "../../kernel/context.ts";
import { constantTimeEqual } from "../../kernel/crypto.ts";
import { type RawRow, type Statement, statement } from "../../kernel/db/database.ts";
import { abortIf, refuseAborted } from "../../kernel/db/guard.ts";
import { refuseTaken } from "../../kernel/db/unique.ts";
import { AppError, notFound } from "../../kernel/errors.ts";
import { variables } from "../variables.ts";
import type { Login, OneUser, Profile, Register, Registered, SignedIn, Tokens } from "./contract.ts";
import { ACCESS_TTL_SECONDS, SESSION_LIFETIME_MS } from "./rules.ts";
import type { User } from "./table.ts";

type Registration = z.output<typeof Register>;

/**
 * The first user ever becomes administrator and is signed in; anybody else is registered by an administrator, because
 * the endpoint lets no other signed-in user in. Two D1 calls.
 * @throws token_invalid for an anonymous caller when there are users, or without the installation's bootstrap secret;
 * already_exists on `email`
 */
export async function register(
  ctx: PublicContext | Context,
  input: Registration,
): Promise<z.output<typeof Registered>> {
  return "principal" in ctx ? registerOther(ctx, input) : registerFirst(ctx, input);
}

async function registerOther(ctx: Context, input: Registration): Promise<z.output<typeof OneUser>> {
  const [user] = await createUser(ctx, [await insertUser(ctx, input, input.role)]);
  return { user: userView(user) };
}

async function registerFirst(ctx: PublicContext, input: Registration): Promise<z.output<typeof SignedIn>> {
  const { CRM_BOOTSTRAP_SECRET: secret } = variables.valuesOf(ctx.env);
  if (secret !== undefined && !(await constantTimeEqual(input.bootstrapSecret ?? "", secret)))
    throw onlyAdministrators();
  // This check only saves the costly hashing of the password. Against races the guard in the batch below protects.
  const others = await ctx.identity.all(statement("SELECT 1 FROM users LIMIT 1"));
  if (others.length > 0) throw onlyAdministrators();
  const session = await newSession(ctx, statement("(SELECT id FROM users WHERE email = ?)", input.email));
  const [user] = await createUser(ctx, [
    await insertUser(ctx, input, "admin"),
    abortIf({ sql: "(SELECT count(*) FROM users) > 1", params: [] }),
    session.insert,
  ]);
  return { user: userView(user), ...(await session.tokensOf(user)) };
}

const onlyAdministrators = () =>
  new AppError("token_invalid", {
    message: "The first user needs the bootstrap secret; others are registered by an administrator, who has to sign in",
  });

const insertUser = async ({ env, now }: PublicContext, input: Registration, role: User["role"]): Promise<Statement> =>
  statement(
    `INSERT INTO users (email, passwordHash, name, role, timezone, createdAt, updatedAt)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6) RETURNING *`,
    input.email,
    await hashPassword(env, input.password),
    input.name,
    role,
    input.timezone,
    now,
  );

/**
 * Runs statements of which the first creates a user, and returns that user.
 * @throws token_invalid when a guard among them aborts the batch; already_exists on `email`
 */
async function createUser({ identity }: PublicContext, statements: Statement[]): Promise<[User]> {
  const batch = refuseAborted(identity.batch(statements), onlyAdministrators);
  const [created] = await refuseTaken(batch, "email", emailTaken);
  return unsafeCast<[User]>(created);
}

const emailTaken = () =>
  new AppError("already_exists", {
    message: "This e-mail address is taken",
    details: [{ field: "email", message: "Taken" }],
  });

/**
 * Signs in by e-mail address. Two D1 calls.
 * @throws credentials_invalid for an unknown user and a wrong password alike, after the same time; rate_limited
 */
export async function login(
  ctx: PublicContext,
  { email, password }: z.output<typeof Login>,
): Promise<z.output<typeof SignedIn>> {
  const claim: Claim<User> = {
    name: email,
    owner: statement("(SELECT CAST(id AS TEXT) FROM users WHERE email = ?)", email),
    find: statement("SELECT * FROM users WHERE email = ?", email),
    read: unsafeCast<User>,
  };
  const { user, opened } = await signIn(ctx, claim, password, async (found) => {
    const session = await newSession(ctx, String(found.id));
    return { statements: [session.insert, session.pushOut], tokens: await session.tokensOf(found) };
  });
  return { user: userView(user), ...opened.tokens };
}

/** Replaces a refresh token. One D1 call. @throws token_invalid, token_expired */
export async function refresh(ctx: PublicContext, token: string): Promise<z.output<typeof Tokens>> {
  const { refreshToken, subject } = await rotateRefreshToken(ctx, token);
  return { token: await accessToken(ctx, subject), refreshToken };
}

/** Ends the caller's session at once. One D1 call. */
export async function logout(ctx: Context): Promise<{ message: string }> {
  await endSession(ctx, ctx.sessionId);
  return { message: "Successfully logged out" };
}

/** The caller's own user. One D1 call. @throws not_found */
export async function me(ctx: Context): Promise<z.output<typeof OneUser>> {
  const [user] = await ctx.identity.all(userById(ctx.userId));
  return userReply(user);
}

/** Changes the caller's name or time zone. One D1 call. @throws not_found */
export async function updateMe(ctx: Context, changes: z.output<typeof Profile>): Promise<z.output<typeof OneUser>> {
  const [user] = await ctx.identity.all(
    statement(
      `UPDATE users SET name = coalesce(?, name), timezone = coalesce(?, timezone), updatedAt = ?
        WHERE id = ? RETURNING *`,
      changes.name ?? null,
      changes.timezone ?? null,
      ctx.now,
      Number(ctx.userId),
    ),
  );
  if (changes.timezone !== undefined) await ctx.hub.refresh();
  return userReply(user);
}

const userById = (id: string): Statement => statement("SELECT * FROM users WHERE id = ?", Number(id));

/** How a user's hub loads sessions and users of CRM. One D1 call each. */
export const { loadSession, loadPrincipal } = principalLoaders({
  userById,
  principalOf(_ctx, row) {
    const { id, role, timezone } = unsafeCast<User>(row);
    return { userId: String(id), role, timezone, profile: {} };
  },
});

function userReply(row: RawRow | undefined): z.output<typeof OneUser> {
  if (!row) throw notFound();
  return { user: userView(unsafeCast<User>(row)) };
}

const userView = ({ id, email, name, role, timezone }: User) => ({ id, email, name, role, timezone });

/**
 * Prepares a new session: `insert` opens it, `pushOut` ends one that is too many, and `tokensOf` makes its tokens once the user's id is known. `userId` may
 * be SQL for the id of a user that the same batch creates.
 */
async function newSession(ctx: PublicContext, userId: string | Statement) {
  const session = await openSession(ctx, { userId, lifetimeMs: SESSION_LIFETIME_MS });
  const tokensOf = async ({ id }: User) => ({
    token: await accessToken(ctx, { userId: String(id), sessionId: session.id }),
    refreshToken: session.refreshToken,
  });
  return { ...session, tokensOf };
}

const accessToken = ({ env, product, now }: PublicContext, subject: { userId: string; sessionId: string }) =>
  signAccessToken(env, product, subject, now, ACCESS_TTL_SECONDS);
