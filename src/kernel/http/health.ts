import { unsafeCast } from "../cast.ts";
import { databaseBinding } from "../db/binding.ts";
import { databaseAt } from "../db/database.ts";
import { userDatabases } from "../db/user-databases.ts";
import type { Env } from "../env.ts";
import { log } from "../log.ts";
import { platform } from "../platform.ts";
import type { ProductManifest } from "../product.ts";
import type { Resources } from "../resources.ts";
import { versionOf } from "../version.ts";
import { json } from "./respond.ts";

type Check = [binding: string, probe: () => Promise<unknown>];

/** That the Worker runs, where, and in which version. Asks no binding, so that anybody may ask as often as they like. */
export const tellAlive = (env: Env): Response => json({ status: "ok", ...deploymentOf(env) }, 200);

/** Whether every binding answers something cheap: 200 `{status: "ok", …, checks}`, or 503 naming what does not. */
export async function checkHealth(env: Env, products: readonly ProductManifest[]): Promise<Response> {
  const checks = await askAll(env, products);
  const isHealthy = Object.values(checks).every((answer) => answer === "ok");
  return json({ status: isHealthy ? "ok" : "failing", ...deploymentOf(env), checks }, isHealthy ? 200 : 503);
}

const deploymentOf = (env: Env) => ({ environment: env.ENVIRONMENT, ...versionOf(env) });

async function askAll(
  env: Env,
  products: readonly ProductManifest[],
): Promise<Readonly<Record<string, "ok" | "failing">>> {
  const names = products.flatMap(({ name }) => [databaseBinding(name), ...userDatabases(env, name)]);
  const databases = [...new Set<string>(names)].map(
    (database): Check => [database, () => databaseAt(env, { database }).prepare("SELECT 1").first()],
  );
  const checks: Check[] = [
    ...databases,
    ...[platform, ...products].flatMap((owner) => resourceChecks(env, owner)),
    ["FILES", () => env.FILES.head("healthz")],
    ["ASSETS", () => env.ASSETS.fetch("https://assets/docs/")],
  ];
  const results = await Promise.all(checks.map(async ([name, probe]) => [name, await answers(name, probe)] as const));
  return Object.fromEntries(results);
}

/** One check per binding that the platform or a product declares. */
function resourceChecks(env: Env, { queues, kvNamespaces = [], durableObjects = {} }: Resources): Check[] {
  return [
    ...Object.keys(durableObjects).map(
      (name): Check => [name, async () => reach(bound<DurableObjectNamespace>(env, name))],
    ),
    ...kvNamespaces.map((name): Check => [name, async () => bound<KVNamespace>(env, name).get("healthz")]),
    // A message would be consumed: that the binding is there has to do.
    ...queues.flatMap(({ producer }): Check[] =>
      producer ? [[producer, async () => bound<Queue>(env, producer).send]] : [],
    ),
  ];
}

/**
 * The binding of this name. `npm run config` gives every environment what the manifests declare.
 * @throws Error when the environment lacks it
 */
function bound<Binding>(env: Env, name: string): Binding {
  const binding = unsafeCast<Readonly<Record<string, Binding | undefined>>>(env)[name];
  if (!binding) throw new Error(`No binding ${name}`);
  return binding;
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
