import type { Env } from "../env.ts";
import type { Database, Meter } from "./db/database.ts";
import type { Registry } from "./db/entity.ts";

/** What admission tells of a user, so that nobody asks D1 for it. */
export interface Principal {
  userId: string;
  role: "user" | "admin";
  tier: string;
  /** IANA name; days, streaks and reminders go by it. */
  timezone: string;
  /** ISO 4217; sums over currencies are shown in it. */
  primaryCurrency: string;
}

/** One row that a committed write changed, as every open socket of its user hears it. */
export interface Change {
  entity: string;
  id: string;
  operation: "create" | "update" | "delete";
  rev: number;
  /** The row as on the wire; a tombstone carries `{id, showStatus: "deleted"}`. */
  data: unknown;
}

/** A POST's idempotency key with what it stands for. */
export interface IdempotencyKey {
  key: string;
  /** Hash of method, path and canonical body. */
  fingerprint: string;
}

/** What every verb gets. `now` is the only clock; `db` reaches this user's data, `identity` the shared identity tables. */
export interface Context {
  readonly env: Env;
  readonly product: string;
  readonly registry: Registry;
  readonly userId: string;
  readonly sessionId: string;
  readonly requestId: string;
  readonly source: "rest" | "sync" | "cron" | "queue";
  readonly now: number;
  readonly db: Database;
  readonly identity: Database;
  readonly meter: Meter;
  readonly idempotency: IdempotencyKey | null;
  /** Resolves when the user's hub admitted the request; a read may ask D1 meanwhile. */
  readonly principal: () => Promise<Principal>;
  /** Set by the unit of work; the transport tells the user's hub after the reply. */
  readonly outcome: { replayed: boolean; changes: Change[]; rev: number | null };
}
