import { Buffer } from "node:buffer";
import { hmacBase64Url, randomToken } from "../crypto.ts";
import type { Condition } from "../db/condition.ts";
import { type Statement, statement } from "../db/database.ts";
import { HOUR_MS } from "../time.ts";

// One-time codes as rows of `otpCodes`: making them and trying them. Products use `codes.ts`, which also sends them.
//
// A code is derived from its row's nonce by the server's secret, so that the same code can be sent again: a stranger who
// asks for codes of an address does not make the code invalid that its owner has just got. The hash of the code is stored
// beside the nonce, so that SQL can compare a guess with it.

/** What codes of a product are like. */
export interface OtpPolicy {
  digits: number;
  /** How long a code may be used after it was last sent, in milliseconds. */
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
 * A statement that returns the `nonce` of the code to send. That is the newest code of the target while it is good, which
 * means that it was made within the last hour, is unused, may still be tried and has not expired; it may then be used for
 * another `ttlMs`. Otherwise it is a new code, which replaces the earlier ones. When the target has used up its codes for
 * this hour, the newest is renewed although it has expired; there is no row when it was used or tried too often. `now` is
 * UTC milliseconds.
 * @param when no code is made or renewed unless this holds when the statement runs
 */
export async function issueOtp(
  secret: string,
  { digits, ttlMs, attempts, perHour }: OtpPolicy,
  target: OtpTarget,
  now: number,
  when: Condition,
): Promise<Statement> {
  const { purpose, address } = target;
  const nonce = randomToken(16);
  const code = await codeOf(secret, digits, target, nonce);
  const lately = "purpose = ? AND address = ? AND createdAt > ?";
  const sameTarget = [purpose, address, now - HOUR_MS];
  return statement(
    `INSERT INTO otpCodes (id, purpose, address, nonce, codeHash, attempts, createdAt, expiresAt)
      SELECT newest.id, ?, ?, ?, ?, 0, ?, ?
      FROM (SELECT count(*) AS made FROM otpCodes WHERE ${lately}) hour
      LEFT JOIN otpCodes newest
        ON newest.id = (SELECT max(id) FROM otpCodes WHERE ${lately})
          AND newest.usedBy IS NULL AND newest.attempts < ? AND (newest.expiresAt > ? OR hour.made >= ?)
      WHERE (newest.id IS NOT NULL OR hour.made < ?) AND ${when.sql}
      ON CONFLICT (id) DO UPDATE SET expiresAt = excluded.expiresAt
      RETURNING nonce`,
    purpose,
    address,
    nonce,
    await otpHash(secret, target, code),
    now,
    now + ttlMs,
    ...sameTarget,
    ...sameTarget,
    attempts,
    now,
    perHour,
    perHour,
    ...when.params,
  );
}

/** A statement that returns the `nonce` of the target's code that was used last; no row when none is known. */
export const lastUsedOtp = ({ purpose, address }: OtpTarget): Statement =>
  statement(
    "SELECT nonce FROM otpCodes WHERE purpose = ? AND address = ? AND usedBy IS NOT NULL ORDER BY id DESC LIMIT 1",
    purpose,
    address,
  );

/** The code of a row, as text of so many digits. */
export async function codeOf(
  secret: string,
  digits: number,
  { purpose, address }: OtpTarget,
  nonce: string,
): Promise<string> {
  const mac = await hmacBase64Url(secret, `otp-code ${JSON.stringify([purpose, address, nonce])}`);
  // Of 48 bits the remainder is as good as uniform.
  return String(Buffer.from(mac, "base64url").readUIntBE(0, 6) % 10 ** digits).padStart(digits, "0");
}

/**
 * Tries a code against the newest one of its target: the statement `attempt` counts the try, and uses the code up when
 * it is right. Statements that a right code allows follow in the same batch, on the condition `succeeded`. `now` is UTC
 * milliseconds.
 * @param when the code is not tried unless this holds when `attempt` runs
 */
export async function redeemOtp(
  secret: string,
  { attempts }: OtpPolicy,
  target: OtpTarget,
  code: string,
  now: number,
  when: Condition,
): Promise<{ attempt: Statement; succeeded: Condition }> {
  // Names this very try, so that `succeeded` does not hold for a code that another request has used up.
  const attemptId = randomToken(16);
  const { purpose, address } = target;
  const attempt = statement(
    `UPDATE otpCodes SET attempts = attempts + 1, usedBy = CASE WHEN codeHash = ? THEN ? END
      WHERE id = (SELECT max(id) FROM otpCodes WHERE purpose = ? AND address = ?)
        AND usedBy IS NULL AND attempts < ? AND expiresAt > ? AND ${when.sql}`,
    await otpHash(secret, target, code),
    attemptId,
    purpose,
    address,
    attempts,
    now,
    ...when.params,
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
