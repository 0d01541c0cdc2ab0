import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readXlsx } from "../../../src/kernel/files/xlsx.ts";
import { isDateFormat } from "../../../src/kernel/files/xlsx-values.ts";
import { cpuTimeOf } from "../../support/cpu.ts";
import { refusal } from "../../support/refusal.ts";
import { streamedXlsx, textRow, type Workbook, xlsx } from "../../support/xlsx.ts";

const BOUNDS = { rows: 4, columns: 3, chars: 100, unpackedBytes: 1024 * 1024, files: 10 };

const rowsOf = (workbook: Workbook) => readXlsx(xlsx(workbook), BOUNDS, "file");
const refused = (bytes: Uint8Array, bounds = BOUNDS) => refusal(() => readXlsx(bytes, bounds, "file"));
const invalid = (message: string) => ({ code: "invalid_input", details: [{ field: "file", message }] });

describe("a sheet", () => {
  it("has texts of all kinds, in their columns", () => {
    const rows = `<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c></row>
      <row r="5"><c r="B5" t="str"><f>A1&amp;""</f><v>formula &amp; 1</v></c></row>
      <row r="6"><c r="A6" t="b"><v>1</v></c><c r="B6" t="b"><v>0</v></c><c r="C6" t="e"><v>#N/A</v></c></row>`;
    const strings = "<si><r><t>sha</t></r><r><t xml:space='preserve'>red </t></r><rPh><t>x</t></rPh></si>";
    expect(rowsOf({ rows, strings })).toEqual([
      { number: 2, cells: ["shared ", "", "inline"] },
      { number: 5, cells: ["", "formula & 1"] },
      { number: 6, cells: ["TRUE", "FALSE", "#N/A"] },
    ]);
  });

  it("is read the same when its program streamed it", () => {
    const workbook = { rows: textRow("a", "b") };
    expect(readXlsx(streamedXlsx(workbook), BOUNDS, "file")).toEqual([{ number: 1, cells: ["a", "b"] }]);
  });

  it("has no empty rows, and numbers rows without a number", () => {
    const rows = `<row/><row><c/><c t="inlineStr"><is><t> </t></is></c></row>${textRow("a")}`;
    expect(rowsOf({ rows })).toEqual([{ number: 3, cells: ["a"] }]);
  });

  it.each([
    ["45979", "yyyy-mm-dd", "2025-11-18"],
    ["45979.5", "dd/mm/yy h:mm", "2025-11-18 12:00:00"],
    ["45979.999988426", "dd/mm/yy h:mm", "2025-11-18 23:59:59"],
    ["0.25", "h:mm", "06:00:00"],
    ["1", "yyyy", "1899-12-31"],
    ["2958465", "yyyy", "9999-12-31"],
    ["2958466", "yyyy", { decimal: "2958466" }],
    ["-1", "yyyy", { decimal: "-1" }],
    ["45979", "", { decimal: "45979" }],
    ["45979", "0.00", { decimal: "45979" }],
    ["5", "#,##0.00 &quot;сум&quot;", { decimal: "5", unit: "сум" }],
    ["5", "[$€-2] #,##0.00", { decimal: "5", unit: "€" }],
    ["5", "#,##0.00\\ [$USD];-0", { decimal: "5", unit: "USD" }],
    ["5", "$#,##0.00", { decimal: "5", unit: "$" }],
    ["5", "_-* #,##0.00 &quot;₽&quot;_-;-* 0", { decimal: "5", unit: "₽" }],
    ["5", "0 &quot;-&quot;;&quot;x&quot;0", { decimal: "5" }],
    ["45979", "[Red]0", { decimal: "45979" }],
    ["-5.1", "", { decimal: "-5.1" }],
    ["45.099999999999994", "", { decimal: "45.1" }],
    ["1E-3", "", { decimal: "0.001" }],
    ["1.5E10", "", { decimal: "15000000000" }],
    ["9007199254740993", "", { decimal: "9007199254740990" }],
    ["text", "", "text"],
    ["Infinity", "", "Infinity"],
  ])("shows %s as %s as %j", (value, format, cell) => {
    const rows = `<row><c s="0"><v>${value}</v></c></row>`;
    expect(rowsOf({ rows, formats: [format] })[0]?.cells).toEqual([cell]);
  });

  it("counts days from 1904 where the workbook does", () => {
    const rows = `<row><c s="0"><v>44517</v></c></row>`;
    expect(rowsOf({ rows, formats: ["yyyy"], is1904: true })[0]?.cells).toEqual(["2025-11-18"]);
  });

  it.each([
    [14, undefined, true],
    [22, undefined, true],
    [23, undefined, false],
    [46, undefined, true],
    [1, undefined, false],
    [164, "[h]:mm", true],
    [164, "General", false],
    [164, '"day" 0', false],
    [164, "0\\d", false],
    [164, "[$-409]mmm d", true],
    [164, "[$USD] 0.00", false],
  ])("has dates in the format %s %s: %s", (number, code, isDate) => {
    expect(isDateFormat(number, code)).toBe(isDate);
  });

  it("is the first that is visible", () => {
    const sheets = '<sheet name="H" state="hidden" r:id="rId9"/><sheet name="A" r:id="rId1"/>';
    expect(rowsOf({ rows: textRow("a"), sheets })).toEqual([{ number: 1, cells: ["a"] }]);
  });
});

