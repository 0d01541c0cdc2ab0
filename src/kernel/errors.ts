/** What can go wrong, in words. Each product maps them to its own wire codes and HTTP statuses. */
export type ErrorCode =
  | "invalid_input"
  | "not_found"
  | "already_exists"
  | "invalid_state"
  | "stale"
  | "idempotency_conflict"
  | "credentials_invalid"
  | "token_missing"
  | "token_invalid"
  | "token_expired"
  | "forbidden"
  | "rate_limited"
  | "payload_too_large"
  | "cursor_expired"
  | "fx_rate_unavailable"
  | "plan_limit_reached"
  | "quota_exceeded"
  | "unavailable"
  | "internal";

/** One problem of one input field; `field` is a dotted path (`checklist.0.title`), empty for the input as a whole. */
export interface FieldProblem {
  field: string;
  message: string;
}

interface ErrorOptions {
  message?: string;
  details?: FieldProblem[];
  /** Extra reply headers, such as `Retry-After`. */
  headers?: Record<string, string>;
  /** Fresh state for the client, such as the rows of a lost race. */
  data?: unknown;
}

/** The only error domain code throws on purpose; everything else is a bug and becomes `internal`. */
export class AppError extends Error {
  readonly details: FieldProblem[] | undefined;
  readonly headers: Record<string, string>;
  readonly data: unknown;

  constructor(
    readonly code: ErrorCode,
    options: ErrorOptions = {},
  ) {
    super(options.message ?? code);
    this.name = "AppError";
    this.details = options.details;
    this.headers = options.headers ?? {};
    this.data = options.data;
  }
}

/** The input's `field` is wrong: 400 with one detail. */
export const invalid = (field: string, message: string) =>
  new AppError("invalid_input", { details: [{ field, message }] });

/** No such row for this user. With `field`: a link inside a body leads nowhere. */
export const notFound = (field?: string) =>
  new AppError("not_found", field === undefined ? {} : { details: [{ field, message: "No such resource" }] });

/** The row is in no state for this verb. */
export const invalidState = (message: string, field?: string) =>
  new AppError("invalid_state", { message, ...(field === undefined ? {} : { details: [{ field, message }] }) });
