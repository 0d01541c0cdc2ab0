import type { Registry } from "../../engine/entity.ts";
import type { RateBucket } from "../../env.ts";
import { unsafeCast } from "../cast.ts";
import type { Change, ClientInfo, Context, IdempotencyKey, Principal, PublicContext } from "../context.ts";
import type { Meter } from "../db/database.ts";
import { AppError, type ErrorCode, type FieldProblem } from "../errors.ts";

/** A request that asks the user's hub to be let in. */
export interface AdmissionRequest {
  sessionId: string;
  /** The rate limit it counts against; null counts against none. */
  bucket: RateBucket | null;
  now: number;
}

/** One rate limit after this request: requests per window, how many are left, and when the window ends (UTC ms). */
export interface RateState {
  limit: number;
  remaining: number;
  resetAt: number;
}

export interface Admission {
  principal: Principal;
  rate: RateState | null;
}

/** An AppError as data: classes do not survive RPC. */
export interface PlainError {
  code: ErrorCode;
  message: string;
  details?: FieldProblem[];
  headers: Record<string, string>;
  data?: unknown;
}

/** What hub methods return. `d1`: calls the hub made for this request, cold loads of its own cache not counted. */
export type HubReply<Value> =
  | { ok: true; value: Value; d1: number }
  | { ok: false; error: PlainError; rate: RateState | null; d1: number };

/** A product's command that runs inside the hub, one at a time per user, in the same hop as its admission. */
export interface CommandRequest {
  command: string;
  input: unknown;
  requestId: string;
  idempotency: IdempotencyKey | null;
  client: ClientInfo;
}

/** The methods of the Durable Object `UserHub`, one per product and user. */
export interface UserHubApi {
  admit(owner: HubOwner, request: AdmissionRequest): Promise<HubReply<Admission>>;
  /** Admits and runs a command; committed changes reach the sockets before the reply. */
  perform(
    owner: HubOwner,
    request: AdmissionRequest,
    command: CommandRequest,
  ): Promise<HubReply<{ admission: Admission; result: unknown; replayed: boolean }>>;
  /** A write was committed elsewhere: tells every open socket and schedules reminders. */
  publish(owner: HubOwner, changes: Change[]): Promise<void>;
  /** These sessions ended: forgets them and closes their sockets (4401). */
  revoke(owner: HubOwner, sessionIds: string[]): Promise<void>;
  /** The user's role, zone, currency or settings changed: forgets what it cached and reschedules reminders. */
  refresh(owner: HubOwner): Promise<void>;
}

export interface HubOwner {
  product: string;
  userId: string;
}

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
  readonly registry: Registry;
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
  wireError(error: AppError): { code: string; message: string };
}

/** The Durable Object of this user: its name is the one thing that leads to it. */
export const hubStub = (namespace: DurableObjectNamespace, { product, userId }: HubOwner): DurableObjectStub =>
  namespace.get(namespace.idFromName(`${product}:${userId}`));

/** One user's hub, metered. Errors arrive as AppError again. */
export class HubClient {
  private readonly stub: UserHubApi;

  constructor(
    namespace: DurableObjectNamespace,
    private readonly owner: HubOwner,
    private readonly meter: Meter,
  ) {
    // RPC methods exist on the stub; the namespace is not typed by the class because the kernel must not import it.
    this.stub = unsafeCast<UserHubApi>(hubStub(namespace, owner));
  }

  /** @throws AppError token_invalid, rate_limited */
  admit = (request: AdmissionRequest): Promise<Admission> => this.ask(this.stub.admit(this.owner, request));

  /** @throws what the command throws, and what `admit` throws */
  perform = (request: AdmissionRequest, command: CommandRequest) =>
    this.ask(this.stub.perform(this.owner, request, command));

  /** A notification after the reply: no part of the request's calls, so it is not metered. */
  publish(changes: Change[]): Promise<void> {
    return this.stub.publish(this.owner, changes);
  }

  revoke(sessionIds: string[]): Promise<void> {
    this.meter.hub += 1;
    return this.stub.revoke(this.owner, sessionIds);
  }

  refresh(): Promise<void> {
    this.meter.hub += 1;
    return this.stub.refresh(this.owner);
  }

  private async ask<Value>(answer: Promise<HubReply<Value>>): Promise<Value> {
    this.meter.hub += 1;
    const reply = await answer;
    this.meter.d1 += reply.d1;
    if (reply.ok) return reply.value;
    throw appErrorOf(reply.error);
  }
}

export const plainError = (error: AppError): PlainError => ({
  code: error.code,
  message: error.message,
  headers: error.headers,
  data: error.data,
  ...(error.details && { details: error.details }),
});

export const appErrorOf = ({ code, message, details, headers, data }: PlainError): AppError =>
  new AppError(code, { message, headers, data, ...(details && { details }) });

/** For a product without sockets and reminders: its hub only admits. */
export const ADMISSION_ONLY: Omit<HubProduct, "registry" | "loadSession" | "loadPrincipal" | "wireError"> = {
  commands: {},
  remindersOf: () => [],
  upcomingReminders: async () => [],
  currentCursor: async () => "",
  pull: async (_ctx, cursor) => ({ changes: [], cursor, hasMore: false }),
};
