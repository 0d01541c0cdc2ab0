import type { Change } from "../change.ts";
import type { Context, PublicContext } from "../context.ts";
import type { AppError } from "../errors.ts";
import type { Principal } from "../principal.ts";

/**
 * A moment (UTC ms) at which the user's sockets hear `reminder` with `data`. It stands for the row `data.id` of `entity`.
 * `hasMore`: its row's later ones are not listed; when this one is due, the hub asks for all that is upcoming.
 */
export interface Reminder {
  entity: string;
  at: number;
  data: { type: string; id: string; title: string; dueIn: number };
  hasMore?: true;
}

/** A verb that runs inside the hub; its input was validated by the endpoint that declares it. */
export type Command = (ctx: Context, input: never) => Promise<unknown>;

/** What the hub knows of a product: handed to it by worker.ts, so that the hub imports no product. */
export interface HubProduct {
  /** The session with its user, from D1; null when it is unknown, revoked or expired at `ctx.now`. */
  loadSession(
    ctx: PublicContext,
    userId: string,
    sessionId: string,
  ): Promise<{ principal: Principal; expiresAt: number } | null>;
  /** The user alone, from D1, for work that no session asked for; null when there is no such user any more. */
  loadPrincipal(ctx: PublicContext, userId: string): Promise<Principal | null>;
  readonly commands: Readonly<Record<string, Command>>;
  /** Reminders that a changed row stands for: the row's earlier ones are replaced. */
  remindersOf(change: Change, principal: Principal, now: number): Reminder[];
  /** All reminders after `ctx.now`, from D1: after the user's zone or settings changed, or when more follow. */
  upcomingReminders(ctx: Context): Promise<Reminder[]>;
  /** The cursor at the user's newest write, for `hello`. */
  currentCursor(ctx: Context): Promise<string>;
  /** Changes after `cursor`, for a socket that catches up. @throws AppError cursor_expired, invalid_input */
  pull(ctx: Context, cursor: string): Promise<{ changes: Change[]; cursor: string; hasMore: boolean }>;
  /** An error in the product's own words, for `error` frames. */
  wireError(error: AppError<string>): { code: string; message: string };
}

/** For a product without sockets and reminders: its hub only admits. */
export const ADMISSION_ONLY: Omit<HubProduct, "loadSession" | "loadPrincipal" | "wireError"> = {
  commands: {},
  remindersOf: () => [],
  upcomingReminders: async () => [],
  currentCursor: async () => "",
  pull: async (_ctx, cursor) => ({ changes: [], cursor, hasMore: false }),
};
