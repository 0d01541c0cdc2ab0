/** The buckets that the variable `RATE_LIMITS` sets, in requests per minute. */
export const RATE_BUCKETS = ["auth", "read", "write", "sync", "ai"] as const;
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