describe("a workbook within its bounds", () => {
  it.each([
    ["rows", textRow("a").repeat(4)],
    ["columns", textRow("a", "b", "c")],
    ["characters", textRow("a".repeat(100))],
    ["columns, where those beyond are empty", '<row><c r="XFD1"/><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'],
  ])("may have so many %s", (_, rows) => {
    expect(rowsOf({ rows }).length).toBeGreaterThan(0);
  });
});

describe("a workbook is refused", () => {
  it.each([
    ["rows", textRow("a").repeat(5), "More than 4 rows: send it in parts"],
    ["columns", textRow("a", "b", "c", "d"), "More than 3 columns"],
    ["a column far away", '<row><c r="XFD1" t="inlineStr"><is><t>a</t></is></c></row>', "More than 3 columns"],
    ["characters", textRow("a".repeat(101)), "More than 100 characters"],
    ["cells", `<row>${"<c/>".repeat(13)}</row>`, "Too many cells"],
  ])("for too many %s", async (_, rows, message) => {
    expect(await refused(xlsx({ rows }))).toEqual(invalid(message));
  });

  it("for a text that many cells share", async () => {
    const rows = `<row>${'<c t="s"><v>0</v></c>'.repeat(3)}</row>`;
    const shared = xlsx({ rows, strings: `<si><t>${"a".repeat(40)}</t></si>` });
    expect(await refused(shared)).toEqual(invalid("More than 100 characters"));
  });

  it("for too many shared texts", async () => {
    const strings = "<si><t/></si>".repeat(13);
    expect(await refused(xlsx({ rows: "", strings }))).toEqual(invalid("More texts than cells"));
  });

  it("for what it unpacks to, long before it is unpacked", async () => {
    const bomb = xlsx({ rows: " ".repeat(16 * 1024 * 1024) });
    expect(bomb.byteLength).toBeLessThan(30 * 1024);
    const cpuTime = await cpuTimeOf(async () =>
      expect(await refused(bomb)).toEqual(invalid("Unpacks to more than 1 MiB")),
    );
    expect(cpuTime).toBeLessThan(500);
  });

  it("but not for what it unpacks to beside the sheet", () => {
    const files = { "xl/media/a.xml": " ".repeat(2 * 1024 * 1024), "xl/worksheets/sheet2.xml": " ".repeat(2 ** 21) };
    expect(rowsOf({ rows: textRow("a"), files })).toHaveLength(1);
  });

  it("for too many files", async () => {
    const files = Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`xl/media/${index}.png`, ""]));
    expect(await refused(xlsx({ rows: textRow("a"), files }))).toEqual(invalid("More than 10 files in the archive"));
  });

  it.each([
    ["no ZIP archive", strToU8("date,amount")],
    ["nothing", new Uint8Array()],
    ["another archive", zipSync({ "a.txt": strToU8("a") })],
    ["half an archive", xlsx({ rows: textRow("a") }).subarray(0, 900)],
    ["no visible sheet", xlsx({ rows: "", sheets: '<sheet name="H" state="hidden" r:id="rId1"/>' })],
    ["broken XML", xlsx({ rows: "<row></c>" })],
    ["text that is no UTF-8", zipSync({ "xl/workbook.xml": new Uint8Array([0x3c, 0xff]) })],
  ])("that is %s", async (_, bytes) => {
    expect(await refused(new Uint8Array(bytes))).toMatchObject({ code: "invalid_input", details: [{ field: "file" }] });
  });
});
