import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { floodGate } from "../../../src/kernel/flood/gate.ts";

const NOW = Date.parse("2026-10-01T09:30:00.000Z");
const MINUTE = 60_000;

describe("FloodGate", () => {
  it("lets as many requests through as the limit says, and tells how many are left", async () => {
    const gate = floodGate(env.FLOOD_GATE, "auth:203.0.113.1");
    const resetAt = NOW + MINUTE;
    expect(await gate.hit(3, NOW)).toEqual({ allowed: true, limit: 3, remaining: 2, resetAt });
    expect(await gate.hit(3, NOW + 10)).toEqual({ allowed: true, limit: 3, remaining: 1, resetAt });
    expect(await gate.hit(3, NOW + 20)).toEqual({ allowed: true, limit: 3, remaining: 0, resetAt });
    expect(await gate.hit(3, NOW + 30)).toEqual({ allowed: false, limit: 3, remaining: 0, resetAt });
  });

  it("opens a new window a minute after the first request, not after the last", async () => {
    const gate = floodGate(env.FLOOD_GATE, "auth:203.0.113.2");
    await gate.hit(1, NOW);
    expect((await gate.hit(1, NOW + MINUTE - 1)).allowed).toBe(false);
    expect(await gate.hit(1, NOW + MINUTE)).toEqual({
      allowed: true,
      limit: 1,
      remaining: 0,
      resetAt: NOW + 2 * MINUTE,
    });
  });

  it("keeps its window when another isolate's clock is a little behind", async () => {
    const gate = floodGate(env.FLOOD_GATE, "auth:203.0.113.3");
    await gate.hit(1, NOW);
    expect(await gate.hit(1, NOW - 50)).toEqual({ allowed: false, limit: 1, remaining: 0, resetAt: NOW + MINUTE });
  });

  it("opens a new window when the clock was set back", async () => {
    const gate = floodGate(env.FLOOD_GATE, "auth:203.0.113.4");
    await gate.hit(1, NOW);
    expect(await gate.hit(1, NOW - MINUTE)).toEqual({ allowed: true, limit: 1, remaining: 0, resetAt: NOW });
  });

  it("counts each key on its own", async () => {
    await floodGate(env.FLOOD_GATE, "auth:203.0.113.5").hit(1, NOW);
    expect((await floodGate(env.FLOOD_GATE, "auth:2001:db8::5").hit(1, NOW)).allowed).toBe(true);
    expect((await floodGate(env.FLOOD_GATE, "auth:203.0.113.5").hit(1, NOW)).allowed).toBe(false);
  });

  it("counts concurrent requests one by one", async () => {
    const gate = floodGate(env.FLOOD_GATE, "auth:203.0.113.6");
    const replies = await Promise.all(Array.from({ length: 20 }, () => gate.hit(8, NOW)));
    expect(replies.filter(({ allowed }) => allowed)).toHaveLength(8);
    expect(
      replies
        .map(({ remaining }) => remaining)
        .toSorted((a, b) => b - a)
        .slice(0, 8),
    ).toEqual([7, 6, 5, 4, 3, 2, 1, 0]);
  });

  it("forgets the window when it is evicted, because nothing of it is stored", async () => {
    const gate = floodGate(env.FLOOD_GATE, "auth:203.0.113.7");
    const stub = env.FLOOD_GATE.get(env.FLOOD_GATE.idFromName("auth:203.0.113.7"));
    await gate.hit(1, NOW);
    expect((await gate.hit(1, NOW)).allowed).toBe(false);
    expect(await runInDurableObject(stub, async (_, { storage }) => (await storage.list()).size)).toBe(0);
    await evictDurableObject(stub);
    expect(await gate.hit(1, NOW + 1)).toEqual({ allowed: true, limit: 1, remaining: 0, resetAt: NOW + 1 + MINUTE });
  });
});
