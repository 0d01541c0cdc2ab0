import { hmacBase64Url, randomToken } from "../crypto.ts";
import type { Condition } from "../db/condition.ts";
import { type Statement, statement } from "../db/database.ts";
import { HOUR_MS } from "../time.ts";

// One-time codes as rows of `otpCodes`: making them and trying them. Products use `codes.ts`, which also sends them.

/** What codes of a product are like. */
export interface OtpPolicy {
  digits: number;
  /** How long a code may be used, in milliseconds. */
  ttlMs: number;
  /** How often a code may be tried, wrong guesses included. */
  attempts: number;
  /** How many codes one address gets for one purpose within an hour. */
  perHour: number;
}

/** What a code is for and where it is sent. Both are part of its hash, so that a code serves nothing else. */
export interface OtpTarget {
  purpose: string;
  /** An e-mail address, or a phone number in E.164. */
  address: string;
}

/**
 * Makes a new code, which replaces the earlier ones of its target once `insert` runs. `insert` returns a row unless the
 * target has used up its codes for this hour. `now` is UTC milliseconds.
 */
export async function issueOtp(
  secret: string,
  { digits, ttlMs, perHour }: OtpPolicy,
  target: OtpTarget,
  now: number,
): Promise<{ code: string; insert: Statement }> {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  const code = String(random % 10 ** digits).padStart(digits, "0");
  const insert = statement(
    `INSERT INTO otpCodes (purpose, address, codeHash, attempts, createdAt, expiresAt)
      SELECT ?1, ?2, ?3, 0, ?4, ?4 + ?5
      WHERE (SELECT count(*) FROM otpCodes WHERE purpose = ?1 AND address = ?2 AND createdAt > ?4 - ?6) < ?7
      RETURNING id`,
    target.purpose,
    target.address,
    await otpHash(secret, target, code),
    now,
    ttlMs,
    HOUR_MS,
    perHour,
  );
  return { code, insert };
}

/**
 * Tries a code against the newest one of its target: the statement `attempt` counts the try, and uses the code up when
 * it is right. Statements that a right code allows follow in the same batch, on the condition `succeeded`. `now` is UTC
 * milliseconds.
 */
export async function redeemOtp(
  secret: string,
  { attempts }: OtpPolicy,
  target: OtpTarget,
  code: string,
  now: number,
): Promise<{ attempt: Statement; succeeded: Condition }> {
  // Names this very try, so that `succeeded` does not hold for a code that another request has used up.
  const attemptId = randomToken(16);
  const { purpose, address } = target;
  const attempt = statement(
    `UPDATE otpCodes SET attempts = attempts + 1, usedBy = CASE WHEN codeHash = ?3 THEN ?4 END
      WHERE id = (SELECT max(id) FROM otpCodes WHERE purpose = ?1 AND address = ?2)
        AND usedBy IS NULL AND attempts < ?5 AND expiresAt > ?6`,
    purpose,
    address,
    await otpHash(secret, target, code),
    attemptId,
    attempts,
    now,
  );
  const succeeded = statement(
    "EXISTS (SELECT 1 FROM otpCodes WHERE purpose = ? AND address = ? AND usedBy = ?)",
    purpose,
    address,
    attemptId,
  );
  return { attempt, succeeded };
}

/** Keyed by the secret, so that whoever reads the table cannot find a code by hashing all of them. */
const otpHash = (secret: string, { purpose, address }: OtpTarget, code: string): Promise<string> =>
  hmacBase64Url(secret, `otp ${JSON.stringify([purpose, address, code])}`);
