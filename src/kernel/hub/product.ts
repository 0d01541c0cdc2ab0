import type { Change } from "../change.ts";
import type { Context, PublicContext } from "../context.ts";
import type { AppError } from "../errors.ts";
import type { Principal } from "../principal.ts";

/** A verb that runs inside the hub; its input was validated by the endpoint that declares it. */
export type Command = (ctx: Context, input: never) => Promise<unknown>;

/**
 * What the hub knows of a product. `worker.ts` hands it over, so that the hub imports no product. Every product says who
 * its users are and how its errors are worded; the other parts belong to products that have such a thing.
 */
export interface HubProduct {
  /** The session with its user, from D1; null when it is unknown, revoked or expired at `ctx.now`. */
  loadSession(
    ctx: PublicContext,
    userId: string,
    sessionId: string,
  ): Promise<{ principal: Principal; expiresAt: number } | null>;
  /** The user alone, from D1, for work that no session asked for; null when there is no such user any more. */
  loadPrincipal(ctx: PublicContext, userId: string): Promise<Principal | null>;
  /** An error in the product's own words, for `error` frames. */
  wireError(error: AppError<string>): { code: string; message: string };
  /** By the name that an endpoint's `command` refers to. */
  readonly commands?: Readonly<Record<string, Command>>;
  /** Absent: the product's sockets get events, but cannot catch up on changes that they missed. */
  readonly catchUp?: CatchUp;
  readonly reminders?: ReminderSource;
}

/** How a socket learns what changed while it was closed, for a product with sync. */
export interface CatchUp {
  /** The cursor at the user's newest write, for `hello`. */
  currentCursor(ctx: Context): Promise<string>;
  /** The next changes after `cursor`. @throws AppError cursor_expired, invalid_input */
  pull(ctx: Context, cursor: string): Promise<{ changes: Change[]; cursor: string; hasMore: boolean }>;
}

/**
 * A moment (UTC ms) at which the event `reminder` with `data` is sent to the user's sockets. It belongs to the row
 * `data.id` of `entity`. `hasMore`: the row has later reminders, which are not listed; when this one is due, the hub asks
 * for all that is upcoming.
 */
export interface Reminder {
  entity: string;
  at: number;
  data: { type: string; id: string; title: string; dueIn: number };
  hasMore?: true;
}

/** Something that reminds its user at set moments. */
export interface ReminderSource {
  /** The reminders of a changed row, which replace its earlier ones; none for entities that have no reminders. */
  of(change: Change, principal: Principal, now: number): Reminder[];
  /** All reminders after `ctx.now`, from D1: asked for after the user's zone or settings changed, or when more follow. */
  upcoming(ctx: Context): Promise<Reminder[]>;
}
