import { createExecutionContext } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { describe, expect, inject, it } from "vitest";
import { handle } from "../../../src/api.ts";
import type { Bindings } from "../../../src/env.ts";
import { unsafeCast } from "../../../src/kernel/cast.ts";
import { anonymous, newActor } from "../../support/actor.ts";

const MIB = 1024 * 1024;
/** An installation that has its variables, and nothing to ask. */
const WITHOUT_SERVICES = unsafeCast<Bindings>({
  ENVIRONMENT: "development",
  TOKEN_SECRET: "x".repeat(32),
  CF_VERSION_METADATA: { id: "8c5a", tag: "v7" },
});
const call = (path: string, init?: RequestInit) => exports.default.fetch(new Request(`http://localhost${path}`, init));

describe("every reply", () => {
  it("carries a request id: the caller's when it is harmless", async () => {
    const idOf = async (given: string) =>
      (await anonymous().get("/v1/nowhere", { "X-Request-ID": given })).headers.get("x-request-id");
    expect(await idOf("phone-7_retry.2")).toBe("phone-7_retry.2");
    expect(await idOf("a b")).toMatch(/^[0-9a-f-]{36}$/);
    expect(await idOf("x".repeat(129))).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("carries security headers, and forbids everything to run", async () => {
    const { headers } = await anonymous().get("/v1/nowhere");
    expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cache-control")).toBe("no-store");
  });

  it("allows no foreign origin", async () => {
    const headers = { Origin: "https://evil.example", "Access-Control-Request-Method": "POST" };
    const preflight = await call("/v1/tasks", { method: "OPTIONS", headers });
    expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).toEqual([204, null]);
    expect((await call("/v1/tasks", { headers })).headers.get("access-control-allow-origin")).toBeNull();
  });

  it("tells how many calls it took", async () => {
    const actor = await newActor();
    expect((await actor.get("/v1/tasks")).headers.get("server-timing")).toBe(
      'd1;desc="1", hub;desc="1", db;desc="primary"',
    );
    const keyed = await actor.post("/v1/tasks", { title: "a" }, { "Idempotency-Key": "k" });
    expect(keyed.headers.get("server-timing")).toBe('d1;desc="2", hub;desc="1"');
  });
});

describe("unknown routes", () => {
  it("are 404 with and without a token, and for a known path with another method", async () => {
    const actor = await newActor();
    for (const reply of [
      await anonymous().get("/v1/nowhere"),
      await actor.get("/v1/nowhere"),
      await actor.put("/v1/tasks", {}),
      await actor.get("/v1/tasks/no-uuid"),
    ]) {
      expect([reply.status, reply.error?.code]).toEqual([404, "RESOURCE_NOT_FOUND"]);
    }
  });
});

describe("access tokens", () => {
  it.each([
    {},
    { Authorization: "Bearer garbage" },
    { Authorization: "Basic YTpi" },
    { Authorization: "Bearer a.b.c" },
  ])("%j is no way in", async (headers) => {
    const reply = await anonymous().get("/v1/tasks", headers as Record<string, string>);
    expect([reply.status, reply.error?.code]).toEqual([401, "AUTH_TOKEN_INVALID"]);
  });

  it("come before the body: who may not enter learns nothing of what is wrong with it", async () => {
    const reply = await anonymous().post("/v1/tasks", { title: 5 });
    expect(reply.error?.code).toBe("AUTH_TOKEN_INVALID");
  });
});

describe("bodies", () => {
  const problem = (reply: { status: number; error: { code: string; message: string } | null }) => [
    reply.status,
    reply.error?.code,
  ];
  const invalid = [400, "VALIDATION_ERROR"];

  it.each([
    ["not JSON", "{"],
    ["an array", "[]"],
    ["a string", '"a"'],
    ["null", "null"],
    ["raw NUL", '{"title":"a\0"}'],
    ["escaped NUL", '{"title":"a\\u0000"}'],
    ["half a surrogate pair", '{"notes":"\\ud83d","title":"a"}'],
    ["NUL deep inside", `{"title":"a","checklist":[{"title":"\\u0000"}]}`],
    ["a hundred thousand brackets", `{"title":"a","x":${"[".repeat(100_000)}${"]".repeat(100_000)}}`],
  ])("of %s are refused, never a 5xx", async (_what, body) => {
    const actor = await newActor();
    const reply = await actor.requestRaw("POST", "/v1/tasks", body);
    expect(problem(reply)).toEqual(invalid);
  });

  it("of invalid UTF-8 are refused", async () => {
    const actor = await newActor();
    const bytes = new Uint8Array([...new TextEncoder().encode('{"title":"'), 0xff, 0xfe, 0x22, 0x7d]);
    expect(problem(await actor.requestRaw("POST", "/v1/tasks", bytes))).toEqual(invalid);
  });

  it("of another content type are refused", async () => {
    const actor = await newActor();
    const reply = await actor.requestRaw("POST", "/v1/tasks", "title=a", { "Content-Type": "text/plain" });
    expect(problem(reply)).toEqual(invalid);
  });

  it("over 1 MiB are 413, also when nobody says how long they are", async () => {
    const actor = await newActor();
    const text = JSON.stringify({ title: "a", notes: "x".repeat(MIB) });
    const tooLarge = [413, "PAYLOAD_TOO_LARGE"];
    expect(problem(await actor.requestRaw("POST", "/v1/tasks", text))).toEqual(tooLarge);
    const stream = new Blob([text]).stream();
    expect(problem(await actor.requestRaw("POST", "/v1/tasks", stream))).toEqual(tooLarge);
    expect((await actor.get("/v1/tasks")).meta?.total).toBe(0);
  });

  it("keep a harmless escape", async () => {
    const actor = await newActor();
    const reply = await actor.requestRaw("POST", "/v1/tasks", '{"title":"\\ud83d\\ude00 \\\\u0000"}');
    expect(reply.data.title).toBe("😀 \\u0000");
  });

  it("name no prototype", async () => {
    const actor = await newActor();
    const reply = await actor.requestRaw("POST", "/v1/tasks", '{"title":"a","__proto__":{"priority":"high"}}');
    expect([reply.status, reply.data.priority]).toEqual([201, "medium"]);
  });
});

describe("around the API", () => {
  it("health says that the Worker runs, and asks nobody", async () => {
    const reply = await handle(new Request("http://localhost/healthz"), WITHOUT_SERVICES, createExecutionContext());
    expect([reply.status, await reply.json()]).toEqual([
      200,
      { status: "ok", environment: "development", version: "8c5a", tag: "v7" },
    ]);
  });

  it("deep health asks every binding, for whoever may operate", async () => {
    const { OPERATIONS_TOKEN, ...withoutToken } = env;
    const deep = (authorization?: string, bindings: object = env) =>
      handle(
        new Request("http://localhost/healthz?deep=1", { headers: authorization ? { authorization } : {} }),
        unsafeCast(bindings),
        createExecutionContext(),
      );
    expect((await deep()).status).toBe(401);
    expect((await deep(`Bearer ${OPERATIONS_TOKEN}!`)).status).toBe(401);
    expect((await deep(`Bearer ${OPERATIONS_TOKEN}`, withoutToken)).status).toBe(404);
    const reply = await deep(`Bearer ${OPERATIONS_TOKEN}`);
    expect(reply.status).toBe(200);
    expect(await reply.json()).toEqual({
      status: "ok",
      environment: "development",
      checks: {
        ...Object.fromEntries(inject("migrations").map(({ binding }) => [binding, "ok"])),
        USER_HUB: "ok",
        FLOOD_GATE: "ok",
        FILES: "ok",
        ASSETS: "ok",
        OUTBOUND: "ok",
        LEORA_INSIGHTS: "ok",
        LEORA_MAINTENANCE: "ok",
      },
    });
  });

  it("the mailbox is for development", async () => {
    expect(await (await call("/dev/mailbox?to=nobody@example.com")).json()).toEqual([]);
  });
});
