import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, inject, vi } from "vitest";
import { ensureBundledRates } from "../../src/leora/finance/fx/service.ts";

// Each test file has its own storage: it starts as a fresh installation does.
for (const { binding, migrations } of inject("migrations")) await applyD1Migrations(env[binding], migrations);
await ensureBundledRates(env.LEORA_DB);

// Each request logs a line. Errors are shown.
console.log = () => {};

afterEach(() => {
  vi.useRealTimers();
});
