import type { PublicContext } from "../context.ts";
import { isDeployed } from "../env.ts";
import { AppError } from "../errors.ts";
import { log } from "../log.ts";
import type { RateState } from "../rate-limit.ts";
import type { RequestRecord } from "./request-record.ts";
import { knownError, type Wire } from "./wire.ts";

// Replies that do not depend on the endpoint: errors, and headers about rate limits and timing.

const REQUEST_ID = /^[A-Za-z0-9._-]{1,128}$/;

/**
 * The id that the caller sent in `X-Request-ID`, if it is safe to log and to send back; else a new id. Hono's `requestId`
 * would replace ids with dots, which clients may send.
 */
export function requestIdOf(request: Request): string {
  const given = request.headers.get("x-request-id");
  return given && REQUEST_ID.test(given) ? given : crypto.randomUUID();
}

/**
 * What was thrown, as an AppError. Anything unexpected is logged and becomes `internal`, which tells the caller nothing
 * but the request id.
 */
export function asAppError(error: unknown, requestId: string): AppError<string> {
  if (error instanceof AppError) return error;
  log("error", "unexpected", { requestId, error });
  return new AppError("internal", { message: `Something went wrong; request ${requestId}` });
}

/** The state of a rate limit as headers; `X-RateLimit-Reset` is in seconds since 1970. */
export const rateHeaders = ({ limit, remaining, resetAt }: RateState): Record<string, string> => ({
  "X-RateLimit-Limit": String(limit),
  "X-RateLimit-Remaining": String(remaining),
  "X-RateLimit-Reset": String(Math.ceil(resetAt / 1000)),
});

/** The error for a used-up rate limit, with headers that say when to come back. `now` is UTC milliseconds. */
export const rateLimited = (rate: RateState, now: number): AppError =>
  new AppError("rate_limited", {
    message: "Too many requests; try again later",
    headers: { ...rateHeaders(rate), "Retry-After": String(Math.max(1, Math.ceil((rate.resetAt - now) / 1000))) },
  });

/** A reply with `body` as JSON, which no cache may store. */
export const json = (body: unknown, status: number, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store", ...headers },
  });

/** The reply for an error, in the product's own format. The record learns of it. */
export function failure(wire: Wire, error: AppError<string>, record: RequestRecord): Response {
  const known = knownError(wire.errors, error);
  record.error = known.code;
  return json(wire.failure(known), wire.errors[known.code].status, known.headers);
}

/**
 * The header `Server-Timing` with the number of D1 and hub calls that the request made, and for reads near the user which copy
 * answered: `d1;desc="1", hub;desc="1", db;desc="replica"`. None where it is deployed. Hono's `timing` measures durations, and
 * would send an empty header with replies that made no calls.
 */
export function serverTiming({ env, meter }: PublicContext): Record<string, string> {
  if (isDeployed(env)) return {};
  const servedBy = meter.servedBy ? `, db;desc="${meter.servedBy}"` : "";
  return { "Server-Timing": `d1;desc="${meter.d1}", hub;desc="${meter.hub}"${servedBy}` };
}
