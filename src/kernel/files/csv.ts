import { CsvError, parse } from "csv-parse/sync";
import { AppError, invalid } from "../errors.ts";
import { isBlank, type TableBounds, type TableRow } from "./cell.ts";

// Reads CSV with any of the usual delimiters and any quoting.

export const DELIMITERS = [",", ";", "\t", "|"] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** Excel's own first line that names the delimiter. */
const SEPARATOR_LINE = /^"?sep=([,;\t|])"?[ \t]*(?:\r\n|\r|\n|$)/i;

/** Spreadsheets write rows of nothing but delimiters where somebody has formatted cells; each costs as much as a row. */
const RECORDS_PER_ROW = 2;

interface CsvOptions {
  /** As `sep=;` in the file says, else the most frequent one in the first line, unless given. */
  delimiter?: Delimiter | undefined;
  /** Lines before the table, which are not read. */
  skipLines?: number;
  bounds: TableBounds & { recordBytes: number };
  /** Names the file in errors. */
  field: string;
}

/**
 * The rows of a CSV text that have any content.
 * @throws invalid_input on `field` when the text is no CSV, or exceeds the bounds
 */
export function readCsv(content: string, options: CsvOptions): { rows: TableRow[]; delimiter: Delimiter } {
  const { bounds, field, skipLines = 0 } = options;
  const separatorLine = SEPARATOR_LINE.exec(content.replace(/^\ufeff/, ""));
  const start = content.startsWith("\ufeff") ? 1 : 0;
  const text = withoutLines(content.slice(start + (separatorLine?.[0].length ?? 0)), skipLines);
  const named = DELIMITERS.find((delimiter) => delimiter === separatorLine?.[1]);
  const delimiter = options.delimiter ?? named ?? mostFrequentDelimiter(text);
  const rows: TableRow[] = [];
  const tooManyRows = () => invalid(field, `More than ${bounds.rows} rows: send it in parts`);
  let chars = 0;
  const onRecord = (
    cells: string[],
    { records, empty_lines: emptyLines }: { records: number; empty_lines: number },
  ) => {
    if (records > RECORDS_PER_ROW * bounds.rows) throw tooManyRows();
    if (isBlank(cells)) return null;
    chars += cells.reduce((sum, { length }) => sum + length, 0);
    if (rows.length >= bounds.rows) throw tooManyRows();
    if (chars > bounds.chars) throw invalid(field, `More than ${bounds.chars} characters`);
    rows.push({ number: records + emptyLines + skipLines + (separatorLine ? 1 : 0), cells });
    return null;
  };
  try {
    parse(text, {
      // The bound of a record counts no delimiters, so that a record of nothing else would have any number of cells.
      cast: (cell, { index }) => {
        if (index >= bounds.columns) throw invalid(field, `More than ${bounds.columns} columns`);
        return cell;
      },
      delimiter,
      max_record_size: bounds.recordBytes,
      on_record: onRecord,
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    });
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw error instanceof CsvError ? invalid(field, error.message) : error;
  }
  return { rows, delimiter };
}

function withoutLines(text: string, count: number): string {
  let start = 0;
  const lineEnd = /\r\n|\r|\n/g;
  for (let line = 0; line < count; line += 1) {
    if (!lineEnd.test(text)) return "";
    start = lineEnd.lastIndex;
  }
  return text.slice(start);
}

/** The delimiter that occurs most often in the first line, outside quotes. */
function mostFrequentDelimiter(text: string): Delimiter {
  const [line = ""] = /[^\r\n]+/.exec(text) ?? [];
  const unquoted = line.replace(/"[^"]*"/g, "");
  const counts = DELIMITERS.map((delimiter) => unquoted.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
}
