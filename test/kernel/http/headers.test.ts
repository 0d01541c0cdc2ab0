import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { handle } from "../../../src/api.ts";
import { newActor } from "../../support/actor.ts";

const ORIGIN = "https://app.leora.app";
const bindings = { ...env, CORS_ORIGIN: `https://other.example,${ORIGIN}` };
const ask = (path: string, init?: RequestInit) =>
  handle(new Request(`https://host${path}`, init), bindings, createExecutionContext());
const preflight = async (origin: string) =>
  (await ask("/v1/tasks", { method: "OPTIONS", headers: { Origin: origin, "Access-Control-Request-Method": "PATCH" } }))
    .headers;
const listOf = (headers: Headers, name: string) => headers.get(name)?.split(/, */) ?? [];

describe("a browser of an allowed origin", () => {
  it("may send what clients send, and asks once a day", async () => {
    const headers = await preflight(ORIGIN);
    expect(headers.get("access-control-allow-origin")).toBe(ORIGIN);
    expect(listOf(headers, "access-control-allow-methods")).toEqual(["GET", "POST", "PUT", "PATCH", "DELETE"]);
    expect(listOf(headers, "access-control-allow-headers")).toEqual(
      expect.arrayContaining(["Authorization", "Prefer", "Content-Encoding", "If-Match"]),
    );
    expect(headers.get("access-control-max-age")).toBe("86400");
    expect(headers.get("access-control-allow-credentials")).toBeNull();
  });

  it("sees which preference was applied; caches learn all that the reply depends on", async () => {
    const { accessToken } = await newActor();
    const { status, headers } = await ask("/v1/sync/push", {
      method: "POST",
      headers: {
        Origin: ORIGIN,
        Authorization: `Bearer ${accessToken}`,
        "Content-Type": "application/json",
        Prefer: "return=minimal",
      },
      body: '{"changes":[]}',
    });
    expect([status, headers.get("access-control-allow-origin")]).toEqual([200, ORIGIN]);
    expect(listOf(headers, "access-control-expose-headers")).toEqual(
      expect.arrayContaining(["Preference-Applied", "X-Request-ID", "ETag"]),
    );
    expect([headers.get("vary"), headers.get("preference-applied")]).toEqual(["Prefer, Origin", "return=minimal"]);
  });
});

it("an app is spared what only browsers read; caches learn that they read it", async () => {
  const { headers } = await ask("/v1/openapi.json");
  expect([headers.get("access-control-expose-headers"), headers.get("vary")]).toEqual([null, "Origin"]);
});

it("another origin is named nowhere, and caches keep the two apart", async () => {
  expect((await preflight("https://evil.example")).get("access-control-allow-origin")).toBeNull();
  const { headers } = await ask("/v1/openapi.json", { headers: { Origin: "https://evil.example" } });
  expect(headers.get("access-control-allow-origin")).toBeNull();
  expect(listOf(headers, "vary")).toContain("Origin");
});

it.each(["/healthz", "/v1/tasks", "/v1/nowhere", "/docs/products.json"])(
  "%s has the security headers",
  async (path) => {
    const { headers } = await ask(path);
    const names = [
      "content-security-policy",
      "strict-transport-security",
      "x-content-type-options",
      "x-frame-options",
      "referrer-policy",
      "cross-origin-resource-policy",
    ];
    expect(names.map((name) => headers.get(name))).toEqual([
      "default-src 'none'; frame-ancestors 'none'",
      "max-age=31536000; includeSubDomains",
      "nosniff",
      "DENY",
      "no-referrer",
      "same-site",
    ]);
  },
);

it("a server whose configuration is refused says no more than that, in the same headers", async () => {
  const execution = createExecutionContext();
  const request = new Request("https://host/v1/tasks", { headers: { "X-Request-ID": "probe.1" } });
  const reply = await handle(request, { ...env, ENVIRONMENT: "staging" } as typeof env, execution);
  expect([reply.status, await reply.json()]).toEqual([
    503,
    { success: false, data: null, error: { code: "SERVICE_UNAVAILABLE", message: "The server is not configured" } },
  ]);
  expect([reply.headers.get("x-request-id"), reply.headers.get("x-frame-options")]).toEqual(["probe.1", "DENY"]);
});
