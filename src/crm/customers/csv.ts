import { Buffer } from "node:buffer";
import { CsvError, parse } from "csv-parse/stream";
import { unsafeCast } from "../../kernel/cast.ts";
import { AppError, invalid } from "../../kernel/errors.ts";

// CSV files (RFC 4180) as streams. Cells that a spreadsheet would run as a formula get a leading apostrophe when they
// are written, and lose it when they are read.

/** Bytes of one record. */
const RECORD_MAX = 20_000;
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

/** Undoes `escapeFormula`. */
const unescapeFormula = (text: string): string => (text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text);

export interface CsvRow {
  /** As a spreadsheet counts rows: the header is row 1. */
  number: number;
  /** Cells by the name of their column, without empty ones. */
  cells: Record<string, string>;
}

interface Columns {
  required: readonly string[];
  optional: readonly string[];
}

/**
 * Reads a CSV file row by row, while it arrives. Its header names the columns, in any order and case; columns of other
 * names are ignored.
 * @throws invalid_input on `file` when it is not CSV in UTF-8, or lacks a required column
 */
export async function* csvRows(bytes: ReadableStream<Uint8Array>, columns: Columns): AsyncGenerator<CsvRow> {
  const parser = parse({
    columns: (header: string[]) => namedColumns(header, columns),
    info: true,
    max_record_size: RECORD_MAX,
    relax_column_count_less: true,
    skip_empty_lines: true,
  });
  const records = bytes.pipeThrough(utf8Only()).pipeThrough(unsafeCast<TransformStream<Uint8Array, Parsed>>(parser));
  try {
    for await (const { record, info } of records) {
      const cells = Object.entries(record).map(([name, text]) => [name, unescapeFormula(text)]);
      yield {
        number: 1 + info.records + info.empty_lines,
        cells: Object.fromEntries(cells.filter(([, text]) => text !== "")),
      };
    }
  } catch (error) {
    throw error instanceof CsvError ? invalid("file", error.message) : error;
  }
}

interface Parsed {
  record: Record<string, string>;
  info: { records: number; empty_lines: number };
}

/** The name of each column of the file, in its order; false for a column to ignore. */
function namedColumns(header: readonly string[], { required, optional }: Columns): (string | false)[] {
  const given = header.map((title) => title.trim().toLowerCase());
  const missing = required.filter((name) => !given.includes(name));
  if (missing.length > 0) throw invalid("file", `The first line must name the columns ${missing.join(", ")}`);
  const known = [...required, ...optional];
  return given.map((title) => known.find((name) => name === title) ?? false);
}

/**
 * Passes UTF-8 text on, without a byte order mark. The stream fails with invalid_input on anything else, and on NUL.
 */
function utf8Only(): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
  const decode = (chunk?: Uint8Array): Buffer => {
    try {
      const text = chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
      if (!text.includes("\0")) return Buffer.from(text);
    } catch {
      // The decoder's message does not mention the file: ours, below, does.
    }
    throw new AppError("invalid_input", { details: [{ field: "file", message: "Not valid UTF-8 text" }] });
  };
  return new TransformStream({
    transform: (chunk, controller) => controller.enqueue(decode(chunk)),
    flush: (controller) => controller.enqueue(decode()),
  });
}
