import { expect, test } from "vitest";
import { newActor, type Reply, signInAgain } from "../../support/actor.ts";
import { freezeTime, passTime } from "../../support/clock.ts";

// A refused request costs its one call to the hub; only the first one's read may have begun.

const NOON = "2026-11-24T12:00:00Z";
const cost = ({ status, headers }: Reply) => `${status} ${headers.get("server-timing")}`;
const READ = 'd1;desc="1", hub;desc="1"';
const ANSWERED = `${READ}, db;desc="primary"`;
const NO_READ = 'd1;desc="0", hub;desc="1"';

test("requests over the rate limit ask no database until the window ends, and then do again", async () => {
  freezeTime(NOON);
  const actor = await newActor();
  await Promise.all(Array.from({ length: 100 }, () => actor.get("/v1/tasks")));
  expect(cost(await actor.get("/v1/tasks"))).toBe(`429 ${READ}`);
  expect(cost(await actor.get("/v1/tasks"))).toBe(`429 ${NO_READ}`);
  expect(cost(await actor.get("/v1/accounts"))).toBe(`429 ${NO_READ}`);
  expect(cost(await (await signInAgain(actor)).get("/v1/tasks"))).toBe(`429 ${NO_READ}`);
  passTime(59_999);
  expect(cost(await actor.get("/v1/tasks"))).toBe(`429 ${NO_READ}`);
  passTime(1);
  expect(cost(await actor.get("/v1/tasks"))).toBe(`200 ${ANSWERED}`);
});

test("a refused push holds the next pull back too; other buckets and other users go on", async () => {
  freezeTime(NOON);
  const [actor, other] = [await newActor(), await newActor()];
  await Promise.all(Array.from({ length: 20 }, () => actor.post("/v1/sync/push", { changes: [] })));
  expect((await actor.post("/v1/sync/push", { changes: [] })).status).toBe(429);
  expect(cost(await actor.get("/v1/sync/pull"))).toBe(`429 ${NO_READ}`);
  expect(cost(await actor.get("/v1/tasks"))).toBe(`200 ${ANSWERED}`);
  expect(cost(await other.get("/v1/sync/pull"))).toBe(`200 ${ANSWERED}`);
});

test("requests of an ended session ask no database, however long ago it ended; the user's next session is served", async () => {
  freezeTime(NOON);
  const actor = await newActor();
  await actor.post("/v1/auth/logout");
  expect(cost(await actor.get("/v1/tasks"))).toBe(`401 ${READ}`);
  expect(cost(await actor.get("/v1/tasks"))).toBe(`401 ${NO_READ}`);
  passTime(3_599_000);
  expect(cost(await actor.get("/v1/accounts"))).toBe(`401 ${NO_READ}`);
  const next = await signInAgain(actor);
  expect(cost(await next.get("/v1/tasks"))).toBe(`200 ${ANSWERED}`);
});
