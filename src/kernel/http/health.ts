import { databaseBinding, identityDatabase } from "../db/database.ts";
import type { Env } from "../env.ts";
import { log } from "../log.ts";
import { json } from "./respond.ts";

type Check = [name: string, probe: () => Promise<unknown>];

/** Asks every binding something cheap: 200 `{status: "ok", checks}`, or 503 naming what does not answer. */
export async function checkHealth(env: Env, products: readonly string[]): Promise<Response> {
  const checks: Check[] = [
    ...products.map(
      (name): Check => [databaseBinding(name), () => identityDatabase(env, name).prepare("SELECT 1").first()],
    ),
    ["USER_HUB", () => reach(env.USER_HUB)],
    ["FLOOD_GATE", () => reach(env.FLOOD_GATE)],
    ["FILES", () => env.FILES.head("healthz")],
    ["ASSETS", () => env.ASSETS.fetch("https://assets/docs/")],
    ["OUTBOUND", async () => env.OUTBOUND.send],
  ];
  const results = await Promise.all(checks.map(async ([name, probe]) => [name, await answers(name, probe)] as const));
  const isHealthy = results.every(([, answer]) => answer === "ok");
  return json({ status: isHealthy ? "ok" : "failing", checks: Object.fromEntries(results) }, isHealthy ? 200 : 503);
}

async function answers(name: string, probe: () => Promise<unknown>): Promise<"ok" | "failing"> {
  try {
    await probe();
    return "ok";
  } catch (error) {
    log("error", "health", { name, error });
    return "failing";
  }
}

/** Any reply, even a refusal, shows that objects of this namespace run. */
const reach = (namespace: DurableObjectNamespace): Promise<Response> =>
  namespace.get(namespace.idFromName("healthz")).fetch("https://hub/healthz");
