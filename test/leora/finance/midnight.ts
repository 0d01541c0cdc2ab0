import { env } from "cloudflare:workers";
import { parseEnv } from "../../../src/env.ts";
import { runCron } from "../../../src/leora/cron.ts";

/** What cron does at the present moment, for all users: only fresh test files may call it. */
export const midnight = (): Promise<void> => runCron(parseEnv(env), Date.now());
