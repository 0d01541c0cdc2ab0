import { Parser } from "saxen";
import { AppError, invalid } from "../errors.ts";
import { type Cell, cellText, isBlank, type TableBounds, type TableRow } from "./cell.ts";
import { unzip, ZipRefused } from "./unzip.ts";
import { isDateFormat, type NumberFormat, numberCell, unitOfFormat } from "./xlsx-values.ts";

// Reads the first visible sheet of an XLSX workbook (Office Open XML): a ZIP archive of XML files. It is loaded on first use.

export interface XlsxBounds extends TableBounds {
  /** Bytes of the unpacked XML. */
  unpackedBytes: number;
  /** Files in the archive. */
  files: number;
}

type Attributes = Record<string, string>;

/** Calls back for each element and text, in the order of the file. Names come without the prefix of their namespace. */
interface XmlHooks {
  open(name: string, attributes: () => Attributes): void;
  close?(name: string): void;
  text?(text: string): void;
}

/**
 * The rows of the first visible sheet that have any content. Dates come as `YYYY-MM-DD` or `YYYY-MM-DD HH:MM:SS`.
 * @throws invalid_input on `field` when it is no XLSX file, or exceeds the bounds
 */
export function readXlsx(bytes: Uint8Array, bounds: XlsxBounds, field: string): TableRow[] {
  const textsOf = (paths: readonly (string | undefined)[]): string[] => {
    const files = unzip(bytes, (path) => paths.includes(path), { files: bounds.files, bytes: bounds.unpackedBytes });
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
    return paths.map((path) => decoder.decode(files.get(path ?? "")));
  };
  try {
    const [workbook = "", relations = ""] = textsOf(["xl/workbook.xml", "xl/_rels/workbook.xml.rels"]);
    const { sheetRelation, is1904 } = readWorkbook(workbook);
    const parts = readRelations(relations);
    const partOf = (type: string) => parts.find((part) => part.type.endsWith(`/${type}`))?.path;
    const sheetPath = parts.find(({ id }) => id === sheetRelation)?.path;
    if (sheetPath === undefined) throw new Error("The workbook has no visible sheet");
    // Other sheets, pictures and charts stay packed.
    const [sheet = "", texts = "", styles = ""] = textsOf([sheetPath, partOf("sharedStrings"), partOf("styles")]);
    const strings = texts === "" ? [] : readSharedStrings(texts, bounds, field);
    const formats = styles === "" ? [] : readFormats(styles);
    return readSheet(sheet, { strings, formats, is1904 }, bounds, field);
  } catch (error) {
    if (error instanceof AppError) throw error;
    // The parsers of ZIP, UTF-8 and XML throw plain errors, all of which the file is to blame for.
    throw invalid(field, error instanceof ZipRefused ? error.message : "Not a valid XLSX file");
  }
}

function readWorkbook(xml: string): { sheetRelation: string | undefined; is1904: boolean } {
  let sheetRelation: string | undefined;
  let is1904 = false;
  parseXml(xml, {
    open(name, attributes) {
      if (name === "workbookPr") is1904 = /^(1|true)$/.test(attributes().date1904 ?? "");
      if (name !== "sheet" || sheetRelation !== undefined) return;
      const { state = "visible", ...others } = attributes();
      if (state === "visible") sheetRelation = relationOf(others);
    },
  });
  return { sheetRelation, is1904 };
}

/** `r:id`, whatever prefix the namespace of relations has. */
const relationOf = (attributes: Attributes): string | undefined =>
  Object.entries(attributes).find(([key]) => key.endsWith(":id"))?.[1];

function readRelations(xml: string): { id: string; type: string; path: string }[] {
  const relations: { id: string; type: string; path: string }[] = [];
  parseXml(xml, {
    open(name, attributes) {
      if (name !== "Relationship") return;
      const { Id: id = "", Type: type = "", Target: target = "" } = attributes();
      relations.push({ id, type, path: target.startsWith("/") ? target.slice(1) : `xl/${target}` });
    },
  });
  return relations;
}

/** How cells show numbers, by the numbers of their styles. */
function readFormats(xml: string): NumberFormat[] {
  const codes = new Map<number, string>();
  const formats: NumberFormat[] = [];
  let isInCellStyles = false;
  parseXml(xml, {
    open(name, attributes) {
      if (name === "numFmt") codes.set(Number(attributes().numFmtId), attributes().formatCode ?? "");
      if (name === "cellXfs") isInCellStyles = true;
      if (name !== "xf" || !isInCellStyles) return;
      const number = Number(attributes().numFmtId ?? 0);
      const code = codes.get(number);
      const isDate = isDateFormat(number, code);
      formats.push({ isDate, unit: code === undefined || isDate ? undefined : unitOfFormat(code) });
    },
    close(name) {
      if (name === "cellXfs") isInCellStyles = false;
    },
  });
  return formats;
}

