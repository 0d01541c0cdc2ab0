import type { z } from "zod";
import { confirmPassword } from "../../../kernel/auth/own-password.ts";
import { closeEndedSessions, closePushedOut, endSessionsStatement } from "../../../kernel/auth/sessions.ts";
import { wrongCredentials } from "../../../kernel/auth/sign-in.ts";
import type { Context, PublicContext } from "../../../kernel/context.ts";
import { randomToken } from "../../../kernel/crypto.ts";
import { allOf, CHANGED } from "../../../kernel/db/condition.ts";
import { type RawRow, type Statement, statement } from "../../../kernel/db/database.ts";
import { refuseAborted } from "../../../kernel/db/guard.ts";
import { decryptText, encryptText } from "../../../kernel/encryption.ts";
import { AppError, invalid, invalidState } from "../../../kernel/errors.ts";
import { toIso } from "../../../kernel/time.ts";
import type { LeoraErrorCode } from "../../errors.ts";
import { variables } from "../../variables.ts";
import type { SignedIn } from "../auth/contract.ts";
import { noteSignIn, openDeviceSession } from "../auth/service.ts";
import { userOf, userView } from "../users/service.ts";
import { challengeHash, endChallenges, isLive } from "./challenges.ts";
import { attemptOf, type EnabledFactor, sealedFor, triedBy, tryCode } from "./code-try.ts";
import type {
  Disable,
  DisabledView,
  EnabledView,
  RecoveryCodesView,
  SetupView,
  StatusView,
  Verify,
} from "./contract.ts";
import { newRecoveryCodes } from "./recovery.ts";
import { enteredCode, SETUP_TTL_SECONDS } from "./rules.ts";
import { newSecret, otpauthUrl, stepOfCode } from "./totp.ts";

/**
 * Makes a secret for an authenticator app, which waits to be enabled. Two D1 calls.
 * @throws credentials_invalid; invalid_state when two-factor sign-in is enabled; rate_limited after too many wrong passwords
 */
export async function setUp(ctx: Context, password: string): Promise<z.output<typeof SetupView>> {
  const { identity, env, userId, now } = ctx;
  const find = statement("SELECT passwordHash, email FROM users WHERE id = ?", userId);
  const { row, confirmed } = await confirmPassword(ctx, find, password);
  const secret = await newSecret();
  const sealed = await encryptText(variables.valuesOf(env).TOKEN_ENCRYPTION_KEYS, secret, sealedFor(userId));
  const answers = await refuseAborted(
    identity.batch([
      ...confirmed,
      statement(
        `INSERT INTO twoFactors (userId, secret, setupExpiresAt) VALUES (?, ?, ?)
          ON CONFLICT (userId) DO UPDATE SET secret = excluded.secret, setupExpiresAt = excluded.setupExpiresAt
          WHERE enabledAt IS NULL
          RETURNING userId`,
        userId,
        sealed,
        now + SETUP_TTL_SECONDS * 1000,
      ),
    ]),
    wrongCredentials,
  );
  if (answers.at(-1)?.length === 0) throw alreadyEnabled();
  return { secret, otpauthUrl: await otpauthUrl(secret, String(row.email)), expiresIn: SETUP_TTL_SECONDS };
}

/**
 * Enables two-factor sign-in by the first code of the app, and ends all other sessions. Two D1 calls.
 * @throws invalid_input on `code`; invalid_state without a set-up, or when it is enabled already; rate_limited after too many wrong
 * codes
 */
