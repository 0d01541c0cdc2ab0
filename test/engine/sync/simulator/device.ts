import type { Reply } from "../../../support/actor.ts";
import type { Data, Kind } from "./kinds.ts";
import { Lost, type Message, type Network } from "./network.ts";
import type { Random } from "./random.ts";

/** A row as a device has it from the server; `data: null` is a tombstone. */
export interface Copy {
  entity: string;
  id: string;
  rev: number;
  data: Data | null;
}

/** A local change that the server has not answered yet. */
export interface Pending {
  entity: string;
  id: string;
  operation: "create" | "update" | "delete";
  data?: Data;
  localUpdatedAt: string;
  idempotencyKey: string;
  baseRev: number;
  /** The local row when the change was made: what its author saw. */
  seen: Data;
}

export interface Answer {
  status: string;
  original?: string;
  conflictId?: string;
  error?: { code: string };
}

/** The row of a result: whole, or what is otherwise than the device has sent it. */
interface Told {
  data?: Data | null;
  set?: Data | null;
}

/** Bugs that a client may have. */
export interface ClientBugs {
  cursorFirst?: boolean;
  newKeyPerTry?: boolean;
}

/** What people edit: whoever deletes a row has seen it so. */
const COMPARED = [
  ...["title", "notes", "note", "context", "status", "name", "description", "displayName", "comment", "searchKeywords"],
  ...["amount", "value", "accountId", "goalId", "budgetId", "initialValue", "initialBalance", "limitAmount"],
  ...["principalAmount", "plannedMinutes", "template", "isRead"],
];

/**
 * The reference client: rows and an outbox in a local store, one request at a time. It shows how the protocol is meant
 * to be used; the simulator proves that this is enough.
 */
export class Device {
  readonly copies = new Map<string, Copy>();
  outbox: Pending[] = [];
  cursor: string | null = null;

  constructor(
    readonly name: string,
    private readonly network: Network,
    private readonly random: Random,
    private readonly clockSkewMs: number,
    private readonly bugs: ClientBugs,
    /** Called with each final answer. */
    private readonly onAnswer: (change: Pending, answer: Answer) => void,
  ) {}

  // --- local life ---

  /** Rows as the user sees them: the server's copies under the pending changes. */
  rows(entity: string): { id: string; data: Data }[] {
    const visible = new Map<string, Data>();
    for (const copy of this.copies.values()) {
      if (copy.entity === entity && copy.data) visible.set(copy.id, copy.data);
    }
    for (const change of this.outbox) {
      if (change.entity !== entity) continue;
      if (change.operation === "delete") visible.delete(change.id);
      else if (change.operation === "create" || visible.has(change.id)) {
        visible.set(change.id, { ...visible.get(change.id), ...change.data });
      }
    }
    return [...visible].map(([id, data]) => ({ id, data }));
  }

  create(kind: Kind, data: Data): Pending {
    return this.enqueue(kind.entity, this.random.uuid(), "create", data, data);
  }

  update(kind: Kind, row: { id: string; data: Data }, patch: Data): Pending {
    return this.enqueue(kind.entity, row.id, "update", row.data, patch);
  }

  remove(kind: Kind, row: { id: string; data: Data }): Pending {
    return this.enqueue(kind.entity, row.id, "delete", row.data);
  }

  private enqueue(entity: string, id: string, operation: Pending["operation"], seen: Data, data?: Data): Pending {
    const change: Pending = {
      entity,
      id,
      operation,
      ...(data && { data }),
      localUpdatedAt: new Date(Date.now() + this.clockSkewMs).toISOString(),
      idempotencyKey: this.random.uuid(),
      baseRev: this.baseOf(entity, id),
      seen,
    };
    this.outbox.push(change);
    return change;
  }

  /**
   * What the author of a change saw rests on the pending changes of the row, and these on an older copy perhaps. For a
   * row that the server has not returned yet, its creation is the base.
   */
  private baseOf(entity: string, id: string): number {
    const before = this.outbox.findLast((pending) => pending.entity === entity && pending.id === id);
    if (before) return before.baseRev;
    return this.copies.get(keyOf({ entity, id }))?.rev ?? 0;
  }

  // --- sync ---

