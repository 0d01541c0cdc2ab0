import { strToU8, Zip, ZipDeflate, zipSync } from "fflate";

// Makes XLSX files as spreadsheet programs write them.

const PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships";
const DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';

export interface Workbook {
  /** The rows of the sheet: `<row>…</row>`. */
  rows: string;
  /** The items of the shared strings: `<si>…</si>`. */
  strings?: string;
  /** Format codes of the cells' styles, by the number of the style; `""` is a plain number. */
  formats?: string[];
  is1904?: boolean;
  sheets?: string;
  /** Further files of the archive. */
  files?: Record<string, string>;
}

function partsOf({ rows, strings = "", formats = [], is1904 = false, sheets, files = {} }: Workbook) {
  const numFmts = formats.map((code, index) => `<numFmt numFmtId="${164 + index}" formatCode="${code}"/>`).join("");
  const xfs = formats.map((code, index) => `<xf numFmtId="${code === "" ? 0 : 164 + index}"/>`).join("");
  return {
    "[Content_Types].xml": "<Types/>",
    "xl/workbook.xml": `<?xml version="1.0"?><workbook ${MAIN} xmlns:r="${DOCUMENT}"><workbookPr${is1904 ? ' date1904="1"' : ""}/><sheets>${sheets ?? '<sheet name="A" sheetId="1" r:id="rId1"/>'}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${PACKAGE}"><Relationship Id="rId1" Type="${DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${DOCUMENT}/styles" Target="/xl/styles.xml"/><Relationship Id="rId3" Type="${DOCUMENT}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    "xl/styles.xml": `<styleSheet ${MAIN}><numFmts>${numFmts}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${xfs}</cellXfs></styleSheet>`,
    "xl/sharedStrings.xml": `<sst ${MAIN}>${strings}</sst>`,
    "xl/worksheets/sheet1.xml": `<worksheet ${MAIN}><sheetData>${rows}</sheetData></worksheet>`,
    ...files,
  };
}

/** An XLSX file with the sizes of its parts before them, as Excel writes it. */
export const xlsx = (workbook: Workbook): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    zipSync(Object.fromEntries(Object.entries(partsOf(workbook)).map(([path, text]) => [path, strToU8(text)]))),
  );

/** An XLSX file with the sizes of its parts after them, as programs that stream write it. */
export function streamedXlsx(workbook: Workbook): Uint8Array<ArrayBuffer> {
  const chunks: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    chunks.push(chunk);
  });
  for (const [path, text] of Object.entries(partsOf(workbook))) {
    const part = new ZipDeflate(path);
    zip.add(part);
    part.push(strToU8(text), true);
  }
  zip.end();
  return new Uint8Array(chunks.flatMap((chunk) => [...chunk]));
}

/** A row of texts, each in its cell. */
export const textRow = (...texts: string[]): string =>
  `<row>${texts.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join("")}</row>`;
