/**
 * What can go wrong, as codes. The kernel knows its own; the engine and each product add theirs as a union of their own
 * (`src/engine/errors.ts`, `src/<product>/errors.ts`). The product's `wire.ts` gives every code that it can meet a
 * status, a wire code and words.
 */
export type KernelErrorCode =
  /** The body cannot be read at all: no JSON, no UTF-8, another content type than expected. */
  | "malformed_body"
  /** The input was read, and its values are not what the endpoint takes. */
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

/**
 * The only error domain code throws on purpose; everything else is a bug and becomes `internal`.
 *
 * A bare `new AppError(…)` takes the kernel's codes; whoever has more names their union, so that a misspelt code does
 * not compile: `new AppError<LeoraErrorCode>("fx_rate_unavailable")`. `AppError<string>` is an error of any code, as it
 * is caught: see `knownError` in `kernel/http/wire.ts`.
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

/** The input's `field` is wrong: 400 with one detail. */
export const invalid = (field: string, message: string) =>
  new AppError("invalid_input", { details: [{ field, message }] });

/** No such row for this user. With `field`: a link inside a body leads nowhere. */
export const notFound = (field?: string) =>
  new AppError("not_found", field === undefined ? {} : { details: [{ field, message: "No such resource" }] });

/** The row is in no state for this verb. */
export const invalidState = (message: string, field?: string) =>
  new AppError("invalid_state", { message, ...(field === undefined ? {} : { details: [{ field, message }] }) });
