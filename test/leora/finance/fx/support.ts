import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, expect } from "vitest";
import { Database, databaseAt } from "../../../../src/kernel/db/database.ts";
import { userDatabases } from "../../../../src/kernel/db/user-databases.ts";
import { ensureBundledRates } from "../../../../src/leora/finance/fx/bundled.ts";
import { type Actor, newActor } from "../../../support/actor.ts";
import { freezeTime } from "../../../support/clock.ts";

export const NOW = "2026-05-20T08:00:00.000Z";
export const PAIR = { fromCurrency: "USD", toCurrency: "UZS" };
export const OWN = { ...PAIR, rate: 13000, date: "2026-05-20", isOverridden: true };

export let admin: Actor;

/** Each test of the file begins at `NOW` with the bundled rates alone, and an administrator. */
export function startWithBundledRates(): void {
  beforeAll(async () => {
    freezeTime(NOW);
    admin = await newActor({ email: "admin@leora.example" });
  });

  beforeEach(async () => {
    freezeTime(NOW);
    for (const database of userDatabases(env, "leora")) {
      const db = databaseAt(env, { database });
      await db.prepare("DELETE FROM fxRates").run();
      await ensureBundledRates(new Database(db, { d1: 0, hub: 0 }));
    }
  });
}

export const post = (actor: Actor, body: object, headers?: Record<string, string>) =>
  actor.post("/v1/fx-rates", body, headers);

export async function rateOn(actor: Actor, date: string, from = "USD", to = "UZS"): Promise<number> {
  return (await actor.get(`/v1/fx-rates/convert?from=${from}&to=${to}&amount=1&date=${date}`)).data.rate;
}

/** An administrator's rate for everybody. */
export async function publish(pair: string, date: string, rate: number, rest: object = {}) {
  const [fromCurrency, toCurrency] = pair.split("/");
  const reply = await post(admin, { fromCurrency, toCurrency, date, rate, ...rest });
  expect(reply.status).toBe(201);
  return reply.data;
}
