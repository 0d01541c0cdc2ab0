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
 * A Durable Object that counts the requests of one key, such as a network, in fixed windows of one minute, each of which
 * opens with its first request. The window outlives eviction (see `mustBeStored`). A network that is never seen again
 * leaves nothing behind: an alarm deletes what is stored when the window ends. Quotas and sessions belong to the user's
 * hub. Call it through `floodGate`.
 */
export class FloodGate extends createDurable({ autoPersist: false }) {
  private window: RateWindow | undefined;

  constructor(state: DurableObjectState) {
    // No environment is passed on, because the base class would copy every binding onto the object's state.
    super(state, {});
  }

  /** Counts a request at `now` (UTC milliseconds) against a limit of `limit` requests per window. */
  hit(limit: number, now: number): FloodState {
    const { allowed, window, rate } = countRequest(this.window, limit, now);
    this.window = window;
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
    const end = (this.window?.openedAt ?? 0) + RATE_WINDOW_MS;
    await Promise.all([
      this.storage.put("data", { window: this.window }, unconfirmed),
      this.storage.setAlarm(end, unconfirmed),
    ]);
  }

  async alarm(): Promise<void> {
    await this.storage.deleteAll();
  }

  private get storage(): DurableObjectStorage {
    return unsafeCast<DurableObjectState>(this.state).storage;
  }
}

/** The gate of one network and bucket. `ip` is the client's address. Each `hit` is one Durable Object call. */
export const floodGate = (namespace: DurableObjectNamespace, bucket: string, ip: string) => ({
  // The library's stub is not returned: reading any property of it, even `then`, makes a remote call.
  hit(limit: number, now: number): Promise<FloodState> {
    const stub = proxyDurable(namespace, { name: "FloodGate", parse: true }).get(`${bucket}:${networkOf(ip)}`);
    return unsafeCast<{ hit(limit: number, now: number): Promise<FloodState> }>(stub).hit(limit, now);
  },
});
