import { expect, it } from "vitest";
import { anonymous, newActor } from "../../support/actor.ts";
import { freezeTime, passTime } from "../../support/clock.ts";

const PATHS = [
  "/v1/openapi.json",
  "/crm/api/v1/openapi.json",
  "/koshelok/api/schema/",
  "/koshelok/api/schema/redoc/",
  "/docs/",
  "/docs/products.json",
];

/** 300 requests, and the documents of all products. */
const TIMEOUT_MS = 60_000;

it("documents and pages share one limit per network, apart from what users do; whether it is alive, all may always ask", {
  timeout: TIMEOUT_MS,
}, async () => {
  freezeTime("2026-11-24T12:00:00Z");
  const [actor, other] = [await newActor(), anonymous()];
  const replies = await Promise.all(Array.from({ length: 299 }, () => actor.get("/docs/products.json")));
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
  expect((await actor.get("/koshelok/openapi.json")).status).toBe(200);

  passTime(20_000);
  for (const path of PATHS) {
    const { status, headers } = await actor.get(path);
    expect([path, status, headers.get("retry-after")]).toEqual([path, 429, "40"]);
  }
  expect((await actor.get("/docs/")).error?.code).toBe("RATE_LIMIT_EXCEEDED");
  expect((await actor.get("/koshelok/api/schema/")).body).toEqual({ detail: expect.any(String) });
  expect((await actor.get("/v1/tasks")).status).toBe(200);
  expect((await other.get("/docs/products.json")).status).toBe(200);
  expect((await actor.get("/healthz")).status).toBe(200);
  expect((await actor.get("/healthz?deep=1")).status).toBe(429);

  passTime(40_000);
  for (const path of PATHS) expect([path, (await actor.get(path)).status]).toEqual([path, 200]);
});
