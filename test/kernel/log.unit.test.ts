import { afterEach, describe, expect, it, vi } from "vitest";
import { log } from "../../src/kernel/log.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

/** The line that `log` prints for these fields, parsed; `level` and `event` are taken off. */
function logged(fields: Record<string, unknown>): unknown {
  const print = vi.spyOn(console, "log").mockImplementation(() => {});
  log("info", "event", fields);
  const { level, event, ...rest } = JSON.parse(String(print.mock.lastCall?.[0]));
  expect({ level, event }).toEqual({ level: "info", event: "event" });
  return rest;
}

describe("log", () => {
  it("prints one line of JSON; errors go to stderr", () => {
    const out = vi.spyOn(console, "log").mockImplementation(() => {});
    const err = vi.spyOn(console, "error").mockImplementation(() => {});
    log("info", "request", { status: 200, path: "/a\nb" });
    log("warn", "slow");
    log("error", "cron", { ms: 3 });
    expect(out.mock.calls).toEqual([
      ['{"level":"info","event":"request","status":200,"path":"/a\\nb"}'],
      ['{"level":"warn","event":"slow"}'],
    ]);
    expect(err.mock.calls).toEqual([['{"level":"error","event":"cron","ms":3}']]);
  });

  it.each([
    "password",
    "newPassword",
    "passwordHash",
    "token",
    "accessToken",
    "refresh_token",
    "TOKEN_SECRET",
    "clientSecret",
    "authorization",
    "Authorization",
    "otp",
    "otpHash",
    "code",
    "reset_code",
    "backupCodes",
    "pin",
    "pinHash",
    "text",
  ])("leaves %s out, at any depth", (key) => {
    const secret = { [key]: "s3cret" };
    expect(logged({ ...secret, user: { id: 1, ...secret }, list: [{ ...secret, n: 2 }] })).toEqual({
      user: { id: 1 },
      list: [{ n: 2 }],
    });
  });

  it.each(["mapping", "context", "spinner", "encoder", "texture", "decoded", "option"])("keeps %s", (key) => {
    expect(logged({ [key]: 1 })).toEqual({ [key]: 1 });
  });

  it("tells of an error the first line of its message, where it happened, and its cause", () => {
    const cause = new TypeError("inner\nparams: 998901234567");
    const error = new Error(`outer ${"x".repeat(600)}\nUPDATE users SET passwordHash`, { cause });
    expect(logged({ error })).toEqual({
      error: {
        name: "Error",
        message: `outer ${"x".repeat(494)}`,
        at: expect.arrayContaining([expect.stringMatching(/^at .*log\.unit\.test\.ts/)]),
        cause: { name: "TypeError", message: "inner", at: expect.any(Array) },
      },
    });
  });

  it("prints what JSON cannot: big integers, dates, circles", () => {
    const circle: Record<string, unknown> = { n: 1n, at: new Date(0) };
    circle.self = circle;
    const text = JSON.stringify(logged({ circle }));
    expect(text).toContain('"n":"1","at":"1970-01-01T00:00:00.000Z"');
    expect(text).toContain('"…"');
  });
});
