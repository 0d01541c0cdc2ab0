// Lines of CSV files (RFC 4180). Cells that a spreadsheet would run as a formula get a leading apostrophe when they are
// written, and lose it when they are read.

/**
 * Cells that a spreadsheet would run. Leading apostrophes belong to the pattern, so that escaping can be undone
 * exactly.
 */
const FORMULA = /^'*[=+\-@\t\r]/;
const PHONE_OR_NUMBER = /^[+-][\d\s().-]*$/;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/** One line of a CSV file, with its line end. */
export const csvLine = (cells: readonly (string | number)[]): string => `${cells.map(cellText).join(",")}\r\n`;

function cellText(cell: string | number): string {
  const text = escapeFormula(String(cell));
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const escapeFormula = (text: string): string => (FORMULA.test(text) && !PHONE_OR_NUMBER.test(text) ? `'${text}` : text);

/** Undoes what `csvLine` does to a cell that a spreadsheet would run. */
export const unescapeFormula = (text: string): string =>
  text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;
