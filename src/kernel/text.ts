// Comparing texts: for search, and for order.

/** Apostrophes that people type in letters of the Uzbek Latin alphabet (oʻ, gʻ); ʻ and ʼ are the correct ones. */
const APOSTROPHES = /[ʻʼ‘’`]/g;
const DOT_ABOVE_I = /i\u0307/g;

/**
 * Text in the form in which search compares it: letters that differ only in case, width, compatibility form or kind of
 * apostrophe become equal, in any script. Folding a folded text changes nothing. The form is never shown to anybody.
 */
export function fold(text: string): string {
  // Upper case and then lower case makes equal what one direction alone does not (ß and SS, Turkish ı and I). The rules
  // of a locale are not used: the result would depend on the machine. The four Turkish letters i become one letter, and
  // so do the two small sigmas.
  return text
    .normalize("NFKC")
    .toUpperCase()
    .toLowerCase()
    .replace(DOT_ABOVE_I, "i")
    .replaceAll("ς", "σ")
    .replace(APOSTROPHES, "'")
    .normalize("NFKC");
}

/** The folded text of a row's searchable parts, one per line; missing and empty parts are left out. */
export const searchText = (parts: readonly (string | null | undefined)[]): string =>
  fold(parts.filter(Boolean).join("\n"));

/** Compares by code units, as D1 sorts text: for ids, days, and other texts whose order is not for people. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
