import { CsvError, parse } from "csv-parse/sync";
import type { z } from "zod";
import { invalid } from "../../../../kernel/errors.ts";
import type { CsvMapping } from "../contract.ts";
import { DELIMITERS } from "../rules.ts";
import { COLUMNS, type ColumnIndexes, detectColumns, mappedColumns } from "./columns.ts";
import { EMPTY_ENTRY, type RawEntry } from "./entries.ts";

export type Delimiter = (typeof DELIMITERS)[number];

/** The entries of a CSV file, and how they were found. */
export interface CsvFile {
  /** The titles of the columns; empty when the file has none. */
  header: string[];
  delimiter: Delimiter;
  columns: ColumnIndexes;
  entries: RawEntry[];
}

/**
 * Parses a bank's CSV with any delimiter and any quoting.
 * @param mapping says how many lines come before the header, and may name the delimiter and the columns
 * @param rowsMax one row more is read, so that the caller notices when there are too many
 * @throws invalid_input when the text is no CSV, or has no columns for date and amount
 */
export function parseCsv(content: string, mapping: z.output<typeof CsvMapping>, rowsMax: number): CsvFile {
  const { hasHeader, skipLines } = mapping;
  const text =
    skipLines === 0
      ? content
      : content
          .split(/\r\n|\r|\n/)
          .slice(skipLines)
          .join("\n");
  const delimiter = mapping.delimiter ?? detectDelimiter(text);
  const records = parseRecords(text, delimiter, rowsMax + 2);
  const header = (hasHeader ? records.shift() : undefined) ?? [];
  const width = Math.max(header.length, ...records.map((record) => record.length));
  const isMapped = COLUMNS.some((column) => mapping[column] !== undefined);
  const columns = isMapped ? mappedColumns(mapping, width, header) : detectColumns(header);
  requireDateAndAmount(columns, header);
  return { header, delimiter, columns, entries: records.map((record) => entryOf(record, columns)) };
}

/** @param to the last record that is read, counted from 1 */
function parseRecords(text: string, delimiter: Delimiter, to: number): string[][] {
  try {
    return parse(text, {
      bom: true,
      delimiter,
      to,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    });
  } catch (error) {
    throw error instanceof CsvError ? invalid("content", error.message) : error;
  }
}

/** The delimiter that occurs most often in the first line, outside quotes. */
function detectDelimiter(text: string): Delimiter {
  const [line = ""] = /[^\r\n]+/.exec(text) ?? [];
  const unquoted = line.replace(/"[^"]*"/g, "");
  const counts = DELIMITERS.map((delimiter) => unquoted.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
}

/** @throws invalid_input unless there are columns for the date and for the amount, which may be split into debit and credit */
function requireDateAndAmount({ date, amount, debit, credit }: ColumnIndexes, header: readonly string[]): void {
  const found = `Its columns are: ${header.join(", ").slice(0, 500)}`;
  if (date === undefined) throw invalid("mapping.date", `Say which column holds the date. ${found}`);
  if (amount === undefined && debit === undefined && credit === undefined) {
    throw invalid("mapping.amount", `Say which column holds the amount, or debit and credit. ${found}`);
  }
}

function entryOf(record: readonly string[], columns: ColumnIndexes): RawEntry {
  const cells = COLUMNS.flatMap((column) => {
    const cell = columns[column] === undefined ? "" : (record[columns[column]] ?? "").trim();
    return cell === "" ? [] : [[column, cell]];
  });
  // An empty cell of an amount column is no amount; without the column the amount comes from debit and credit.
  const amount = columns.amount === undefined ? null : "";
  return { ...EMPTY_ENTRY, amount, ...Object.fromEntries(cells) };
}