export async function enable(ctx: Context, code: string): Promise<z.output<typeof EnabledView>> {
  const { identity, env, userId, sessionId, now } = ctx;
  const [row] = await identity.all(
    statement("SELECT secret, setupExpiresAt, enabledAt FROM twoFactors WHERE userId = ?", userId),
  );
  if (row && row.enabledAt !== null) throw alreadyEnabled();
  if (!row || Number(row.setupExpiresAt) <= now) throw notSetUp();
  const step = await stepOfFirstCode(ctx, String(row.secret), code);
  const attempt = await attemptOf(ctx, userId);
  if (step === null) throw attempt.refusal(await identity.batch([...attempt.statements])) ?? wrongFirstCode();

  const tryId = randomToken(16);
  const enabled = triedBy(userId, tryId);
  const recovery = await newRecoveryCodes(env, userId, enabled);
  const others = statement("id <> ? AND expiresAt > ?", sessionId, now);
  const answers = await identity.batch([
    ...attempt.statements,
    statement(
      `UPDATE twoFactors
        SET enabledAt = ?, setupExpiresAt = NULL, usedSteps = json_array(?), lastTry = ?
        WHERE userId = ? AND secret = ? AND enabledAt IS NULL AND ${CHANGED.sql}
        RETURNING userId`,
      now,
      step,
      tryId,
      userId,
      row.secret,
    ),
    ...recovery.statements,
    attempt.forgive(enabled),
    endSessionsStatement(now, userId, allOf([others, enabled])),
  ]);
  const refusal = attempt.refusal(answers);
  if (refusal) throw refusal;
  if (answers[attempt.statements.length]?.length !== 1) throw notSetUp();
  await closeEndedSessions(ctx, userId, answers.at(-1) ?? []);
  await ctx.hub.refresh();
  return { enabled: true, recoveryCodes: recovery.shown };
}

/** Whether the caller signs in with two factors. One D1 call. */
export async function status({ identity, userId }: Context): Promise<z.output<typeof StatusView>> {
  const [row] = await identity.all(
    statement(
      `SELECT enabledAt, (SELECT count(*) FROM recoveryCodes WHERE userId = ?1) AS recoveryCodesLeft
        FROM twoFactors WHERE userId = ?1 AND enabledAt IS NOT NULL`,
      userId,
    ),
  );
  if (!row) return { enabled: false, enabledAt: null, recoveryCodesLeft: 0 };
  return { enabled: true, enabledAt: toIso(Number(row.enabledAt)), recoveryCodesLeft: Number(row.recoveryCodesLeft) };
}

/**
 * Opens the session of a sign-in whose password was right. Two D1 calls; one when there is no such challenge.
 * @throws two_factor_invalid for a wrong or used code; token_invalid when the challenge is used, dead or too old; rate_limited after too
 * many wrong codes for all challenges of the user
 */
export async function verify(
  ctx: PublicContext,
  { challengeToken, code }: z.output<typeof Verify>,
): Promise<z.output<typeof SignedIn>> {
  const { identity, now } = ctx;
  const tokenHash = await challengeHash(challengeToken);
  const live = isLive(tokenHash, now);
  const challenged = statement(`(SELECT userId FROM signInChallenges WHERE tokenHash = ?)`, tokenHash);
  const [[challenge] = [], [userRow] = []] = await identity.batch([
    statement(
      `SELECT rememberMe, factor.userId, secret, enabledAt
        FROM signInChallenges JOIN twoFactors factor USING (userId)
        WHERE tokenHash = ? AND enabledAt IS NOT NULL AND ${live.sql}`,
      tokenHash,
      ...live.params,
    ),
    statement(`SELECT * FROM users WHERE id = ${challenged.sql}`, ...challenged.params),
  ]);
  if (!challenge || !userRow) throw deadChallenge();
  const user = userOf(userRow);
  const tried = await tryCode(ctx, factorOf(challenge), code, {
    isOpen: live,
    count: statement(
      `UPDATE signInChallenges SET attempts = attempts + 1 WHERE tokenHash = ? AND ${CHANGED.sql}`,
      tokenHash,
    ),
  });
  const session = await openDeviceSession(ctx, user.id, challenge.rememberMe === 1, tried.succeeded);
  const answers = await identity.batch([
    ...tried.statements,
    ...session.statements,
    noteSignIn(user.id, now, tried.succeeded),
    statement(
      `DELETE FROM signInChallenges WHERE tokenHash = ? AND ${tried.succeeded.sql}`,
      tokenHash,
      ...tried.succeeded.params,
    ),
  ]);
  const { refusal, isCounted, isRight } = tried.outcome(answers);
  if (refusal) throw refusal;
  if (!isCounted) throw deadChallenge();
  if (!isRight) throw wrongCode();
  await closePushedOut(ctx, answers);
  return { user: userView(ctx, { ...user, lastLoginAt: now }), ...(await session.tokensAt(user)) };
}

