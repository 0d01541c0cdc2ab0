import { lazy } from "../../../kernel/lazy.ts";
import { SECRET_BYTES, TOTP } from "./rules.ts";

// Codes of authenticator apps by the package `otpauth`, which is loaded when a request needs it. Secrets are base32 text.

const otpauth = lazy(() => import("otpauth"));

/** A new random secret. */
export async function newSecret(): Promise<string> {
  const { Secret } = await otpauth();
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** The address that authenticator apps read from a QR code; they show it as `Leora:<email>`. */
export async function otpauthUrl(secret: string, email: string): Promise<string> {
  const { TOTP: Totp } = await otpauth();
  return new Totp({ ...TOTP, issuer: "Leora", label: email, secret }).toString();
}

/**
 * The step, counted from 1970, whose code this is: that of `now` (UTC milliseconds), or the one before or after it; null when it is
 * none of theirs. The comparison takes the same time for all wrong codes.
 * @param code six digits
 */
export async function stepOfCode(secret: string, code: string, now: number): Promise<number | null> {
  const { TOTP: Totp } = await otpauth();
  const app = new Totp({ ...TOTP, secret });
  const steps = app.validate({ token: code, timestamp: now, window: TOTP.window });
  return steps === null ? null : app.counter({ timestamp: now }) + steps;
}
