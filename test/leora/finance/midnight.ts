import { env } from "cloudflare:workers";
import { parseEnv } from "../../../src/env.ts";
import type { CronReport } from "../../../src/kernel/cron.ts";
import { runCron } from "../../../src/leora/cron.ts";

/** What cron does at the present moment, for all users: only fresh test files may call it. */
export const midnight = (): Promise<CronReport> => runCron(parseEnv(env), Date.now());
