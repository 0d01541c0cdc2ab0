import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { runCron } from "../../src/crm/cron.ts";
import { parseEnv } from "../../src/env.ts";
import { freezeTime, passTime } from "../support/clock.ts";
import { administrator, customerBody } from "./support.ts";

const DAY_MS = 86_400_000;

it("cron deletes idempotency keys after 30 days, and sessions 30 days after their end", async () => {
  freezeTime("2026-01-01T00:00:00Z");
  const first = await administrator();
  const headers = { "Idempotency-Key": "import-1" };
  await first.post("/customers", customerBody(), headers);
  const statusLater = async () => {
    await runCron(parseEnv(env), Date.now());
    return (await (await administrator()).post("/customers", customerBody(), headers)).status;
  };
  passTime(30 * DAY_MS);
  expect(await statusLater()).toBe(409);
  passTime(1);
  expect(await statusLater()).toBe(201);

  const sessions = async () =>
    (await env.CRM_DB.prepare("SELECT count(*) AS n FROM userSessions").first("n")) as number;
  const before = await sessions();
  passTime(7 * DAY_MS - 1);
  await runCron(parseEnv(env), Date.now());
  expect(await sessions()).toBe(before);
  passTime(1);
  await runCron(parseEnv(env), Date.now());
  expect(await sessions()).toBeLessThan(before);
});
