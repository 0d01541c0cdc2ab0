import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { unsafeCast } from "../../../src/kernel/cast.ts";
import type { Env } from "../../../src/kernel/env.ts";
import { checkHealth } from "../../../src/kernel/http/health.ts";
import type { ProductManifest } from "../../../src/kernel/product.ts";
import { recordLog } from "../../support/log.ts";

const SHOP = unsafeCast<ProductManifest>({ name: "shop", queues: [] });

beforeEach(() => void recordLog());
afterEach(() => void vi.restoreAllMocks());

/** Bindings that answer, but for one. */
function bindings(failing: string) {
  const answer = async () => null;
  const database = (name: string) => ({
    prepare: () => ({ first: () => (name === failing ? Promise.reject(new Error("away")) : answer()) }),
  });
  const namespace = { idFromName: () => "id", get: () => ({ fetch: answer }) };
  return unsafeCast<Env>({
    ENVIRONMENT: "staging",
    CF_VERSION_METADATA: { id: "8c5a", tag: "v7", timestamp: "2026-11-24T10:00:00Z" },
    SHOP_DB: database("SHOP_DB"),
    SHOP_DB_1: database("SHOP_DB_1"),
    SHOP_DB_2: database("SHOP_DB_2"),
    USER_HUB: namespace,
    FLOOD_GATE: namespace,
    OUTBOUND: { send: answer },
    FILES: { head: answer },
    ASSETS: { fetch: answer },
  });
}

test.each(["", "SHOP_DB", "SHOP_DB_2"])("a check names what fails: %s", async (failing) => {
  const reply = await checkHealth(bindings(failing), [SHOP]);
  const names = ["SHOP_DB", "SHOP_DB_1", "SHOP_DB_2", "USER_HUB", "FLOOD_GATE", "OUTBOUND", "FILES", "ASSETS"];
  expect([reply.status, await reply.json()]).toEqual([
    failing === "" ? 200 : 503,
    {
      status: failing === "" ? "ok" : "failing",
      environment: "staging",
      version: "8c5a",
      tag: "v7",
      checks: Object.fromEntries(names.map((name) => [name, name === failing ? "failing" : "ok"])),
    },
  ]);
});
