import type { z } from "zod";
import type { PageMeta } from "../db/page.ts";
import { AppError, type KernelErrorCode } from "../errors.ts";
import { log } from "../log.ts";

/** What clients get for one error code: the HTTP status, and the code in the product's own spelling. */
export interface WireCode {
  readonly status: number;
  readonly code: string;
}

/**
 * The format of a product's replies: the envelope around data, and the status, code and message of every error. Each
 * product has one, in its `wire.ts`. `Code` is every error that the product can meet: the kernel's, the engine's if it
 * has synced entities, and its own.
 */
export interface Wire<Code extends string = KernelErrorCode> {
  readonly errors: Readonly<Record<Code, WireCode>>;
  /** The body of a reply with `data`; `meta` is null unless the endpoint is paged. */
  success(data: unknown, meta: PageMeta | null): unknown;
  /** The body of a reply that reports an error. */
  failure(error: AppError<string>): unknown;
  /** The product's messages about invalid values; absent, or undefined for an issue: zod's own. */
  readonly issueMessage?: z.core.$ZodErrorMap;
  /** The schemas of `success` and `failure`, for the OpenAPI document; `codes`: those that a failure may have, as spelt here. */
  successSchema(data: z.ZodType, paged: boolean): z.ZodType;
  failureSchema(codes: readonly string[]): z.ZodType;
}

/** How an error is shown inside a successful reply, such as that of a bulk request, in the product's format. */
export interface ErrorFormat {
  schema: z.ZodType;
  of(error: AppError<string>): unknown;
}

/** The messages of errors that were thrown without one. A product may replace some with its own. */
export const DEFAULT_MESSAGES: Readonly<Record<KernelErrorCode, string>> = {
  malformed_body: "Invalid input data",
  invalid_input: "Invalid input data",
  credentials_invalid: "Wrong login or password",
  token_missing: "Missing access token",
  token_invalid: "Invalid access token",
  token_expired: "The access token has expired",
  forbidden: "You may not do this",
  not_found: "No such resource",
  already_exists: "It exists already",
  invalid_state: "Its state does not allow this",
  limit_reached: "You have as many of these as one user may have",
  stale: "It was changed meanwhile",
  idempotency_conflict: "This idempotency key was used for another request",
  payload_too_large: "The body is larger than 1 MiB",
  unsupported_encoding: "Send the body as it is, or compressed by gzip",
  rate_limited: "Too many requests; try again later",
  internal: "Something went wrong",
  unavailable: "Try again later",
};

/**
 * The error, when its code is in the product's table `errors`. Any other code is a programming error, because a product
 * may throw only what its table covers: it is logged and becomes `internal`.
 */
export function knownError<Code extends string>(
  errors: Readonly<Record<Code, unknown>>,
  error: AppError<string>,
): AppError<Code | "internal"> {
  if (isOneOf(errors, error)) return error;
  log("error", "unknown error code", { error });
  return new AppError("internal");
}

const isOneOf = <Code extends string>(
  errors: Readonly<Record<Code, unknown>>,
  error: AppError<string>,
): error is AppError<Code> => Object.hasOwn(errors, error.code);

/**
 * The status and spelling of a code that an endpoint declares.
 * @throws Error when the product's table lacks the code, which is a programming error
 */
export function wireCodeOf({ errors }: Wire, code: string): WireCode {
  const table: Readonly<Record<string, WireCode | undefined>> = errors;
  const known = table[code];
  if (!known) throw new Error(`No words for the error code ${code}`);
  return known;
}
