import { expect, test } from "vitest";
import { unsafeCast } from "../../../src/kernel/cast.ts";
import type { Env } from "../../../src/kernel/env.ts";
import { checkHealth } from "../../../src/kernel/http/health.ts";
import type { ProductManifest } from "../../../src/kernel/product.ts";
import { LIMITS } from "../../../src/limits.ts";

const START = Date.parse("2026-11-24T10:00:00Z");
const SHOP = unsafeCast<ProductManifest>({ name: "shop", queues: [] });

/** Bindings that answer; the database counts how often it is asked, and fails when told to. */
function bindings() {
  const state = { asked: 0, fails: false };
  const answer = async () => null;
  const namespace = { idFromName: () => "id", get: () => ({ fetch: answer }) };
  const first = async () => {
    state.asked += 1;
    if (state.fails) throw new Error("away");
  };
  const env = unsafeCast<Env>({
    SHOP_DB: { prepare: () => ({ first }) },
    SHOP_DB_1: { prepare: () => ({ first: answer }) },
    SHOP_DB_2: { prepare: () => ({ first: async () => (state.fails ? Promise.reject(new Error("away")) : null) }) },
    USER_HUB: namespace,
    FLOOD_GATE: namespace,
    OUTBOUND: { send: answer },
    FILES: { head: answer },
    ASSETS: { fetch: answer },
  });
  return { state, env };
}

test("an isolate asks its bindings every few seconds, however many want to know, and names what fails", async () => {
  const { state, env } = bindings();
  const check = async (after: number) => {
    const reply = await checkHealth(env, [SHOP], START + after);
    const { checks } = (await reply.json()) as { checks: Record<string, string> };
    expect([checks.SHOP_DB_1, checks.SHOP_DB_2]).toEqual(["ok", checks.SHOP_DB]);
    return [reply.status, checks.SHOP_DB];
  };
  expect(await check(0)).toEqual([200, "ok"]);
  state.fails = true;
  expect(await check(LIMITS.http.healthMs - 1)).toEqual([200, "ok"]);
  expect(state.asked).toBe(1);

  // The second comes while the bindings are asked.
  const [fresh, meanwhile] = await Promise.all([check(LIMITS.http.healthMs), check(LIMITS.http.healthMs)]);
  expect([fresh, meanwhile, state.asked]).toEqual([[503, "failing"], [200, "ok"], 2]);
  expect(await check(2 * LIMITS.http.healthMs - 1)).toEqual([503, "failing"]);

  state.fails = false;
  expect(await check(-LIMITS.http.healthMs)).toEqual([200, "ok"]);
  expect(state.asked).toBe(3);
});
