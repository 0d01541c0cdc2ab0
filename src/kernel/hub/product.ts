import type { Change } from "../change.ts";
import type { Context, PublicContext } from "../context.ts";
import type { ClockStatement } from "../db/near-database.ts";
import type { AppError } from "../errors.ts";
import type { Principal } from "../principal.ts";

/** A function that runs inside the hub, for an endpoint that names it. The endpoint has validated its input. */
export type Command = (ctx: Context, input: never) => Promise<unknown>;

/**
 * What the hub needs of a product. `worker.ts` passes it to the hub, so that the hub imports no product. The optional
 * parts are for products with commands, sync or reminders.
 */
export interface HubProduct {
  /** Loads a session with its user from D1; null when it is unknown, revoked or expired at `ctx.now`. */
  loadSession(
    ctx: PublicContext,
    userId: string,
    sessionId: string,
  ): Promise<{ principal: Principal; expiresAt: number } | null>;
  /** Loads a user from D1, for work outside of any session; null when there is no such user any more. */
  loadPrincipal(ctx: PublicContext, userId: string): Promise<Principal | null>;
  /** An error as clients of this product see it, for `error` frames on sockets. */
  wireError(error: AppError<string>): { code: string; message: string };
  /** Commands by the names that endpoints refer to. */
  readonly commands?: Readonly<Record<string, Command>>;
  /** Absent: sockets of this product get events, but cannot catch up on changes that they missed. */
  readonly catchUp?: CatchUp;
  readonly reminders?: ReminderSource;
  /** For a product that reads near its users: the same as `ProductApi.clock`. */
  readonly clock?: ClockStatement;
  /** Units per day of each metered channel at `now`, by the user's plan; null: any number. Absent: nothing is metered. */
  quotas?(user: Principal, now: number): Readonly<Record<string, number | null>>;
}

/** How a socket gets the changes that were made while it was closed, for a product with sync. */
export interface CatchUp {
  /** The sync cursor after the user's newest write, for the frame `hello`. */
  currentCursor(ctx: Context): Promise<string>;
  /** The next changes after `cursor`. @throws AppError cursor_expired, invalid_input */
  pull(ctx: Context, cursor: string): Promise<{ changes: Change[]; cursor: string; hasMore: boolean }>;
}

/**
 * A moment (UTC ms) at which the event `reminder` with `data` is sent to the user's sockets. It belongs to the row
 * `data.id` of `entity`. `hasMore`: the row has later reminders, which are not listed; when this one is due, the hub
 * asks for all that is upcoming. A reminder that belongs to no row has an entity of its own, and an id by which it replaces the
 * earlier one.
 */
export interface Reminder {
  entity: string;
  at: number;
  data: ReminderData;
  hasMore?: true;
  /** Its data is completed when it is due, by `ReminderSource.completed`. */
  isOpen?: true;
}

/** What the event `reminder` says. `count`: how many rows it is about, when it is about several. */
export interface ReminderData {
  type: string;
  id: string;
  title: string;
  dueIn: number;
  count?: number;
}

/** Something that reminds its user at set moments. */
export interface ReminderSource {
  /** The entities whose rows may have reminders: nothing is stored or asked about changes of others. */
  readonly entities: readonly string[];
  /** The reminders of a changed row of one of them, which replace its earlier ones. */
  of(change: Change, principal: Principal, now: number): Reminder[];
  /**
   * Loads all reminders after `ctx.now` from D1. The hub calls it after the user's time zone or settings changed, and
   * when a reminder with `hasMore` is due.
   */
  upcoming(ctx: Context): Promise<Reminder[]>;
  /** The data of an open reminder, now that it is due; null: there is nothing to remind of. */
  completed?(ctx: Context, data: ReminderData): Promise<ReminderData | null>;
}
