import { applyD1Migrations } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, inject, vi } from "vitest";

// Each test file has its own storage: it starts as a fresh installation does.
for (const { binding, migrations } of inject("migrations")) await applyD1Migrations(env[binding], migrations);

afterEach(() => {
  vi.useRealTimers();
});
