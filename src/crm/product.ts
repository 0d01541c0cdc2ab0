import { lazy } from "../kernel/lazy.ts";
import type { ProductManifest } from "../kernel/product.ts";
import { variables } from "./variables.ts";

export const crmProduct = {
  name: "crm",
  prefix: "/crm",
  hostnames: { production: "crm.leora.app", staging: "staging-crm.leora.app" },
  hasSockets: false,
  variables,
  rateLimits: ["auth", "read", "write"],
  queues: [],
  app: lazy(async () => (await import("./app.ts")).crm),
  hub: lazy(async () => (await import("./hub.ts")).crmHub),
  cron: lazy(async () => (await import("./cron.ts")).runCron),
} as const satisfies ProductManifest;
