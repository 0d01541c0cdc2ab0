import type { z } from "zod";
import type { PageMeta } from "../db/page.ts";
import type { AppError, ErrorCode } from "../errors.ts";

/** How a product speaks: its envelope, and its words for errors. One per product. */
export interface Wire {
  /** Status and wire code of every error. */
  readonly errors: Readonly<Record<ErrorCode, { status: number; code: string }>>;
  success(data: unknown, meta: PageMeta | null): unknown;
  failure(error: AppError): unknown;
  /** The product's words for what is wrong with a value; undefined: zod's own. */
  readonly issueMessage?: z.core.$ZodErrorMap;
  /** The same two shapes for the OpenAPI document. */
  successSchema(data: z.ZodType, paged: boolean): z.ZodType;
  readonly failureSchema: z.ZodType;
}

/** An error inside a result, in the product's words. */
export interface ErrorWords {
  schema: z.ZodType;
  of(error: AppError): unknown;
}

/** What an error says when whoever threw it said nothing; a product may put some of it in its own words. */
export const DEFAULT_MESSAGES: Readonly<Record<ErrorCode, string>> = {
  invalid_input: "Invalid input data",
  credentials_invalid: "Wrong login or password",
  token_missing: "Missing access token",
  token_invalid: "Invalid access token",
  token_expired: "The access token has expired",
  forbidden: "You may not do this",
  plan_limit_reached: "Your plan does not include more",
  not_found: "No such resource",
  already_exists: "It exists already",
  invalid_state: "Its state does not allow this",
  stale: "It was changed meanwhile",
  idempotency_conflict: "This idempotency key was used for another request",
  cursor_expired: "This cursor is too old; start over",
  payload_too_large: "The body is larger than 1 MiB",
  fx_rate_unavailable: "No exchange rate for this day",
  rate_limited: "Too many requests; try again later",
  quota_exceeded: "The quota is used up",
  internal: "Something went wrong",
  unavailable: "Try again later",
};
