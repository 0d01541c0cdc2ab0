import type { z } from "zod";
import { type FieldProblem, invalid } from "../../../../kernel/errors.ts";
import { decodeText } from "../../../../kernel/files/charset.ts";
import { readCsv } from "../../../../kernel/files/csv.ts";
import { LIMITS } from "../../../../limits.ts";
import { CsvMapping, type ImportBody } from "../contract.ts";
import { type DecimalSeparator, detectDecimalSeparator } from "./amounts.ts";
import { type DateFormat, detectDateFormat } from "./dates.ts";
import { type Entry, type Notation, parseEntry, type RawEntry } from "./entries.ts";
import { declaredCharset, parseOfx } from "./ofx.ts";
import { parseQif } from "./qif.ts";
import { entriesOfTable } from "./table.ts";

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
  /** What the file leaves open, and how it was taken. */
  warnings: FieldProblem[];
}

interface ParsedFormat {
  rawEntries: RawEntry[];
  header: string[];
  /** What was found out about the file, for the mapping. */
  detected: Partial<Mapping>;
  warnings: FieldProblem[];
}

/**
 * Parses the file of an import. A single entry that cannot be read does not fail the file: see `Entry.problems`.
 * @param timezone the user's, as an IANA name
 * @throws invalid_input when the file is none of its format, has no entries or too many, or can be read in two ways
 */
export async function parseFile(body: Body, timezone: string): Promise<ParsedFile> {
  const given = body.mapping ?? CsvMapping.parse({});
  const { rawEntries, header, detected, warnings } = await parseFormat(body, given);
  const entries = entriesOfAccount(rawEntries, body.sourceAccount);
  const { rows, parts } = LIMITS.imports;
  if (entries.length === 0) throw invalid("content", `There are no transactions in it; is it ${body.format}?`);
  if (entries.length > rows) throw invalid("content", `More than ${rows} transactions: send it in parts`);
  if (entries.reduce((count, { splits }) => count + splits.length, 0) > parts) {
    throw invalid("content", `More than ${parts} parts of transactions: send it in parts`);
  }
  const notation = notationOf(body.format, entries, given);
  return {
    entries: entries.map((entry) => parseEntry(entry, { ...notation, invertAmount: given.invertAmount, timezone })),
    mapping: { ...given, ...detected, ...notation },
    header,
    warnings,
  };
}

async function parseFormat(body: Body, mapping: Mapping): Promise<ParsedFormat> {
  if (body.format === "csv" || body.format === "xlsx") return parseTable(body, mapping);
  const text = await textOf(body);
  const rawEntries = body.format === "ofx" ? parseOfx(text) : parseQif(text);
  return { rawEntries, header: [], detected: {}, warnings: [] };
}

async function parseTable(body: Body, mapping: Mapping): Promise<ParsedFormat> {
  const { rows, delimiter } = body.format === "csv" ? await csvRows(body, mapping) : await xlsxRows(body, mapping);
  const { entries: rawEntries, header, columns, warnings } = entriesOfTable(rows, mapping);
  return { rawEntries, header, detected: { ...columns, ...(delimiter && { delimiter }) }, warnings };
}

/** One row more than there may be transactions is the header. */
const tableBounds = () => {
  const { rows, columns, textChars } = LIMITS.imports;
  return { rows: rows + 1, columns, chars: textChars };
};

async function csvRows(body: Body, { delimiter, skipLines }: Mapping) {
  const bounds = { ...tableBounds(), recordBytes: LIMITS.imports.recordBytes };
  return readCsv(await textOf(body), { delimiter, skipLines, bounds, field: "content" });
}

async function xlsxRows({ content }: Body, { skipLines }: Mapping) {
  if (typeof content === "string") throw invalid("content", "Send XLSX as a file, in a form");
  const { readXlsx } = await import("../../../../kernel/files/xlsx.ts");
  const { unpackedBytes, archiveFiles: files } = LIMITS.imports;
  const rows = readXlsx(content, { ...tableBounds(), unpackedBytes, files }, "content");
  return { rows: rows.filter(({ number }) => number > skipLines), delimiter: undefined };
}

/** The text of the file: a client that sends text in JSON has decoded it. */
async function textOf({ content, charset, format }: Body): Promise<string> {
  if (typeof content === "string") return content;
  const declared = format === "ofx" ? declaredCharset(content) : undefined;
  return decodeText(content, { stated: charset, declared, field: "content" });
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
  throw invalid("sourceAccount", `Say which account of the file is meant: ${names.slice(0, 500).toWellFormed()}`);
}

/** How the file writes dates and amounts: as the mapping says, else as the entries show. */
function notationOf(
  format: Body["format"],
  entries: readonly RawEntry[],
  given: Mapping,
): Pick<Notation, "dateFormat" | "decimalSeparator"> {
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
    ...[amount, debit, credit].filter((text) => typeof text === "string"),
    ...splits.map((split) => split.amount),
  ]);
  const detected = detectDecimalSeparator(texts);
  if (detected) return detected;
  throw invalid("mapping.decimalSeparator", "Amounts such as 1,234 could be thousands or decimals: say which");
}
