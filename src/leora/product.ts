import { lazy } from "../kernel/lazy.ts";
import type { ProductManifest } from "../kernel/product.ts";
import { variables } from "./variables.ts";

/** Leora's manifest. Its parts are loaded when they are first used. */
export const leoraProduct = {
  name: "leora",
  userDatabases: 1,
  prefix: "",
  hostnames: { production: "api.leora.app", staging: "staging-api.leora.app" },
  hasSockets: true,
  variables,
  rateLimits: ["auth", "read", "write", "sync", "ai"],
  queues: [
    {
      name: "leora-maintenance",
      producer: "LEORA_MAINTENANCE",
      maxBatchSize: 1,
      maxBatchTimeout: 1,
      maxRetries: 3,
      deadLetterQueue: "leora-maintenance-dead",
      consumer: lazy(async () => (await import("./cron.ts")).consumeUsers),
    },
    {
      name: "leora-insights",
      producer: "LEORA_INSIGHTS",
      maxBatchSize: 10,
      maxBatchTimeout: 1,
      maxRetries: 3,
      deadLetterQueue: "leora-insights-dead",
      consumer: lazy(async () => (await import("./cron.ts")).consumeInsights),
    },
    {
      name: "leora-insights-dead",
      maxBatchSize: 10,
      maxBatchTimeout: 5,
      maxRetries: 100,
      consumer: lazy(async () => (await import("../kernel/outbound/consumer.ts")).consumeDeadLetters),
    },
    {
      name: "leora-maintenance-dead",
      maxBatchSize: 10,
      maxBatchTimeout: 5,
      maxRetries: 100,
      consumer: lazy(async () => (await import("../kernel/outbound/consumer.ts")).consumeDeadLetters),
    },
  ],
  app: lazy(async () => (await import("./app.ts")).leora),
  hub: lazy(async () => (await import("./hub.ts")).leoraHub),
  cron: lazy(async () => (await import("./cron.ts")).runCron),
  operations: lazy(async () => (await import("./identity/homes/operations.ts")).operations),
  development: lazy(async () => (await import("./billing/development/pages.ts")).serveDevelopment),
  seed: async () => [{ table: "fxRates", statement: (await import("./finance/fx/bundled.ts")).bundledRates() }],
} as const satisfies ProductManifest;
