import { Hono } from "hono";
import { type ContextParts, publicContext } from "../context.ts";
import { notFound } from "../errors.ts";
import { describeApi } from "../openapi/describe-api.ts";
import { documentOf, type StoredDocument } from "./document.ts";
import type { AnyEndpoint } from "./endpoint.ts";
import type { RawRequest } from "./input.ts";
import type { ProductApi } from "./product-api.ts";
import type { RequestRecord } from "./request-record.ts";
import { failure } from "./respond.ts";
import type { Server } from "./servers.ts";
import { serve } from "./transport.ts";
import type { Wire } from "./wire.ts";

/**
 * One request to a product. `path` has no product prefix; `parts` is what the context is made of; `record` learns what the
 * request turns out to be.
 */
export interface ProductRequest {
  request: Request;
  path: string;
  query: URLSearchParams;
  parts: ContextParts;
  record: RequestRecord;
}

/** A product as the entry point calls it. */
export interface ProductApp {
  readonly api: ProductApi;
  fetch(request: ProductRequest): Promise<Response>;
  /** True for the paths of the OpenAPI document. */
  isSchema(path: string): boolean;
  /** The file of `public/` that is the documentation page at this path; undefined when there is none. */
  pageAt(path: string): string | undefined;
  /** The product's OpenAPI 3.1 document: see `serversOf`. */
  openApi(servers: readonly Server[]): unknown;
  /** The same document as it is sent. */
  schema(servers: readonly Server[]): Promise<StoredDocument>;
}

/**
 * How many documents are kept: a product is asked for on its own hostname and on those of others, and anybody may send
 * any hostname to a server on this machine.
 */
const DOCUMENTS_MAX = 8;

type Bindings = { Bindings: ProductRequest };

/**
 * What a product declares. `Code` is inferred from its wire, so that an endpoint that names an error which the wire
 * does not know fails to compile.
 */
type Declaration<Code extends string> = ProductApi & {
  readonly wire: Wire<Code>;
  readonly endpoints: readonly AnyEndpoint<NoInfer<Code>>[];
};

/** Makes a product's router of its declared endpoints, and its OpenAPI document. */
export function productApp<Code extends string>(api: Declaration<Code>): ProductApp {
  const { base, wire, endpoints } = api;
  const canonical = (path: string) => (api.optionalSlash ? path.replace(/(?<=.)\/$/, "") : path);
  const router = new Hono<Bindings>({ getPath: (_request, options) => canonical(pathOf(options)) });
  for (const endpoint of mostSpecificFirst(endpoints)) {
    const path = `${base}${canonical(endpoint.path).replaceAll(/\{(\w+)\}/g, ":$1")}`;
    router.on(endpoint.method.toUpperCase(), path, (c) => {
      const { request, path, query, parts, record } = c.env;
      record.route = `${base}${endpoint.path}`;
      const raw: RawRequest = { request, path, params: c.req.param(), query };
      return serve(api, endpoint, publicContext(parts), raw, record);
    });
  }
  router.notFound((c) => failure(wire, notFound(), c.env.record));

  let description: ReturnType<typeof describeApi> | undefined;
  const openApi = (servers: readonly Server[]) => {
    description ??= describeApi(api);
    const { info } = description;
    return { ...description, info: { ...info, description: guideAt(servers, info.description) }, servers };
  };
  const documents = new Map<string, StoredDocument>();
  const schema = async (servers: readonly Server[]) => {
    const key = JSON.stringify(servers);
    const document = documents.get(key) ?? (await documentOf(openApi(servers)));
    if (documents.size >= DOCUMENTS_MAX) documents.clear();
    documents.set(key, document);
    return document;
  };
  const schemas = new Set([
    "/openapi.json",
    `${base}/openapi.json`,
    ...(api.schema ? [canonical(api.schema.path)] : []),
  ]);
  const pages = new Map(Object.entries(api.schema?.pages ?? {}).map(([path, file]) => [canonical(path), file]));
  return {
    api,
    openApi,
    schema,
    isSchema: (path) => schemas.has(canonical(path)),
    pageAt: (path) => pages.get(canonical(path)),
    fetch: async (request) => router.fetch(request.request, request),
  };
}

/** The guide with the first of the servers in the place of `{server}`, and where that is in the place of `{origin}`. */
const guideAt = ([server]: readonly Server[], guide: string): string =>
  server ? guide.replaceAll("{server}", server.url).replaceAll("{origin}", new URL(server.url).origin) : guide;

const pathOf = (options: { env?: Bindings["Bindings"] } | undefined): string => options?.env?.path ?? "/";

/**
 * Paths with fewer placeholders come first, because the router takes the first path that matches: `/accounts/summary`
 * must come before `/accounts/{id}`.
 */
const mostSpecificFirst = (endpoints: readonly AnyEndpoint[]): AnyEndpoint[] =>
  endpoints.toSorted((a, b) => placeholders(a) - placeholders(b));

const placeholders = ({ path }: AnyEndpoint): number => path.split("{").length;
