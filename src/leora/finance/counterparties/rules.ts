const DIGITS = /\p{Nd}/gu;

/** A phone number has a few digits at least, and at most 15 (ITU E.164) and those of an extension. */
const DIGITS_MIN = 3;
const DIGITS_MAX = 20;

/** True for anything people write as a phone number: digits with spaces, dashes, brackets, dots and a plus. */
export function isPhoneNumber(text: string): boolean {
  const count = phoneDigits(text).length;
  return /^\+?[\d\s().\-/#*]+$/.test(text.trim()) && count >= DIGITS_MIN && count <= DIGITS_MAX;
}

/** A phone number without its formatting: what two spellings of one number have in common. */
export const phoneDigits = (text: string): string => (text.match(DIGITS) ?? []).join("");
