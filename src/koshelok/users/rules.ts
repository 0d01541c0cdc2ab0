import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import { isValidPhoneNumber as isValidMobile } from "libphonenumber-js/mobile";
import type { OtpPolicy } from "../../kernel/auth/otp.ts";
import { email } from "../../kernel/contract.ts";
import { DAY_MS, MINUTE_MS } from "../../kernel/time.ts";
import { LIMITS } from "../../limits.ts";

export const AUTH_TYPES = ["via_email", "via_phone"] as const;
export type AuthType = (typeof AUTH_TYPES)[number];

/** How far a user's sign-up has come: begun, address proved, password set. */
export const AUTH_STATUSES = ["new", "code_verified", "done"] as const;

/** The scopes of sessions of unfinished users. A session without a scope may do everything. */
export const LIMITED_SCOPES = ["new", "code_verified"] as const;
export type LimitedScope = (typeof LIMITED_SCOPES)[number];
/** The scope of the token that `forgot` gives out. */
export const RESET_SCOPE = "reset";

export const ACCESS_TTL_SECONDS = 3600;
/** How long a session lives after each use. */
export const SESSION_MS = 7 * DAY_MS;
export const POLICY: OtpPolicy = {
  digits: 4,
  ttlMs: 2 * MINUTE_MS,
  attempts: LIMITS.accounts.codeAttempts,
  perHour: LIMITS.accounts.codesPerHour,
};
export const DEFAULT_TIMEZONE = "Asia/Tashkent";

const COUNTRY = "UZ";

export interface Address {
  address: string;
  auth_type: AuthType;
}

/**
 * Recognizes an e-mail address, or a phone number, which becomes E.164; a number without `+` is read as an Uzbek one.
 * Undefined for any other text.
 */
export function addressOf(text: string): Address | undefined {
  if (text.includes("@")) {
    const parsed = email().safeParse(text);
    return parsed.success ? { address: parsed.data, auth_type: "via_email" } : undefined;
  }
  const phone = parsePhoneNumberFromString(text, COUNTRY);
  return phone?.isValid() ? { address: phone.number, auth_type: "via_phone" } : undefined;
}

/** Whether a phone number in E.164 is that of a mobile phone: not of a landline, nor of a service that costs extra. */
export const isMobile = (phone: string): boolean => isValidMobile(phone);

/** The message with a code. It must have no other four digits in a row, because clients find the code by them. */
export const codeMessage = (purpose: "signup" | "reset", code: string) => ({
  subject: purpose === "signup" ? "Koshelok: tasdiqlash kodi" : "Koshelok: parolni tiklash",
  text:
    purpose === "signup"
      ? `Koshelok uchun tasdiqlash kodingiz: ${code}\nKod 2 daqiqa amal qiladi.`
      : `Koshelok parolini tiklash kodingiz: ${code}\nKod 2 daqiqa amal qiladi. So‘rov sizdan bo‘lmasa, bu xabarga e’tibor bermang.`,
});
