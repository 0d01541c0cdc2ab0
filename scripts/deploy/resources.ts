import type { LifecycleRule } from "../../src/kernel/resources.ts";
import { resources } from "../resources.ts";
import type { Cloudflare } from "./cloudflare.ts";
import { type Environment, writeDatabaseId } from "./environment.ts";

// Creates what an environment needs of Cloudflare and has not yet. What exists is left as it is.

const DAY_SECONDS = 86_400;

/** A database with the rows of a product's users: it is read near them. */
const HAS_REPLICAS = /_DB_\d+$/;

interface Rule {
  id: string;
  enabled: boolean;
  conditions: { prefix?: string };
  deleteObjectsTransition?: { condition: { type: string; maxAge?: number } };
}

/** Databases by name, with their ids; new ones get read replication when users' rows are in them. */
export async function ensureDatabases(api: Cloudflare, { name: environment, databases }: Environment) {
  const existing = await api.list<{ name: string; uuid: string }>("/d1/database");
  const ids = new Map(existing.map(({ name, uuid }) => [name, uuid]));
  for (const { binding, name } of databases) {
    const isNew = !ids.has(name);
    const id = ids.get(name) ?? (await api.send<{ uuid: string }>("POST", "/d1/database", { name })).uuid;
    if (isNew && HAS_REPLICAS.test(binding)) {
      await api.send("PATCH", `/d1/database/${id}`, { read_replication: { mode: "auto" } });
    }
    ids.set(name, id);
    writeDatabaseId(environment, binding, id);
    console.log(`✓ database ${name} (${id})${isNew ? " created" : ""}`);
  }
  return ids;
}

export async function ensureQueues(api: Cloudflare, { queues }: Environment): Promise<void> {
  const existing = (await api.list<{ queue_name: string }>("/queues")).map(({ queue_name }) => queue_name);
  for (const name of queues) {
    const isNew = !existing.includes(name);
    if (isNew) await api.send("POST", "/queues", { queue_name: name });
    console.log(`✓ queue ${name}${isNew ? " created" : ""}`);
  }
}

/** The bucket, and the rules by which files in it expire. Rules that nobody declared stay. */
export async function ensureBucket(api: Cloudflare, { bucket }: Environment): Promise<void> {
  const isNew = (await api.find(`/r2/buckets/${bucket}`)) === undefined;
  if (isNew) await api.send("POST", "/r2/buckets", { name: bucket });
  console.log(`✓ bucket ${bucket}${isNew ? " created" : ""}`);

  const path = `/r2/buckets/${bucket}/lifecycle`;
  const { rules: known = [] } = (await api.find<{ rules?: Rule[] }>(path)) ?? {};
  const declared = resources.flatMap(({ lifecycle = [] }) => lifecycle);
  const missing = declared.filter((rule) => !known.some((other) => isSame(other, rule)));
  if (missing.length > 0) {
    const others = known.filter(({ id }) => !missing.some(({ name }) => name === id));
    await api.send("PUT", path, { rules: [...others, ...missing.map(ruleOf)] });
  }
  for (const rule of declared) {
    console.log(
      `✓ files under ${rule.prefix} expire after ${rule.days} days${missing.includes(rule) ? ": rule set" : ""}`,
    );
  }
}

const ruleOf = ({ name, prefix, days }: LifecycleRule): Rule => ({
  id: name,
  enabled: true,
  conditions: { prefix },
  deleteObjectsTransition: { condition: { type: "Age", maxAge: days * DAY_SECONDS } },
});

const isSame = ({ id, enabled, conditions, deleteObjectsTransition }: Rule, { name, prefix, days }: LifecycleRule) =>
  id === name &&
  enabled &&
  conditions.prefix === prefix &&
  deleteObjectsTransition?.condition.maxAge === days * DAY_SECONDS;
