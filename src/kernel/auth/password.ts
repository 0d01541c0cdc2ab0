import { Buffer } from "node:buffer";
import bcrypt from "bcryptjs";
import { z } from "zod";
import type { Env } from "../env.ts";

const BYTES_MIN = 8;
/** bcrypt ignores all bytes after the 72nd. */
const BYTES_MAX = 72;
/** Salt and digest of a bcrypt hash whose password nobody has. */
const UNUSED_SALT_AND_DIGEST = "1WqnsBbsJiYz2oJ7nk3FmenfO5sRZygeMSsEySfROBy0iHwKriTCe";

/** What hashing needs of the environment: bcrypt's cost, which is the binary logarithm of its rounds. */
type Configured = Pick<Env, "PASSWORD_COST">;

const bytesOf = (password: string): number => Buffer.byteLength(password);

/** A new password of 8 to 72 bytes in UTF-8. */
export const plainPassword = () =>
  z
    .string()
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
  bcrypt.hash(password, PASSWORD_COST);

/**
 * True when `hash` is the hash of this password. With null (no such user) it is false after the same time that a hash
 * of the configured cost takes, so that the time of the answer does not tell who has an account. A hash of another cost
 * takes its own time: after a change of the cost, users who have not changed their passwords since can be told apart.
 */
export async function passwordMatches(
  { PASSWORD_COST }: Configured,
  password: string,
  hash: string | null,
): Promise<boolean> {
  const matches = await bcrypt.compare(password, hash ?? unusedHash(PASSWORD_COST));
  return matches && hash !== null && bytesOf(password) <= BYTES_MAX;
}

/** A hash that no password has. bcrypt takes as long as the cost in a hash says, whatever salt and digest follow. */
const unusedHash = (cost: number): string => `$2b$${String(cost).padStart(2, "0")}$${UNUSED_SALT_AND_DIGEST}`;
