import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { parseEnv } from "../../../src/env.ts";
import { runCron } from "../../../src/leora/cron.ts";
import { newActor, signInAgain } from "../../support/actor.ts";
import { freezeTime, passTime } from "../../support/clock.ts";
import { newId, pushOne, task } from "./protocol.ts";

const DAY_MS = 86_400_000;

test("cron forgets keys of changes after 180 days and of requests after 30, none before", async () => {
  freezeTime("2026-01-01T00:00:00Z");
  const actor = await newActor();
  const [created, key] = [task("create", newId(), { title: "once" }), { "Idempotency-Key": newId() }];
  await pushOne(actor, created);
  await actor.post("/v1/tasks", { title: "first" }, key);
  const post = async (title: string) => {
    await runCron(parseEnv(env), Date.now());
    return (await (await signInAgain(actor)).post("/v1/tasks", { title }, key)).status;
  };

  passTime(30 * DAY_MS);
  expect(await post("second")).toBe(409);
  passTime(1);
  expect(await post("second")).toBe(201);

  const again = async () => {
    await runCron(parseEnv(env), Date.now());
    return pushOne(await signInAgain(actor), created);
  };
  // Users are cleaned up a week after the first of their writes is old enough.
  passTime(157 * DAY_MS - 1);
  expect(await again()).toMatchObject({ status: "duplicate" });
  passTime(1);
  expect(await again()).toMatchObject({ status: "rejected", error: { code: "RESOURCE_ALREADY_EXISTS" } });
});

test("cron forgets tombstones and the log of writes after 180 days; what still counts stays", async () => {
  freezeTime("2026-01-01T00:00:00Z");
  const actor = await newActor();
  const create = async (path: string, body: object) => (await actor.post(path, body)).data.id;
  const [kept, deleted, disputed] = [
    await create("/v1/tasks", { title: "kept" }),
    await create("/v1/tasks", { title: "deleted" }),
    await create("/v1/tasks", { title: "disputed" }),
  ];
  const account = await create("/v1/accounts", { name: "card", accountType: "card", currency: "UZS" });
  await actor.patch(`/v1/tasks/${kept}`, { title: "renamed" });
  for (const path of [`/v1/tasks/${deleted}`, `/v1/tasks/${disputed}`, `/v1/accounts/${account}`]) {
    await actor.delete(path);
  }
  const late = { ...task("update", disputed, { title: "mine" }), baseRev: 3 };
  expect(await pushOne(actor, late)).toMatchObject({ status: "conflict" });

  const count = (sql: string) =>
    actor.db.prepare(`SELECT count(*) AS n FROM ${sql}`).bind(actor.owner).first<number>("n");
  const counts = async () => {
    await runCron(parseEnv(env), Date.now());
    return Promise.all([
      count("commits WHERE owner = ?"),
      count("revisions WHERE owner = ?"),
      count("tasks WHERE owner = ?"),
      count("accounts WHERE owner = ?"),
    ]);
  };
  passTime(187 * DAY_MS);
  expect(await counts()).toEqual([9, 4, 3, 1]);
  passTime(1);
  expect(await counts()).toEqual([1, 0, 2, 1]);
  expect(await counts()).toEqual([1, 0, 2, 1]);

  const again = await signInAgain(actor);
  expect((await again.get(`/v1/tasks/${kept}`)).data.title).toBe("renamed");
  const resolution = { entity: "tasks", id: disputed, resolution: "use_local" };
  expect((await again.post("/v1/sync/resolve-conflict", resolution)).data.data.title).toBe("mine");
});
