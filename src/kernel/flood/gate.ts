import { createDurable, proxyDurable } from "itty-durable";
import { unsafeCast } from "../cast.ts";
import type { RateState } from "../rate-limit.ts";

const WINDOW_MS = 60_000;

/** A rate limit after one more request; `allowed` is false when that request was one too many. */
export interface FloodState extends RateState {
  allowed: boolean;
}

/**
 * The requests of one key in a fixed window of one minute that opens with its first request. Disposable: it lives in
 * memory alone, so an evicted gate opens a new window. Reached through `floodGate` only.
 */
export class FloodGate extends createDurable({ autoPersist: false }) {
  private openedAt = Number.NEGATIVE_INFINITY;
  private count = 0;

  constructor(state: DurableObjectState) {
    // The base would copy every binding onto the state.
    super(state, {});
  }

  /** Counts a request at `now` (UTC ms) against `limit` per window. */
  hit(limit: number, now: number): FloodState {
    // In both directions: isolates' clocks differ by a little, and a clock set back must not keep a window open.
    if (Math.abs(now - this.openedAt) >= WINDOW_MS) {
      this.openedAt = now;
      this.count = 0;
    }
    this.count += 1;
    const remaining = Math.max(0, limit - this.count);
    return { allowed: this.count <= limit, limit, remaining, resetAt: this.openedAt + WINDOW_MS };
  }
}

/** The gate of one key, such as `auth:203.0.113.7`. One Durable Object call per hit. */
export const floodGate = (namespace: DurableObjectNamespace, key: string) => ({
  // The library's stub stays inside: any property of it, even `then`, is a remote call.
  hit(limit: number, now: number): Promise<FloodState> {
    const stub = proxyDurable(namespace, { name: "FloodGate", parse: true }).get(key);
    return unsafeCast<{ hit(limit: number, now: number): Promise<FloodState> }>(stub).hit(limit, now);
  },
});
