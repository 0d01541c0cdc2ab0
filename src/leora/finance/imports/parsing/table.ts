import type { z } from "zod";
import type { FieldProblem } from "../../../../kernel/errors.ts";
import { invalid } from "../../../../kernel/errors.ts";
import { type Cell, cellText, type TableRow } from "../../../../kernel/files/cell.ts";
import type { CsvMapping } from "../contract.ts";
import { COLUMNS, type Column, type ColumnIndexes, detectColumns, mappedColumns, repeatedTitles } from "./columns.ts";
import { directionOf } from "./directions.ts";
import { EMPTY_ENTRY, type RawEntry } from "./entries.ts";

// Finds the entries in the table of a CSV or XLSX file.

/** A minus of any kind, or an accountant's parenthesis. */
const SIGN = /[-−–(]/;

/** The entries of a table, and how they were found. */
export interface EntryTable {
  /** The titles of the columns; empty when the file has none. */
  header: string[];
  columns: ColumnIndexes;
  entries: RawEntry[];
  warnings: FieldProblem[];
}

/**
 * The entries of a bank's table.
 * @param mapping may name the columns, and says whether there is a header
 * @throws invalid_input when the table has no columns for date and amount
 */
export function entriesOfTable(rows: readonly TableRow[], mapping: z.output<typeof CsvMapping>): EntryTable {
  const [first, ...others] = rows.map(({ cells }) => cells);
  const header = mapping.hasHeader ? (first ?? []).map(cellText) : [];
  const records = mapping.hasHeader || !first ? others : [first, ...others];
  const isMapped = COLUMNS.some((column) => mapping[column] !== undefined);
  const width = records.reduce((most, { length }) => Math.max(most, length), header.length);
  const columns = isMapped
    ? mappedColumns(mapping, width, header)
    : withoutUselessDirection(detectColumns(header), records);
  requireDateAndAmount(columns, header);
  const isIndex = (column: Column) => typeof mapping[column] === "number";
  const warnings = repeatedTitles(header, columns)
    .filter(({ column }) => !isIndex(column))
    .map(({ column, title }) => ({
      field: `mapping.${column}`,
      message: `Several columns are called ${title.slice(0, 50).toWellFormed()}: the first is read`,
    }));
  return { header, columns, entries: records.map((record) => entryOf(record, columns)), warnings };
}

/**
 * Banks call other things a type as well, such as `POS`: a column is that of directions when all its words name one, or when
 * some do and no amount has a sign. Then nothing else tells income from expense, and a row with another word is invalid.
 */
function withoutUselessDirection(columns: ColumnIndexes, records: readonly (readonly Cell[])[]): ColumnIndexes {
  const { direction, ...others } = columns;
  if (direction === undefined) return columns;
  const words = records.map((record) => cellText(record[direction]).trim()).filter((word) => word !== "");
  const { amount } = columns;
  const isUnsigned = amount !== undefined && !records.some((record) => SIGN.test(cellText(record[amount])));
  const named = words.filter((word) => directionOf(word)).length;
  return named > 0 && (named === words.length || isUnsigned) ? columns : others;
}

/** @throws invalid_input unless there are columns for the date and for the amount, which may be split into debit and credit */
function requireDateAndAmount({ date, amount, debit, credit }: ColumnIndexes, header: readonly string[]): void {
  const found = `Its columns are: ${header.join(", ").slice(0, 500).toWellFormed()}`;
  if (date === undefined) throw invalid("mapping.date", `Say which column holds the date. ${found}`);
  if (amount === undefined && debit === undefined && credit === undefined) {
    throw invalid("mapping.amount", `Say which column holds the amount, or debit and credit. ${found}`);
  }
}

function entryOf(record: readonly Cell[], columns: ColumnIndexes): RawEntry {
  const cell = (column: Column): Cell => (columns[column] === undefined ? "" : (record[columns[column]] ?? ""));
  const text = (column: Column): string | null => cellText(cell(column)).trim() || null;
  const amount = (column: Column): Cell | null => (text(column) === null ? null : cell(column));
  return {
    ...EMPTY_ENTRY,
    date: text("date") ?? "",
    time: text("time"),
    // An empty cell of an amount column is no amount; without the column the amount comes from debit and credit.
    amount: columns.amount === undefined ? null : (amount("amount") ?? ""),
    debit: amount("debit"),
    credit: amount("credit"),
    direction: text("direction"),
    currency: text("currency"),
    name: text("name"),
    description: text("description"),
    category: text("category"),
    externalId: text("externalId"),
  };
}
