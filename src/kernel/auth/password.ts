import { Buffer } from "node:buffer";
import bcrypt from "bcryptjs";
import { z } from "zod";
import type { Env } from "../env.ts";

const BYTES_MIN = 8;
/** bcrypt reads no further. */
const BYTES_MAX = 72;
/** Salt and digest of a hash that is nobody's. */
const NOBODY = "1WqnsBbsJiYz2oJ7nk3FmenfO5sRZygeMSsEySfROBy0iHwKriTCe";

/** What hashing needs of the environment: bcrypt's cost, the binary logarithm of its rounds. */
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

/** bcrypt at the configured cost, which the hash carries: hashes made at another cost stay good. */
export const hashPassword = ({ PASSWORD_COST }: Configured, password: string): Promise<string> =>
  bcrypt.hash(password, PASSWORD_COST);

/**
 * True when `hash` is this password's. With null (no such user) it is false and takes the same time as with a hash of
 * the configured cost: nobody learns from the clock who has an account. A hash made at another cost takes its own time,
 * so a new cost shows, until they change their passwords, who has had an account since before.
 */
export async function passwordMatches(
  { PASSWORD_COST }: Configured,
  password: string,
  hash: string | null,
): Promise<boolean> {
  const matches = await bcrypt.compare(password, hash ?? nobodysHash(PASSWORD_COST));
  return matches && hash !== null && bytesOf(password) <= BYTES_MAX;
}

/** bcrypt repeats as often as the cost in a hash says, whatever salt and digest follow. */
const nobodysHash = (cost: number): string => `$2b$${String(cost).padStart(2, "0")}$${NOBODY}`;
