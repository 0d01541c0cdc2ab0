export type Fields = Record<string, unknown>;
export type Operation = "create" | "update" | "delete";

/** A row as the server last told it; `data` is null once it is deleted. */
interface Row {
  entity: string;
  id: string;
  rev: number;
  data: Fields | null;
}

/** A change made here that the server has not answered yet. */
export interface OutboxChange {
  entity: string;
  id: string;
  operation: Operation;
  data?: Fields;
  localUpdatedAt: string;
  /** Stays the same however often the change is sent: that is what makes sending it again safe. */
  idempotencyKey: string;
  /** The revision the person saw; absent for a row that the server has never answered for. */
  baseRev?: number;
}

/** What pull, push and the socket say about a row. */
export interface RemoteRow {
  entity: string;
  id: string;
  operation: Operation;
  rev: number;
  data: Fields;
}

/** The server's answer to one pushed change. */
export interface PushResult {
  entity: string;
  id: string;
  idempotencyKey: string;
  status: "applied" | "merged" | "duplicate" | "conflict" | "rejected";
  original?: "applied" | "merged" | "conflict";
  rev: number | null;
  data: Fields | null;
  error?: { code: string; message: string };
  conflictId?: string;
}

/**
 * A phone's own copy of the user's data: the server's rows, and on top of them what was changed here and still waits.
 * Kept in memory for the demo; a real app stores `rows`, `outbox` and `cursor` in one SQLite file.
 */
export class Replica {
  /** How far the server's changes are known. Saved together with the rows it stands for, never before them. */
  cursor: string | null = null;
  /** The newest revision heard of, to notice when the socket skipped one. */
  newestRev = 0;
  readonly outbox: OutboxChange[] = [];
  private readonly rows = new Map<string, Row>();

  /** What the person sees: the server's row under the changes that wait. Undefined when there is none. */
  see(entity: string, id: string): Fields | undefined {
    let seen = this.rows.get(keyOf(entity, id))?.data ?? undefined;
    for (const change of this.outbox) {
      if (change.entity !== entity || change.id !== id) continue;
      seen = change.operation === "delete" ? undefined : { ...seen, ...change.data, id };
    }
    return seen;
  }

  /** All rows of an entity, as the person sees them. */
  list(entity: string): Fields[] {
    const ids = [...this.rows.values(), ...this.outbox].filter((one) => one.entity === entity).map(({ id }) => id);
    return [...new Set(ids)].map((id) => this.see(entity, id)).filter((row) => row !== undefined);
  }

  /** Puts a change into the outbox, as seen at this moment. */
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

  /** Takes a row over unless something newer is known: replies, pages and socket frames may cross. */
  apply({ entity, id, operation, rev, data }: RemoteRow): void {
    this.newestRev = Math.max(this.newestRev, rev);
    const known = this.rows.get(keyOf(entity, id));
    if (known && known.rev > rev) return;
    this.rows.set(keyOf(entity, id), { entity, id, rev, data: operation === "delete" ? null : data });
  }

  /** The server's final word on a change: it leaves the outbox; what it says of the row is taken over. */
  settle({ entity, id, idempotencyKey, status, original, rev, data }: PushResult): void {
    const index = this.outbox.findIndex((change) => change.idempotencyKey === idempotencyKey);
    if (index === -1) return;
    this.outbox.splice(index, 1);
    if (rev === null || data === null) return;
    this.apply({ entity, id, operation: data.showStatus === "deleted" ? "delete" : "update", rev, data });
    const final = original ?? status;
    if (final !== "applied" && final !== "merged") return;
    // Later changes to the row were made on top of this one.
    for (const change of this.outbox) if (change.entity === entity && change.id === id) change.baseRev = rev;
  }

  /** Forgets the server's rows but not the person's own changes: after `CURSOR_EXPIRED`. */
  startOver(): void {
    this.rows.clear();
    this.cursor = null;
  }

  /** Every live row in an order of its own, to compare replicas. */
  snapshot(): Fields[] {
    const live = [...this.rows.entries()].flatMap(([key, { data }]) => (data ? [{ key, data }] : []));
    return live.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ data }) => data);
  }
}

const keyOf = (entity: string, id: string): string => `${entity}/${id}`;
