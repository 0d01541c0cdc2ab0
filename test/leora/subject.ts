import { env } from "cloudflare:workers";
import { databaseAt } from "../../src/kernel/db/database.ts";
import { userDatabases } from "../../src/kernel/db/user-databases.ts";
import type { AnyEndpoint } from "../../src/kernel/http/endpoint.ts";
import { leora } from "../../src/leora/app.ts";
import { type EntityName, registry } from "../../src/leora/registry.ts";
import { type Call, catalogOf, nameOf } from "../rules/catalog.ts";
import { exampleBody, exampleQuery } from "../rules/schema.ts";
import type { Subject } from "../rules/subjects.ts";
import { failingOnce, SampleError, type World } from "../rules/world.ts";
import { anonymous, newActor } from "../support/actor.ts";
import { clientMade, makeServerRow, pathOfEntity, serverMade } from "./entities.ts";
import { CALLS, ROWS } from "./samples.ts";

const SAMPLES = "test/leora/samples.ts";

const catalog = catalogOf(leora, leora.api.base);
const { base, bodySchemaOf, document, endpoints, operationOf } = catalog;

async function newWorld(): Promise<World> {
  const secret = `secret-${crypto.randomUUID()}`;
  const world: World = { owner: await newActor({ fullName: secret }), secret, rows: {} };
  // One push instead of a request per row: there are hundreds of worlds.
  const changes = clientMade.map(({ name }) => {
    const sample = sampleOf(name);
    if (!endpoints.some(({ path }) => path === pathOfEntity(name))) {
      throw new SampleError(
        `Entity ${name} has no endpoint ${pathOfEntity(name)}: add its endpoints to src/leora/app.ts, or its path to PATHS in test/leora/entities.ts`,
      );
    }
    const id = crypto.randomUUID();
    const data = sample(world);
    world.rows[name] = { id };
    const localUpdatedAt = new Date().toISOString();
    return { entity: name, id, operation: "create", data, localUpdatedAt, idempotencyKey: id };
  });
  const { data } = await world.owner.post(`${base}/sync/push`, { changes });
  for (const { entity, status, error, data: row } of data.results) {
    if (status !== "applied") {
      throw new SampleError(`The sample of ${entity} in ROWS in ${SAMPLES} is not good: ${JSON.stringify(error)}`);
    }
    world.rows[entity] = row;
  }
  for (const { name } of serverMade) world.rows[name] = await makeServerRow(world.owner, name, sampleOf(name)(world));
  return world;
}

/** Vitest does not check types, which say that there is one. */
function sampleOf(name: EntityName): (world: World) => object {
  const sample = ROWS[name] as ((world: World) => object) | undefined;
  if (sample) return sample;
  throw new SampleError(
    `Entity ${name} has no sample: add a good body of its POST to ROWS in ${SAMPLES}, or its columns if the server makes it`,
  );
}

async function goodCall(endpoint: AnyEndpoint, world: World): Promise<Call> {
  const entity = registry.entities.find(({ name }) => `${endpoint.path}/`.startsWith(`${pathOfEntity(name)}/`));
  const isCreation = entity && endpoint.method === "post" && endpoint.path === pathOfEntity(entity.name);
  const schema = bodySchemaOf(endpoint);
  const example = schema && exampleBody(schema, document.components.schemas);
  const special = await CALLS[nameOf(endpoint)]?.(world);
  return {
    query: special?.query ?? exampleQuery(operationOf(endpoint).parameters ?? []),
    params: { ...(entity && { id: world.rows[entity.name]?.id }), ...special?.params },
    body: special?.body ?? (isCreation ? ROWS[entity.name](world) : example),
    ...(special?.file && { file: special.file }),
    ...(special?.headers && { headers: special.headers }),
    ...(special?.by && { by: special.by }),
  };
}

async function everythingOf({ owner }: World): Promise<unknown> {
  const { changes } = (await owner.get("/v1/sync/pull?limit=1000")).data;
  const [me, devices, conflicts, settings, questions, categories] = await Promise.all(
    ["users/me", "devices", "sync/conflicts", "settings", "insights/questions?limit=100", "categories"].map(
      async (path) => (await owner.get(`/v1/${path}`)).data,
    ),
  );
  const deviceIds = devices.map(({ id }: { id: string }) => id);
  return { changes, me, deviceIds, conflicts, settings, questions, categories };
}

export const subject: Subject = {
  name: "leora",
  catalog,
  databases: [env.LEORA_DB, ...userDatabases(env, "leora").map((database) => databaseAt(env, { database }))],
  writes: "SELECT count(*) FROM commits",
  anonymous,
  newUser: newActor,
  newWorld: failingOnce(newWorld),
  goodCall,
  signOut: (actor) => actor.post("/v1/auth/logout"),
  codeOf: ({ error }) => error?.code,
  tokenRefused: ["AUTH_TOKEN_INVALID"],
  everythingOf,
  notFound: { status: 404, error: { code: "RESOURCE_NOT_FOUND" } },
  idFilter: /^id$|Id$/,
  sharedIds: ["POST /insights/questions/{id}/answer"],
  links: {},
};
