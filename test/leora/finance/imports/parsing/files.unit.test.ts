import { describe, expect, it } from "vitest";
import { detectColumns } from "../../../../../src/leora/finance/imports/parsing/columns.ts";
import { declaredCharset, parseOfx } from "../../../../../src/leora/finance/imports/parsing/ofx.ts";
import { parseQif } from "../../../../../src/leora/finance/imports/parsing/qif.ts";
import { cpuTimeOf } from "../../../../support/cpu.ts";

const ofx = (...transactions: string[]) => `<OFX><STMTRS><CURDEF>USD<BANKTRANLIST>${transactions.join("")}`;

const amounts = (content: string) => parseOfx(content).map(({ amount }) => amount);

describe("OFX", () => {
  it.each([
    ["-12.345", { decimal: "-12.345" }],
    ["-12,345", { decimal: "-12.345" }],
    ["+1234,5", { decimal: "1234.5" }],
    ["1,234", { decimal: "1.234" }],
    [".5", { decimal: ".5" }],
    ["100", { decimal: "100" }],
    ["1,234.56", "1,234.56"],
    ["5 USD", "5 USD"],
    ["", ""],
  ])("writes %s, never in groups", (text, amount) => {
    expect(amounts(ofx(`<STMTTRN><DTPOSTED>20261117<TRNAMT>${text}</STMTTRN>`))).toEqual([amount]);
  });

  const [one, two] = ["<STMTTRN><TRNAMT>1<NAME>a", "<STMTTRN><TRNAMT>2<NAME>b"];
  it.each([
    ["before the next", ofx(one, two, "</STMTTRN></BANKTRANLIST>")],
    ["at the end of the list", ofx(one, "</STMTTRN>", two, "</BANKTRANLIST><LEDGERBAL><BALAMT>9</LEDGERBAL>")],
    ["before the balance", ofx(one, two, "<LEDGERBAL><BALAMT>9<DTASOF>20261117</LEDGERBAL></OFX>")],
    ["at the end of the file", ofx(one, two)],
  ])("loses no entry whose end tag is missing %s", (_, content) => {
    const entries = parseOfx(content);
    expect(entries.map(({ amount, name }) => [amount, name])).toEqual([
      [{ decimal: "1" }, "a"],
      [{ decimal: "2" }, "b"],
    ]);
  });

  it("does not take the next statement's account for a field of an entry without an end", () => {
    const statement = (account: string) =>
      `<STMTRS><BANKACCTFROM><ACCTID>${account}</BANKACCTFROM><BANKTRANLIST><STMTTRN><TRNAMT>1</STMTRS>`;
    expect(parseOfx(statement("A") + statement("B")).map(({ sourceAccount }) => sourceAccount)).toEqual(["A", "B"]);
  });

  it.each([
    ['<?xml version="1.0" encoding="windows-1251"?>', "windows-1251"],
    ["OFXHEADER:100\nCHARSET:1251\n", "windows-1251"],
    ["CHARSET: KOI8-R", "koi8-r"],
    ["CHARSET:NONE", undefined],
    ["<OFX>", undefined],
  ])("%s declares %s", (head, charset) => {
    expect(declaredCharset(new TextEncoder().encode(head))).toBe(charset);
  });
});

describe("QIF", () => {
  it("may begin with a byte order mark, and lack the last ^", () => {
    const entries = parseQif("\ufeff!Type:Bank\nD5/6'26\nT-1\n^\nD5/7'26\nT-2");
    expect(entries.map(({ date, amount }) => [date, amount])).toEqual([
      ["5/6'26", "-1"],
      ["5/7'26", "-2"],
    ]);
  });

  it.each([
    ["[Savings]", "Savings"],
    ["[ My savings ]/Home", "My savings"],
    ["Food", null],
    ["Food [cheap]", null],
    ["[]", null],
  ])("L%s names the account %s", (category, otherAccount) => {
    expect(parseQif(`!Type:Bank\nL${category}\n^`)).toMatchObject([{ category, otherAccount }]);
  });
});

describe("texts that are no files of their format", () => {
  const hostile = (piece: string) => piece.repeat(Math.floor(1_000_000 / piece.length));

  it.each([
    "<A><![CDATA[",
    "<A ",
    "<STMTTRN>",
    "<STMTTRN><NAME>",
    "]]>",
    "&#38",
    "<![CDATA[]]>",
    "<?xml encoding",
    "CHARSET:",
  ])("OFX of %s alone ends soon", async (piece) => {
    const text = hostile(piece);
    const cpuTime = await cpuTimeOf(() => {
      declaredCharset(new TextEncoder().encode(text));
      parseOfx(text);
    });
    expect(cpuTime).toBeLessThan(1000);
  });

  it.each(["^\n", "!Type:Bank\n", "L[", "!Type:Bank\nL[a]\n^\n", "\r"])("QIF of %j alone ends soon", async (piece) => {
    const text = hostile(piece);
    expect(await cpuTimeOf(() => parseQif(text))).toBeLessThan(1000);
  });

  it("have no transactions", () => {
    expect([parseOfx("hello"), parseQif("hello"), parseQif("!Type:Invst\nD1/1'26\nT5\n^")]).toEqual([[], [], []]);
  });

  it("have titles that no bank uses", () => {
    expect(detectColumns(["a", "b"])).toEqual({});
  });
});
