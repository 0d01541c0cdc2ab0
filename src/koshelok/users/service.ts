import { type CodeTarget, oneTimeCodes } from "../../kernel/auth/codes.ts";
import { principalLoaders } from "../../kernel/auth/principals.ts";
import { openSession } from "../../kernel/auth/sessions.ts";
import { signAccessToken, type TokenSubject } from "../../kernel/auth/token.ts";
import { unsafeCast } from "../../kernel/cast.ts";
import type { Context, PublicContext } from "../../kernel/context.ts";
import { ALWAYS, type Condition } from "../../kernel/db/condition.ts";
import { type RawRow, type Statement, statement } from "../../kernel/db/database.ts";
import { AppError, invalid } from "../../kernel/errors.ts";
import type { Home } from "../../kernel/home.ts";
import { requireSmsCountry } from "../../kernel/outbound/sms-budget.ts";
import type { Principal } from "../../kernel/principal.ts";
import {
  ACCESS_TTL_SECONDS,
  type Address,
  codeMessage,
  isMobile,
  type LimitedScope,
  POLICY,
  SESSION_MS,
} from "./rules.ts";
import type { User } from "./table.ts";

export interface Tokens {
  access: string;
  refresh: string;
}

/** The caller's own row. One D1 call. @throws token_invalid when there is no such user any more */
export const currentUser = async ({ identity, userId }: Context): Promise<User> =>
  requireUser(await identity.all(userById(userId)));

/** Reads the row of a user. */
export const userById = (id: string): Statement => statement("SELECT * FROM users WHERE id = ?", id);

/** The user that `userById` has read. @throws token_invalid when there is no such user any more */
export function requireUser([user]: readonly RawRow[] = []): User {
  if (!user) throw new AppError("token_invalid");
  return unsafeCast<User>(user);
}

/**
 * Prepares a new session: `insert` opens it, `pushOut` ends one that is too many, and `tokens` makes its tokens once the user's id is known.
 * @param scope what the session is limited to; null: nothing
 * @param userId the id, or SQL for the id of a user that the same batch creates
 * @param when the session opens only if this holds
 */
export async function newSession(
  ctx: PublicContext,
  scope: LimitedScope | null,
  userId: string | Statement,
  when: Condition = ALWAYS,
) {
  // A limited session is opened before its user has proved anything, or has a password that could be guessed.
  const isProof = scope === null;
  const session = await openSession(ctx, { userId, lifetimeMs: SESSION_MS, columns: { scope }, when, isProof });
  const tokens = async (ownerId: unknown): Promise<Tokens> => ({
    access: await accessToken(ctx, { userId: String(ownerId), sessionId: session.id }),
    refresh: session.refreshToken,
  });
  return { ...session, tokens };
}

/** An access token of Koshelok for a user and a session. */
export const accessToken = ({ env, product, now }: PublicContext, subject: TokenSubject) =>
  signAccessToken(env, product, subject, now, ACCESS_TTL_SECONDS);

/**
 * @throws invalid_input on `field` when no codes are sent to this address, because it is no mobile phone or in a country
 * that gets no SMS. Whether anybody has it plays no part.
 */
export function requireReachable({ env }: PublicContext, field: string, { address, auth_type }: Address): void {
  if (auth_type === "via_email") return;
  requireSmsCountry(env, field, address);
  if (!isMobile(address)) throw invalid(field, "Codes are sent to mobile phones only.");
}

type Purpose = "signup" | "reset";

/** Codes by mail or by SMS, depending on the address. */
export const codes = oneTimeCodes<Purpose, void>({
  policy: POLICY,
  messageOf: ({ purpose }, code) => codeMessage(purpose, code),
});

/** What a code for an address is for. */
export const codeTarget = (purpose: Purpose, address: string): CodeTarget<Purpose> => ({
  purpose,
  address,
  owner: userIdByAddress(address),
});

/** SQL for the id of the user with an address: as text, as `userSessions.userId` is, so that its index serves. */
export const userIdByAddress = (address: string): Statement =>
  statement("(SELECT CAST(id AS TEXT) FROM users WHERE address = ?)", address);

/** The error for a code that is wrong, used or expired. */
export const wrongCode = () => invalid("code", "Wrong or expired code.");

/** How a user's hub loads sessions and users of Koshelok. One D1 call each. */
export const { loadSession, loadPrincipal } = principalLoaders({
  userById: (id) => statement("SELECT id, timezone FROM users WHERE id = ?", id),
  principalOf: (_ctx, { id, timezone }, session) => principalOf(String(id), String(timezone), session?.scope),
});

const principalOf = (userId: string, timezone: string, scope: unknown): Omit<Principal, keyof Home> => ({
  userId,
  role: "user",
  timezone,
  ...(typeof scope === "string" && { scope }),
  profile: {},
});
