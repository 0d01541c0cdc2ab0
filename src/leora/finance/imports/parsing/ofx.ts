import { type Charset, charsetNamed } from "../../../../kernel/files/charset.ts";
import { EMPTY_ENTRY, type RawAmount, type RawEntry } from "./entries.ts";

// Parses OFX files. OFX 1.x is SGML in which elements with a value have no end tags; OFX 2.x is XML. An XML parser cannot
// read the former, and the packages that can insert guessed end tags into the text first. A bank statement needs only a few
// elements, so one pass over the tags reads both versions.

/** Where a file names its charset: `encoding="…"` in XML, `CHARSET:1251` in the header of OFX 1. */
const CHARSET_DECLARATION = /<\?xml[^>]{0,200}encoding=["']([\w-]{1,40})|^CHARSET:\s*([\w-]{1,40})/im;
const DECLARATION_BYTES = 1024;

/** The charset that a file declares; undefined when it declares none that is read. */
export function declaredCharset(bytes: Uint8Array): Charset | undefined {
  const head = new TextDecoder("windows-1252").decode(bytes.subarray(0, DECLARATION_BYTES));
  const [, encoding, codePage = ""] = CHARSET_DECLARATION.exec(head) ?? [];
  return charsetNamed(encoding ?? codePage) ?? charsetNamed(`windows-${codePage}`);
}

/** A tag and the text after it: `/` of an end tag, the name, then the text of a CDATA section or plain text. */
const TAG_AND_TEXT = /<(\/?)([A-Za-z0-9_.]+)(?:\s[^<>]*)?>\s*(?:<!\[CDATA\[([\s\S]*?)\]\]>|([^<]*))/g;
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["nbsp", " "],
]);

/** Elements within a transaction whose values are not the transaction's own, such as the number of another account. */
const NESTED_ELEMENTS = new Set(["PAYEE", "BANKACCTTO", "CCACCTTO", "CURRENCY", "ORIGCURRENCY"]);

/** Elements that are never within a transaction: one that is still open was not closed by its bank. */
const OUTER_ELEMENTS = new Set([
  "STMTTRN",
  "BANKTRANLIST",
  "STMTRS",
  "CCSTMTRS",
  "STMTTRNRS",
  "CCSTMTTRNRS",
  "BANKACCTFROM",
  "CCACCTFROM",
  "LEDGERBAL",
  "AVAILBAL",
  "OFX",
]);

/** The transactions of all statements in a file, in the file's order; none when the text is no OFX. */
export function parseOfx(content: string): RawEntry[] {
  const entries: RawEntry[] = [];
  let sourceAccount: string | null = null;
  let currency: string | null = null;
  /** The values of the transaction that the pass is in; values of nested elements as `PAYEE.NAME`. */
  let values: Map<string, string> | undefined;
  let prefix = "";
  const endTransaction = () => {
    if (values) entries.push(entryOf(values, sourceAccount, currency));
    values = undefined;
    prefix = "";
  };
  for (const [, slash, tag = "", cdata, text = ""] of withoutOpenCdata(content).matchAll(TAG_AND_TEXT)) {
    const name = tag.toUpperCase();
    const isEnd = slash === "/";
    const value = cdata ?? decodeEntities(text.trim());
    if (OUTER_ELEMENTS.has(name)) {
      endTransaction();
      if (name === "STMTTRN" && !isEnd) values = new Map();
    } else if (values && NESTED_ELEMENTS.has(name)) prefix = isEnd ? "" : `${name}.`;
    else if (isEnd || value === "") continue;
    else if (values) values.set(prefix + name, value);
    else if (name === "ACCTID") sourceAccount = value;
    else if (name === "CURDEF") currency = value;
  }
  endTransaction();
  return entries;
}

/**
 * The text up to a CDATA section that never ends. The pattern would search for the missing end again at every
 * tag, which takes too long in a hostile file.
 */
function withoutOpenCdata(content: string): string {
  const start = content.indexOf("<![CDATA[", content.lastIndexOf("]]>") + 1);
  return start < 0 ? content : content.slice(0, start);
}

/**
 * The date is the day on the bank's statement: the one that the bank writes, without regard to the offset after it
 * (`20261117235959[+5:UZT]`). `CURRENCY` is the currency of the amount; `ORIGCURRENCY`, which is not read, is the currency
 * before the bank converted it.
 */
function entryOf(values: ReadonlyMap<string, string>, sourceAccount: string | null, currency: string | null): RawEntry {
  const textOf = (element: string): string | null => values.get(element) ?? null;
  const name = textOf("NAME") ?? textOf("PAYEE.NAME");
  const memo = textOf("MEMO");
  return {
    ...EMPTY_ENTRY,
    sourceAccount,
    date: (textOf("DTPOSTED") ?? "").slice(0, 8),
    amount: amountOf(textOf("TRNAMT") ?? ""),
    currency: textOf("CURRENCY.CURSYM") ?? currency,
    name: name ?? memo,
    description: name === null ? null : memo,
    externalId: textOf("FITID"),
  };
}

/**
 * OFX writes amounts with a point or a comma before the decimals, and never groups digits: `-12,345` has three decimals. An
 * amount with both, which some banks write nevertheless, is left to the rules of other files.
 */
const amountOf = (text: string): RawAmount =>
  /^[-+]?\d*[.,]?\d+$/.test(text) ? { decimal: text.replace(",", ".").replace("+", "") } : text;

const decodeEntities = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (entity, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES.get(name.toLowerCase()) ?? entity;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return isStorable(code) ? String.fromCodePoint(code) : "";
  });

/** SQLite can store neither NUL nor half of a surrogate pair. */
const isStorable = (code: number): boolean => code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
