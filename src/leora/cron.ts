import type { Env } from "../env.ts";
import { Database } from "../kernel/db/database.ts";
import { ensureBundledRates } from "./finance/fx/service.ts";
import { forgetExpired } from "./identity/service.ts";
import { forgetKeys } from "./sync/cleanup.ts";

/** Leora's scheduled work. Each job is bounded and safe to run twice. */
export async function runCron(env: Env, now: number): Promise<void> {
  await ensureBundledRates(env.LEORA_DB);
  const db = new Database(env.LEORA_DB, { d1: 0, hub: 0 });
  await forgetExpired(db, now);
  await forgetKeys(db, now);
}
