import type { Change, UserEvent } from "./change.ts";
import { Database, databaseAt, identityDatabase, type Meter } from "./db/database.ts";
import type { Env } from "./env.ts";
import type { Home } from "./home.ts";
import { HubClient } from "./hub/client.ts";
import type { Principal } from "./principal.ts";
import type { ClientInfo, IdempotencyKey } from "./request.ts";
import { UserMoment } from "./time.ts";

/** Where a write comes from. */
export type WriteSource = "rest" | "sync" | "cron" | "queue";

/** What code gets that serves no signed-in user, such as signing in and public lists. */
export interface PublicContext {
  readonly env: Env;
  /** The product's name. */
  readonly product: string;
  readonly requestId: string;
  /** The time of the request in UTC milliseconds. Domain code must read no other clock. */
  readonly now: number;
  readonly client: ClientInfo;
  readonly meter: Meter;
  /**
   * The database with users, sessions, devices and codes. Its tables never share a batch or a join with users' rows.
   */
  readonly identity: Database;
  hubOf(userId: string): HubClient;
  /** Begins work that goes on after the reply; a failure is logged (`afterCommit`). */
  later(work: () => Promise<unknown>): void;
}

/** What a context's committed writes did. Writes fill it after their commit, never before. */
export interface WriteOutcome {
  /** True when the reply is the stored one of an earlier request, and nothing was written. */
  replayed: boolean;
  /** True when an endpoint that replies 201 has changed what there was already: then it replies 200 (`Endpoint.mayUpdate`). */
  updated: boolean;
  /** Rows of the acting user that changed. */
  changes: Change[];
  /** Events for the open sockets of any user of the product. */
  events: UserEvent[];
  /** The user's clock after the last write, or as it was read when nothing had to be written; null when no write ran. */
  rev: number | null;
  /** The version of the row that is replied with; null when it has none. */
  version: number | null;
}

/** What code gets that works for one signed-in user. `db` is the database with this user's rows. */
export interface Context extends PublicContext {
  readonly userId: string;
  /** The integer that stands for the user in their rows. */
  readonly owner: number;
  readonly sessionId: string;
  readonly source: WriteSource;
  readonly db: Database;
  readonly hub: HubClient;
  readonly idempotency: IdempotencyKey | null;
  /** Resolves when the user's hub has admitted the request; a handler that only reads may ask D1 meanwhile. */
  readonly principal: () => Promise<Principal>;
  /** What the writes of this context did. After the request `publishOutcome` sends it to open sockets. */
  readonly outcome: WriteOutcome;
}

/** Who acts, in which session, and where the write comes from: what a user's context has beyond a public one. */
export interface Actor {
  userId: string;
  home: Home;
  sessionId: string;
  source: WriteSource;
  idempotency: IdempotencyKey | null;
  principal: () => Promise<Principal>;
}

/** What the entry point must give; the rest of a context is made from it. Without a meter, it gets one that starts at zero. */
export type ContextParts = Omit<PublicContext, "identity" | "meter" | "hubOf"> & { readonly meter?: Meter };

/** The context of one request or one piece of scheduled work. */
export function publicContext(parts: ContextParts): PublicContext {
  const { env, product, requestId, later, meter = { d1: 0, hub: 0 } } = parts;
  return {
    ...parts,
    meter,
    identity: new Database(identityDatabase(env, product), meter),
    hubOf: (userId) => new HubClient(env.USER_HUB, { product, userId }, { requestId, meter, later }),
  };
}

/**
 * The public context with a user. It shares the meter of `base`, and starts with an empty outcome.
 * @param db the database with the user's rows, unless it is read and written as usual
 */
export const userContext = (
  base: PublicContext,
  { home, ...actor }: Actor,
  db = new Database(databaseAt(base.env, home), base.meter),
): Context => ({
  ...base,
  ...actor,
  owner: home.owner,
  db,
  hub: base.hubOf(actor.userId),
  outcome: noOutcome(),
});

/** The outcome of writes that have done nothing yet. */
export const noOutcome = (): WriteOutcome => ({
  replayed: false,
  updated: false,
  changes: [],
  events: [],
  rev: null,
  version: null,
});

/** The time of the request in the user's time zone. */
export const momentOf = async (ctx: Context): Promise<UserMoment> => new UserMoment(ctx.now, await ctx.principal());
