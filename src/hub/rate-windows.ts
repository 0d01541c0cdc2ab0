import { log } from "../kernel/log.ts";
import {
  countRequest,
  isOpen,
  mustBeStored,
  type RateBucket,
  type RateState,
  type RateWindow,
} from "../kernel/rate-limit.ts";

const KEY = "rateWindows";

/** What the windows need of the object's storage. */
export interface WindowStorage {
  readonly kv: Pick<SyncKvStorage, "get">;
  put(key: string, value: unknown, options: DurableObjectPutOptions): Promise<void>;
}

/**
 * The rate windows of one user, at most one per bucket. They outlive eviction: the object reads them when it starts, and
 * stores them from time to time (`mustBeStored`). No admission waits for that: nobody awaits the write, and it is
 * unconfirmed, so that the reply is not held back either. Windows that have ended leave with the next write.
 */
export class RateWindows {
  private readonly windows: Map<RateBucket, RateWindow>;

  constructor(private readonly storage: WindowStorage) {
    this.windows = new Map(storage.kv.get<Map<RateBucket, RateWindow>>(KEY));
  }

  /** Counts one more request of this bucket, unless its window has let `limit` requests in. */
  count(bucket: RateBucket, limit: number, now: number): { allowed: boolean; rate: RateState } {
    const { allowed, window, rate } = countRequest(this.windows.get(bucket), limit, now);
    this.windows.set(bucket, window);
    if (allowed && mustBeStored(window, limit)) this.store(now);
    return { allowed, rate };
  }

  private store(now: number): void {
    const open = new Map([...this.windows].filter(([, window]) => isOpen(window, now)));
    this.storage
      .put(KEY, open, { allowUnconfirmed: true })
      .catch((error: unknown) => log("error", "rate windows", { error }));
  }
}
