import { z } from "zod";
import { ENGINE_MESSAGES } from "../engine/errors.ts";
import { instant } from "../kernel/contract.ts";
import type { AppError } from "../kernel/errors.ts";
import { DEFAULT_MESSAGES, type ErrorFormat, knownError, type Wire, type WireCode } from "../kernel/http/wire.ts";
import { AiChannel } from "./ai/contract.ts";
import { FeatureKey } from "./billing/contract.ts";
import type { LeoraErrorCode } from "./errors.ts";

const TWO_FACTOR_REQUIRED = "AUTH_2FA_REQUIRED";

/** The codes of the spec (section 9), and further ones of our own. */
const ERRORS: Readonly<Record<LeoraErrorCode, WireCode>> = {
  malformed_body: { status: 400, code: "VALIDATION_ERROR" },
  invalid_input: { status: 400, code: "VALIDATION_ERROR" },
  credentials_invalid: { status: 401, code: "AUTH_INVALID_CREDENTIALS" },
  two_factor_required: { status: 401, code: TWO_FACTOR_REQUIRED },
  two_factor_invalid: { status: 401, code: "AUTH_2FA_INVALID" },
  token_missing: { status: 401, code: "AUTH_TOKEN_INVALID" },
  token_invalid: { status: 401, code: "AUTH_TOKEN_INVALID" },
  token_expired: { status: 401, code: "AUTH_TOKEN_EXPIRED" },
  forbidden: { status: 403, code: "AUTH_UNAUTHORIZED" },
  plan_limit_reached: { status: 403, code: "PLAN_LIMIT_REACHED" },
  not_found: { status: 404, code: "RESOURCE_NOT_FOUND" },
  already_exists: { status: 409, code: "RESOURCE_ALREADY_EXISTS" },
  invalid_state: { status: 409, code: "INVALID_STATE" },
  limit_reached: { status: 409, code: "LIMIT_REACHED" },
  stale: { status: 409, code: "SYNC_CONFLICT" },
  idempotency_conflict: { status: 409, code: "IDEMPOTENCY_CONFLICT" },
  cursor_expired: { status: 410, code: "CURSOR_EXPIRED" },
  payload_too_large: { status: 413, code: "PAYLOAD_TOO_LARGE" },
  unsupported_encoding: { status: 415, code: "UNSUPPORTED_MEDIA_TYPE" },
  fx_rate_unavailable: { status: 422, code: "FX_RATE_UNAVAILABLE" },
  rate_limited: { status: 429, code: "RATE_LIMIT_EXCEEDED" },
  quota_exceeded: { status: 429, code: "AI_QUOTA_EXCEEDED" },
  internal: { status: 500, code: "INTERNAL_ERROR" },
  unavailable: { status: 503, code: "SERVICE_UNAVAILABLE" },
};

const MESSAGES: Readonly<Record<LeoraErrorCode, string>> = {
  ...DEFAULT_MESSAGES,
  ...ENGINE_MESSAGES,
  fx_rate_unavailable: "No exchange rate for this day",
  plan_limit_reached: "Your plan does not include more",
  quota_exceeded: "The quota is used up",
  two_factor_required: "Send a code of the authenticator app to POST /auth/2fa/verify",
  two_factor_invalid: "Wrong code",
};

const Meta = z
  .object({
    page: z.int().meta({ example: 1 }),
    limit: z.int().meta({ example: 20 }),
    total: z.int().nullable().meta({ example: 1 }),
    totalPages: z.int().nullable().meta({ example: 1 }),
    hasMore: z.boolean().meta({ example: false }),
  })
  .meta({ id: "PageMeta" });

export const FieldProblem = z
  .object({
    field: z.string(),
    message: z.string(),
    // What the errors `PLAN_LIMIT_REACHED` and `AI_QUOTA_EXCEEDED` add.
    featureKey: FeatureKey.nullable().optional(),
    channel: AiChannel.optional(),
    limit: z.int().optional(),
    used: z.int().optional(),
    resetsAt: instant().optional(),
    // Where a plan is canceled that was bought in a store.
    manageUrl: z.string().optional(),
  })
  .meta({ id: "FieldProblem", example: { field: "title", message: "Expected text" } });

/** What the error `AUTH_2FA_REQUIRED` has beside code and message. */
const SignInChallenge = z
  .object({
    challengeToken: z.string().optional().meta({ example: "fX3Jq0Zp1mB7cR9sT2vY4wq8Xw1cKd5eNf6gPh7iQj8" }),
    expiresIn: z.int().optional().meta({ example: 300 }),
  })
  .meta({ id: "SignInChallenge" });

export const WireError = z
  .object({
    code: z.string().meta({ example: "VALIDATION_ERROR" }),
    message: z.string().meta({ example: "Invalid input data" }),
    details: z.array(FieldProblem).optional(),
  })
  .meta({ id: "Error" });

/** What every successful reply has beside its `data`. */
const Success = z.object({ success: z.literal(true), error: z.null() }).meta({ id: "Success" });
/** The same for a page of a list. */
const SuccessfulPage = Success.extend({ meta: Meta }).meta({ id: "SuccessfulPage" });
const Failure = z
  .object({ success: z.literal(false), data: z.unknown().meta({ example: null }), error: WireError })
  .meta({ id: "Failure" });

/** An error as clients see it: in error replies, sync results and socket frames. */
export function wireError(error: AppError<string>): z.output<typeof WireError> {
  const { code, message, details, facts } = knownError(ERRORS, error);
  return {
    code: ERRORS[code].code,
    message: message === code ? MESSAGES[code] : message,
    ...(details && { details }),
    ...facts,
  };
}

/** How errors are shown inside successful replies, such as those of bulk requests and of pushed changes. */
export const errorFormat: ErrorFormat = { schema: WireError, of: wireError };

/**
 * Leora's envelope `{success, data, meta?, error}` (spec sections 1.3 and 1.4). The error `stale` has the current row
 * in `data`.
 */
export const leoraWire: Wire<LeoraErrorCode> = {
  errors: ERRORS,
  success: (data, meta) => ({ success: true, data, ...(meta && { meta }), error: null }),
  failure: (error) => ({ success: false, data: error.data ?? null, error: wireError(error) }),
  successSchema: (data, paged) => z.intersection(paged ? SuccessfulPage : Success, z.object({ data })),
  failureSchema(codes) {
    const error = z.object({ code: z.enum(codes) });
    const hasChallenge = codes.includes(TWO_FACTOR_REQUIRED);
    return z.intersection(Failure, z.object({ error: hasChallenge ? z.intersection(error, SignInChallenge) : error }));
  },
};
