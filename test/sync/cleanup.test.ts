import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { parseEnv } from "../../src/env.ts";
import { runCron } from "../../src/leora/cron.ts";
import { newActor, signInAgain } from "../support/actor.ts";
import { freezeTime, passTime } from "../support/clock.ts";
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
  passTime(150 * DAY_MS - 1);
  expect(await again()).toMatchObject({ status: "duplicate" });
  passTime(1);
  expect(await again()).toMatchObject({ status: "rejected", error: { code: "RESOURCE_ALREADY_EXISTS" } });
});
