import type { Day } from "../../../kernel/time.ts";

export const FORMATS = ["csv", "ofx", "qif"] as const;
export const IMPORT_STATUSES = ["done", "undone"] as const;
export const ROW_STATUSES = ["new", "duplicate", "invalid", "skipped"] as const;

/** A statement of years; the write of so many takes a second. */
export const ROWS_MAX = 2000;

/**
 * The id of the transaction that row `index` of an import becomes: the import's own with the row in its last 16 bits.
 * So an undo knows what to read without asking, and rows of one file sort as they stand there.
 */
export const rowId = (importId: string, index: number): string =>
  importId.slice(0, -4) + index.toString(16).padStart(4, "0");

/** What makes two transactions of one account the same; `amount` in signed minor units. */
export interface Identity {
  date: Day;
  amount: number;
  currency: string;
  externalId: string | null;
}

/** The stored transaction, or the earlier row of the same file, that a row repeats. */
export interface Twin {
  id: string | null;
  row: number | null;
}

const keyOf = ({ date, amount, currency, externalId }: Identity): string =>
  JSON.stringify([date, amount, currency, externalId]);

/**
 * Finds duplicates, row by row in the order of the file; nothing is guessed. An external id occurs once: whoever has it
 * with the same date and amount is a duplicate. Without one, two coffees of a day are two coffees: as many rows are
 * duplicates as stored transactions equal them, and each of those is taken once.
 */
export class Duplicates {
  private readonly stored: Map<string, string[]>;
  private readonly seen = new Map<string, number>();

  constructor(stored: readonly (Identity & { id: string })[]) {
    this.stored = new Map([...Map.groupBy(stored, keyOf)].map(([key, group]) => [key, group.map(({ id }) => id)]));
  }

  find(identity: Identity, row: number): Twin | null {
    const key = keyOf(identity);
    const ids = this.stored.get(key) ?? [];
    if (identity.externalId === null) {
      const id = ids.shift();
      return id === undefined ? null : { id, row: null };
    }
    const [id] = ids;
    if (id !== undefined) return { id, row: null };
    const earlier = this.seen.get(key);
    if (earlier !== undefined) return { id: null, row: earlier };
    this.seen.set(key, row);
    return null;
  }
}

export const DELIMITERS = [",", ";", "\t", "|"] as const;
