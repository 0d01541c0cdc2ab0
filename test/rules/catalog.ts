import type { AnyEndpoint } from "../../src/kernel/http/endpoint.ts";
import { leora } from "../../src/leora/app.ts";
import { leoraWire } from "../../src/leora/wire.ts";
import type { Actor, Reply } from "../support/actor.ts";
import type { Parameter, Schema } from "./schema.ts";

/** Everything the product offers: the generated tests run over this list, so a new endpoint is covered as it is. */
export const { endpoints, base, registry } = leora.product;

/** Endpoints as rows of `it.each`: `POST /tasks/{id}/complete`, and the endpoint. */
export const named = (list: readonly AnyEndpoint[]): [name: string, endpoint: AnyEndpoint][] =>
  list.map((endpoint) => [nameOf(endpoint), endpoint]);

export const nameOf = ({ method, path }: AnyEndpoint): string => `${method.toUpperCase()} ${path}`;

/** One request to an endpoint, except who makes it. */
export interface Call {
  params: Record<string, string>;
  query: string;
  body: object | undefined;
}

export const pathOf = (endpoint: AnyEndpoint, { params, query }: Pick<Call, "params" | "query">): string =>
  base + endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? name) + (query && `?${query}`);

export const send = (actor: Actor, endpoint: AnyEndpoint, call: Call): Promise<Reply> =>
  actor.request(endpoint.method.toUpperCase(), pathOf(endpoint, call), call.body);

interface Operation {
  operationId: string;
  requestBody?: { content: Record<string, { schema: Schema; example?: unknown }> };
  parameters?: Parameter[];
  responses: Record<string, { content?: Record<string, { schema: Schema; example?: unknown }> }>;
  "x-error-codes": string[];
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

export const document = leora.openApi(base) as Document;

export function operationOf({ method, path }: AnyEndpoint): Operation {
  const operation = document.paths[path]?.[method];
  if (!operation) throw new Error(`${method} ${path} is not in the OpenAPI document`);
  return operation;
}

/** The schema of an endpoint's body in the OpenAPI document; undefined when it takes none. */
export const bodySchemaOf = (endpoint: AnyEndpoint): Schema | undefined =>
  operationOf(endpoint).requestBody?.content["application/json"]?.schema;

/** Fails unless the reply is what the endpoint documents: its schema for a success, else a documented error. */
export function requireDocumented(endpoint: AnyEndpoint, reply: Reply): void {
  const isSuccess = reply.status < 400;
  const schema = isSuccess ? leoraWire.successSchema(endpoint.reply, endpoint.paged === true) : leoraWire.failureSchema;
  const parsed = schema.safeParse(reply.body);
  if (!parsed.success) throw new Error(`${reply.status} ${reply.text} is not as documented: ${parsed.error.message}`);
  if (JSON.stringify(sorted(parsed.data)) !== JSON.stringify(sorted(reply.body))) {
    throw new Error(`${reply.text} has more than is documented: ${JSON.stringify(parsed.data)}`);
  }
  const { responses, "x-error-codes": codes } = operationOf(endpoint);
  if (!responses[reply.status]) throw new Error(`Status ${reply.status} is not documented: ${reply.text}`);
  if (!isSuccess && !codes.includes(reply.error?.code ?? "")) throw new Error(`Undocumented error: ${reply.text}`);
}

/** Equal values have equal text. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, member]) => [name, sorted(member)]));
}
