import type { Day } from "../../../kernel/time.ts";

// Rules of imports that depend on values alone: which formats there are, the ids of imported transactions, and which rows of a
// file repeat a transaction.

export const FORMATS = ["csv", "ofx", "qif", "xlsx"] as const;
export const IMPORT_STATUSES = ["done", "undone"] as const;
export const ROW_STATUSES = ["new", "duplicate", "invalid", "skipped"] as const;

/**
 * The id of the transaction that a row of an import becomes: the import's id with the row's index in its last 16 bits. So
 * the ids of an import's transactions are known without a query, and sort as the rows of the file.
 * @param index from 0
 */
export const transactionIdOf = (importId: string, index: number): string =>
  importId.slice(0, -4) + index.toString(16).padStart(4, "0");

/** What a bank's row and a stored transaction of the same account have in common when they are the same transaction. */
export interface TransactionKey {
  date: Day;
  /** Minor units of `currency`, negative for what leaves the account. */
  amount: number;
  currency: string;
  externalId: string | null;
}

export interface StoredTransaction extends TransactionKey {
  id: string;
}

/** What a row repeats: a stored transaction, by its id, or an earlier row of the same file, by its index. */
export interface Original {
  id: string | null;
  row: number | null;
}

const keyText = ({ date, amount, currency, externalId }: TransactionKey): string =>
  JSON.stringify([date, amount, currency, externalId]);

/**
 * Finds the rows of a file that are duplicates. The rows must come in the order of the file.
 *
 * An external id is unique, so every further row with the same one is a duplicate, provided that date and amount are the
 * same too. Without an external id two equal rows may well be two transactions, such as two coffees on one day. Then as many
 * rows are duplicates as there are equal stored transactions, and each of these is the original of one row.
 */
export class DuplicateFinder {
  /** The ids of stored transactions by key, as far as they are not yet the original of a row. */
  private readonly storedIds: Map<string, string[]>;
  /** The index of the first row of each key that has an external id. */
  private readonly firstRows = new Map<string, number>();

  constructor(stored: readonly StoredTransaction[]) {
    this.storedIds = new Map(
      [...Map.groupBy(stored, keyText)].map(([key, transactions]) => [key, transactions.map(({ id }) => id)]),
    );
  }

  /** What the row repeats; null when it is new. */
  find(transaction: TransactionKey, row: number): Original | null {
    const key = keyText(transaction);
    const ids = this.storedIds.get(key) ?? [];
    if (transaction.externalId === null) {
      const id = ids.shift();
      return id === undefined ? null : { id, row: null };
    }
    const [id] = ids;
    if (id !== undefined) return { id, row: null };
    const firstRow = this.firstRows.get(key);
    if (firstRow !== undefined) return { id: null, row: firstRow };
    this.firstRows.set(key, row);
    return null;
  }
}
