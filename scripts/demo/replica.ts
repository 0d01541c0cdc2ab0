export type Fields = Record<string, unknown>;
export type Operation = "create" | "update" | "delete";

/** A row in the newest state that the server has sent; `data` is null for a deleted row. */
interface Row {
  entity: string;
  id: string;
  rev: number;
  data: Fields | null;
}

/** A change made on this phone that the server has not answered yet. */
export interface OutboxChange {
  entity: string;
  id: string;
  operation: Operation;
  data?: Fields;
  localUpdatedAt: string;
  /** The same each time the change is sent, so that the server applies it only once. */
  idempotencyKey: string;
  /** The revision on which the change is based; absent for a row that the server does not know yet. */
  baseRev?: number;
}

/** A row as pull, push and the socket send it. */
export interface RemoteRow {
  entity: string;
  id: string;
  operation: Operation;
  rev: number;
  data: Fields;
}

/**
 * The server's answer to one pushed change. When the row took it, `set` has what differs from what was sent; else `data` has the
 * server's row.
 */
export interface PushResult {
  entity: string;
  id: string;
  idempotencyKey: string;
  status: "applied" | "merged" | "duplicate" | "conflict" | "rejected";
  original?: "applied" | "merged" | "conflict";
  rev: number | null;
  data?: Fields | null;
  set?: Fields | null;
  error?: { code: string; message: string };
  conflictId?: string;
}

/**
 * A phone's copy of the user's data: the server's rows, and an outbox of changes that the server has not answered yet.
 * The demo keeps it in memory; a real app stores `rows`, `outbox` and `cursor` in one SQLite file.
 */
export class Replica {
  /** Up to where the server's changes are known. A real app saves it together with those rows, never before them. */
  cursor: string | null = null;
  /** The newest revision that was received, to notice when the socket has missed one. */
  newestRev = 0;
  readonly outbox: OutboxChange[] = [];
  private readonly rows = new Map<string, Row>();

  /** The row as the app shows it: the server's, with the waiting changes applied. Undefined when there is none. */
  get(entity: string, id: string): Fields | undefined {
    let shown = this.rows.get(keyOf(entity, id))?.data ?? undefined;
    for (const change of this.outbox) {
      if (change.entity !== entity || change.id !== id) continue;
      shown = change.operation === "delete" ? undefined : { ...shown, ...change.data, id };
    }
    return shown;
  }

  /** All rows of an entity, as the app shows them. */
  list(entity: string): Fields[] {
    const known = [...this.rows.values(), ...this.outbox].filter((item) => item.entity === entity);
    const ids = new Set(known.map(({ id }) => id));
    return [...ids].map((id) => this.get(entity, id)).filter((row) => row !== undefined);
  }

  /** Puts a change into the outbox, based on the row's revision at this moment. */
  record(entity: string, id: string, operation: Operation, data?: Fields): void {
    const known = this.rows.get(keyOf(entity, id));
    this.outbox.push({
      entity,
      id,
      operation,
      ...(data && { data }),
      localUpdatedAt: new Date().toISOString(),
      idempotencyKey: crypto.randomUUID(),
      ...(known && { baseRev: known.rev }),
    });
  }

  /** Stores a row unless a newer revision is known: replies, pages and socket frames may overtake each other. */
  apply({ entity, id, operation, rev, data }: RemoteRow): void {
    this.newestRev = Math.max(this.newestRev, rev);
    const known = this.rows.get(keyOf(entity, id));
    if (known && known.rev > rev) return;
    this.rows.set(keyOf(entity, id), { entity, id, rev, data: operation === "delete" ? null : withoutEmpty(data) });
  }

  /**
   * Applies the server's answer to a change: the change leaves the outbox, and the row is stored as the server has it.
   * @param common what the answers to all changes of the entity would set alike
   */
  applyResult({ entity, id, idempotencyKey, status, original, rev, ...told }: PushResult, common: Fields = {}): void {
    const index = this.outbox.findIndex((change) => change.idempotencyKey === idempotencyKey);
    const [sent] = index === -1 ? [] : this.outbox.splice(index, 1);
    const data = told.set ? { ...sent?.data, id, idempotencyKey, ...common, ...told.set } : told.data;
    if (!sent || rev === null || !data) return;
    this.apply({ entity, id, operation: data.showStatus === "deleted" ? "delete" : "update", rev, data });
    const outcome = original ?? status;
    if (outcome !== "applied" && outcome !== "merged") return;
    // Later changes of this row are based on this one.
    for (const change of this.outbox) if (change.entity === entity && change.id === id) change.baseRev = rev;
  }

  /** Deletes the server's rows, but keeps the outbox: after `CURSOR_EXPIRED` all rows are pulled again. */
  startOver(): void {
    this.rows.clear();
    this.cursor = null;
  }

  /** All rows that are not deleted, ordered by entity and id, to compare replicas. */
  snapshot(): Fields[] {
    const rows = [...this.rows.entries()].flatMap(([key, { data }]) => (data ? [{ key, data }] : []));
    return rows.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ data }) => data);
  }
}

/** The fields that have a value: the server leaves out others, or sends null or an empty list for them. */
const withoutEmpty = (row: Fields): Fields =>
  Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)),
  );

const keyOf = (entity: string, id: string): string => `${entity}/${id}`;