  /** Sends the oldest changes. Lost requests are tried again some other time. */
  async push(count: number): Promise<void> {
    const sent = this.outbox.slice(0, count);
    if (this.bugs.newKeyPerTry) for (const change of sent) change.idempotencyKey = this.random.uuid();
    const changes = sent.map(({ seen: _seen, ...change }) => change);
    const headers = this.random.chance(0.5) ? { Prefer: "return=minimal" } : undefined;
    const body = { changes, cursor: this.cursor };
    const reply = await this.ask({ method: "POST", path: "/v1/sync/push", body, headers });
    if (!reply) return;
    this.store(reply, () => {
      const { results, common = {} } = reply.data;
      for (const [index, change] of sent.entries()) this.settle(change, results[index], common[change.entity]);
    });
  }

  /** Gets one page; true when there is more. */
  async pull(limit: number): Promise<boolean> {
    const query = this.cursor === null ? `limit=${limit}` : `limit=${limit}&cursor=${this.cursor}`;
    const reply = await this.ask({ method: "GET", path: `/v1/sync/pull?${query}` });
    return reply !== undefined && this.store(reply, () => {}) && reply.data.hasMore;
  }

  /** Decides one waiting change in some way, if there is one; `onTry` is called before the request. */
  async resolve(onTry: (conflictId: string) => void): Promise<void> {
    const list = await this.ask({ method: "GET", path: "/v1/sync/conflicts" });
    const conflict = this.random.pick<{ entity: string; id: string; conflictId: string }>(list?.data ?? []);
    if (!conflict) return;
    const { entity, id, conflictId } = conflict;
    const resolution = this.random.pick(["use_server", "use_local", "merge"]);
    const expectedRev = this.random.chance(0.3) ? this.copies.get(keyOf(conflict))?.rev : undefined;
    const body = { entity, id, conflictId, resolution, expectedRev };
    onTry(conflictId);
    await this.ask({ method: "POST", path: "/v1/sync/resolve-conflict", body });
  }

  private async ask(message: Message): Promise<Reply | undefined> {
    try {
      return await this.network.send(message);
    } catch (error) {
      if (error instanceof Lost) return undefined;
      throw error;
    }
  }

  /**
   * Stores a reply: rows, then answers, then the cursor. Power may fail after each step; what was stored then stays,
   * and what was not is asked for again, because the cursor is last.
   */
  private store({ status, data, text }: Reply, settle: () => void): boolean {
    // Other writers were faster again and again: the outbox waits for another try.
    if (status === 409) return false;
    if (status !== 200) throw new Error(`${this.name}: ${status} ${text}`);
    const saveCursor = () => {
      this.cursor = data.cursor;
    };
    // A reply to a request without a cursor names no deletions: it has all rows that exist.
    const startOver = () => {
      if (this.cursor === null) this.copies.clear();
    };
    const rows = data.changes.map((change: Copy) => () => this.put(change));
    const steps = this.bugs.cursorFirst
      ? [startOver, saveCursor, ...rows, settle]
      : [startOver, ...rows, settle, saveCursor];
    const failsAfter = this.random.chance(this.network.weather.powerFails)
      ? this.random.between(0, steps.length - 1)
      : null;
    for (const step of steps.slice(0, failsAfter ?? steps.length)) step();
    return failsAfter === null;
  }

  private put({ entity, id, rev, data }: Copy): void {
    const known = this.copies.get(keyOf({ entity, id }));
    if (known && known.rev > rev) return;
    const isTombstone = data?.showStatus === "deleted";
    this.copies.set(keyOf({ entity, id }), { entity, id, rev, data: isTombstone ? null : data });
  }

  /** A change has its final answer: it leaves the outbox, and what waits behind it may rest on the new row. */
  private settle(change: Pending, result: Answer & { rev: number | null } & Told, common?: Data): void {
    this.outbox = this.outbox.filter((pending) => pending !== change);
    this.onAnswer(change, result);
    const { entity, id } = change;
    const { rev, set } = result;
    const data = set ? { ...change.data, id, idempotencyKey: change.idempotencyKey, ...common, ...set } : result.data;
    if (rev === null || !data) return;
    this.put({ entity, id, rev, data });
    for (const next of this.outbox) {
      const isSeen = fieldsOf(next).every((field) => isSameField(field, next.seen, data));
      if (next.entity === entity && next.id === id && isSeen) next.baseRev = rev;
    }
  }
}

export const keyOf = ({ entity, id }: { entity: string; id: string }): string => `${entity}/${id}`;

/** What a change's author relied on: the fields it sets, or the whole row that it deletes. */
const fieldsOf = ({ operation, data = {} }: Pending): string[] =>
  operation === "update" ? Object.keys(data) : COMPARED;

const isSameField = (field: string, left: Data, right: Data): boolean =>
  JSON.stringify(left[field] ?? null) === JSON.stringify(right[field] ?? null);