function readSharedStrings(xml: string, bounds: XlsxBounds, field: string): string[] {
  const strings: string[] = [];
  const text = new TextRuns();
  parseXml(xml, {
    open(name) {
      if (name === "si") text.begin();
      text.open(name);
    },
    close(name) {
      text.close(name);
      if (name !== "si") return;
      if (strings.length >= bounds.rows * bounds.columns) throw invalid(field, "More texts than cells");
      strings.push(text.value);
    },
    text: (value) => text.add(value),
  });
  return strings;
}

interface Workbook {
  strings: readonly string[];
  formats: readonly NumberFormat[];
  is1904: boolean;
}

function readSheet(xml: string, workbook: Workbook, bounds: XlsxBounds, field: string): TableRow[] {
  const rows: TableRow[] = [];
  let row: TableRow = { number: 0, cells: [] };
  let column = 0;
  let cell: Attributes = {};
  let [cells, chars] = [0, 0];
  const text = new TextRuns();
  const endCell = () => {
    const value = valueOfCell(cell, text.value, workbook);
    if (value === "") return;
    if (column >= bounds.columns) throw invalid(field, `More than ${bounds.columns} columns`);
    while (row.cells.length < column) row.cells.push("");
    row.cells[column] = value;
    chars += cellText(value).length;
    if (chars > bounds.chars) throw invalid(field, `More than ${bounds.chars} characters`);
  };
  parseXml(xml, {
    open(name, attributes) {
      if (name === "row") {
        row = { number: Number(attributes().r ?? row.number + 1), cells: [] };
        column = -1;
      } else if (name === "c") {
        cells += 1;
        if (cells > bounds.rows * bounds.columns) throw invalid(field, "Too many cells");
        cell = attributes();
        column = columnOf(cell.r) ?? column + 1;
        text.begin();
      } else text.open(name);
    },
    close(name) {
      if (name === "c") endCell();
      else if (name === "row" && !isBlank(row.cells)) {
        if (rows.length >= bounds.rows) throw invalid(field, `More than ${bounds.rows} rows: send it in parts`);
        rows.push(row);
      } else text.close(name);
    },
    text: (value) => text.add(value),
  });
  return rows;
}

/** `AB12` is column 27, counted from 0; undefined for a cell without an address. */
function columnOf(address: string | undefined): number | undefined {
  const [letters] = /^[A-Z]{1,3}/.exec(address ?? "") ?? [];
  if (letters === undefined) return undefined;
  return [...letters].reduce((sum, letter) => sum * 26 + (letter.charCodeAt(0) - 64), 0) - 1;
}

/** What a cell shows. Formulas count by their last result, which is stored with them. */
function valueOfCell({ t: type = "n", s: style }: Attributes, text: string, workbook: Workbook): Cell {
  if (text === "") return "";
  if (type === "n") return numberCell(text, workbook.formats[Number(style ?? 0)] ?? { isDate: false }, workbook.is1904);
  if (type === "s") return workbook.strings[Number(text)] ?? "";
  if (type === "b") return text === "1" ? "TRUE" : "FALSE";
  return text;
}

/** Collects the text of a cell or a shared text, which may be cut into runs of different fonts. */
class TextRuns {
  value = "";
  private isText = false;
  /** Readings of Chinese characters repeat the text in another script. */
  private isReading = false;

  begin(): void {
    this.value = "";
    this.isText = false;
  }

  open(name: string): void {
    if (name === "rPh") this.isReading = true;
    this.isText = !this.isReading && (name === "t" || name === "v");
  }

  close(name: string): void {
    if (name === "rPh") this.isReading = false;
    this.isText = false;
  }

  add(text: string): void {
    if (this.isText) this.value += text;
  }
}

function parseXml(xml: string, { open, close, text }: XmlHooks): void {
  const local = (name: string) => name.slice(name.indexOf(":") + 1);
  const parser = new Parser();
  parser.on("openTag", (name, attributes, decode) =>
    open(local(name), () =>
      Object.fromEntries(Object.entries(attributes()).map(([key, value]) => [key, decode(value)])),
    ),
  );
  if (close) parser.on("closeTag", (name) => close(local(name)));
  if (text) parser.on("text", (value, decode) => text(decode(value))).on("cdata", text);
  parser.parse(xml);
}
