import { LIMITS } from "../limits.ts";

/**
 * The buckets that the variable `RATE_LIMITS` sets, in requests per minute. `auth` and `info` count by network, the others
 * by user; `info` is what everybody gets alike: health, documentation.
 */
export const RATE_BUCKETS = ["auth", "read", "write", "sync", "ai", "info"] as const;
export type RateBucket = (typeof RATE_BUCKETS)[number];

/** Requests per minute by bucket; `null`: no limit holds (load tests only, refused in production). */
export type RateLimits = Readonly<Record<RateBucket, number>> | null;

/** How long the window of a rate limit stays open after its first request. */
export const RATE_WINDOW_MS = 60_000;

/** The requests per window that a bucket allows; null where no limit holds. */
export const limitOf = (limits: RateLimits, bucket: RateBucket | null): number | null =>
  bucket && limits ? limits[bucket] : null;

/** One rate limit after a request: requests per window, how many are left, and when the window ends (UTC ms). */
export interface RateState {
  limit: number;
  remaining: number;
  resetAt: number;
}

/** How many requests a window has let in. It opened with the first of them (UTC ms). */
export interface RateWindow {
  used: number;
  openedAt: number;
}

/** True while requests still count against the window. */
export const isOpen = ({ openedAt }: RateWindow, now: number, windowMs = RATE_WINDOW_MS): boolean =>
  // In both directions: isolates' clocks differ by a little, and a clock set back must not keep a window open.
  Math.abs(now - openedAt) < windowMs;

/** One more request: whether it is let in, and the window after it. Refused requests do not count. */
export function countRequest(
  known: RateWindow | undefined,
  limit: number,
  now: number,
  windowMs = RATE_WINDOW_MS,
): { allowed: boolean; window: RateWindow; rate: RateState } {
  const { used, openedAt } = known && isOpen(known, now, windowMs) ? known : { used: 0, openedAt: now };
  const allowed = used < limit;
  const window = { used: allowed ? used + 1 : used, openedAt };
  const remaining = Math.max(0, limit - window.used);
  return { allowed, window, rate: { limit, remaining, resetAt: openedAt + windowMs } };
}

/**
 * True when a window that has just let a request in must be stored, which is not always: an eviction forgives what was let
 * in since. A full window is always stored, so that whoever is refused stays so.
 */
export const mustBeStored = ({ used }: RateWindow, limit: number): boolean =>
  used === limit || used % Math.ceil(limit / LIMITS.hub.windowWrites) === 0;
