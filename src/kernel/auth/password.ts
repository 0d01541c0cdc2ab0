import { Buffer } from "node:buffer";
import bcrypt from "bcryptjs";
import { z } from "zod";
import type { Env } from "../env.ts";

const BYTES_MIN = 8;
/** bcrypt ignores all bytes after the 72nd. */
const BYTES_MAX = 72;
/** Far more than composes to so many bytes. */
const CHARS_MAX = 1000;
/** Salt and digest of a bcrypt hash whose password nobody has. */
const UNUSED_SALT_AND_DIGEST = "1WqnsBbsJiYz2oJ7nk3FmenfO5sRZygeMSsEySfROBy0iHwKriTCe";

/** What hashing needs of the environment: bcrypt's cost, which is the binary logarithm of its rounds. */
type Configured = Pick<Env, "PASSWORD_COST">;

const bytesOf = (password: string): number => Buffer.byteLength(password);

// Passwords are compared in Unicode's composed form (NFC), because keyboards send the same accented letter as one
// character or as two.

/**
 * A text that may be a password, composed. Its length is bounded before, because composing sorts the accents of a letter, in time that
 * grows with the square of their number. A text that composes to 72 bytes never has as many characters as that bound.
 */
const composedText = () =>
  z
    .string()
    .refine((text) => text.length <= CHARS_MAX, { error: `At most ${BYTES_MAX} bytes`, abort: true })
    .normalize();

/** A password that has to equal another one of the same request. */
export const repeatedPassword = composedText;

/** A new password of 8 to 72 bytes in UTF-8. */
export const plainPassword = () =>
  composedText()
    .refine((text) => bytesOf(text) >= BYTES_MIN, { error: `At least ${BYTES_MIN} characters`, abort: true })
    .refine((text) => bytesOf(text) <= BYTES_MAX, { error: `At most ${BYTES_MAX} bytes`, abort: true })
    .meta({ example: "SecurePass123!", format: "password" });

/** A new password with at least one letter and one digit, of any script. */
export const newPassword = () =>
  plainPassword()
    .refine((text) => /\p{L}/u.test(text) && /\p{Nd}/u.test(text), "At least one letter and one digit")
    .meta({ example: "SecurePass123!", format: "password" });

/** The bcrypt hash of a password, at the configured cost. A hash holds its cost, so that older hashes stay valid. */
export const hashPassword = ({ PASSWORD_COST }: Configured, password: string): Promise<string> =>
  bcrypt.hash(password.normalize(), PASSWORD_COST);

/**
 * How a password matches a hash: `composed` as `hashPassword` hashes it; `typed` when the hash is an older one, of the
 * text as it was typed, and should be replaced; null when it does not.
 *
 * With a null hash (no such user) the answer is null after the same time that a hash of the configured cost takes, so
 * that the time does not tell who has an account. A hash of another cost takes its own time: after a change of the cost,
 * users who have not changed their passwords since can be told apart.
 */
export async function matchPassword(
  { PASSWORD_COST }: Configured,
  password: string,
  hash: string | null,
): Promise<"composed" | "typed" | null> {
  const composed = password.normalize();
  const matches = async (text: string) =>
    (await bcrypt.compare(text, hash ?? unusedHash(PASSWORD_COST))) && hash !== null && bytesOf(text) <= BYTES_MAX;
  if (await matches(composed)) return "composed";
  return composed !== password && (await matches(password)) ? "typed" : null;
}

/** True when `hash` is the hash of this password: see `matchPassword`. */
export const passwordMatches = async (
  configured: Configured,
  password: string,
  hash: string | null,
): Promise<boolean> => (await matchPassword(configured, password, hash)) !== null;

/** A hash that no password has. bcrypt takes as long as the cost in a hash says, whatever salt and digest follow. */
const unusedHash = (cost: number): string => `$2b$${String(cost).padStart(2, "0")}$${UNUSED_SALT_AND_DIGEST}`;
