/**
 * The kernel's error codes. The engine and each product add their own (`src/engine/errors.ts`,
 * `src/<product>/errors.ts`). A product's `wire.ts` gives each code that it can meet a status, a code for clients and a
 * message.
 */
export type KernelErrorCode =
  /** The body cannot be read at all: it is not JSON, not UTF-8, or of another content type than expected. */
  | "malformed_body"
  /** The input can be read, but its values are not what the endpoint takes. */
  | "invalid_input"
  /** There is no such row, or it is another user's. */
  | "not_found"
  /** A value that must be unique is taken. */
  | "already_exists"
  /** The row's state does not allow the operation. */
  | "invalid_state"
  /** A quota of `limits.ts` is used up: the user has as many of something as one user may have. */
  | "limit_reached"
  /** The row was changed since the client read it, or while the request was working on it. */
  | "stale"
  /** The idempotency key was used for another request. */
  | "idempotency_conflict"
  /** Unknown user or wrong password. */
  | "credentials_invalid"
  | "token_missing"
  /** The token is not ours, or its session has ended. */
  | "token_invalid"
  | "token_expired"
  /** The role or the session's scope does not allow the operation. */
  | "forbidden"
  | "rate_limited"
  | "payload_too_large"
  /** The body is compressed in a way that we do not read. */
  | "unsupported_encoding"
  /** Something that the request needs does not answer; it may be repeated. */
  | "unavailable"
  /** A programming error. */
  | "internal";

/**
 * One problem of one input field; `field` is a dotted path (`checklist.0.title`), empty for the input as a whole. Further keys
 * are what clients need to tell their user, such as a limit and how much of it is used.
 */
export interface FieldProblem {
  field: string;
  message: string;
  readonly [fact: string]: unknown;
}

interface ErrorOptions {
  message?: string;
  details?: FieldProblem[];
  /** Extra reply headers, such as `Retry-After`. */
  headers?: Record<string, string>;
  /** Data for the client, such as the current row with the error `stale`. */
  data?: unknown;
}

/**
 * The only error that domain code throws on purpose. Everything else is a programming error and becomes `internal`.
 *
 * `new AppError(…)` takes the kernel's codes. For other codes name their union, so that a misspelt code does not
 * compile: `new AppError<LeoraErrorCode>("fx_rate_unavailable")`. A caught error is an `AppError<string>`; `knownError`
 * in `kernel/http/wire.ts` narrows it to the codes of a product.
 */
export class AppError<Code extends string = KernelErrorCode> extends Error {
  readonly code: Code;
  readonly details: FieldProblem[] | undefined;
  readonly headers: Record<string, string>;
  readonly data: unknown;

  constructor(code: NoInfer<Code>, options: ErrorOptions = {}) {
    super(options.message ?? code);
    this.name = "AppError";
    this.code = code;
    this.details = options.details;
    this.headers = options.headers ?? {};
    this.data = options.data;
  }
}

/** The error `invalid_input` with one problem, of `field`. */
export const invalid = (field: string, message: string) =>
  new AppError("invalid_input", { details: [{ field, message }] });

/** The error `not_found`. With `field`: that field of the body refers to a row that the user does not have. */
export const notFound = (field?: string) =>
  new AppError("not_found", field === undefined ? {} : { details: [{ field, message: "No such resource" }] });

/** The error `limit_reached`: a user may have at most `max` of what `message` names. Nothing is written. */
export const limitReached = (message: string, field?: string) =>
  new AppError("limit_reached", { message, ...(field === undefined ? {} : { details: [{ field, message }] }) });

/** The error `invalid_state`: the row's state does not allow the operation. */
export const invalidState = (message: string, field?: string) =>
  new AppError("invalid_state", { message, ...(field === undefined ? {} : { details: [{ field, message }] }) });
