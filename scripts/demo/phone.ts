import { v7 as newId } from "uuid";
import WebSocket from "ws";
import { type Api, ApiError } from "./api.ts";
import { type Fields, type PushResult, type RemoteRow, Replica } from "./replica.ts";

/** The server takes at most 500 changes and 1 MiB at once. */
const PUSH_MAX = 100;
/** How long to wait for an event. */
const SOCKET_TIMEOUT_MS = 10_000;

interface Page {
  changes: RemoteRow[];
  cursor: string;
  hasMore: boolean;
}

interface PushReply extends Page {
  results: PushResult[];
  /** By entity, what all its results would set alike. */
  common: Record<string, Fields>;
}

/** A conflict that the server reported: the row, and the fields as this phone has changed them. */
export interface Conflict {
  conflictId: string;
  entity: string;
  id: string;
  local: Fields | undefined;
}

interface SocketEvent {
  event: string;
  data: unknown;
}

/** What a sync did: how many changes got which status, and how many rows were received. */
export interface SyncReport {
  sent: Record<PushResult["status"], number>;
  received: number;
  conflicts: Conflict[];
  rejected: PushResult[];
}

/**
 * A reference client of Leora's sync (docs/sync.md). The app reads and writes the replica, online or offline.
 * `sync` sends the waiting changes to the server and receives what is new; it may be repeated after any failure.
 */
export class Phone {
  readonly name: string;
  readonly api: Api;
  readonly replica = new Replica();
  /** Ends when the syncs that were asked for so far have ended. */
  private lastSync: Promise<unknown> = Promise.resolve();
  private socket: WebSocket | undefined;
  private readonly listeners = new Set<() => void>();
  /** What the socket brought beside rows. */
  private readonly events: SocketEvent[] = [];

  constructor(name: string, api: Api) {
    this.name = name;
    this.api = api;
  }

  create(entity: string, data: Fields): string {
    const id = newId();
    this.replica.record(entity, id, "create", data);
    return id;
  }

  update(entity: string, id: string, data: Fields): void {
    this.replica.record(entity, id, "update", data);
  }

  remove(entity: string, id: string): void {
    this.replica.record(entity, id, "delete");
  }

  goOffline(): void {
    this.api.online = false;
    this.socket?.terminate();
    this.socket = undefined;
  }

  goOnline(): void {
    this.api.online = true;
  }

  /**
   * Syncs, after the syncs before have ended.
   * @throws ConnectionLost; the outbox then still holds every change that was not answered
   */
  sync(): Promise<SyncReport> {
    const next = this.lastSync.then(() => this.exchange());
    this.lastSync = next.catch(() => undefined);
    return next;
  }

  /** Resolves a conflict. Returns the fields that the row has now. */
  async resolve({ conflictId, entity, id }: Conflict, resolution: string, data?: Fields): Promise<Fields> {
    const row = await this.api.post<{ rev: number; data: Fields }>("/v1/sync/resolve-conflict", {
      entity,
      id,
      conflictId,
      resolution,
      ...(data && { data }),
    });
    const operation = row.data.showStatus === "deleted" ? "delete" : "update";
    this.replica.apply({ entity, id, operation, rev: row.rev, data: row.data });
    return row.data;
  }

  /** Opens the WebSocket and catches up on it: afterwards the phone receives every write as it happens. */
  async listen(): Promise<void> {
    const socket = new WebSocket(await this.api.socketUrl());
    this.socket = socket;
    await new Promise<void>((resolve, reject) => {
      socket.on("error", reject);
      socket.on("close", () => reject(new Error(`${this.name}: the socket closed`)));
      socket.on("message", (message) => {
        const { event, data } = JSON.parse(String(message));
        if (event === "hello") {
          const { cursor } = this.replica;
          socket.send(JSON.stringify({ event: "subscribe", data: { cursor: cursor ?? data.cursor } }));
        } else if (event === "subscribed") {
          this.replica.cursor = data.cursor;
          resolve();
        } else if (event === "entity:updated") {
          this.onRow(data);
        } else if (event === "error") {
          reject(new Error(`${this.name}: ${data.code}`));
        } else {
          this.events.push({ event, data });
          this.tellListeners();
        }
      });
    });
  }

  /** Resolves when the replica fulfils a condition. @param what for the error when it does not */
  async waitUntil(what: string, isFulfilled: () => boolean): Promise<void> {
    if (isFulfilled()) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${this.name} never received ${what}`)), SOCKET_TIMEOUT_MS);
      const listener = () => {
        if (!isFulfilled()) return;
        clearTimeout(timer);
        this.listeners.delete(listener);
        resolve();
      };
      this.listeners.add(listener);
    });
  }

  /** All events of a name that the socket has brought so far. */
  received<Data>(name: string): Data[] {
    return this.events.filter(({ event }) => event === name).map(({ data }) => data as Data);
  }

  /** The first event of a name that fulfils a condition, now or as soon as it comes. */
  async waitForEvent<Data>(name: string, fits: (data: Data) => boolean = () => true): Promise<Data> {
    const found = () => this.received<Data>(name).find(fits);
    await this.waitUntil(name, () => found() !== undefined);
    return found() as Data;
  }

  private tellListeners(): void {
    for (const listener of this.listeners) listener();
  }

  /** Applies a row that the socket delivers. */
  private onRow(row: RemoteRow): void {
    const isGap = row.rev > this.replica.newestRev + 1;
    this.replica.apply(row);
    this.tellListeners();
    // An event is missing, or a write had no rows. A pull brings what is missing, and applying a row twice does no harm.
    if (isGap) void this.sync().then(() => this.tellListeners());
  }

  private async exchange(): Promise<SyncReport> {
    const report: SyncReport = {
      sent: { applied: 0, merged: 0, duplicate: 0, conflict: 0, rejected: 0 },
      received: 0,
      conflicts: [],
      rejected: [],
    };
    let hasMore = true;
    while (hasMore || this.replica.outbox.length > 0) {
      const page = await this.withFreshStart(() => this.pushOrPull(report));
      for (const row of page.changes) this.replica.apply(row);
      this.replica.cursor = page.cursor;
      report.received += page.changes.length;
      hasMore = page.hasMore;
    }
    return report;
  }

  /** Sends the oldest changes and receives what is new in the same request. With nothing to send it only pulls. */
  private async pushOrPull(report: SyncReport): Promise<Page> {
    const { outbox, cursor } = this.replica;
    if (outbox.length === 0) return this.api.get(`/v1/sync/pull?nulls=omit${cursor ? `&cursor=${cursor}` : ""}`);
    const changes = outbox.slice(0, PUSH_MAX);
    const body = { changes, ...(cursor && { cursor }) };
    const reply = await this.api.post<PushReply>("/v1/sync/push", body, { Prefer: "return=minimal" });
    for (const [index, result] of reply.results.entries()) {
      report.sent[result.status] += 1;
      const { status, original, conflictId, entity, id } = result;
      if (status === "rejected") report.rejected.push(result);
      if (conflictId && (original ?? status) === "conflict") {
        report.conflicts.push({ conflictId, entity, id, local: changes[index]?.data });
      }
      this.replica.applyResult(result, reply.common[entity]);
    }
    return reply;
  }

  /** When the cursor has expired, forgets the server's rows and runs the step again, without a cursor. */
  private async withFreshStart(step: () => Promise<Page>): Promise<Page> {
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof ApiError && error.code === "CURSOR_EXPIRED")) throw error;
      this.replica.startOver();
      return step();
    }
  }
}
