import { Buffer } from "node:buffer";
import { CsvError, parse } from "csv-parse/stream";
import { unsafeCast } from "../../kernel/cast.ts";
import { AppError, invalid } from "../../kernel/errors.ts";

const RECORD_MAX = 20_000;
/** A spreadsheet would run such a cell as a formula. Leading apostrophes count, so that `guarded` can be undone. */
const FORMULA = /^'*[=+\-@\t\r]/;
const PHONE_OR_NUMBER = /^[+-][\d\s().-]*$/;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/** One line of CSV (RFC 4180). */
export const csvLine = (cells: readonly (string | number)[]): string => `${cells.map(cellText).join(",")}\r\n`;

function cellText(cell: string | number): string {
  const text = guarded(String(cell));
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const guarded = (text: string): string => (FORMULA.test(text) && !PHONE_OR_NUMBER.test(text) ? `'${text}` : text);

/** What a cell of `csvLine` said. */
const unguarded = (text: string): string => (text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text);

/** A row of a file by the names of its columns; empty cells are left out. `number` is the spreadsheet's: header 1. */
export interface CsvRow {
  number: number;
  cells: Record<string, string>;
}

interface Columns {
  required: readonly string[];
  optional: readonly string[];
}

/**
 * Reads CSV row by row, as it arrives; the header names the columns in any order and case, others are ignored.
 * @throws invalid_input when it is no CSV in UTF-8 or a required column is missing
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
      const cells = Object.entries(record).map(([name, text]) => [name, unguarded(text)]);
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

/** The name of each column, false for those to ignore. */
function namedColumns(header: readonly string[], { required, optional }: Columns): (string | false)[] {
  const given = header.map((title) => title.trim().toLowerCase());
  const missing = required.filter((name) => !given.includes(name));
  if (missing.length > 0) throw invalid("file", `The first line must name the columns ${missing.join(", ")}`);
  const known = [...required, ...optional];
  return given.map((title) => known.find((name) => name === title) ?? false);
}

/** Passes on UTF-8 text without NUL and byte order mark, and nothing else. */
function utf8Only(): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
  const decode = (chunk?: Uint8Array): Buffer => {
    try {
      const text = chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
      if (!text.includes("\0")) return Buffer.from(text);
    } catch {
      // Falls through: the decoder's own words say nothing of the file.
    }
    throw new AppError("invalid_input", { details: [{ field: "file", message: "Not valid UTF-8 text" }] });
  };
  return new TransformStream({
    transform: (chunk, controller) => controller.enqueue(decode(chunk)),
    flush: (controller) => controller.enqueue(decode()),
  });
}
