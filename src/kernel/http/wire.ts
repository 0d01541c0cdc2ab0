import type { z } from "zod";
import type { PageMeta } from "../db/page.ts";
import { AppError, type KernelErrorCode } from "../errors.ts";
import { log } from "../log.ts";

/** How a product says one error code. */
export interface WireCode {
  readonly status: number;
  readonly code: string;
}

/**
 * How a product speaks: its envelope, and its words for errors. One per product. `Code` is every error that the product
 * can meet: the kernel's, the engine's if it has synced entities, and its own.
 */
export interface Wire<Code extends string = KernelErrorCode> {
  readonly errors: Readonly<Record<Code, WireCode>>;
  success(data: unknown, meta: PageMeta | null): unknown;
  failure(error: AppError<string>): unknown;
  /** The product's words for what is wrong with a value; undefined: zod's own. */
  readonly issueMessage?: z.core.$ZodErrorMap;
  /** The same two shapes for the OpenAPI document. */
  successSchema(data: z.ZodType, paged: boolean): z.ZodType;
  readonly failureSchema: z.ZodType;
}

/** An error inside a result, in the product's words. */
export interface ErrorWords {
  schema: z.ZodType;
  of(error: AppError<string>): unknown;
}

/** What an error says when whoever threw it said nothing; a product may put some of it in its own words. */
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
  stale: "It was changed meanwhile",
  idempotency_conflict: "This idempotency key was used for another request",
  payload_too_large: "The body is larger than 1 MiB",
  rate_limited: "Too many requests; try again later",
  internal: "Something went wrong",
  unavailable: "Try again later",
};

/**
 * The error, when its code is one of the product's `errors`. A code from elsewhere is a programming error, because a
 * product throws only what its table has words for: it is logged and becomes `internal`.
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

/** How the product says a code that an endpoint declares. @throws Error when its table lacks it: a programming error */
export function wireCodeOf({ errors }: Wire, code: string): WireCode {
  const table: Readonly<Record<string, WireCode | undefined>> = errors;
  const known = table[code];
  if (!known) throw new Error(`No words for the error code ${code}`);
  return known;
}
