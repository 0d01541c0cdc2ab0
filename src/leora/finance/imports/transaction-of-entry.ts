import type { z } from "zod";
import { validationError } from "../../../kernel/contract.ts";
import { AppError, type FieldProblem, invalid } from "../../../kernel/errors.ts";
import { toDecimal, toMinor } from "../../../kernel/money.ts";
import { LIMITS } from "../../../limits.ts";
import { TransactionCreate } from "../transactions/contract.ts";
import { categoryOf } from "./categories.ts";
import type { ImportBody } from "./contract.ts";
import { currencyMeant } from "./parsing/currencies.ts";
import type { Entry } from "./parsing/entries.ts";
import type { TransactionKey } from "./rules.ts";

// From an entry of a file to the body that creates its transaction.

const NAME_MAX = 200;
const DESCRIPTION_MAX = 10_000;

type Body = z.output<typeof ImportBody>;
export type TransactionInput = z.output<typeof TransactionCreate>;

interface Account {
  id: string;
  currency: string;
}

/** What an entry becomes. */
interface EntryTransaction {
  transaction: TransactionInput;
  key: TransactionKey;
  warnings: FieldProblem[];
}

/**
 * An entry as the body of a creation, in the currency of the account unless the entry names another. An entry that names
 * another account of the user's is a transfer; between accounts of two currencies a file says only one of the two amounts, so
 * that it stays an expense or an income.
 * @param otherAccount the user's account that the entry names
 * @throws invalid_input
 */
export function transactionOf(
  body: Body,
  entry: Entry,
  account: Account,
  otherAccount: Account | undefined,
): EntryTransaction {
  if (entry.problems.length > 0) throw new AppError("invalid_input", { details: entry.problems });
  const { date, time, externalId } = entry;
  const currency = currencyOf(entry, account.currency);
  const isExpense = entry.amount.startsWith("-");
  const amount = toMinor(entry.amount, currency, "amount");
  /** The direction of a transaction is its type; that of a bank's amount is its sign. */
  const wireAmount = (signedMinor: number) => toDecimal(isExpense ? -signedMinor : signedMinor, currency);
  const isTransfer =
    otherAccount !== undefined &&
    otherAccount.id !== account.id &&
    otherAccount.currency === currency &&
    currency === account.currency;
  const parts = entry.splits.map((split, index) => ({
    categoryId: categoryOf(body, split.category, isExpense),
    minor: toMinor(split.amount, currency, `splits.${index}.amount`),
  }));
  const { kept, problem } = isTransfer ? NO_PARTS : partsHeld(parts, amount);
  const splits = kept.map(({ categoryId, minor }) => ({ categoryId, amount: wireAmount(minor) }));
  const parsed = TransactionCreate.safeParse({
    ...(isTransfer
      ? {
          type: "transfer",
          fromAccountId: isExpense ? account.id : otherAccount.id,
          toAccountId: isExpense ? otherAccount.id : account.id,
        }
      : {
          type: isExpense ? "expense" : "income",
          accountId: account.id,
          categoryId: categoryOf(body, entry.category, isExpense),
        }),
    ...{ amount: wireAmount(amount), currency, date, time, externalId, splits },
    ...textsOf(entry),
  });
  if (!parsed.success) throw validationError(parsed.error);
  const key = { date, amount, currency, externalId };
  return { transaction: parsed.data, key, warnings: problem === null ? [] : [{ field: "splits", message: problem }] };
}

/** @throws invalid_input when the file's name of the currency may mean several, none of which is the account's */
function currencyOf({ currency: named }: Entry, accountCurrency: string): string {
  if (!named) return accountCurrency;
  const currency = currencyMeant(named, accountCurrency);
  if (currency === null) throw invalid("currency", `${named.text} could be ${named.codes.join(" or ")}`);
  return currency;
}

/** A part of an entry; `minor` is signed as the entry's amount is. */
interface Part {
  categoryId: string;
  minor: number;
}

const NO_PARTS = { kept: [], problem: null };

/**
 * The parts of an amount as a transaction can hold them: all have its sign, and together they are the amount. A file may
 * have others, such as a salary and its tax: then the transaction has no parts.
 */
function partsHeld(parts: readonly Part[], amount: number): { kept: readonly Part[]; problem: string | null } {
  const kept = parts.filter(({ minor }) => minor !== 0);
  const withoutParts = (why: string) => ({ kept: [], problem: `Imported without its parts: ${why}` });
  if (kept.length === 0) return NO_PARTS;
  if (kept.some(({ minor }) => minor < 0 !== amount < 0)) return withoutParts("they have different signs");
  const sum = kept.reduce((total, { minor }) => total + BigInt(minor), 0n);
  if (sum !== BigInt(amount)) return withoutParts("they do not sum to the amount");
  return kept.length > LIMITS.finance.splits
    ? withoutParts(`there are more than ${LIMITS.finance.splits}`)
    : { kept, problem: null };
}

/** A name that is too long is cut, and is put in full at the beginning of the description. */
function textsOf({ name, description }: Entry): { name: string | null; description: string | null } {
  if (name === null || name.length <= NAME_MAX) return { name, description: truncate(description, DESCRIPTION_MAX) };
  const nameAndDescription = [name, description].filter(Boolean).join("\n");
  return { name: truncate(name, NAME_MAX), description: truncate(nameAndDescription, DESCRIPTION_MAX) };
}

/** Drops half of a surrogate pair at the end as well: SQLite cannot store it. */
const truncate = (text: string | null, max: number): string | null =>
  text === null || text.length <= max ? text : text.slice(0, max).replace(/[\ud800-\udbff]$/, "");
