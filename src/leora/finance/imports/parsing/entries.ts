import type { FieldProblem } from "../../../../kernel/errors.ts";
import { type Cell, cellText, type PlainDecimal } from "../../../../kernel/files/cell.ts";
import type { Day } from "../../../../kernel/time.ts";
import { absolute, type DecimalSeparator, negate, type ParsedAmount, parseAmount } from "./amounts.ts";
import { commonDenomination, type Denomination, denominationOf } from "./currencies.ts";
import { type DateFormat, parseDate, parseTime } from "./dates.ts";
import { directionOf } from "./directions.ts";

// Entries: the rows of a bank's file, in the same shape for every format. The parsers of the formats make raw entries, whose
// fields are texts as the file has them; `parseEntry` reads their dates and amounts.

/** An amount as the file has it: text in the notation of the file, or a number in that of its format. */
export type RawAmount = Cell;

/** A row of a file as texts. */
export interface RawEntry {
  /** The account of the file that the row belongs to; null where the file names none. */
  sourceAccount: string | null;
  date: string;
  time: string | null;
  /** Negative for an expense. null when the file has `debit` and `credit` in its place. */
  amount: RawAmount | null;
  /** What left the account, and what came in. */
  debit: RawAmount | null;
  credit: RawAmount | null;
  /** A word that says whether `amount` left the account or came in. */
  direction: string | null;
  currency: string | null;
  name: string | null;
  description: string | null;
  category: string | null;
  externalId: string | null;
  /** The name of the account on the other side of a transfer. */
  otherAccount: string | null;
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
  direction: null,
  currency: null,
  name: null,
  description: null,
  category: null,
  externalId: null,
  otherAccount: null,
  splits: [],
};

/** How a file writes dates and amounts. */
export interface Notation {
  dateFormat: DateFormat;
  decimalSeparator: DecimalSeparator;
  /** True when what left the account has no sign and what came in a minus, as in statements of some credit cards. */
  invertAmount: boolean;
  /** The user's, as an IANA name. */
  timezone: string;
}

/** A row whose fields are read: amounts are signed decimal text. Fields that could not be read are named in `problems`. */
export interface Entry extends Omit<RawEntry, "date" | "amount" | "debit" | "credit" | "direction" | "currency"> {
  date: Day;
  amount: string;
  splits: { category: string | null; amount: string }[];
  /** What the file says of the currency: beside an amount, in a column, or both. null when it says nothing. */
  currency: Denomination | null;
  problems: FieldProblem[];
}

export function parseEntry(raw: RawEntry, notation: Notation): Entry {
  const reader = new EntryReader(raw, notation);
  const day = reader.date();
  const { sourceAccount, name, description, category, externalId, otherAccount } = raw;
  return {
    ...{ sourceAccount, name, description, category, externalId, otherAccount },
    date: day?.date ?? "",
    time: parseTime(raw.time ?? "") ?? day?.time ?? null,
    amount: reader.amount(),
    splits: raw.splits.map((split, index) => ({
      category: split.category,
      amount: reader.partAmount(split.amount, `splits.${index}.amount`),
    })),
    // Read last: amounts name currencies, too.
    currency: reader.currency(),
    problems: reader.problems,
  };
}

/** Reads the fields of one raw entry, and collects what is wrong with them. */
class EntryReader {
  readonly problems: FieldProblem[] = [];
  private readonly denominations: Denomination[] = [];

  constructor(
    private readonly raw: RawEntry,
    private readonly notation: Notation,
  ) {
    if (raw.currency?.trim()) this.note(raw.currency.trim());
  }

  date(): ReturnType<typeof parseDate> {
    const { dateFormat, timezone } = this.notation;
    const day = parseDate(this.raw.date, dateFormat, timezone);
    if (!day) this.problem("date", `Not a date: ${excerpt(this.raw.date)}`);
    return day;
  }

  /** The signed amount; negative when it left the account. */
  amount(): string {
    return this.raw.amount === null ? this.creditLessDebit() : this.directed(this.raw.amount);
  }

  /** The signed amount of a part of the entry. A part without an amount, such as one in per cent, is zero. */
  partAmount(text: string, field: string): string {
    if (text === "") return "0";
    return this.inverted(this.parsed(text, field).decimal);
  }

  /** What all names of the currency mean together. */
  currency(): Denomination | null {
    const [first = null, ...others] = this.denominations;
    return others.reduce<Denomination | null>((known, other) => {
      const common = known && commonDenomination(known, other);
      if (known && !common) this.problem("currency", `Two currencies: ${known.text} and ${other.text}`);
      return common ?? known;
    }, first);
  }

  /** A word for the direction, beside the amount or in a column of its own, counts more than the sign. */
  private directed(amount: RawAmount): string {
    const parsed = this.parsed(amount, "amount");
    const word = this.raw.direction;
    const named = word === null ? null : directionOf(word);
    if (named === undefined) this.problem("direction", `Neither debit nor credit: ${excerpt(word ?? "")}`);
    const direction = parsed.direction ?? named;
    if (!direction) return this.inverted(parsed.decimal);
    const isContradiction = named && named !== direction;
    if (isContradiction || (direction === "credit" && parsed.decimal.startsWith("-"))) {
      this.problem("amount", "Its sign and its direction contradict each other");
    }
    return direction === "debit" ? negate(absolute(parsed.decimal)) : parsed.decimal;
  }

  /** The signed amount of an entry with debit or credit. Banks write debits with and without a minus: both are expenses. */
  private creditLessDebit(): string {
    const expense = this.sideAmount("debit");
    const income = this.sideAmount("credit");
    if (!isZero(expense) && !isZero(income)) this.problem("debit", "Debit and credit exclude each other");
    if (isZero(expense)) return income;
    return negate(absolute(expense));
  }

  private sideAmount(field: "debit" | "credit"): string {
    const amount = this.raw[field];
    if (!amount) return "0";
    const { decimal, direction } = this.parsed(amount, field);
    if (direction && direction !== field) this.problem(field, `Marked as ${direction}`);
    return decimal;
  }

  /** Zero when the text is no amount; `problems` then names the field. */
  private parsed(amount: RawAmount, field: string): ParsedAmount {
    const isNumber = typeof amount === "object";
    const parsed = isNumber ? plain(amount) : parseAmount(amount, this.notation.decimalSeparator);
    if (!parsed) this.problem(field, `Not an amount: ${excerpt(cellText(amount))}`);
    for (const unit of parsed?.units ?? []) this.note(unit);
    return parsed ?? plain({ decimal: "0" });
  }

  private inverted(decimal: string): string {
    return this.notation.invertAmount ? negate(decimal) : decimal;
  }

  private note(text: string): void {
    const denomination = denominationOf(text);
    if (denomination) this.denominations.push(denomination);
    else this.problem("currency", `Not a currency: ${excerpt(text)}`);
  }

  private problem(field: string, message: string): void {
    this.problems.push({ field, message });
  }
}

const plain = ({ decimal, unit }: PlainDecimal): ParsedAmount => ({
  decimal,
  direction: null,
  units: unit === undefined ? [] : [unit],
});

const isZero = (decimal: string): boolean => !/[1-9]/.test(decimal);

/** The text for an error message. */
const excerpt = (text: string): string => (text.trim() === "" ? "nothing" : text.slice(0, 50).toWellFormed());
