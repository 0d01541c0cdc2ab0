import type { z } from "zod";
import { invalid } from "../../../kernel/errors.ts";
import { type DecimalSeparator, provenSeparator } from "./amounts.ts";
import { CsvMapping, type ImportBody } from "./contract.ts";
import { csvFile } from "./csv.ts";
import { type DateFormat, provenFormat } from "./days.ts";
import { type Entry, type Notation, type RawEntry, readEntry } from "./entries.ts";
import { ofxEntries } from "./ofx.ts";
import { qifEntries } from "./qif.ts";
import { ROWS_MAX } from "./rules.ts";

type Body = z.output<typeof ImportBody>;
type Mapping = z.output<typeof CsvMapping>;

/** A file, read: its rows, and how it was understood. */
export interface StatementFile {
  entries: Entry[];
  mapping: Mapping;
  /** Titles of the columns; OFX and QIF have none. */
  header: string[];
}

/** @throws invalid_input when it is no file of its format, or could be read in more than one way */
export function readFile(body: Body): StatementFile {
  const given = body.mapping ?? CsvMapping.parse({});
  const { raws, header, found } = rawEntries(body, given);
  const entries = ofAccount(raws, body.sourceAccount);
  if (entries.length === 0) throw invalid("content", `There are no transactions in it; is it ${body.format}?`);
  if (entries.length > ROWS_MAX) throw invalid("content", `More than ${ROWS_MAX} transactions: send it in parts`);
  const notation = notationOf(body.format, entries, given);
  return {
    entries: entries.map((raw) => readEntry(raw, notation)),
    mapping: { ...given, ...found, ...notation },
    header,
  };
}

function rawEntries({ format, content }: Body, mapping: Mapping) {
  if (format === "ofx") return { raws: ofxEntries(content), header: [], found: {} };
  if (format === "qif") return { raws: qifEntries(content), header: [], found: {} };
  const { entries: raws, header, delimiter, places } = csvFile(content, mapping, ROWS_MAX);
  return { raws, header, found: { ...places, delimiter } };
}

/** @throws invalid_input when the file has several accounts and nobody says which one is meant */
function ofAccount(raws: readonly RawEntry[], wanted: string | undefined): RawEntry[] {
  const sources = [...new Set(raws.map(({ source }) => source))];
  if (wanted === undefined && sources.length <= 1) return [...raws];
  if (wanted !== undefined && sources.includes(wanted)) return raws.filter(({ source }) => source === wanted);
  const names = sources.map((source) => source ?? "unnamed").join(", ");
  throw invalid("sourceAccount", `Say which account of the file is meant: ${names.slice(0, 500)}`);
}

function notationOf(format: Body["format"], entries: readonly RawEntry[], given: Mapping): Notation {
  return {
    dateFormat: given.dateFormat ?? dateFormatOf(format, entries),
    decimalSeparator: given.decimalSeparator ?? separatorOf(entries),
  };
}

function dateFormatOf(format: Body["format"], entries: readonly RawEntry[]): DateFormat {
  const proven = provenFormat(entries.map(({ date }) => date));
  if (proven) return proven;
  // Quicken is American.
  if (format === "qif") return "MDY";
  throw invalid("mapping.dateFormat", "The dates could be day first or month first: say DMY or MDY");
}

function separatorOf(entries: readonly RawEntry[]): DecimalSeparator {
  const texts = entries.flatMap(({ amount, debit, credit, splits }) => [
    ...[amount, debit, credit].filter((text) => text !== null),
    ...splits.map((split) => split.amount),
  ]);
  const proven = provenSeparator(texts);
  if (proven) return proven;
  throw invalid("mapping.decimalSeparator", "Amounts such as 1,234 could be thousands or decimals: say which");
}
