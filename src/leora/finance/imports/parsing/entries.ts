import type { FieldProblem } from "../../../../kernel/errors.ts";
import type { Day } from "../../../../kernel/time.ts";
import { type DecimalSeparator, negate, parseAmount } from "./amounts.ts";
import { type DateFormat, parseDate, parseTime } from "./dates.ts";

// Entries: the rows of a bank's file, in the same shape for every format. The parsers of the formats make raw entries, whose
// fields are texts as the file has them; `parseEntry` reads their dates and amounts.

/** A row of a file as texts. */
export interface RawEntry {
  /** The account of the file that the row belongs to; null where the file names none. */
  sourceAccount: string | null;
  date: string;
  time: string | null;
  /** Negative for an expense. null when the file has `debit` and `credit` in its place. */
  amount: string | null;
  /** What left the account, and what came in. */
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

export const EMPTY_ENTRY: RawEntry = {
  sourceAccount: null,
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

/** A row whose fields are read: amounts are signed decimal text. Fields that could not be read are named in `problems`. */
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

export function parseEntry(raw: RawEntry, { dateFormat, decimalSeparator }: Notation): Entry {
  const problems: FieldProblem[] = [];
  const day = parseDate(raw.date, dateFormat);
  if (!day) problems.push({ field: "date", message: `Not a date: ${excerpt(raw.date)}` });
  /** Zero when the text is no amount; `problems` then names the field. */
  const amountIn = (text: string, field: string): string => {
    const decimal = parseAmount(text, decimalSeparator);
    if (decimal === undefined) problems.push({ field, message: `Not an amount: ${excerpt(text)}` });
    return decimal ?? "0";
  };
  const currency = raw.currency?.trim() || null;
  const { debit: _debit, credit: _credit, ...plainFields } = raw;
  return {
    ...plainFields,
    date: day?.date ?? "",
    time: parseTime(raw.time ?? "") ?? day?.time ?? null,
    amount: raw.amount === null ? creditLessDebit(raw, amountIn, problems) : amountIn(raw.amount, "amount"),
    currency: currency && (CURRENCY_NAMES.get(currency.toLowerCase().replace(/\.$/, "")) ?? currency.toUpperCase()),
    splits: raw.splits.map(({ category, amount }, index) => ({
      category,
      amount: amountIn(amount, `splits.${index}.amount`),
    })),
    problems,
  };
}

/** The signed amount of an entry with debit or credit. Banks write debits with and without a minus: both are expenses. */
function creditLessDebit(
  { debit, credit }: RawEntry,
  amountIn: (text: string, field: string) => string,
  problems: FieldProblem[],
): string {
  const expense = debit ? amountIn(debit, "debit") : "0";
  const income = credit ? amountIn(credit, "credit") : "0";
  if (!isZero(expense) && !isZero(income))
    problems.push({ field: "debit", message: "Debit and credit exclude each other" });
  if (isZero(expense)) return income;
  return expense.startsWith("-") ? expense : negate(expense);
}

const isZero = (decimal: string): boolean => !/[1-9]/.test(decimal);

/** The text for an error message. */
const excerpt = (text: string): string => (text.trim() === "" ? "nothing" : text.slice(0, 50).toWellFormed());
