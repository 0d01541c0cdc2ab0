import { productVariables } from "../kernel/env.ts";
import { lazy } from "../kernel/lazy.ts";
import type { ProductManifest } from "../kernel/product.ts";

export const koshelokProduct = {
  name: "koshelok",
  prefix: "/koshelok",
  hostnames: { production: "koshelok.leora.app", staging: "staging-koshelok.leora.app" },
  hasSockets: false,
  variables: productVariables({}),
  rateLimits: ["auth", "read", "write"],
  queues: [],
  app: lazy(async () => (await import("./app.ts")).koshelok),
  hub: lazy(async () => (await import("./hub.ts")).koshelokHub),
  cron: lazy(async () => (await import("./cron.ts")).runCron),
} as const satisfies ProductManifest;
