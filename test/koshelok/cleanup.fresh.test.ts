import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { parseEnv } from "../../src/env.ts";
import { runCron } from "../../src/koshelok/cron.ts";
import { freezeTime, passTime } from "../support/clock.ts";
import { bearer, newUser, visitor } from "./support.ts";

const DAY = 86_400_000;

it("deletes resets after an hour, codes and attempts after a day, sessions and idempotency keys after a month", async () => {
  freezeTime("2026-11-24T10:00:00Z");
  const actor = await newUser();
  const key = { "Idempotency-Key": "once" };
  await actor.post("/finance/categories/", { name: "Ovqatlanish", type: "expense" }, key);
  const forgot = await visitor().post("/users/forgot/", { phone_email: actor.user.address });
  const counts = async () => {
    await runCron(parseEnv(env), Date.now());
    const tables = ["passwordResets", "otpCodes", "userSessions", "idempotency", "users", "tallies"];
    const counting = tables.map((name) => env.KOSHELOK_DB.prepare(`SELECT count(*) AS rows FROM ${name}`));
    const results = await env.KOSHELOK_DB.batch<{ rows: number }>(counting);
    return results.map(({ results: [row] }) => row?.rows);
  };
  // Signing up made three sessions: new, code_verified, done.
  expect(await counts()).toEqual([0, 2, 3, 1, 1, 5]);
  passTime(3_600_001);
  expect(await counts()).toEqual([0, 2, 3, 1, 1, 5]);
  expect((await bearer(forgot.body.access).put("/users/reset/", {})).status).toBe(401);
  passTime(DAY - 3_600_001);
  expect(await counts()).toEqual([0, 2, 3, 1, 1, 5]);
  passTime(1);
  expect(await counts()).toEqual([0, 0, 3, 1, 1, 0]);
  // Sessions live seven days.
  passTime(36 * DAY - 1);
  expect(await counts()).toEqual([0, 0, 3, 0, 1, 0]);
  passTime(1);
  expect(await counts()).toEqual([0, 0, 0, 0, 1, 0]);
});
