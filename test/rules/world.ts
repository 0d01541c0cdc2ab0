import type { AnyEndpoint } from "../../src/kernel/http/endpoint.ts";
import { registry } from "../../src/leora/registry.ts";
import { type Actor, newActor, type Reply } from "../support/actor.ts";
import { base, bodySchemaOf, type Call, document, endpoints, nameOf, operationOf } from "./catalog.ts";
import { CALLS, ROWS } from "./samples.ts";
import { exampleBody, exampleQuery } from "./schema.ts";

/** A user who owns one row of every entity. */
export interface World {
  owner: Actor;
  /** Stands in every free text of the rows: whoever sees it, sees this user's data. */
  secret: string;
  rows: Record<string, Reply["data"]>;
}

export async function newWorld(): Promise<World> {
  const secret = `secret-${crypto.randomUUID()}`;
  const world: World = { owner: await newActor({ fullName: secret }), secret, rows: {} };
  for (const { name } of registry.entities) {
    const sample = ROWS[name];
    if (!sample) throw new Error(`Add a sample of ${name} to test/rules/samples.ts`);
    const reply = await world.owner.post(base + pathOfEntity(name), sample(world));
    if (reply.status !== 201) throw new Error(`The sample of ${name} is not good: ${reply.text}`);
    world.rows[name] = reply.data;
  }
  return world;
}

/** A request that the endpoint accepts from the world's owner, and that changes something if the endpoint can. */
export async function goodCall(endpoint: AnyEndpoint, world: World): Promise<Call> {
  const entity = registry.entities.find(({ name }) => `${endpoint.path}/`.startsWith(`${pathOfEntity(name)}/`));
  const isCreation = entity && endpoint.method === "post" && endpoint.path === pathOfEntity(entity.name);
  const schema = bodySchemaOf(endpoint);
  const example = schema && exampleBody(schema, document.components.schemas);
  const special = await CALLS[nameOf(endpoint)]?.(world);
  return {
    query: special?.query ?? exampleQuery(operationOf(endpoint).parameters ?? []),
    params: { ...(entity && { id: world.rows[entity.name]?.id }), ...special?.params },
    body: special?.body ?? (isCreation ? ROWS[entity.name]?.(world) : example),
  };
}

/** Entities whose path is not made from their name. */
const PATHS: Readonly<Record<string, string>> = { recurrences: "/recurring" };

/** `focusSessions` → `/focus-sessions` */
export function pathOfEntity(name: string): string {
  const path = PATHS[name] ?? `/${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  if (!endpoints.some((endpoint) => endpoint.path === path)) throw new Error(`No endpoint ${path} for ${name}`);
  return path;
}

/** Fails with a hint when a call that should be good is not. */
export function requireGood(endpoint: AnyEndpoint, reply: Reply): void {
  if (reply.status === (endpoint.status ?? 200)) return;
  throw new Error(`No good sample of ${nameOf(endpoint)} in test/rules/samples.ts: ${reply.status} ${reply.text}`);
}
