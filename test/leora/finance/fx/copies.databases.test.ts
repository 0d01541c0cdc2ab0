import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { handle } from "../../../../src/api.ts";
import { parseEnv } from "../../../../src/env.ts";
import { databaseAt } from "../../../../src/kernel/db/database.ts";
import { runCron } from "../../../../src/leora/cron.ts";
import { LIMITS } from "../../../../src/limits.ts";
import { type Actor, newActor, replyOf } from "../../../support/actor.ts";
import { freezeTime, passTime } from "../../../support/clock.ts";
import { refreshTokens } from "../../../support/operations.ts";

const NAMES = ["LEORA_DB_1", "LEORA_DB_2", "LEORA_DB_3"];
const RATE = { fromCurrency: "USD", toCurrency: "UZS", rate: 12900, date: "2026-05-20" };
const HOUR_MS = 3_600_000;

const at = (name: string): D1Database => databaseAt(env, { database: name });
const cron = () => runCron(parseEnv(env), Date.now());
/** Published rates as each database has them. */
const published = (condition = "1") =>
  Promise.all(
    NAMES.map(async (name) => {
      const query = at(name).prepare(`SELECT * FROM fxRates WHERE owner = 0 AND ${condition} ORDER BY id`);
      return (await query.all()).results;
    }),
  );
async function expectEqual(condition?: string): Promise<Record<string, unknown>[]> {
  const [first = [], ...others] = await published(condition);
  for (const other of others) expect(other).toEqual(first);
  return first;
}
/** The Worker without one of its databases. */
const without = async (name: string, actor: Actor, method: string, path: string, body?: object) => {
  const away = { prepare: () => ({ bind: () => ({}) }), batch: () => Promise.reject(new Error("away")) };
  const request = actor.requestOf(method, path, body && JSON.stringify(body));
  return replyOf(await handle(request, { ...env, [name]: away as never }, createExecutionContext()));
};

let admin: Actor;

beforeEach(async () => {
  freezeTime("2026-05-20T08:00:00.000Z");
  if (admin) await refreshTokens(admin);
  else admin = await newActor({ email: "admin@leora.example" });
});

describe("an administrator's rate", () => {
  it("is in every database when it is replied, with one id, and gone from all when it is deleted", async () => {
    const { status, data } = await admin.post("/v1/fx-rates", RATE, { "Idempotency-Key": "once" });
    expect(status).toBe(201);
    expect(await expectEqual("source = 'manual'")).toMatchObject([{ id: data.id, rate: "12900" }]);
    const again = await admin.post("/v1/fx-rates", RATE, { "Idempotency-Key": "once" });
    expect([again.data, again.headers.get("Idempotency-Replayed")]).toEqual([data, "true"]);
    const changed = (await admin.post("/v1/fx-rates", { ...RATE, rate: 12950 })).data;
    expect(changed.id).toBe(data.id);
    expect(await expectEqual("source = 'manual'")).toMatchObject([{ id: data.id, rate: "12950" }]);

    const readers = [await newActor(), await newActor(), await newActor()];
    expect(readers.map(({ home }) => home.database)).toHaveLength(3);
    for (const reader of readers) {
      const { rate } = (await reader.get("/v1/fx-rates/convert?from=USD&to=UZS&amount=1&date=2026-05-20")).data;
      expect(rate).toBe(12950);
    }
    expect((await admin.delete(`/v1/fx-rates/${data.id}`)).status).toBe(200);
    expect(await expectEqual("source = 'manual'")).toEqual([]);
  });

  it.each(["LEORA_DB_2", "LEORA_DB_3"])("that %s misses is copied by cron, and so is its deletion", async (name) => {
    const { status, data } = await without(name, admin, "POST", "/v1/fx-rates", RATE);
    expect(status).toBe(201);
    const has = async () => (await published("source = 'manual'")).map((rates) => rates.length);
    expect(await has()).toEqual(NAMES.map((other) => (other === name ? 0 : 1)));
    await cron();
    expect(await expectEqual("source = 'manual'")).toMatchObject([{ id: data.id }]);

    expect((await without(name, admin, "DELETE", `/v1/fx-rates/${data.id}`)).status).toBe(200);
    expect(await has()).toEqual(NAMES.map((other) => (other === name ? 1 : 0)));
    passTime(HOUR_MS);
    await cron();
    expect(await has()).toEqual(NAMES.map((other) => (other === name ? 1 : 0)));
    passTime(1);
    await cron();
    expect(await has()).toEqual([0, 0, 0]);
  });
});

it("a new database gets all rates there are, in pages, however the first one came by them", async () => {
  const many = 2 * LIMITS.databases.moveRates;
  await at("LEORA_DB_1")
    .prepare(
      `WITH RECURSIVE days(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM days WHERE n < ?1)
        INSERT INTO fxRates (id, owner, date, fromCurrency, toCurrency, rate, source, createdAt, updatedAt)
        SELECT 'cbu ' || n, 0, date('2010-01-01', n || ' days'), 'USD', 'UZS', n, 'cbu', n / 10, n / 10 FROM days`,
    )
    .bind(many)
    .run();
  await env.LEORA_DB.prepare("UPDATE userDatabases SET ratesUpTo = 0 WHERE name = 'LEORA_DB_3'").run();
  await at("LEORA_DB_3").exec("DELETE FROM fxRates WHERE owner = 0");
  await at("LEORA_DB_2").exec("DELETE FROM fxRates WHERE owner = 0");
  await env.LEORA_DB.exec("DELETE FROM userDatabases WHERE name = 'LEORA_DB_2'");
  await cron();
  expect((await expectEqual()).length).toBeGreaterThan(many);
});
