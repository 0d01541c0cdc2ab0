import { randomToken, sha256Hex } from "../../../kernel/crypto.ts";
import type { Condition } from "../../../kernel/db/condition.ts";
import { type Statement, statement } from "../../../kernel/db/database.ts";
import { abortIf } from "../../../kernel/db/guard.ts";
import { AppError } from "../../../kernel/errors.ts";
import { LIMITS } from "../../../limits.ts";
import type { LeoraErrorCode } from "../../errors.ts";
import { CHALLENGE_TTL_SECONDS } from "./rules.ts";

// Between the right password and the code a sign-in is a challenge: a random token, of which the table has a hash. It is no access token:
// nothing accepts it but `POST /auth/2fa/verify`. It ends when it is used, after 300 seconds, with the fifth wrong code, when the
// password is reset and when two-factor sign-in is disabled.

/** SQL for whether the user with an id, itself SQL, signs in with two factors. */
export const hasTwoFactor = (userId: string): string =>
  `EXISTS (SELECT 1 FROM twoFactors WHERE userId = ${userId} AND enabledAt IS NOT NULL)`;

/** Aborts its batch when the user has enabled two-factor sign-in meanwhile: the password alone must open no session then. */
export const requireOneFactor = (userId: string): Statement => abortIf(statement(hasTwoFactor("?"), userId));

/** A new challenge: the statement that stores it, and the error that tells the client of it. */
export async function newChallenge(
  userId: string,
  rememberMe: boolean,
  now: number,
): Promise<{ insert: Statement; error: AppError<LeoraErrorCode> }> {
  const challengeToken = randomToken();
  const insert = statement(
    "INSERT INTO signInChallenges (tokenHash, userId, rememberMe, expiresAt) VALUES (?, ?, ?, ?)",
    await challengeHash(challengeToken),
    userId,
    rememberMe ? 1 : 0,
    now + CHALLENGE_TTL_SECONDS * 1000,
  );
  const facts = { challengeToken, expiresIn: CHALLENGE_TTL_SECONDS };
  return { insert, error: new AppError<LeoraErrorCode>("two_factor_required", { facts }) };
}

/** The stored form of a challenge's token. */
export const challengeHash = (token: string): Promise<string> => sha256Hex(token);

/** Holds while a code may be tried for the challenge, which takes one of its tries. `now` is UTC milliseconds. */
export const isLive = (tokenHash: string, now: number): Condition =>
  statement(
    "EXISTS (SELECT 1 FROM signInChallenges WHERE tokenHash = ? AND attempts < ? AND expiresAt > ?)",
    tokenHash,
    LIMITS.accounts.codeAttempts,
    now,
  );

/** Ends all challenges of a user when the condition holds. @param userId SQL for the id, or the id */
export function endChallenges(userId: string | Statement, when: Condition): Statement {
  const owner = typeof userId === "string" ? statement("?", userId) : userId;
  return statement(
    `DELETE FROM signInChallenges WHERE userId = ${owner.sql} AND ${when.sql}`,
    ...owner.params,
    ...when.params,
  );
}
