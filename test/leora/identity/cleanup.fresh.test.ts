import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { Database, statement } from "../../../src/kernel/db/database.ts";
import { deleteExpiredIdentityRows } from "../../../src/leora/identity/service.ts";
import { newActor, PASSWORD, signInAgain } from "../../support/actor.ts";
import { freezeTime, passTime } from "../../support/clock.ts";
import { refresh } from "./support.ts";
import { challengeOf, newProtected } from "./two-factor/support.ts";

const DAY = 86_400_000;

it("forgets codes and attempts after a day, and sessions and nameless devices 30 days after they ran out", async () => {
  freezeTime("2026-11-24T10:00:00Z");
  const actor = await newActor();
  const phone = await signInAgain(actor, { "X-Device-ID": "phone" });
  const kept = await signInAgain(actor);
  const identity = new Database(env.LEORA_DB, { d1: 0, hub: 0 });
  const counts = async () => {
    await deleteExpiredIdentityRows(identity, Date.now());
    const tables = ["otpCodes", "userSessions", "userDevices", "tallies"].map((name) => ({
      sql: `SELECT count(*) AS rows FROM ${name}`,
      params: [],
    }));
    return (await identity.batch(tables)).map(([row]) => row?.rows);
  };
  expect(await counts()).toEqual([1, 3, 3, 5]);
  passTime(DAY);
  expect(await counts()).toEqual([1, 3, 3, 5]);
  passTime(1);
  expect(await counts()).toEqual([0, 3, 3, 0]);
  kept.adopt(await refresh(kept.refreshToken));
  passTime(36 * DAY);
  expect(await counts()).toEqual([0, 1, 2, 0]);
  const deviceIds = await env.LEORA_DB.prepare("SELECT deviceId FROM userDevices").all();
  expect(deviceIds.results).toContainEqual({ deviceId: "phone" });
  expect((await phone.get("/v1/auth/me")).status).toBe(401);
});

it("forgets begun sign-ins after 300 seconds and set-ups after 600, and never what is enabled", async () => {
  freezeTime("2026-11-24T10:00:00Z");
  const user = await newProtected();
  await challengeOf(user);
  await (await newActor()).post("/v1/auth/2fa/setup", { password: PASSWORD });
  const identity = new Database(env.LEORA_DB, { d1: 0, hub: 0 });
  const counts = async () => {
    expect(await deleteExpiredIdentityRows(identity, Date.now())).toBe(false);
    const tables = ["signInChallenges", "twoFactors", "recoveryCodes"].map((name) =>
      statement(`SELECT count(*) AS rows FROM ${name}`),
    );
    return (await identity.batch(tables)).map(([row]) => row?.rows);
  };
  passTime(300_000);
  expect(await counts()).toEqual([1, 2, 10]);
  passTime(1);
  expect(await counts()).toEqual([0, 2, 10]);
  passTime(299_999);
  expect(await counts()).toEqual([0, 2, 10]);
  passTime(1);
  expect(await counts()).toEqual([0, 1, 10]);
  passTime(400 * DAY);
  expect(await counts()).toEqual([0, 1, 10]);
});
