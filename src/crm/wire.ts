import { z } from "zod";
import type { AppError, KernelErrorCode } from "../kernel/errors.ts";
import { DEFAULT_MESSAGES, knownError, type Wire, type WireCode } from "../kernel/http/wire.ts";
import { Message } from "./contract.ts";

/** The codes of the spec, and further ones of our own. */
const ERRORS: Readonly<Record<KernelErrorCode, WireCode>> = {
  malformed_body: { status: 400, code: "VALIDATION_ERROR" },
  invalid_input: { status: 400, code: "VALIDATION_ERROR" },
  credentials_invalid: { status: 401, code: "UNAUTHORIZED" },
  token_missing: { status: 401, code: "UNAUTHORIZED" },
  token_invalid: { status: 401, code: "UNAUTHORIZED" },
  token_expired: { status: 401, code: "UNAUTHORIZED" },
  forbidden: { status: 403, code: "FORBIDDEN" },
  not_found: { status: 404, code: "NOT_FOUND" },
  already_exists: { status: 409, code: "CONFLICT" },
  invalid_state: { status: 409, code: "CONFLICT" },
  limit_reached: { status: 409, code: "LIMIT_REACHED" },
  stale: { status: 409, code: "CONFLICT" },
  idempotency_conflict: { status: 409, code: "CONFLICT" },
  payload_too_large: { status: 413, code: "PAYLOAD_TOO_LARGE" },
  unsupported_encoding: { status: 415, code: "UNSUPPORTED_MEDIA_TYPE" },
  rate_limited: { status: 429, code: "RATE_LIMITED" },
  internal: { status: 500, code: "INTERNAL_ERROR" },
  unavailable: { status: 503, code: "SERVICE_UNAVAILABLE" },
};

const MESSAGES: Readonly<Record<KernelErrorCode, string>> = {
  ...DEFAULT_MESSAGES,
  credentials_invalid: "Wrong e-mail address or password",
  payload_too_large: "The body is too large",
};

const WireError = z
  .object({
    code: z.string().meta({ example: "VALIDATION_ERROR" }),
    message: z.string().meta({ example: "Invalid input data" }),
    details: z
      .record(z.string(), z.string())
      .optional()
      .meta({ example: { email: "Invalid email address" } }),
  })
  .meta({ id: "Error" });

const Success = z.object({ success: z.literal(true) }).meta({ id: "Success" });
const Failure = z
  .object({ success: z.literal(false), error: WireError, data: z.unknown().optional() })
  .meta({ id: "Failure" });

/** An error as clients see it, in replies and in frames on sockets. */
export function wireError(error: AppError<string>): z.output<typeof WireError> {
  const { code, message, details } = knownError(ERRORS, error);
  const byField = details?.map((problem) => [problem.field || "body", problem.message]);
  return {
    code: ERRORS[code].code,
    message: message === code ? MESSAGES[code] : message,
    ...(byField && { details: Object.fromEntries(byField) }),
  };
}

/** An endpoint that has no data to return replies `{success, message}` in place of `{success, data}`. */
const isMessage = (data: unknown): data is z.output<typeof Message> => Message.safeParse(data).success;

/**
 * CRM's envelope: `{success, data}`, `{success, message}` or `{success: false, error}`. The error `stale` has the
 * current row in `data`.
 */
export const crmWire: Wire = {
  errors: ERRORS,
  success: (data) => ({ success: true, ...(isMessage(data) ? data : { data }) }),
  failure: (error) => ({
    success: false,
    error: wireError(error),
    ...(error.data !== undefined && { data: error.data }),
  }),
  successSchema: (data) =>
    z.intersection(Success, z.object(data === Message ? { message: Message.shape.message } : { data })),
  failureSchema: (codes) => z.intersection(Failure, z.object({ error: z.object({ code: z.enum(codes) }) })),
};
