// Comparing texts: for search, and for order.

/** What people type for the apostrophes of the Uzbek Latin alphabet (oʻ, gʻ, maʼno); ʻ and ʼ are the correct ones. */
const APOSTROPHES = /[ʹʻʼʽʾʿ‘’‛′`]/g;
/** NFKD makes a space and a combining mark of this one. */
const ACUTE = "´";

/**
 * Combining marks that belong to no single script, and invisible characters. Marks of one script are vowels or tell letters
 * apart; so do the two of Japanese, and the breve of the Cyrillic й and ў: these stay.
 */
const ACCENTS = /(?<![иу])\u0306|[[\p{M}&&\p{Script=Inherited}]--[\u0306\u3099\u309a]]|\p{Cf}/gv;

/** Most texts. Of what `fold` does, only case, the grave accent and spaces concern them, and that takes a third of the time. */
const PRINTABLE_ASCII = /^[ -~]*$/;

const SPACES = /[\s\p{Cc}]+/gu;
/** More marks in a row than any language writes: Unicode's own bound (UAX #15, stream-safe text). */
const SURPLUS_MARKS = /(\p{M}{30})\p{M}+/gu;
/** The digits of Arabic and of Persian; those of wide and mathematical type are compatibility forms of ours. */
const ARABIC_DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;

/**
 * Text in the form in which search compares it: letters that differ only in case, accent, width, compatibility form or kind
 * of apostrophe become equal, in any script, and so do ё and е, and runs of spaces of any kind and length. Folding a folded
 * text changes nothing. The form is never shown to anybody.
 */
export function fold(text: string): string {
  if (PRINTABLE_ASCII.test(text)) return text.toLowerCase().replace(APOSTROPHES, "'").replace(SPACES, " ");
  // No direction of case alone makes equal what differs in case (ß, ẞ and SS, Turkish ı and I). The rules of a locale are
  // not used: the result would depend on the machine. The four Turkish letters i become one letter, and so do the two
  // small sigmas.
  // Normalizing sorts the marks of a letter, in time that grows with the square of their number.
  return text
    .toWellFormed()
    .replace(SURPLUS_MARKS, "$1")
    .replaceAll(ACUTE, "'")
    .normalize("NFKD")
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize("NFKD")
    .replace(ACCENTS, "")
    .replaceAll("ς", "σ")
    .replace(APOSTROPHES, "'")
    .replace(ARABIC_DIGITS, (digit) => String(digit.charCodeAt(0) % 16))
    .replace(SPACES, " ")
    .normalize("NFC");
}

// Phone numbers are found by their digits, however either side is written. So the digits of whatever may be a phone number
// stand beside the text, in an alphabet of their own: otherwise "10-20-30" would find an order 102030.

/** Fewer digits, as of a price or a time, are no phone number. */
const PHONE_DIGITS_MIN = 5;
/** Fewer digits are looked for in the text only. */
const QUERY_DIGITS_MIN = 3;
const DIGITS_AS_WRITTEN = /[\d ()./\p{Pd}]+/gu;
const PHONE_QUERY = /^[+\d ()\p{Pd}]+$/u;

const digitsOf = (text: string): string => text.replace(/\D/g, "");

/** Digits as the control characters from U+0010 on, which no folded text has. */
const asPhone = (digits: string): string => digits.replace(/\d/g, (digit) => String.fromCharCode(0x10 + Number(digit)));

/**
 * What search looks into: the folded parts, one per line, and then the digits of each phone number in them, one per line;
 * missing and empty parts are left out.
 */
export function searchText(parts: readonly (string | null | undefined)[]): string {
  const folded = parts.flatMap((part) => (part ? [fold(part)] : []));
  const numbers = folded.flatMap((part) => part.match(DIGITS_AS_WRITTEN) ?? []).map(digitsOf);
  const phones = numbers.filter((digits) => digits.length >= PHONE_DIGITS_MIN).map(asPhone);
  return [...folded, ...new Set(phones)].join("\n");
}

/** What to look for in such texts, any of which suffices: the folded query, and its digits if it may be a part of a phone number. */
export function searchedTexts(query: string): string[] {
  const folded = fold(query);
  const digits = digitsOf(folded);
  return PHONE_QUERY.test(folded) && digits.length >= QUERY_DIGITS_MIN ? [folded, asPhone(digits)] : [folded];
}

/** Compares by code units, as D1 sorts text: for ids, days, and other texts whose order is not for people. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
