import type { PublicContext } from "../context.ts";
import { AppError } from "../errors.ts";
import { log } from "../log.ts";
import type { RateState } from "../rate-limit.ts";
import { knownError, type Wire } from "./wire.ts";

const REQUEST_ID = /^[A-Za-z0-9._-]{1,128}$/;

/** The caller's request id when it is harmless, else a new one. */
export function requestIdOf(request: Request): string {
  const given = request.headers.get("x-request-id");
  return given && REQUEST_ID.test(given) ? given : crypto.randomUUID();
}

/** What was thrown, as an AppError; anything unexpected is logged and becomes `internal`, which says nothing. */
export function asAppError(error: unknown, requestId: string): AppError<string> {
  if (error instanceof AppError) return error;
  log("error", "unexpected", { requestId, error });
  return new AppError("internal", { message: `Something went wrong; request ${requestId}` });
}

export const rateHeaders = ({ limit, remaining, resetAt }: RateState): Record<string, string> => ({
  "X-RateLimit-Limit": String(limit),
  "X-RateLimit-Remaining": String(remaining),
  "X-RateLimit-Reset": String(Math.ceil(resetAt / 1000)),
});

/** This rate limit is used up: 429 that says when to come back. */
export const rateLimited = (rate: RateState, now: number): AppError =>
  new AppError("rate_limited", {
    message: "Too many requests; try again later",
    headers: { ...rateHeaders(rate), "Retry-After": String(Math.max(1, Math.ceil((rate.resetAt - now) / 1000))) },
  });

export const json = (body: unknown, status: number, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store", ...headers },
  });

/** An error in the product's own words. */
export function failure(wire: Wire, error: AppError<string>): Response {
  const known = knownError(wire.errors, error);
  return json(wire.failure(known), wire.errors[known.code].status, known.headers);
}

/** How many calls the request made, outside production: `d1;desc="1", hub;desc="1"`. */
export function serverTiming({ env, meter }: PublicContext): Record<string, string> {
  if (env.ENVIRONMENT === "production") return {};
  return { "Server-Timing": `d1;desc="${meter.d1}", hub;desc="${meter.hub}"` };
}
