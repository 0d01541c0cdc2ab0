import type { z } from "zod";
import { createRow } from "../../../engine/rows.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { AppError, type FieldProblem } from "../../../kernel/errors.ts";
import { accounts } from "../accounts/table.ts";
import { transactionEntity } from "../transactions/entity.ts";
import type { ImportBody } from "./contract.ts";
import type { Entry } from "./parsing/entries.ts";
import { accountNamed, guardedStoredTransactions } from "./reads.ts";
import { DuplicateFinder, type ROW_STATUSES, transactionIdOf } from "./rules.ts";
import { type TransactionInput, transactionOf } from "./transaction-of-entry.ts";

type Body = z.output<typeof ImportBody>;

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
  /** What the file says of the row and a transaction cannot hold. */
  warnings: FieldProblem[];
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
  const account = work.requireActive(accounts, body.accountId, "accountId");
  const duplicates = new DuplicateFinder(guardedStoredTransactions(work, body.accountId, entries));
  const skippedRows = new Set(body.skipRows);
  return entries.map((entry, index) => {
    const row: ImportedRow = { ...INVALID_ROW, index };
    try {
      const otherAccount = accountNamed(work, entry.otherAccount);
      const { transaction, key, warnings } = transactionOf(body, entry, account, otherAccount);
      row.transaction = transaction;
      row.warnings = warnings.map(({ field, message }) => ({ field: `rows.${index}.${field}`, message }));
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
      return {
        ...row,
        status: "invalid",
        warnings: [],
        errors: error.details ?? [{ field: "", message: error.message }],
      };
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
  warnings: [],
};

const createTransaction = (work: UnitOfWork, input: TransactionInput & { importId: string }): string =>
  work.withSavepoint(() => {
    const { id } = createRow(work, transactionEntity, input);
    work.requireExact();
    return id;
  });
