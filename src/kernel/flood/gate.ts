import { createDurable, proxyDurable } from "itty-durable";
import { unsafeCast } from "../cast.ts";
import { RATE_WINDOW_MS, type RateState } from "../rate-limit.ts";

/** The state of a rate limit after one more request; `allowed` is false when that request exceeded the limit. */
export interface FloodState extends RateState {
  allowed: boolean;
}

/**
 * A Durable Object that counts the requests of one key, such as an IP address, in fixed windows of one minute, each of
 * which opens with its first request. It keeps its count in memory alone: an evicted gate starts a new window. That is
 * good enough here, and only here; quotas and sessions belong to the user's hub. Call it through `floodGate`.
 */
export class FloodGate extends createDurable({ autoPersist: false }) {
  private openedAt = Number.NEGATIVE_INFINITY;
  private count = 0;

  constructor(state: DurableObjectState) {
    // No environment is passed on, because the base class would copy every binding onto the object's state.
    super(state, {});
  }

  /** Counts a request at `now` (UTC milliseconds) against a limit of `limit` requests per window. */
  hit(limit: number, now: number): FloodState {
    // The absolute difference, because the clocks of isolates differ a little, and a clock that was set back must not
    // keep a window open.
    if (Math.abs(now - this.openedAt) >= RATE_WINDOW_MS) {
      this.openedAt = now;
      this.count = 0;
    }
    this.count += 1;
    const remaining = Math.max(0, limit - this.count);
    return { allowed: this.count <= limit, limit, remaining, resetAt: this.openedAt + RATE_WINDOW_MS };
  }
}

/** The gate of one key, such as `auth:203.0.113.7`. Each `hit` is one Durable Object call. */
export const floodGate = (namespace: DurableObjectNamespace, key: string) => ({
  // The library's stub is not returned: reading any property of it, even `then`, makes a remote call.
  hit(limit: number, now: number): Promise<FloodState> {
    const stub = proxyDurable(namespace, { name: "FloodGate", parse: true }).get(key);
    return unsafeCast<{ hit(limit: number, now: number): Promise<FloodState> }>(stub).hit(limit, now);
  },
});
