/**
 * A number that a file stores as one, as plain decimal text with a point: `-1234.5`. It is not read by the notation of the
 * file's texts, in which `1.234` may be a thousand.
 */
export interface PlainDecimal {
  readonly decimal: string;
  /** What the format of the cell shows beside the number, such as `$`; absent when it shows nothing. */
  readonly unit?: string;
}

/** A cell of a table: text as the file has it, empty when there is none, or a number. */
export type Cell = string | PlainDecimal;

/** A row that has at least one cell with content. */
export interface TableRow {
  /** As a spreadsheet counts rows: the first row of the file is 1. */
  number: number;
  cells: Cell[];
}

/** What a table may have; all are refused above. */
export interface TableBounds {
  rows: number;
  columns: number;
  /** Characters of all cells together. */
  chars: number;
}

export const cellText = (cell: Cell | undefined): string => (typeof cell === "object" ? cell.decimal : (cell ?? ""));

/** True when nothing but spaces is in the cells. */
export const isBlank = (cells: readonly Cell[]): boolean => cells.every((cell) => cellText(cell).trim() === "");
