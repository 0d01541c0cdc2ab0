import type { KernelBindings } from "../env.ts";
import { log } from "../log.ts";
import type { Measurement } from "./measurement.ts";

// Writes measurements to Analytics Engine. Which column holds what is decided here alone; docs/operations.md has the
// queries.

type Bindings = Pick<KernelBindings, "METRICS" | "CF_VERSION_METADATA">;

/** Writes one data point. A dataset that is absent or fails changes nothing for whoever is measured. Waits for nothing. */
export function measure({ METRICS, CF_VERSION_METADATA }: Bindings, measurement: Measurement): void {
  try {
    const [owner, blobs, doubles] = columnsOf(measurement);
    METRICS?.writeDataPoint({
      // Cloudflare samples per index: the few points of cron and queues are kept, however many requests there are.
      indexes: [`${measurement.kind}/${owner}`],
      blobs: [measurement.kind, owner, CF_VERSION_METADATA?.id ?? "", ...blobs],
      doubles,
    });
  } catch (error) {
    log("warn", "data point lost", { kind: measurement.kind, error });
  }
}

/** Whose the measurement is; `blob4` and on; `double1` and on. */
function columnsOf(measurement: Measurement): [owner: string, blobs: string[], doubles: number[]] {
  switch (measurement.kind) {
    case "request": {
      const { product, method, route, status, error, ms, d1, hub } = measurement;
      return [product, [method, route, String(status), error], [ms, d1, hub]];
    }
    case "queue": {
      const { queue, messages, lagMs, retries } = measurement;
      return [queue, [], [messages, lagMs, retries]];
    }
    case "cron": {
      const { product, ms, lateMs, backlog, failed } = measurement;
      return [product, [], [ms, lateMs, backlog, failed]];
    }
    case "sync": {
      const { applied, merged, duplicate, conflict, rejected } = measurement.counts;
      return [measurement.product, [], [applied, merged, duplicate, conflict, rejected]];
    }
  }
}
