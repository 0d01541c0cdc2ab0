import { describe, expect, test } from "vitest";
import { AdmissionControl, type Session } from "../../src/hub/admission.ts";
import { RateWindows } from "../../src/hub/rate-windows.ts";
import type { Principal } from "../../src/kernel/principal.ts";
import type { RateLimits } from "../../src/kernel/rate-limit.ts";

const NOW = Date.parse("2026-11-24T10:00:00Z");
const MINUTE = 60_000;
const LIMITS = { auth: 2, read: 2, write: 1, sync: 1, ai: 1, info: 1 };

const admissionOf = (limits: RateLimits) =>
  new AdmissionControl(limits, new RateWindows({ kv: { get: () => undefined }, put: async () => {} }));

const principal = (timezone: string): Principal => ({
  database: "LEORA_DB_1",
  owner: 1,
  userId: "user",
  role: "user",
  timezone,
  profile: { primaryCurrency: "UZS" },
});
const session = (timezone = "Asia/Tashkent", expiresAt = NOW + MINUTE): Session => ({
  principal: principal(timezone),
  expiresAt,
});

/** A database whose answers the test gives, one per load and in its own time. */
function database() {
  const loads: PromiseWithResolvers<Session | null>[] = [];
  const load = () => {
    const pending = Promise.withResolvers<Session | null>();
    loads.push(pending);
    return pending.promise;
  };
  return { loads, load };
}

const request = (now = NOW) => ({ sessionId: "s1", database: null, bucket: null, now });
const zoneOf = (reply: Awaited<ReturnType<AdmissionControl["admit"]>>) =>
  reply.ok ? reply.value.principal.timezone : reply.error.code;

describe("sessions", () => {
  test("are loaded once, also when many ask at the same time", async () => {
    const { loads, load } = database();
    const admission = admissionOf(null);
    const replies = Promise.all([admission.admit(request(), load), admission.admit(request(), load)]);
    loads[0]?.resolve(session());
    expect((await replies).map(zoneOf)).toEqual(["Asia/Tashkent", "Asia/Tashkent"]);
    expect(zoneOf(await admission.admit(request(), load))).toBe("Asia/Tashkent");
    expect(loads).toHaveLength(1);
  });

  test("that end while they are loaded stay out, whatever the load says", async () => {
    const { loads, load } = database();
    const admission = admissionOf(null);
    const reply = admission.admit(request(), load);
    admission.end(["s1"]);
    loads[0]?.resolve(session());
    expect(zoneOf(await reply)).toBe("token_invalid");
    expect(zoneOf(await admission.admit(request(), load))).toBe("token_invalid");
    expect(loads).toHaveLength(1);
  });

  test("loaded before a change of the user are loaded again", async () => {
    const { loads, load } = database();
    const admission = admissionOf(null);
    const before = admission.admit(request(), load);
    admission.invalidate();
    const after = admission.admit(request(), load);
    loads[0]?.resolve(session("Asia/Tashkent"));
    loads[1]?.resolve(session("Europe/Moscow"));
    expect(zoneOf(await after)).toBe("Europe/Moscow");
    expect(zoneOf(await before)).toBe("Europe/Moscow");
    expect(loads).toHaveLength(2);
  });

  test("are asked for again when their time is over: they may have been prolonged", async () => {
    const { loads, load } = database();
    const admission = admissionOf(null);
    const first = admission.admit(request(), load);
    loads[0]?.resolve(session("Asia/Tashkent", NOW + MINUTE));
    await first;
    const prolonged = admission.admit(request(NOW + MINUTE), load);
    loads[1]?.resolve(session("Asia/Dubai", NOW + 2 * MINUTE));
    expect(zoneOf(await prolonged)).toBe("Asia/Dubai");
    const over = admission.admit(request(NOW + 2 * MINUTE), load);
    loads[2]?.resolve(null);
    expect(zoneOf(await over)).toBe("token_invalid");
  });

  test("that end at this very moment are over", async () => {
    const { loads, load } = database();
    const admission = admissionOf(null);
    const reply = admission.admit(request(), load);
    loads[0]?.resolve(session("Asia/Tashkent", NOW));
    expect(zoneOf(await reply)).toBe("token_invalid");
  });

  test("are known to have ended only when they have: one that left the memory may be live", async () => {
    const { loads, load } = database();
    const admission = admissionOf(null);
    const reply = admission.admit(request(), load);
    loads[0]?.resolve(session());
    await reply;
    admission.invalidate();
    expect(admission.isEnded("s1")).toBe(false);
    admission.end(["s1"]);
    expect(admission.isEnded("s1")).toBe(true);
    admission.invalidate();
    expect(admission.isEnded("s1")).toBe(true);
  });

  test("that have ended do not hide the user whom a live one names", async () => {
    const admission = admissionOf(null);
    admission.end(["ended"]);
    expect(admission.principal(NOW)).toBeUndefined();
    const live = session("Asia/Dubai");
    await admission.admit(request(), async () => live);
    expect(admission.principal(live.expiresAt - 1)?.timezone).toBe("Asia/Dubai");
    expect(admission.principal(live.expiresAt)).toBeUndefined();
  });

  test("whose load fails are loaded again by the next request", async () => {
    const { loads, load } = database();
    const admission = admissionOf(null);
    const failed = admission.admit(request(), load);
    loads[0]?.reject(new Error("D1 is away"));
    await expect(failed).rejects.toThrow("D1 is away");
    const next = admission.admit(request(), load);
    loads[1]?.resolve(session());
    expect(zoneOf(await next)).toBe("Asia/Tashkent");
  });
});

