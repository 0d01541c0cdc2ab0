import type { z } from "zod";
import type { AnyEndpoint, DocumentedSchemas } from "../../src/kernel/http/endpoint.ts";
import type { ProductApp } from "../../src/kernel/http/product-app.ts";
import type { Actor, HeaderFields, Reply } from "../support/actor.ts";
import type { Parameter, Schema } from "./schema.ts";

/** Endpoints as rows of `it.each`: `POST /tasks/{id}/complete`, and the endpoint. */
export const named = (list: readonly AnyEndpoint[]): [name: string, endpoint: AnyEndpoint][] =>
  list.map((endpoint) => [nameOf(endpoint), endpoint]);

export const nameOf = ({ method, path }: AnyEndpoint): string => `${method.toUpperCase()} ${path}`;

/** One request to an endpoint. */
export interface Call {
  params: Record<string, string>;
  query: string;
  body: object | undefined;
  /** In place of `body`, where that is no JSON. */
  file?: { text: string; type: string };
  /** What it has in its headers. */
  headers?: HeaderFields;
  /** Who else than the world's owner has to make it. */
  by?: Actor;
}

interface Operation {
  operationId: string;
  requestBody?: { content: Record<string, { schema: Schema; example?: unknown }> };
  parameters?: Parameter[];
  responses: Record<string, Response>;
  "x-error-codes": string[];
}
interface Response {
  $ref?: string;
  content?: Record<string, { schema: Schema; example?: unknown }>;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; responses: Record<string, Response> };
}

export type Catalog = ReturnType<typeof catalogOf>;

/**
 * Everything a product offers: the generated tests run over its endpoints, so a new one is covered as it is.
 * @param base what paths begin with for the product's actors
 */
export function catalogOf(app: ProductApp, base: string) {
  const { endpoints, wire, documentation } = app.api;
  const document = app.openApi([]) as Document;

  const pathOf = (endpoint: AnyEndpoint, { params, query }: Pick<Call, "params" | "query">): string =>
    base + endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => params[name] ?? name) + (query && `?${query}`);

  const send = (owner: Actor, endpoint: AnyEndpoint, call: Call, more: HeaderFields = {}): Promise<Reply> => {
    const headers = { ...call.headers, ...more };
    const [actor, method, path] = [call.by ?? owner, endpoint.method.toUpperCase(), pathOf(endpoint, call)];
    if (!call.file) return actor.request(method, path, call.body, headers);
    return actor.requestRaw(method, path, call.file.text, { "Content-Type": call.file.type, ...headers });
  };

  const operationOf = ({ method, path }: AnyEndpoint): Operation => {
    const operation = document.paths[path]?.[method];
    if (!operation) throw new Error(`${method} ${path} is not in the OpenAPI document`);
    return operation;
  };

  /** The operation's response with a status; undefined when it documents none. */
  const responseOf = ({ responses }: Operation, status: number): Response | undefined => {
    const response = responses[status];
    return response?.$ref ? document.components.responses[response.$ref.split("/").at(-1) ?? ""] : response;
  };

  /** The schema of an endpoint's body in the OpenAPI document; undefined when it takes none. */
  const bodySchemaOf = (endpoint: AnyEndpoint): Schema | undefined =>
    operationOf(endpoint).requestBody?.content["application/json"]?.schema;

  /** Fails unless the reply is what the endpoint documents: its schema for a success, else a documented error. */
  const requireDocumented = (endpoint: AnyEndpoint, reply: Reply): void => {
    const isSuccess = reply.status < 400;
    const { responses, "x-error-codes": codes } = operationOf(endpoint);
    if (!responses[reply.status]) throw new Error(`Status ${reply.status} is not documented: ${reply.text}`);
    if (isSuccess && endpoint.media) {
      requireMedia(endpoint.media, reply);
      return;
    }
    const schema = isSuccess
      ? wire.successSchema(formOf(endpoint, reply), endpoint.paged === true)
      : wire.failureSchema(codes);
    const parsed = schema.safeParse(reply.body);
    if (!parsed.success) throw new Error(`${reply.status} ${reply.text} is not as documented: ${parsed.error.message}`);
    if (JSON.stringify(sorted(parsed.data)) !== JSON.stringify(sorted(reply.body))) {
      throw new Error(`${reply.text} has more than is documented: ${JSON.stringify(parsed.data)}`);
    }
    // A product without codes in its replies is held by status and schema alone.
    if (reply.error && !codes.includes(reply.error.code)) throw new Error(`Undocumented error: ${reply.text}`);
  };

  return {
    endpoints,
    wire,
    documentation,
    base,
    document,
    pathOf,
    send,
    operationOf,
    responseOf,
    bodySchemaOf,
    requireDocumented,
  };
}

const documentedForms = new Map<AnyEndpoint, DocumentedSchemas>();

/** The schema of the data in this reply. */
function formOf(endpoint: AnyEndpoint, { headers }: Reply): z.ZodType {
  const documented = documentedForms.get(endpoint) ?? endpoint.documented?.() ?? {};
  documentedForms.set(endpoint, documented);
  const full = documented.reply ?? endpoint.reply;
  return headers.has("preference-applied") ? (documented.minimalReply ?? endpoint.minimalReply ?? full) : full;
}

function requireMedia(media: readonly string[], { headers }: Reply): void {
  const [type = ""] = (headers.get("content-type") ?? "").split(";");
  if (!media.includes(type)) throw new Error(`Content type ${type} is not documented`);
}

/** Equal values have equal text. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, member]) => [name, sorted(member)]));
}
