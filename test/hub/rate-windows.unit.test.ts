import { describe, expect, test } from "vitest";
import { RateWindows, type WindowStorage } from "../../src/hub/rate-windows.ts";
import { unsafeCast } from "../../src/kernel/cast.ts";

const NOW = Date.parse("2026-11-24T10:00:00Z");
const MINUTE = 60_000;

/** What the object keeps over evictions, and how often it was written. */
function storage() {
  const stored = new Map<string, unknown>();
  const writes: unknown[] = [];
  const kept: WindowStorage = {
    kv: { get: <Value>(key: string) => unsafeCast<Value | undefined>(stored.get(key)) },
    put: async (key, value, options) => {
      writes.push(options);
      stored.set(key, structuredClone(value));
    },
  };
  return { kept, writes };
}

const count = (windows: RateWindows, limit: number, times: number, now = NOW) =>
  Array.from({ length: times }, () => windows.count("read", limit, now)).at(-1);

describe("stored windows", () => {
  test.each([
    // The limit, what was used before the eviction, and what is left when the next request has been counted.
    [10, 1, 8],
    [10, 9, 0],
    [15, 13, 2],
    [15, 14, 0],
    [100, 19, 89],
    [100, 20, 79],
  ])("of limit %i, evicted after %i requests", (limit, used, remaining) => {
    const { kept } = storage();
    count(new RateWindows(kept), limit, used);
    expect(new RateWindows(kept).count("read", limit, NOW + 1)).toEqual({
      allowed: true,
      rate: { limit, remaining, resetAt: NOW + MINUTE },
    });
  });

  test.each([1, 3, 10, 15, 19, 100])("are full after %i requests, also for the evicted object", (limit) => {
    const { kept } = storage();
    count(new RateWindows(kept), limit, limit);
    expect(new RateWindows(kept).count("read", limit, NOW).allowed).toBe(false);
  });

  test.each([1, 9, 10, 11, 15, 19, 50, 100, 1_000_000])("of limit %i are written ten times at most", (limit) => {
    const { kept, writes } = storage();
    const requests = Math.min(limit, 5_000) + 5;
    count(new RateWindows(kept), limit, requests);
    expect(writes.length).toBeLessThanOrEqual(10);
  });

  test("do not keep a request waiting: nobody awaits the write, nor its confirmation", async () => {
    const { kept, writes } = storage();
    const pending = { ...kept, put: (...args: Parameters<WindowStorage["put"]>) => kept.put(...args).then(never) };
    expect(new RateWindows(pending).count("read", 1, NOW).allowed).toBe(true);
    expect(writes).toEqual([{ allowUnconfirmed: true }]);
  });

  test("that are full after the limit was lowered leave nothing, and not less", () => {
    const { kept } = storage();
    count(new RateWindows(kept), 10, 8);
    expect(new RateWindows(kept).count("read", 5, NOW)).toMatchObject({ allowed: false, rate: { remaining: 0 } });
  });

  test("hold for a minute, also when an isolate's clock is a little behind; a clock set back by more opens a new one", () => {
    const { kept } = storage();
    count(new RateWindows(kept), 1, 1);
    const allowedAt = (now: number) => new RateWindows(kept).count("read", 1, now).allowed;
    expect([NOW - MINUTE + 1, NOW + MINUTE - 1].map(allowedAt)).toEqual([false, false]);
    expect(allowedAt(NOW + MINUTE)).toBe(true);
    expect(allowedAt(NOW)).toBe(true);
  });
});

const never = () => new Promise<void>(() => {});