/**
 * Forgets the app and the recovery codes. Two D1 calls.
 * @throws credentials_invalid, two_factor_invalid; invalid_state when two-factor sign-in is not enabled; rate_limited after too many
 * wrong passwords or codes
 */
export async function disable(
  ctx: Context,
  { password, code }: z.output<typeof Disable>,
): Promise<z.output<typeof DisabledView>> {
  const { identity, userId } = ctx;
  const find = statement(
    "SELECT passwordHash, twoFactors.* FROM users LEFT JOIN twoFactors ON userId = id WHERE id = ?",
    userId,
  );
  const { row, confirmed } = await confirmPassword(ctx, find, password);
  if (!isEnabled(row)) {
    await identity.batch([...confirmed]);
    throw notEnabled();
  }
  const tried = await tryCode(ctx, factorOf(row), code);
  const forget = (table: string): Statement =>
    statement(`DELETE FROM ${table} WHERE userId = ? AND ${tried.succeeded.sql}`, userId, ...tried.succeeded.params);
  const answers = await refuseAborted(
    identity.batch([
      ...confirmed,
      ...tried.statements,
      forget("recoveryCodes"),
      endChallenges(userId, tried.succeeded),
      // Last, because the condition reads it.
      forget("twoFactors"),
    ]),
    wrongCredentials,
  );
  requireRight(tried.outcome(answers.slice(confirmed.length)));
  await ctx.hub.refresh();
  return { enabled: false };
}

/**
 * Puts new recovery codes in the place of all older ones. Two D1 calls.
 * @throws two_factor_invalid; invalid_state when two-factor sign-in is not enabled; rate_limited after too many wrong codes
 */
export async function renewRecoveryCodes(ctx: Context, code: string): Promise<z.output<typeof RecoveryCodesView>> {
  const { identity, env, userId } = ctx;
  const [row] = await identity.all(
    statement("SELECT userId, secret, enabledAt FROM twoFactors WHERE userId = ?", userId),
  );
  if (!row || !isEnabled(row)) throw notEnabled();
  const tried = await tryCode(ctx, factorOf(row), code);
  const recovery = await newRecoveryCodes(env, userId, tried.succeeded);
  const answers = await identity.batch([...tried.statements, ...recovery.statements]);
  requireRight(tried.outcome(answers));
  return { recoveryCodes: recovery.shown };
}

/** The step of the code that enables the app; recovery codes are none, because there are none yet. */
async function stepOfFirstCode({ env, userId, now }: Context, sealed: string, code: string): Promise<number | null> {
  const entered = enteredCode(code);
  if (entered.kind !== "app") return null;
  const keys = variables.valuesOf(env).TOKEN_ENCRYPTION_KEYS;
  return stepOfCode(await decryptText(keys, sealed, sealedFor(userId)), entered.canonical, now);
}

function requireRight({ refusal, isRight }: { refusal: AppError | undefined; isRight: boolean }): void {
  if (refusal) throw refusal;
  if (!isRight) throw wrongCode();
}

/** Whether a row of `twoFactors`, which may be missing in an outer join, is more than a set-up. */
const isEnabled = ({ enabledAt }: RawRow): boolean => enabledAt !== null;

const factorOf = ({ userId, secret, enabledAt }: RawRow): EnabledFactor => ({
  userId: String(userId),
  secret: String(secret),
  enabledAt: Number(enabledAt),
});

const alreadyEnabled = () => invalidState("Two-factor sign-in is enabled already");
const notEnabled = () => invalidState("Two-factor sign-in is not enabled");
const notSetUp = () => invalidState("There is no set-up to enable: begin with POST /auth/2fa/setup");
const wrongFirstCode = () => invalid("code", "Wrong code");
const wrongCode = () => new AppError<LeoraErrorCode>("two_factor_invalid");
const deadChallenge = () =>
  new AppError("token_invalid", { message: "This challenge is used, dead or too old: sign in again" });
