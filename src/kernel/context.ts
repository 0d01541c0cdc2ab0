import type { Change, UserEvent } from "./change.ts";
import { Database, databaseFor, identityDatabase, type Meter } from "./db/database.ts";
import type { Env } from "./env.ts";
import { HubClient } from "./hub/client.ts";
import type { Principal } from "./principal.ts";
import type { ClientInfo, IdempotencyKey } from "./request.ts";
import { Moment } from "./time.ts";

export type WriteSource = "rest" | "sync" | "cron" | "queue";

/** What a verb that needs no user gets: sign-in, health, public lists. `now` (UTC milliseconds) is the only clock. */
export interface PublicContext {
  readonly env: Env;
  /** The product's name. */
  readonly product: string;
  readonly requestId: string;
  readonly now: number;
  readonly client: ClientInfo;
  readonly meter: Meter;
  /** Users, sessions, devices, codes. Never in one batch or join with user data. */
  readonly identity: Database;
  hubOf(userId: string): HubClient;
  /** Work that may go on after the reply; a failure is logged. */
  later(work: Promise<unknown>): void;
}

/** What a context's committed writes did. Writes fill it after their commit, never before. */
export interface WriteOutcome {
  /** The reply is a stored one, and nothing was written. */
  replayed: boolean;
  /** Rows of the acting user that changed. */
  changes: Change[];
  /** Events for the open sockets of any user of the product. */
  events: UserEvent[];
  rev: number | null;
  /** The version of the row that is replied with. */
  version: number | null;
}

/** What every verb of a signed-in user gets. `db` reaches this user's data. */
export interface Context extends PublicContext {
  readonly userId: string;
  readonly sessionId: string;
  readonly source: WriteSource;
  readonly db: Database;
  readonly hub: HubClient;
  readonly idempotency: IdempotencyKey | null;
  /** Resolves when the user's hub admitted the request; a read may ask D1 meanwhile. */
  readonly principal: () => Promise<Principal>;
  /** What the writes of this context did; `publishOutcome` tells the sockets. */
  readonly outcome: WriteOutcome;
}

/** Who acts, and on what grounds: what turns a public context into a user's. */
export interface Actor {
  userId: string;
  sessionId: string;
  source: WriteSource;
  idempotency: IdempotencyKey | null;
  principal: () => Promise<Principal>;
}

/** What the entry point knows; the rest of a context follows from it. */
export type ContextParts = Omit<PublicContext, "identity" | "meter" | "hubOf">;

export function publicContext(parts: ContextParts): PublicContext {
  const { env, product } = parts;
  const meter: Meter = { d1: 0, hub: 0 };
  return {
    ...parts,
    meter,
    identity: new Database(identityDatabase(env, product), meter),
    hubOf: (userId) => new HubClient(env.USER_HUB, { product, userId }, meter),
  };
}

export const userContext = (base: PublicContext, actor: Actor): Context => ({
  ...base,
  ...actor,
  db: new Database(databaseFor(base.env, base.product, actor.userId), base.meter),
  hub: base.hubOf(actor.userId),
  outcome: { replayed: false, changes: [], events: [], rev: null, version: null },
});

/** The request's moment in its user's time zone. */
export const momentOf = async (ctx: Context): Promise<Moment> => new Moment(ctx.now, (await ctx.principal()).timezone);
