import type { FieldProblem } from "../../../kernel/errors.ts";
import type { Day } from "../../../kernel/time.ts";
import { type DecimalSeparator, negated, readAmount } from "./amounts.ts";
import { type DateFormat, readDay, readTime } from "./days.ts";

/** A row as its file has it: text, whichever format. */
export interface RawEntry {
  /** The account in the file that it belongs to, where the file names any. */
  source: string | null;
  date: string;
  time: string | null;
  /** Signed: negative is an expense. */
  amount: string | null;
  /** In place of `amount`: what left the account, and what came. */
  debit: string | null;
  credit: string | null;
  currency: string | null;
  name: string | null;
  description: string | null;
  category: string | null;
  externalId: string | null;
  splits: RawSplit[];
}

export interface RawSplit {
  category: string | null;
  amount: string;
}

export const BLANK_ENTRY: RawEntry = {
  source: null,
  date: "",
  time: null,
  amount: null,
  debit: null,
  credit: null,
  currency: null,
  name: null,
  description: null,
  category: null,
  externalId: null,
  splits: [],
};

/** How a file writes dates and amounts. */
export interface Notation {
  dateFormat: DateFormat;
  decimalSeparator: DecimalSeparator;
}

/** A row as we understand it; amounts are signed decimal text. What could not be read is named in `problems`. */
export interface Entry extends Omit<RawEntry, "date" | "amount" | "debit" | "credit"> {
  date: Day;
  amount: string;
  problems: FieldProblem[];
}

/** Names that banks use beside the codes of ISO 4217. */
const CURRENCY_NAMES: ReadonlyMap<string, string> = new Map([
  ["so'm", "UZS"],
  ["soʻm", "UZS"],
  ["сум", "UZS"],
  ["сўм", "UZS"],
  ["rur", "RUB"],
  ["руб", "RUB"],
  ["₽", "RUB"],
  ["€", "EUR"],
]);

export function readEntry(raw: RawEntry, { dateFormat, decimalSeparator }: Notation): Entry {
  const problems: FieldProblem[] = [];
  const day = readDay(raw.date, dateFormat);
  if (!day) problems.push({ field: "date", message: `Not a date: ${shown(raw.date)}` });
  const read = (text: string, field: string): string => {
    const decimal = readAmount(text, decimalSeparator);
    if (decimal === undefined) problems.push({ field, message: `Not an amount: ${shown(text)}` });
    return decimal ?? "0";
  };
  const currency = raw.currency?.trim() || null;
  const { debit: _debit, credit: _credit, ...rest } = raw;
  return {
    ...rest,
    date: day?.date ?? "",
    time: readTime(raw.time ?? "") ?? day?.time ?? null,
    amount: raw.amount === null ? flowOf(raw, read, problems) : read(raw.amount, "amount"),
    currency: currency && (CURRENCY_NAMES.get(currency.toLowerCase().replace(/\.$/, "")) ?? currency.toUpperCase()),
    splits: raw.splits.map(({ category, amount }, index) => ({
      category,
      amount: read(amount, `splits.${index}.amount`),
    })),
    problems,
  };
}

/** Debits are written with and without a minus; they leave the account either way. */
function flowOf(
  { debit, credit }: RawEntry,
  read: (text: string, field: string) => string,
  problems: FieldProblem[],
): string {
  const [out, into] = [debit ? read(debit, "debit") : "0", credit ? read(credit, "credit") : "0"];
  if (!isZero(out) && !isZero(into)) problems.push({ field: "debit", message: "Debit and credit exclude each other" });
  if (isZero(out)) return into;
  return out.startsWith("-") ? out : negated(out);
}

const isZero = (decimal: string): boolean => !/[1-9]/.test(decimal);

const shown = (text: string): string => (text.trim() === "" ? "nothing" : text.slice(0, 50).toWellFormed());
