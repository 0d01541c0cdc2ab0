import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { handle } from "../../../src/api.ts";
import { PRODUCTION } from "../../support/production.ts";

const ask = (method: string, url: string, variables: Partial<typeof PRODUCTION> = PRODUCTION) =>
  handle(new Request(url, { method }), { ...env, ...variables }, createExecutionContext());

describe("where strangers reach it, the server", () => {
  it.each(["GET", "HEAD"])("sends a %s without TLS to the same address with it", async (method) => {
    const { status, headers } = await ask(method, "http://crm.leora.app/docs/?a=1");
    expect([status, headers.get("location")]).toEqual([308, "https://crm.leora.app/docs/?a=1"]);
  });

  it("refuses to change anything without it", async () => {
    const reply = await ask("POST", "http://api.leora.app/v1/auth/login");
    expect([reply.status, await reply.json()]).toMatchObject([403, { error: { message: "Use https" } }]);
  });

  it("serves everything with it", async () => {
    expect((await ask("GET", "https://api.leora.app/healthz")).status).toBe(200);
  });
});

it("in development no TLS is needed", async () => {
  expect((await ask("GET", "http://localhost:8787/healthz", {})).status).toBe(200);
});
