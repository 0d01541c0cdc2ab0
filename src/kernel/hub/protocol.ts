import type { Change, SocketEvent } from "../change.ts";
import { AppError, type FieldProblem } from "../errors.ts";
import type { Home } from "../home.ts";
import type { Principal } from "../principal.ts";
import type { QuotaAnswer, QuotaReport, QuotaRequest } from "../quota.ts";
import type { RateBucket, RateState } from "../rate-limit.ts";
import type { ClientInfo, IdempotencyKey } from "../request.ts";

// The calls between the Worker and the Durable Object `UserHub`, which keeps one user's sessions, sockets and alarm.
// Arguments and replies travel by RPC, so everything here is plain data.

/** Whose hub it is: there is one per product and user. */
export interface HubOwner {
  product: string;
  userId: string;
}

/** What the hub needs to admit a request. */
export interface AdmissionRequest {
  sessionId: string;
  /** The database that the access token names; null when no token is involved. */
  database: string | null;
  /** The rate limit that the request counts against; null: none. */
  bucket: RateBucket | null;
  /** UTC milliseconds. */
  now: number;
  /** Given by requests to a product whose users' rows may be read from replicas (`HubProduct.clock`). */
  use?: RowUse;
  /** Given by requests that take a unit of a quota, or show quotas. */
  quota?: QuotaRequest;
}

/**
 * What a request does with the user's rows. It may write them from its admission on until its `id` is reported by a notice. The
 * id is random, because an object that was restarted must not take a report for that of another write.
 */
export type RowUse = { kind: "read"; home: Home } | { kind: "write"; id: string };

/** What the hub returns for an admitted request. `rate` is null when no limit holds. */
export interface Admission {
  principal: Principal;
  rate: RateState | null;
  /**
   * For a request that reads: the user's clock after the newest write that was replied to. A replica that has come so far
   * counts. Absent: no replica counts, because a write may be under way.
   */
  newestRev?: number | undefined;
  /** For a request that names `quota`. */
  quotas?: QuotaAnswer;
}

/** An AppError as plain data, because RPC does not keep classes. */
export interface PlainError {
  code: string;
  message: string;
  details?: FieldProblem[];
  headers: Record<string, string>;
  data?: unknown;
  facts?: Readonly<Record<string, unknown>>;
}

/**
 * What hub methods return. `d1` is the number of D1 calls that the hub made for this request; those that fill the hub's
 * own cache do not count.
 */
export type HubReply<Value> =
  | { ok: true; value: Value; d1: number }
  | { ok: false; error: PlainError; rate: RateState | null; d1: number };

/** A product's command to run inside the hub. Commands of one user run one after the other. */
export interface CommandRequest {
  command: string;
  input: unknown;
  requestId: string;
  idempotency: IdempotencyKey | null;
  client: ClientInfo;
}

/** What committed writes tell one user's hub, and it the user's sockets. */
export interface HubNotice {
  changes: Change[];
  /** Sent after the changes, in this order. */
  events: SocketEvent[];
  /** The user's clock, as far as the writer has seen it. */
  rev?: number | undefined;
  /** The write with this id (`RowUse`) commits nothing more. */
  ended?: string | undefined;
  /** How what has a unit of a quota has ended. */
  quota?: QuotaReport | undefined;
}

/** The methods of the Durable Object `UserHub`. */
export interface UserHubApi {
  /** Decides whether a request may run: its session is live, and the rate limit is not used up. */
  admit(owner: HubOwner, request: AdmissionRequest): Promise<HubReply<Admission>>;
  /** Admits and runs a command; its changes and the user's own events reach the sockets before the reply. */
  perform(
    owner: HubOwner,
    request: AdmissionRequest,
    command: CommandRequest,
  ): Promise<HubReply<{ admission: Admission; result: unknown; replayed: boolean }>>;
  /** A write elsewhere committed or ended: tells every open socket, and schedules the reminders of the changed rows. */
  publish(owner: HubOwner, notice: HubNotice): Promise<void>;
  /** These sessions ended: refuses them from now on and closes their sockets (4401). */
  revoke(owner: HubOwner, sessionIds: string[]): Promise<void>;
  /** The user's role, zone, currency or settings changed: drops what is cached of them and reschedules reminders. */
  refresh(owner: HubOwner): Promise<void>;
}

/** An error as data, for RPC; `appErrorOf` is its inverse. */
export const plainError = (error: AppError<string>): PlainError => ({
  code: error.code,
  message: error.message,
  headers: error.headers,
  data: error.data,
  ...(error.details && { details: error.details }),
  ...(error.facts && { facts: error.facts }),
});

/** The error that `plainError` turned into data. */
export const appErrorOf = ({ code, message, details, headers, data, facts }: PlainError): AppError<string> =>
  new AppError<string>(code, { message, headers, data, ...(details && { details }), ...(facts && { facts }) });
