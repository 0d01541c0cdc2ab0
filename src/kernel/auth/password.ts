import { Buffer } from "node:buffer";
import bcrypt from "bcryptjs";
import { z } from "zod";

const COST = 10;
const BYTES_MIN = 8;
/** bcrypt reads no further. */
const BYTES_MAX = 72;
/** The hash of nobody's password: comparing with it takes as long as with a real one. */
const NOBODY = "$2b$10$1WqnsBbsJiYz2oJ7nk3FmenfO5sRZygeMSsEySfROBy0iHwKriTCe";

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

/** bcrypt at cost 10. */
export const hashPassword = (password: string): Promise<string> => bcrypt.hash(password, COST);

/**
 * True when `hash` is this password's. With null (no such user) it is false and takes the same time: nobody learns
 * from the clock who has an account.
 */
export async function passwordMatches(password: string, hash: string | null): Promise<boolean> {
  const matches = await bcrypt.compare(password, hash ?? NOBODY);
  return matches && hash !== null && bytesOf(password) <= BYTES_MAX;
}
