/** Letters of the Uzbek Latin alphabet are typed with any of these; ʻ and ʼ are the correct ones. */
const APOSTROPHES = /[ʻʼ‘’`]/g;
const DOT_ABOVE_I = /i\u0307/g;

/**
 * Text as search compares it: case, width and compatibility forms, and apostrophes make no difference, in any script.
 * Idempotent. Never shown to anybody.
 */
export function fold(text: string): string {
  // Up and down again pairs what one direction does not (ß/SS, Turkish ı/I); the locale's own rules would make
  // the answer depend on the machine. The four Turkish i's and both small sigmas become one letter each.
  return text
    .normalize("NFKC")
    .toUpperCase()
    .toLowerCase()
    .replace(DOT_ABOVE_I, "i")
    .replaceAll("ς", "σ")
    .replace(APOSTROPHES, "'")
    .normalize("NFKC");
}

/** The folded text of a row's searchable parts, one a line; missing and empty parts are left out. */
export const searchText = (parts: readonly (string | null | undefined)[]): string =>
  fold(parts.filter(Boolean).join("\n"));

/** Code unit order, the same that D1 sorts text by: for ids, days and other texts that are never shown sorted. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
