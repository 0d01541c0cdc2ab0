import { createDurable, proxyDurable } from "itty-durable";
import { unsafeCast } from "../cast.ts";
import { log } from "../log.ts";
import { networkOf } from "../network.ts";
import { countRequest, mustBeStored, RATE_WINDOW_MS, type RateState, type RateWindow } from "../rate-limit.ts";

/** The state of a rate limit after one more request; `allowed` is false when that request exceeded the limit. */
export interface FloodState extends RateState {
  allowed: boolean;
}

/**
 * A Durable Object that counts what is done with one key, such as the requests of a network, in fixed windows, each of which
 * opens with the first one. The window outlives eviction (see `mustBeStored`). A network that is never seen again
 * leaves nothing behind: an alarm deletes what is stored when the window ends. Quotas and sessions belong to the user's
 * hub. Call it through `gate` or `floodGate`.
 */
export class FloodGate extends createDurable({ autoPersist: false }) {
  private window: RateWindow | undefined;
  private endsAt = 0;

  constructor(state: DurableObjectState) {
    // No environment is passed on, because the base class would copy every binding onto the object's state.
    super(state, {});
  }

  /** Counts a request at `now` (UTC milliseconds) against a limit of `limit` requests per window of `windowMs`. */
  hit(limit: number, now: number, windowMs: number): FloodState {
    const { allowed, window, rate } = countRequest(this.window, limit, now, windowMs);
    this.window = window;
    this.endsAt = rate.resetAt;
    if (allowed && mustBeStored(window, limit)) {
      this.persist().catch((error: unknown) => log("error", "flood gate", { error }));
    }
    return { allowed, ...rate };
  }

  /**
   * Stores the window where the base class looks for it before the first call. Both writes are unconfirmed, so that the
   * reply does not wait for them.
   */
  override async persist(): Promise<void> {
    const unconfirmed = { allowUnconfirmed: true };
    await Promise.all([
      this.storage.put("data", { window: this.window }, unconfirmed),
      this.storage.setAlarm(this.endsAt, unconfirmed),
    ]);
  }

  async alarm(): Promise<void> {
    await this.storage.deleteAll();
  }

  private get storage(): DurableObjectStorage {
    return unsafeCast<DurableObjectState>(this.state).storage;
  }
}

/** The gate of one key. Each `hit` is one Durable Object call. @param windowMs how long its windows are; always the same for a key */
export const gate = (namespace: DurableObjectNamespace, key: string, windowMs: number) => ({
  // The library's stub is not returned: reading any property of it, even `then`, makes a remote call.
  hit(limit: number, now: number): Promise<FloodState> {
    const stub = proxyDurable(namespace, { name: "FloodGate", parse: true }).get(key);
    return unsafeCast<{ hit(limit: number, now: number, windowMs: number): Promise<FloodState> }>(stub).hit(
      limit,
      now,
      windowMs,
    );
  },
});

/** The gate of one network and bucket, whose windows are minutes. `ip` is the client's address. */
export const floodGate = (namespace: DurableObjectNamespace, bucket: string, ip: string) =>
  gate(namespace, `${bucket}:${networkOf(ip)}`, RATE_WINDOW_MS);
