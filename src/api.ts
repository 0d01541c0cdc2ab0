import { type Bindings, parseEnv } from "./env.ts";
import { connectSocket } from "./hub/connect.ts";
import { afterCommit } from "./kernel/after-commit.ts";
import type { Env } from "./kernel/env.ts";
import { isDocumentation, serveDocumentation } from "./kernel/http/docs.ts";
import { clientOf, preflight, withCommonHeaders } from "./kernel/http/headers.ts";
import { checkHealth } from "./kernel/http/health.ts";
import { loadApp } from "./kernel/http/load-app.ts";
import { asAppError, failure, json, requestIdOf } from "./kernel/http/respond.ts";
import { log } from "./kernel/log.ts";
import { readMailbox } from "./kernel/outbound/mailbox.ts";
import type { ProductManifest } from "./kernel/product.ts";
import { products } from "./products.ts";

const [flagship] = products;

/** Answers any HTTP request. Never throws. */
export async function handle(request: Request, bindings: Bindings, execution: ExecutionContext): Promise<Response> {
  const requestId = requestIdOf(request);
  const now = Date.now();
  let env: Env;
  try {
    env = parseEnv(bindings);
  } catch (error) {
    log("error", "configuration", { error });
    const unavailable = { code: "SERVICE_UNAVAILABLE", message: "The server is not configured" };
    return withCommonHeaders(json({ success: false, data: null, error: unavailable }, 503), request, requestId, []);
  }
  const reply = await route({ request, env, execution, requestId, now, url: new URL(request.url) });
  // Without the query string, which may contain tokens and search texts.
  const { pathname } = new URL(request.url);
  log("info", "request", {
    requestId,
    method: request.method,
    path: pathname,
    status: reply.status,
    ms: Date.now() - now,
  });
  return withCommonHeaders(reply, request, requestId, env.CORS_ORIGIN);
}

interface Incoming {
  request: Request;
  env: Env;
  execution: ExecutionContext;
  requestId: string;
  now: number;
  url: URL;
}

async function route(incoming: Incoming): Promise<Response> {
  const { request, env, url } = incoming;
  if (request.method === "OPTIONS") return preflight(request, env.CORS_ORIGIN);
  if (request.method === "GET") {
    if (url.pathname === "/healthz") return checkHealth(env, products);
    if (url.pathname === "/dev/mailbox" && env.ENVIRONMENT === "development") {
      return json(await readMailbox(env, url.searchParams.get("to") ?? ""), 200);
    }
    if (url.pathname === "/docs/products.json") return json(await productLinks(), 200);
    if (isDocumentation(url.pathname)) return serveDocumentation(request, env);
  }
  return toProduct(incoming);
}

async function toProduct(incoming: Incoming): Promise<Response> {
  const { request, env, execution, requestId, now, url } = incoming;
  const { product, path, prefix } = targetOf(url, env.HOSTS);
  const app = await loadApp(product);
  const { base, wire } = app.api;
  try {
    const page = request.method === "GET" ? app.pageAt(path) : undefined;
    if (page) return await serveDocumentation(new Request(new URL(page, url), request), env);
    if (request.method === "GET" && app.isSchema(path)) return json(app.openApi(`${prefix}${base}` || "/"), 200);
    if (request.method === "GET" && path === "/ws" && product.hasSockets) {
      return await connectSocket(request, env, product.name, now);
    }
    const later = (work: () => Promise<unknown>) => execution.waitUntil(afterCommit(requestId, "after reply", work));
    const parts = {
      env,
      product: product.name,
      requestId,
      now,
      client: clientOf(request, `${url.origin}${prefix}`),
      later,
    };
    return await app.fetch({ request, path, parts });
  } catch (error) {
    return failure(wire, asAppError(error, requestId));
  }
}

/** A product's own hostname comes first, then the prefix; whatever has neither is the flagship's. */
function targetOf(
  { hostname, pathname }: URL,
  hosts: Env["HOSTS"],
): {
  product: ProductManifest;
  path: string;
  prefix: string;
} {
  const own = products.find(({ name }) => name === hosts[hostname]);
  if (own) return { product: own, path: pathname, prefix: "" };
  const named = products.find(({ prefix }) => prefix !== "" && `${pathname}/`.startsWith(`${prefix}/`));
  if (!named) return { product: flagship, path: pathname, prefix: "" };
  return { product: named, path: pathname.slice(named.prefix.length) || "/", prefix: named.prefix };
}

/** What the documentation page offers: every product's OpenAPI document. */
const productLinks = async () => {
  const apps = await Promise.all(
    products.map(async (product) => ({ prefix: product.prefix, ...(await loadApp(product)).api })),
  );
  return apps.map(({ title, prefix, base }) => ({ name: title, url: `${prefix}${base}/openapi.json` }));
};
