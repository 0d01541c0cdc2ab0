import { applyD1Migrations, evictAllDurableObjects } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterAll, afterEach, inject, vi } from "vitest";
import { ensureBundledRates } from "../../src/leora/finance/fx/service.ts";
import { closeSockets } from "./socket.ts";

// Each test file has its own storage: it starts as a fresh installation does.
for (const { binding, migrations } of inject("migrations")) await applyD1Migrations(env[binding], migrations);
await ensureBundledRates(env.LEORA_DB);

afterEach(async () => {
  vi.useRealTimers();
  await closeSockets();
});

// Eviction waits for what Durable Objects still do, such as hearing that a socket was closed: a runtime that is stopped
// before may never stop.
afterAll(() => evictAllDurableObjects());
