import { CsvError, parse } from "csv-parse/sync";
import type { z } from "zod";
import { invalid } from "../../../kernel/errors.ts";
import { COLUMNS, guessPlaces, type Places, statedPlaces } from "./columns.ts";
import type { CsvMapping } from "./contract.ts";
import { BLANK_ENTRY, type RawEntry } from "./entries.ts";
import { DELIMITERS } from "./rules.ts";

export type Delimiter = (typeof DELIMITERS)[number];

/** A CSV file, and where its columns are. */
export interface CsvFile {
  header: string[];
  delimiter: Delimiter;
  places: Places;
  entries: RawEntry[];
}

/**
 * Reads a bank's CSV: any delimiter, any quoting, lines before the header skipped as the mapping says.
 * @param rowsMax a row more is read, so that too many are noticed
 * @throws invalid_input when it is no CSV, or has no columns for date and amount
 */
export function csvFile(content: string, mapping: z.output<typeof CsvMapping>, rowsMax: number): CsvFile {
  const { hasHeader, skipLines } = mapping;
  const text =
    skipLines === 0
      ? content
      : content
          .split(/\r\n|\r|\n/)
          .slice(skipLines)
          .join("\n");
  const delimiter = mapping.delimiter ?? likeliestDelimiter(text);
  const records = recordsOf(text, delimiter, rowsMax + 2);
  const header = (hasHeader ? records.shift() : undefined) ?? [];
  const width = Math.max(header.length, ...records.map((record) => record.length));
  const isStated = COLUMNS.some((column) => mapping[column] !== undefined);
  const places = isStated ? statedPlaces(mapping, width, header) : guessPlaces(header);
  requireEnough(places, header);
  return { header, delimiter, places, entries: records.map((record) => entryOf(record, places)) };
}

function recordsOf(text: string, delimiter: Delimiter, to: number): string[][] {
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

/** The one that its first line has most of, outside quotes. */
function likeliestDelimiter(text: string): Delimiter {
  const [line = ""] = /[^\r\n]+/.exec(text) ?? [];
  const bare = line.replace(/"[^"]*"/g, "");
  const counts = DELIMITERS.map((delimiter) => bare.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
}

function requireEnough({ date, amount, debit, credit }: Places, header: readonly string[]): void {
  const has = `Its columns are: ${header.join(", ").slice(0, 500)}`;
  if (date === undefined) throw invalid("mapping.date", `Say which column holds the date. ${has}`);
  if (amount === undefined && debit === undefined && credit === undefined) {
    throw invalid("mapping.amount", `Say which column holds the amount, or debit and credit. ${has}`);
  }
}

function entryOf(record: readonly string[], places: Places): RawEntry {
  const cells = COLUMNS.flatMap((column) => {
    const cell = places[column] === undefined ? "" : (record[places[column]] ?? "").trim();
    return cell === "" ? [] : [[column, cell]];
  });
  const amount = places.amount === undefined ? null : "";
  return { ...BLANK_ENTRY, amount, ...Object.fromEntries(cells) };
}
