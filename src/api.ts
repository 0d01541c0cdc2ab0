import { type Bindings, parseEnv } from "./env.ts";
import { connectSocket } from "./hub/connect.ts";
import { afterCommit } from "./kernel/after-commit.ts";
import { type Env, isDeployed } from "./kernel/env.ts";
import { isDocumentation, serveDocumentation } from "./kernel/http/docs.ts";
import { documentOf, sendDocument } from "./kernel/http/document.ts";
import { addCommonHeaders, clientOf, preflight } from "./kernel/http/headers.ts";
import { checkHealth } from "./kernel/http/health.ts";
import { loadApp } from "./kernel/http/load-app.ts";
import { serveOperation } from "./kernel/http/operations.ts";
import { passFloodGate } from "./kernel/http/pass-flood-gate.ts";
import { asAppError, failure, json, requestIdOf } from "./kernel/http/respond.ts";
import { lazy } from "./kernel/lazy.ts";
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
    return addCommonHeaders(json({ success: false, data: null, error: unavailable }, 503), request, requestId, []);
  }
  const url = new URL(request.url);
  const reply = await route({ request, env, execution, requestId, now, url });
  log("info", "request", {
    requestId,
    method: request.method,
    // Without the query string, which may contain tokens and search texts.
    path: url.pathname,
    status: reply.status,
    ms: Date.now() - now,
  });
  return addCommonHeaders(reply, request, requestId, env.CORS_ORIGIN);
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
  const { request, env, requestId, url } = incoming;
  if (request.method === "OPTIONS") return preflight(request, env.CORS_ORIGIN);
  const target = targetOf(url, env.HOSTS);
  try {
    if (url.pathname.startsWith("/operations/")) return await toOperator(incoming, target);
    return (await toEverybody(incoming, target)) ?? (await toProduct(incoming, target));
  } catch (error) {
    const { wire } = (await loadApp(target.product)).api;
    return failure(wire, asAppError(error, requestId));
  }
}

/** Answers what everybody gets alike, within the network's limit for that. Undefined: the path is no such thing. */
async function toEverybody(incoming: Incoming, target: Target): Promise<Response | undefined> {
  const { request, env, now, url } = incoming;
  if (request.method !== "GET") return undefined;
  const answer = await informationAt(incoming, target);
  if (!answer) return undefined;
  await passFloodGate(env, "info", clientOf(request, url.origin).ip, now);
  return answer();
}

async function informationAt(
  { request, env, now, url }: Incoming,
  { product, path, prefix }: Target,
): Promise<(() => Promise<Response>) | undefined> {
  if (url.pathname === "/healthz") return () => checkHealth(env, products, now);
  if (url.pathname === "/docs/products.json") return async () => sendDocument(request, await productLinks());
  if (isDocumentation(url.pathname)) return () => serveDocumentation(request, env);
  const app = await loadApp(product);
  const page = app.pageAt(path);
  if (page) return () => serveDocumentation(new Request(new URL(page, url), request), env);
  if (!app.isSchema(path)) return undefined;
  return async () => sendDocument(request, await app.schema(`${prefix}${app.api.base}` || "/"));
}

async function toOperator(incoming: Incoming, { product, prefix }: Target): Promise<Response> {
  const { wire } = (await loadApp(product)).api;
  return json(wire.success(await serveOperation(incoming.request, products, partsOf(incoming, prefix)), null), 200);
}

async function toProduct(incoming: Incoming, { product, path, prefix }: Target): Promise<Response> {
  const { request, env, now, url } = incoming;
  if (request.method === "GET" && url.pathname === "/dev/mailbox" && !isDeployed(env)) {
    return json(await readMailbox(env, url.searchParams.get("to") ?? ""), 200);
  }
  const app = await loadApp(product);
  if (request.method === "GET" && path === "/ws" && product.hasSockets) {
    return connectSocket(request, env, product.name, now);
  }
  return app.fetch({
    request,
    path,
    query: url.searchParams,
    parts: { ...partsOf(incoming, prefix), product: product.name },
  });
}

const partsOf = ({ request, env, execution, requestId, now, url }: Incoming, prefix: string) => ({
  env,
  requestId,
  now,
  client: clientOf(request, `${url.origin}${prefix}`),
  later: (work: () => Promise<unknown>) => execution.waitUntil(afterCommit(requestId, "after reply", work)),
});

/** Which product a request is for: `path` has no prefix, and `prefix` is what it had. */
interface Target {
  product: ProductManifest;
  path: string;
  prefix: string;
}

/** A product's own hostname comes first, then the prefix; whatever has neither is the flagship's. */
function targetOf({ hostname, pathname }: URL, hosts: Env["HOSTS"]): Target {
  const own = products.find(({ name }) => name === hosts[hostname]);
  if (own) return { product: own, path: pathname, prefix: "" };
  const named = products.find(({ prefix }) => prefix !== "" && `${pathname}/`.startsWith(`${prefix}/`));
  if (!named) return { product: flagship, path: pathname, prefix: "" };
  return { product: named, path: pathname.slice(named.prefix.length) || "/", prefix: named.prefix };
}

/** What the documentation page offers: every product's OpenAPI document. */
const productLinks = lazy(async () => {
  const apps = await Promise.all(
    products.map(async (product) => ({ prefix: product.prefix, ...(await loadApp(product)).api })),
  );
  return documentOf(apps.map(({ title, prefix, base }) => ({ name: title, url: `${prefix}${base}/openapi.json` })));
});
