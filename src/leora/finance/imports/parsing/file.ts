import type { z } from "zod";
import { invalid } from "../../../../kernel/errors.ts";
import { CsvMapping, type ImportBody } from "../contract.ts";
import { ROWS_MAX } from "../rules.ts";
import { type DecimalSeparator, detectDecimalSeparator } from "./amounts.ts";
import { parseCsv } from "./csv.ts";
import { type DateFormat, detectDateFormat } from "./dates.ts";
import { type Entry, type Notation, parseEntry, type RawEntry } from "./entries.ts";
import { parseOfx } from "./ofx.ts";
import { parseQif } from "./qif.ts";

// Parses a bank's file of any format into entries.

type Body = z.output<typeof ImportBody>;
type Mapping = z.output<typeof CsvMapping>;

/** The entries of a file, and how the file was read. */
export interface ParsedFile {
  entries: Entry[];
  /** With it, the same file is read in the same way again. */
  mapping: Mapping;
  /** Titles of the columns; OFX and QIF have none. */
  header: string[];
}

/**
 * Parses the file of an import. A single entry that cannot be read does not fail the file: see `Entry.problems`.
 * @throws invalid_input when the text is no file of its format, has no entries or too many, or can be read in two ways
 */
export function parseFile(body: Body): ParsedFile {
  const given = body.mapping ?? CsvMapping.parse({});
  const { rawEntries, header, detected } = parseFormat(body, given);
  const entries = entriesOfAccount(rawEntries, body.sourceAccount);
  if (entries.length === 0) throw invalid("content", `There are no transactions in it; is it ${body.format}?`);
  if (entries.length > ROWS_MAX) throw invalid("content", `More than ${ROWS_MAX} transactions: send it in parts`);
  const notation = notationOf(body.format, entries, given);
  return {
    entries: entries.map((entry) => parseEntry(entry, notation)),
    mapping: { ...given, ...detected, ...notation },
    header,
  };
}

function parseFormat({ format, content }: Body, mapping: Mapping) {
  if (format === "ofx") return { rawEntries: parseOfx(content), header: [], detected: {} };
  if (format === "qif") return { rawEntries: parseQif(content), header: [], detected: {} };
  const { entries: rawEntries, header, delimiter, columns } = parseCsv(content, mapping, ROWS_MAX);
  return { rawEntries, header, detected: { ...columns, delimiter } };
}

/**
 * The entries of one account of the file.
 * @throws invalid_input when the file does not have the wanted account, or has several and none is wanted
 */
function entriesOfAccount(entries: readonly RawEntry[], wanted: string | undefined): RawEntry[] {
  const accounts = [...new Set(entries.map(({ sourceAccount }) => sourceAccount))];
  if (wanted === undefined && accounts.length <= 1) return [...entries];
  if (wanted !== undefined && accounts.includes(wanted)) {
    return entries.filter(({ sourceAccount }) => sourceAccount === wanted);
  }
  const names = accounts.map((account) => account ?? "unnamed").join(", ");
  throw invalid("sourceAccount", `Say which account of the file is meant: ${names.slice(0, 500)}`);
}

/** How the file writes dates and amounts: as the mapping says, else as the entries show. */
function notationOf(format: Body["format"], entries: readonly RawEntry[], given: Mapping): Notation {
  return {
    dateFormat: given.dateFormat ?? dateFormatOf(format, entries),
    decimalSeparator: given.decimalSeparator ?? separatorOf(entries),
  };
}

function dateFormatOf(format: Body["format"], entries: readonly RawEntry[]): DateFormat {
  const detected = detectDateFormat(entries.map(({ date }) => date));
  if (detected) return detected;
  // Quicken is an American program.
  if (format === "qif") return "MDY";
  throw invalid("mapping.dateFormat", "The dates could be day first or month first: say DMY or MDY");
}

function separatorOf(entries: readonly RawEntry[]): DecimalSeparator {
  const texts = entries.flatMap(({ amount, debit, credit, splits }) => [
    ...[amount, debit, credit].filter((text) => text !== null),
    ...splits.map((split) => split.amount),
  ]);
  const detected = detectDecimalSeparator(texts);
  if (detected) return detected;
  throw invalid("mapping.decimalSeparator", "Amounts such as 1,234 could be thousands or decimals: say which");
}
