import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { floodGate } from "../../../src/kernel/flood/gate.ts";

const NOW = Date.parse("2026-10-01T09:30:00.000Z");
const MINUTE = 60_000;

describe("FloodGate", () => {
  it("lets as many requests through as the limit says, and tells how many are left", async () => {
    const gate = floodGate(env.FLOOD_GATE, "auth", "203.0.113.1");
    const resetAt = NOW + MINUTE;
    expect(await gate.hit(3, NOW)).toEqual({ allowed: true, limit: 3, remaining: 2, resetAt });
    expect(await gate.hit(3, NOW + 10)).toEqual({ allowed: true, limit: 3, remaining: 1, resetAt });
    expect(await gate.hit(3, NOW + 20)).toEqual({ allowed: true, limit: 3, remaining: 0, resetAt });
    expect(await gate.hit(3, NOW + 30)).toEqual({ allowed: false, limit: 3, remaining: 0, resetAt });
  });

  it("opens a new window a minute after the first request, not after the last", async () => {
    const gate = floodGate(env.FLOOD_GATE, "auth", "203.0.113.2");
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
    const gate = floodGate(env.FLOOD_GATE, "auth", "203.0.113.3");
    await gate.hit(1, NOW);
    expect(await gate.hit(1, NOW - 50)).toEqual({ allowed: false, limit: 1, remaining: 0, resetAt: NOW + MINUTE });
  });

  it("opens a new window when the clock was set back", async () => {
    const gate = floodGate(env.FLOOD_GATE, "auth", "203.0.113.4");
    await gate.hit(1, NOW);
    expect(await gate.hit(1, NOW - MINUTE)).toEqual({ allowed: true, limit: 1, remaining: 0, resetAt: NOW });
  });

  it("counts each address and each bucket on its own", async () => {
    await floodGate(env.FLOOD_GATE, "auth", "203.0.113.5").hit(1, NOW);
    expect((await floodGate(env.FLOOD_GATE, "auth", "203.0.113.50").hit(1, NOW)).allowed).toBe(true);
    expect((await floodGate(env.FLOOD_GATE, "info", "203.0.113.5").hit(1, NOW)).allowed).toBe(true);
    expect((await floodGate(env.FLOOD_GATE, "auth", "203.0.113.5").hit(1, NOW)).allowed).toBe(false);
  });

  it("counts all addresses of an IPv6 network of /64 together, and an IPv4 address however it is written", async () => {
    const hit = async (ip: string) => (await floodGate(env.FLOOD_GATE, "auth", ip).hit(1, NOW)).allowed;
    expect(await hit("2001:db8:0:5::1")).toBe(true);
    expect(await hit("2001:db8:0:5:ffff:ffff:ffff:ffff")).toBe(false);
    expect(await hit("2001:db8:0:6::1")).toBe(true);
    expect(await hit("203.0.113.51")).toBe(true);
    expect(await hit("::ffff:203.0.113.51")).toBe(false);
    expect(await hit("::ffff:203.0.113.52")).toBe(true);
  });

  it("counts concurrent requests one by one", async () => {
    const gate = floodGate(env.FLOOD_GATE, "auth", "203.0.113.6");
    const replies = await Promise.all(Array.from({ length: 20 }, () => gate.hit(8, NOW)));
    expect(replies.filter(({ allowed }) => allowed)).toHaveLength(8);
    expect(
      replies
        .map(({ remaining }) => remaining)
        .toSorted((a, b) => b - a)
        .slice(0, 8),
    ).toEqual([7, 6, 5, 4, 3, 2, 1, 0]);
  });
});

describe("a gate that is evicted", () => {
  const stubOf = (key: string) => env.FLOOD_GATE.get(env.FLOOD_GATE.idFromName(key));
  const stored = (stub: DurableObjectStub) =>
    runInDurableObject(stub, async (_, { storage }) => [(await storage.list()).size, await storage.getAlarm()]);

  it("stays full, and opens again when its window ends", async () => {
    const [gate, stub, start] = [
      floodGate(env.FLOOD_GATE, "auth", "203.0.113.7"),
      stubOf("auth:203.0.113.7"),
      Date.now(),
    ];
    for (let count = 1; count <= 15; count += 1) await gate.hit(15, start);
    await evictDurableObject(stub);
    const resetAt = start + MINUTE;
    expect(await gate.hit(15, start + 1)).toEqual({ allowed: false, limit: 15, remaining: 0, resetAt });
    await evictDurableObject(stub);
    expect(await gate.hit(15, resetAt)).toEqual({ allowed: true, limit: 15, remaining: 14, resetAt: resetAt + MINUTE });
  });

  it("forgives less than a tenth of the limit, and writes nothing before it reached that", async () => {
    const [gate, stub, start] = [
      floodGate(env.FLOOD_GATE, "auth", "203.0.113.8"),
      stubOf("auth:203.0.113.8"),
      Date.now(),
    ];
    for (let count = 1; count <= 9; count += 1) await gate.hit(100, start);
    expect(await stored(stub)).toEqual([0, null]);
    for (let count = 10; count <= 19; count += 1) await gate.hit(100, start);
    await evictDurableObject(stub);
    expect((await gate.hit(100, start)).remaining).toBe(89);
  });

  it("leaves nothing behind when its window ends", async () => {
    const [gate, stub, start] = [
      floodGate(env.FLOOD_GATE, "auth", "203.0.113.9"),
      stubOf("auth:203.0.113.9"),
      Date.now(),
    ];
    await gate.hit(1, start);
    expect(await stored(stub)).toEqual([1, start + MINUTE]);
    expect(await runDurableObjectAlarm(stub)).toBe(true);
    expect(await stored(stub)).toEqual([0, null]);
    // Refused requests write nothing.
    expect((await gate.hit(1, start + 1)).allowed).toBe(false);
    expect(await stored(stub)).toEqual([0, null]);
  });
});
