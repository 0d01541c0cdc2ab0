import type { Env } from "../env.ts";
import { ensureBundledRates } from "./finance/fx/service.ts";

/** Leora's scheduled work. Each job is bounded and safe to run twice. */
export async function runCron(env: Env, now: number): Promise<void> {
  await ensureBundledRates(env.LEORA_DB, now);
}
