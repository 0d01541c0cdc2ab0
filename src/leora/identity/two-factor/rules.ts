/** How long a new secret waits for its first code. */
export const SETUP_TTL_SECONDS = 600;
/** How long a sign-in waits for its code. */
export const CHALLENGE_TTL_SECONDS = 300;

/** What codes of the authenticator app are like (RFC 6238 with SHA-1); a code of one step before or after is accepted as well. */
export const TOTP = { algorithm: "SHA1", digits: 6, period: 30, window: 1 } as const;
/** 160 bits, as RFC 4226 recommends. */
export const SECRET_BYTES = 20;

/** 32 letters and digits that nobody takes for another: no l, o, 0 and 1. */
const ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
/** Five bits each: 50 in all. */
export const RECOVERY_CODE_CHARS = 10;
const RECOVERY_CODE = new RegExp(`^[${ALPHABET}]{${RECOVERY_CODE_CHARS}}$`);
const APP_CODE = new RegExp(`^\\d{${TOTP.digits}}$`);

/** A code that a user entered, by its kind; `canonical` is without spaces and hyphens, in lower case. */
export type EnteredCode = { kind: "app" | "recovery"; canonical: string } | { kind: "neither" };

/** What somebody entered as a code: spaces, hyphens and case make no difference. */
export function enteredCode(text: string): EnteredCode {
  const canonical = text.replaceAll(/[\s-]/g, "").toLowerCase();
  if (APP_CODE.test(canonical)) return { kind: "app", canonical };
  if (RECOVERY_CODE.test(canonical)) return { kind: "recovery", canonical };
  return { kind: "neither" };
}

/** A recovery code in its canonical form from as many random bytes, of which each gives one character. */
export const recoveryCodeOf = (bytes: Iterable<number>): string =>
  Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join("");

/** A recovery code as users see it: `xxxxx-xxxxx`. */
export const shownRecoveryCode = (canonical: string): string =>
  `${canonical.slice(0, RECOVERY_CODE_CHARS / 2)}-${canonical.slice(RECOVERY_CODE_CHARS / 2)}`;
