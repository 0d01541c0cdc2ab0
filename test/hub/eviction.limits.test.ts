import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { type Actor, anonymous, newActor } from "../support/actor.ts";
import { freezeTime, passTime } from "../support/clock.ts";
import { hubOf } from "../support/hub.ts";

const NOON = "2026-11-24T12:00:00Z";

const read = (actor: Actor, times: number) => Promise.all(Array.from({ length: times }, () => actor.get("/v1/tasks")));
const remaining = ({ headers }: { headers: Headers }) => headers.get("x-ratelimit-remaining");
const stored = (actor: Actor) =>
  runInDurableObject(hubOf(actor).stub, (_hub, { storage }) => storage.kv.get("rateWindows"));

test("an evicted hub still refuses whoever had used a limit up, until the window ends", async () => {
  freezeTime(NOON);
  const actor = await newActor();
  await read(actor, 100);
  passTime(59_999);
  await evictDurableObject(hubOf(actor).stub);
  const refused = await actor.get("/v1/tasks");
  expect([refused.status, refused.headers.get("retry-after"), remaining(refused)]).toEqual([429, "1", "0"]);
  passTime(1);
  expect(remaining(await actor.get("/v1/tasks"))).toBe("99");
});

test("an eviction forgives less than a tenth of the limit, and each bucket keeps its own count", async () => {
  freezeTime(NOON);
  const actor = await newActor();
  for (let count = 1; count <= 5; count += 1) await actor.post("/v1/tasks", { title: "Call" });
  await read(actor, 39);
  await evictDurableObject(hubOf(actor).stub);
  expect(remaining(await actor.get("/v1/tasks"))).toBe("69");
  expect(remaining(await actor.post("/v1/tasks", { title: "Call" }))).toBe("44");
});

test("nothing is stored for few requests, and windows that have ended leave with the next write", async () => {
  freezeTime(NOON);
  const actor = await newActor();
  await read(actor, 9);
  expect(await stored(actor)).toBeUndefined();
  await read(actor, 1);
  expect(await stored(actor)).toEqual(new Map([["read", { used: 10, openedAt: Date.parse(NOON) }]]));
  passTime(60_000);
  for (let count = 1; count <= 5; count += 1) await actor.post("/v1/tasks", { title: "Call" });
  expect(await stored(actor)).toEqual(new Map([["write", { used: 5, openedAt: Date.parse(NOON) + 60_000 }]]));
});

test("sign-ins from one IPv6 network count together, whatever their addresses", async () => {
  freezeTime(NOON);
  const network = anonymous().ip.split(":").slice(0, 4).join(":");
  const signIn = (host: number) =>
    anonymous().post(
      "/v1/auth/login",
      { emailOrUsername: "nobody@example.com", password: "Wrong-1234" },
      { "CF-Connecting-IP": `${network}:a:b:c:${host.toString(16)}` },
    );
  const statuses = [];
  for (let host = 1; host <= 11; host += 1) statuses.push((await signIn(host)).status);
  expect(statuses).toEqual([...Array(10).fill(401), 429]);
});
