import { BLANK_ENTRY, type RawEntry } from "./entries.ts";

// OFX 1.x is SGML whose leaves have no end tags, OFX 2.x is XML. No XML parser reads the former, and the packages for it
// guess end tags into the text first. A bank statement needs a few of its leaves: one walk over the tags reads both.

const TOKEN = /<(\/?)([A-Za-z0-9_.]+)(?:\s[^<>]*)?>\s*(?:<!\[CDATA\[([\s\S]*?)\]\]>|([^<]*))/g;
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["nbsp", " "],
]);

/** Parts of a transaction whose leaves are not its own: another account has a number too. */
const PARTS = new Set(["PAYEE", "BANKACCTTO", "CCACCTTO", "CURRENCY", "ORIGCURRENCY"]);

/** The transactions of all statements in a file, oldest as the bank has them. Lists may be empty: so is the result. */
export function ofxEntries(content: string): RawEntry[] {
  const entries: RawEntry[] = [];
  let source: string | null = null;
  let currency: string | null = null;
  let leaves: Map<string, string> | undefined;
  let part = "";
  // A section without an end would be searched for one at every tag.
  const openEnd = content.indexOf("<![CDATA[", content.lastIndexOf("]]>") + 1);
  const whole = openEnd < 0 ? content : content.slice(0, openEnd);
  for (const [, slash, tag = "", cdata, text = ""] of whole.matchAll(TOKEN)) {
    const name = tag.toUpperCase();
    const isEnd = slash === "/";
    const value = cdata ?? decoded(text.trim());
    if (name === "STMTTRN") {
      if (isEnd && leaves) entries.push(entryOf(leaves, source, currency));
      leaves = isEnd ? undefined : new Map();
      part = "";
    } else if (leaves && PARTS.has(name)) part = isEnd ? "" : `${name}.`;
    else if (isEnd || value === "") continue;
    else if (leaves) leaves.set(part + name, value);
    else if (name === "ACCTID") source = value;
    else if (name === "CURDEF") currency = value;
  }
  return entries;
}

/**
 * The day is the one that the bank writes, whatever the offset behind it (`20261117235959[+5:UZT]`): that is the day on
 * its statement. `CURRENCY` says what the amount is in, `ORIGCURRENCY` what it was in before the bank converted it.
 */
function entryOf(leaves: ReadonlyMap<string, string>, source: string | null, currency: string | null): RawEntry {
  const leaf = (name: string): string | null => leaves.get(name) ?? null;
  const name = leaf("NAME") ?? leaf("PAYEE.NAME");
  const memo = leaf("MEMO");
  return {
    ...BLANK_ENTRY,
    source,
    date: (leaf("DTPOSTED") ?? "").slice(0, 8),
    amount: leaf("TRNAMT") ?? "",
    currency: leaf("CURRENCY.CURSYM") ?? currency,
    name: name ?? memo,
    description: name === null ? null : memo,
    externalId: leaf("FITID"),
  };
}

const decoded = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES.get(name.toLowerCase()) ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return isStorable(code) ? String.fromCodePoint(code) : "";
  });

/** SQLite stores neither NUL nor half a surrogate pair. */
const isStorable = (code: number): boolean => code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
