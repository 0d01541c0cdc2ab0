import { CRON_PERIOD_MS } from "./cron.ts";
import type { Env } from "./env.ts";
import { log } from "./log.ts";
import { measure } from "./metrics/measure.ts";
import { raiseAlert } from "./outbound/alert.ts";
import type { ProductManifest } from "./product.ts";

/**
 * One cron run: the scheduled work of every product, in turn. Raises an alert when the run fell behind: when it began more
 * than one period late, or left work for the next one.
 * @param scheduledAt when the run should have begun, in UTC ms like `now`
 */
export async function runScheduled(
  env: Env,
  products: readonly ProductManifest[],
  scheduledAt: number,
  now: number,
): Promise<void> {
  const lateMs = Math.max(0, now - scheduledAt);
  const jobs = await Promise.all(products.map(({ cron }) => cron()));
  const backlogs: Record<string, readonly string[]> = {};
  for (const [index, runCron] of jobs.entries()) {
    const product = products[index]?.name ?? "";
    const startedAt = Date.now();
    const { backlog, failed } = await runCron(env, now);
    const ms = Date.now() - startedAt;
    measure(env, { kind: "cron", product, ms, lateMs, backlog: backlog.length, failed: failed.length });
    if (backlog.length > 0) backlogs[product] = backlog;
  }
  log("info", "cron", { lateMs });
  if (lateMs > CRON_PERIOD_MS) {
    const minutes = Math.round(lateMs / 60_000);
    await raiseAlert(env, "cron_late", `A cron run began ${minutes} minutes late`, { lateMs });
  }
  const behind = Object.keys(backlogs);
  if (behind.length > 0) {
    const text = `Cron has more to do than one run can: ${behind.join(", ")}`;
    await raiseAlert(env, "cron_backlog", text, { jobs: backlogs });
  }
}
