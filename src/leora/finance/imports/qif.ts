import { BLANK_ENTRY, type RawEntry, type RawSplit } from "./entries.ts";

// QIF is one field a line, its first letter saying which; no package for it is kept.

/** Lists of bank transactions. Others of the same file (categories, memorized and investment ones) are no payments. */
const PAYMENTS = /^!Type:\s*(Bank|Cash|CCard|Oth A|Oth L)\s*$/i;

type Field = Exclude<keyof RawEntry, "splits" | "source" | "debit" | "credit" | "time">;
const FIELDS: ReadonlyMap<string, Field> = new Map([
  ["D", "date"],
  ["T", "amount"],
  ["P", "name"],
  ["M", "description"],
  ["L", "category"],
]);

/** The transactions of all accounts in a file; `!Account` lists name them. */
export function qifEntries(content: string): RawEntry[] {
  const entries: RawEntry[] = [];
  let [section, source]: [string, string | null] = ["", null];
  let entry: RawEntry | undefined;
  for (const line of content.split(/\r\n|\r|\n/)) {
    const [letter = "", text] = [line[0], line.slice(1).trim()];
    if (letter === "!") {
      section = PAYMENTS.test(line) ? "payments" : line.slice(1).trim().toLowerCase();
      entry = undefined;
    } else if (section === "account") {
      if (letter === "N") source = text;
    } else if (section !== "payments" || letter.trim() === "") continue;
    else if (letter === "^") {
      if (entry) entries.push(entry);
      entry = undefined;
    } else {
      entry ??= { ...BLANK_ENTRY, source, splits: [] };
      setField(entry, letter, text);
    }
  }
  // The last record of some files has no end.
  if (entry) entries.push(entry);
  return entries;
}

function setField(entry: RawEntry, letter: string, text: string): void {
  const field = FIELDS.get(letter);
  if (field) entry[field] = text;
  else if (letter === "S") entry.splits.push({ category: text, amount: "" });
  else if (letter === "$") lastSplit(entry).amount = text;
  // `U` repeats `T` with more digits; a number of cheque or reference is no id of the bank, yet worth keeping.
  else if (letter === "N") entry.description ??= text;
}

function lastSplit(entry: RawEntry): RawSplit {
  const last = entry.splits.at(-1);
  if (last) return last;
  const first = { category: null, amount: "" };
  entry.splits.push(first);
  return first;
}
