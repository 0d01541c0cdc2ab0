import type { z } from "zod";
import { createRow } from "../../../engine/rows.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { validationError } from "../../../kernel/contract.ts";
import { AppError, type FieldProblem, invalid } from "../../../kernel/errors.ts";
import { isCurrency, toDecimal, toMinor } from "../../../kernel/money.ts";
import { accounts } from "../accounts/table.ts";
import { TransactionCreate } from "../transactions/contract.ts";
import { transactionEntity } from "../transactions/entity.ts";
import { categoryOf } from "./categories.ts";
import type { ImportBody } from "./contract.ts";
import type { Entry } from "./parsing/entries.ts";
import { guardedStoredTransactions } from "./reads.ts";
import { DuplicateFinder, type ROW_STATUSES, type TransactionKey, transactionIdOf } from "./rules.ts";

const NAME_MAX = 200;
const DESCRIPTION_MAX = 10_000;

type Body = z.output<typeof ImportBody>;
type TransactionInput = z.output<typeof TransactionCreate>;

/** What an import did with a row of the file, or would do. */
export interface ImportedRow {
  /** From 0, in the order of the file. */
  index: number;
  status: (typeof ROW_STATUSES)[number];
  /** The row as the body of a creation; null when the row cannot be read. */
  transaction: TransactionInput | null;
  /** null when no transaction was created. */
  transactionId: string | null;
  duplicateOf: string | null;
  duplicateOfRow: number | null;
  errors: FieldProblem[];
}

/**
 * Creates the transactions of a file in memory, each by the rules of any transaction. A row that cannot be created is
 * reported as invalid, and the others are created.
 * @throws not_found or invalid_state on `accountId` when the account does not exist or is archived
 */
export function importEntries(
  work: UnitOfWork,
  body: Body,
  entries: readonly Entry[],
  importId: string,
): ImportedRow[] {
  const { currency } = work.requireActive(accounts, body.accountId, "accountId");
  const duplicates = new DuplicateFinder(guardedStoredTransactions(work, body.accountId, entries));
  const skippedRows = new Set(body.skipRows);
  return entries.map((entry, index) => {
    const row: ImportedRow = { ...INVALID_ROW, index };
    try {
      const { transaction, key } = transactionOf(body, entry, currency);
      row.transaction = transaction;
      const original = duplicates.find(key, index);
      row.status = skippedRows.has(index) ? "skipped" : original ? "duplicate" : "new";
      row.duplicateOf = original?.id ?? null;
      row.duplicateOfRow = original?.row ?? null;
      if (row.status === "new" || (row.status === "duplicate" && body.duplicates === "import")) {
        const id = work.asNewId(transactionIdOf(importId, index));
        row.transactionId = createTransaction(work, { ...transaction, id, importId });
      }
      return row;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { ...row, status: "invalid", errors: error.details ?? [{ field: "", message: error.message }] };
    }
  });
}

/** What a row is until it turns out to be something else. */
const INVALID_ROW: Omit<ImportedRow, "index"> = {
  status: "invalid",
  transaction: null,
  transactionId: null,
  duplicateOf: null,
  duplicateOfRow: null,
  errors: [],
};

const createTransaction = (work: UnitOfWork, input: TransactionInput & { importId: string }): string =>
  work.withSavepoint(() => {
    const { id } = createRow(work, transactionEntity, input);
    work.requireExact();
    return id;
  });

/**
 * An entry as the body of a creation, in the currency of the account unless the entry names another.
 * @throws invalid_input
 */
function transactionOf(
  body: Body,
  entry: Entry,
  accountCurrency: string,
): { transaction: TransactionInput; key: TransactionKey } {
  if (entry.problems.length > 0) throw new AppError("invalid_input", { details: entry.problems });
  const { date, time, externalId } = entry;
  const currency = entry.currency ?? accountCurrency;
  if (!isCurrency(currency)) throw invalid("currency", "Expected an ISO 4217 code");
  const isExpense = entry.amount.startsWith("-");
  const amount = toMinor(entry.amount, currency, "amount");
  /** The direction of a transaction is its type; that of a bank's amount is its sign. */
  const wireAmount = (signedMinor: number) => toDecimal(isExpense ? -signedMinor : signedMinor, currency);
  const parsed = TransactionCreate.safeParse({
    type: isExpense ? "expense" : "income",
    accountId: body.accountId,
    amount: wireAmount(amount),
    currency,
    date,
    time,
    categoryId: categoryOf(body, entry.category, isExpense),
    ...textsOf(entry),
    externalId,
    splits: entry.splits.map((split, index) => ({
      categoryId: categoryOf(body, split.category, isExpense),
      amount: wireAmount(toMinor(split.amount, currency, `splits.${index}.amount`)),
    })),
  });
  if (!parsed.success) throw validationError(parsed.error);
  return { transaction: parsed.data, key: { date, amount, currency, externalId } };
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
