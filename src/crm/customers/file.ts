import { invalid } from "../../kernel/errors.ts";
import { cellText, type TableRow } from "../../kernel/files/cell.ts";
import { charsetNamed, decodeText } from "../../kernel/files/charset.ts";
import { readCsv } from "../../kernel/files/csv.ts";
import { LIMITS } from "../../limits.ts";
import { unescapeFormula } from "./csv.ts";

// Reads a file of customers: CSV in any charset and with any delimiter, or an XLSX workbook.

export const CSV_TYPE = "text/csv";
export const XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** A file as the request has it. */
export interface CustomerFile {
  stream(): ReadableStream<Uint8Array>;
  mediaType: string;
  /** As the request states it; null when it states none. */
  charset: string | null;
}

export interface FileRow {
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
 * The rows under the header, which names the columns in any order and case; columns of other names are ignored.
 * @throws invalid_input on `file` when it cannot be read, exceeds its bounds, lacks a required column or has one twice
 */
export async function readFile(file: CustomerFile, columns: Columns): Promise<FileRow[]> {
  const [header, ...rows] = await tableOf(file);
  const names = namedColumns(header?.cells.map(cellText) ?? [], columns);
  return rows.map((row) => fileRow(row, names));
}

async function tableOf({ stream, mediaType, charset }: CustomerFile): Promise<TableRow[]> {
  const bytes = new Uint8Array(await new Response(stream()).arrayBuffer());
  const { importRows, importColumns, importTextChars, importRecordBytes, importUnpackedBytes, importArchiveFiles } =
    LIMITS.crm;
  // One row more is the header.
  const bounds = { rows: importRows + 1, columns: importColumns, chars: importTextChars };
  if (mediaType === XLSX_TYPE) {
    const { readXlsx } = await import("../../kernel/files/xlsx.ts");
    const packed = { unpackedBytes: importUnpackedBytes, files: importArchiveFiles };
    return readXlsx(bytes, { ...bounds, ...packed }, "file");
  }
  const stated = charset === null ? undefined : charsetNamed(charset);
  if (charset !== null && stated === undefined) throw invalid("file", "Unknown charset");
  const text = await decodeText(bytes, { stated, field: "file" });
  return readCsv(text, { bounds: { ...bounds, recordBytes: importRecordBytes }, field: "file" }).rows;
}

/** The name of each column of the file, in its order; undefined for a column to ignore. */
function namedColumns(header: readonly string[], { required, optional }: Columns): (string | undefined)[] {
  const given = header.map((title) => title.trim().toLowerCase());
  const missing = required.filter((name) => !given.includes(name));
  if (missing.length > 0) throw invalid("file", `The first line must name the columns ${missing.join(", ")}`);
  const known = [...required, ...optional];
  const repeated = known.find((name) => given.indexOf(name) !== given.lastIndexOf(name));
  if (repeated !== undefined) throw invalid("file", `Two columns are called ${repeated}`);
  return given.map((title) => known.find((name) => name === title));
}

function fileRow({ number, cells }: TableRow, names: readonly (string | undefined)[]): FileRow {
  const texts = cells.map((cell) => unescapeFormula(cellText(cell)));
  if (texts.slice(names.length).some((text) => text.trim() !== "")) {
    throw invalid("file", `Row ${number} has more cells than the first line`);
  }
  const named = names.flatMap((name, index) => {
    const text = texts[index] ?? "";
    return name === undefined || text === "" ? [] : [[name, text]];
  });
  return { number, cells: Object.fromEntries(named) };
}
