import { z } from "zod";
import type { AppError, KernelErrorCode } from "../kernel/errors.ts";
import { knownError, type Wire, type WireCode } from "../kernel/http/wire.ts";

/**
 * Statuses and codes as Django REST Framework (DRF) and SimpleJWT have them. The codes appear in the OpenAPI document;
 * in replies only `token_not_valid` appears.
 */
const ERRORS: Readonly<Record<KernelErrorCode, WireCode>> = {
  malformed_body: { status: 400, code: "invalid" },
  invalid_input: { status: 400, code: "invalid" },
  already_exists: { status: 400, code: "unique" },
  invalid_state: { status: 400, code: "invalid_state" },
  credentials_invalid: { status: 401, code: "no_active_account" },
  token_missing: { status: 401, code: "not_authenticated" },
  token_invalid: { status: 401, code: "token_not_valid" },
  token_expired: { status: 401, code: "token_not_valid" },
  forbidden: { status: 403, code: "permission_denied" },
  not_found: { status: 404, code: "not_found" },
  limit_reached: { status: 409, code: "limit_reached" },
  stale: { status: 409, code: "conflict" },
  idempotency_conflict: { status: 409, code: "idempotency_conflict" },
  payload_too_large: { status: 413, code: "request_too_large" },
  unsupported_encoding: { status: 415, code: "unsupported_media_type" },
  rate_limited: { status: 429, code: "throttled" },
  internal: { status: 500, code: "error" },
  unavailable: { status: 503, code: "unavailable" },
};

/** Messages: those of DRF and SimpleJWT where they have one. */
const DETAILS: Readonly<Record<KernelErrorCode, string>> = {
  malformed_body: "Invalid input.",
  invalid_input: "Invalid input.",
  already_exists: "It exists already.",
  invalid_state: "Its state does not allow this.",
  credentials_invalid: "No active account found with the given credentials",
  token_missing: "Authentication credentials were not provided.",
  token_invalid: "Token is invalid or expired",
  token_expired: "Token is invalid or expired",
  forbidden: "You do not have permission to perform this action.",
  not_found: "Not found.",
  limit_reached: "The limit of your account is reached.",
  stale: "It was changed meanwhile.",
  idempotency_conflict: "This idempotency key was used for another request",
  payload_too_large: "The body is larger than 1 MiB",
  unsupported_encoding: "Send the body as it is, or compressed by gzip.",
  rate_limited: "Request was throttled.",
  internal: "A server error occurred.",
  unavailable: "Try again later.",
};

const TokenProblem = z
  .object({ token_class: z.string(), token_type: z.string(), message: z.string() })
  .meta({ id: "TokenProblem" });
const Detail = z
  .object({
    detail: z.string().meta({ example: "Not found." }),
    code: z.literal("token_not_valid").optional(),
    messages: z.array(TokenProblem).optional(),
  })
  .meta({ id: "Detail" });
const Fields = z
  .record(z.string(), z.array(z.string()))
  .meta({ id: "FieldErrors", example: { amount: ["This field is required."] } });
const Failure = z.union([Detail, Fields]).meta({ id: "Failure" });

const BAD_ACCESS_TOKEN: z.output<typeof Detail> = {
  detail: "Given token not valid for any token type",
  code: "token_not_valid",
  messages: [{ token_class: "AccessToken", token_type: "access", message: "Token is invalid or expired" }],
};

function failure(error: AppError<string>): z.output<typeof Detail> | z.output<typeof Fields> {
  const { code, message, details = [] } = knownError(ERRORS, error);
  if (code === "token_invalid" || code === "token_expired") {
    const [refresh] = details;
    return refresh ? { detail: refresh.message, code: "token_not_valid" } : BAD_ACCESS_TOKEN;
  }
  const [first] = details;
  if (!first) return { detail: message === code ? DETAILS[code] : message };
  if (details.length === 1 && first.field === "") return { detail: first.message };
  const byField = Map.groupBy(details, ({ field }) => field || "non_field_errors");
  return Object.fromEntries(
    [...byField].map(([field, problems]) => [field, problems.map((problem) => problem.message)]),
  );
}

/** The messages of DRF's serializers about invalid values; undefined where they have none. */
const issueMessage: z.core.$ZodErrorMap = (issue) => {
  const { code, input } = issue;
  if (input === undefined) return "This field is required.";
  if (input === null) return "This field may not be null.";
  if (code === "invalid_type" && issue.expected === "string") return "Not a valid string.";
  if (code === "invalid_type" && issue.expected === "int") return "A valid integer is required.";
  if (code === "invalid_type" && issue.expected === "number") return "A valid number is required.";
  if (code === "invalid_value") return `"${String(input)}" is not a valid choice.`;
  if (code === "invalid_format" && issue.format === "email") return "Enter a valid email address.";
  if (code === "too_small" && issue.origin === "string" && issue.minimum === 1) return "This field may not be blank.";
  if (code === "too_small") return `Ensure this value is greater than or equal to ${issue.minimum}.`;
  if (code === "too_big" && issue.origin === "string") {
    return `Ensure this field has no more than ${issue.maximum} characters.`;
  }
  if (code === "too_big") return `Ensure this value is less than or equal to ${issue.maximum}.`;
  return undefined;
};

/**
 * Data without an envelope. Errors are `{"detail": …}` when they concern the request as a whole, else one list of
 * messages per field.
 */
export const koshelokWire: Wire = {
  errors: ERRORS,
  success: (data) => data,
  failure,
  issueMessage,
  successSchema: (data) => data,
  failureSchema: () => Failure,
};

/** An error for frames on sockets. Koshelok has no sockets, but the hub demands the function of every product. */
export function wireError(error: AppError<string>): { code: string; message: string } {
  const { code } = knownError(ERRORS, error);
  return { code: ERRORS[code].code, message: DETAILS[code] };
}