describe("rate windows", () => {
  const load = async () => session("Asia/Tashkent", NOW + 10 * MINUTE);
  const read = (now: number) => ({ sessionId: "s1", database: null, bucket: "read" as const, now });

  test("let `limit` requests through within a minute of the first, and say what is left", async () => {
    const admission = admissionOf(LIMITS);
    const resetAt = NOW + MINUTE;
    expect(await admission.admit(read(NOW), load)).toMatchObject({
      ok: true,
      value: { rate: { limit: 2, remaining: 1, resetAt } },
    });
    expect(await admission.admit(read(NOW + 10_000), load)).toMatchObject({
      ok: true,
      value: { rate: { remaining: 0, resetAt } },
    });
    expect(await admission.admit(read(NOW + 30_500), load)).toEqual({
      ok: false,
      error: {
        code: "rate_limited",
        message: "Too many requests; try again later",
        data: undefined,
        headers: {
          "Retry-After": "30",
          "X-RateLimit-Limit": "2",
          "X-RateLimit-Remaining": "0",
          "X-RateLimit-Reset": String(resetAt / 1000),
        },
      },
      rate: { limit: 2, remaining: 0, resetAt },
      d1: 0,
    });
    expect(await admission.admit(read(resetAt), load)).toMatchObject({ ok: true, value: { rate: { remaining: 1 } } });
  });

  test("are one per bucket, shared by the user's sessions; unknown sessions use none up", async () => {
    const admission = admissionOf(LIMITS);
    const write = (sessionId: string) => ({ sessionId, database: null, bucket: "write" as const, now: NOW });
    expect(await admission.admit(write("unknown"), async () => null)).toMatchObject({ ok: false, rate: null });
    expect(await admission.admit(write("s1"), load)).toMatchObject({ ok: true });
    expect(await admission.admit(write("s2"), load)).toMatchObject({ ok: false, error: { code: "rate_limited" } });
    expect(await admission.admit(read(NOW), load)).toMatchObject({ ok: true });
  });

  test("do not exist when limits are off, nor for requests that count against none", async () => {
    expect(await admissionOf(null).admit(read(NOW), load)).toMatchObject({ ok: true, value: { rate: null } });
    expect(await admissionOf(LIMITS).admit(request(), load)).toMatchObject({
      ok: true,
      value: { rate: null },
    });
  });
});
