import { lazy } from "./lazy.ts";
import type { Resources } from "./resources.ts";

/** What the platform itself uses of Cloudflare; products add theirs in their manifests. */
export const platform = {
  queues: [
    {
      name: "outbound",
      producer: "OUTBOUND",
      maxBatchSize: 10,
      maxBatchTimeout: 1,
      maxRetries: 5,
      deadLetterQueue: "outbound-dead",
      consumer: lazy(async () => (await import("./outbound/consumer.ts")).consumeOutbound),
    },
    {
      name: "outbound-dead",
      maxBatchSize: 10,
      maxBatchTimeout: 5,
      maxRetries: 100,
      consumer: lazy(async () => (await import("./outbound/consumer.ts")).consumeDeadLetters),
    },
  ],
  durableObjects: { USER_HUB: "UserHub", FLOOD_GATE: "FloodGate" },
  lifecycle: [
    // They hold addresses and texts (docs/providers.md).
    { name: "dead-letters", prefix: "dead-letters/", days: 30 },
    // The queue delivers a message again within a day, if at all.
    { name: "receipts", prefix: "receipts/", days: 3 },
  ],
} as const satisfies Resources;
