import { EMPTY_ENTRY, type RawEntry, type RawSplit } from "./entries.ts";

// Parses QIF files, for which no maintained package exists. Each line is one field, whose first letter tells which; a line
// `^` ends a record, and lines that start with `!` tell what the records after them are.

/** Headers of lists of bank transactions. A file's other lists (categories, memorized and investment transactions) are skipped. */
const TRANSACTIONS_HEADER = /^!Type:\s*(Bank|Cash|CCard|Oth A|Oth L)\s*$/i;
const ACCOUNT_HEADER = /^!\s*account\s*$/i;

/** A category in brackets is the account on the other side of a transfer; a class may follow: `[Savings]/Home`. */
const OTHER_ACCOUNT = /^\[([^\]]+)\](?:\/.*)?$/;

type TextField = "date" | "amount" | "name" | "description";
const FIELDS: ReadonlyMap<string, TextField> = new Map([
  ["D", "date"],
  ["T", "amount"],
  ["P", "name"],
  ["M", "description"],
]);

/** The transactions of all accounts in a file, whose names are in `!Account` lists; none when the text is no QIF. */
export function parseQif(content: string): RawEntry[] {
  const entries: RawEntry[] = [];
  let list: "transactions" | "account" | "other" = "other";
  let sourceAccount: string | null = null;
  let entry: RawEntry | undefined;
  for (const line of content.replace(/^\ufeff/, "").split(/\r\n|\r|\n/)) {
    const [letter = "", text] = [line[0], line.slice(1).trim()];
    if (letter === "!") {
      list = TRANSACTIONS_HEADER.test(line) ? "transactions" : ACCOUNT_HEADER.test(line) ? "account" : "other";
      entry = undefined;
    } else if (list === "account") {
      if (letter === "N") sourceAccount = text;
    } else if (list === "other" || letter.trim() === "") continue;
    else if (letter === "^") {
      if (entry) entries.push(entry);
      entry = undefined;
    } else {
      entry ??= { ...EMPTY_ENTRY, sourceAccount, splits: [] };
      setField(entry, letter, text);
    }
  }
  // In some files the last record has no `^`.
  if (entry) entries.push(entry);
  return entries;
}

function setField(entry: RawEntry, letter: string, text: string): void {
  const field = FIELDS.get(letter);
  if (field) entry[field] = text;
  else if (letter === "L") setCategory(entry, text);
  else if (letter === "S") entry.splits.push({ category: text, amount: "" });
  else if (letter === "$") lastSplit(entry).amount = text;
  // The number of a cheque or a reference is not unique, so it is no external id; without a memo it becomes the description.
  // `U`, which repeats `T` with more digits, is skipped like all other letters.
  else if (letter === "N") entry.description ??= text;
}

function setCategory(entry: RawEntry, text: string): void {
  entry.category = text;
  entry.otherAccount = OTHER_ACCOUNT.exec(text)?.[1]?.trim() ?? null;
}

function lastSplit(entry: RawEntry): RawSplit {
  const last = entry.splits.at(-1);
  if (last) return last;
  const first = { category: null, amount: "" };
  entry.splits.push(first);
  return first;
}
