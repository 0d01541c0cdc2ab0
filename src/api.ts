import { type Context, Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { type Bindings, parseEnv } from "./env.ts";
import { connectSocket } from "./hub/connect.ts";
import { afterCommit } from "./kernel/after-commit.ts";
import { type ContextParts, publicContext } from "./kernel/context.ts";
import { isDeployed } from "./kernel/env.ts";
import { AppError } from "./kernel/errors.ts";
import { isDocumentation, serveDocumentation } from "./kernel/http/docs.ts";
import { documentOf, sendDocument } from "./kernel/http/document.ts";
import { browserAccess, clientOf, securityHeaders } from "./kernel/http/headers.ts";
import { checkHealth, tellAlive } from "./kernel/http/health.ts";
import { loadApp } from "./kernel/http/load-app.ts";
import { type Mount, mountsOn, type Target, targetOf } from "./kernel/http/mounts.ts";
import { identify, observe, type RequestVariables } from "./kernel/http/observe.ts";
import { requireOperator, serveOperation } from "./kernel/http/operations.ts";
import { passFloodGate } from "./kernel/http/pass-flood-gate.ts";
import type { RequestRecord } from "./kernel/http/request-record.ts";
import { asAppError, failure, json } from "./kernel/http/respond.ts";
import { serversOf } from "./kernel/http/servers.ts";
import { log } from "./kernel/log.ts";
import { readMailbox } from "./kernel/outbound/mailbox.ts";
import type { ProductManifest } from "./kernel/product.ts";
import { products } from "./products.ts";

type Served = { Bindings: Bindings; Variables: RequestVariables & { target: Target } };

/** A request on its way to whoever answers it. */
interface Incoming {
  request: Request;
  url: URL;
  target: Target;
  record: RequestRecord;
  /** What a context is made of, but for the product. */
  parts: Omit<ContextParts, "product">;
}

/** Parses the configuration. While it is wrong, every request is answered with 503, and the log says what is wrong. */
const configure = createMiddleware<Served>(async (c, next) => {
  try {
    c.set("env", parseEnv(c.env));
  } catch (error) {
    log("error", "configuration", { error });
    const unavailable = { code: "SERVICE_UNAVAILABLE", message: "The server is not configured" };
    return c.json({ success: false, data: null, error: unavailable }, 503);
  }
  return next();
});

/** Finds the product that the hostname or the path names. */
const locate = createMiddleware<Served>((c, next) => {
  const target = targetOf(c.var.url, products, c.var.env);
  c.set("target", target);
  c.var.record.product = target.product.name;
  return next();
});

/**
 * Where strangers reach the server they do so by TLS: a page is sent there, and a request that changes something is refused, so
 * that a client which sends tokens in the clear is noticed before it is released.
 */
const requireHttps = createMiddleware<Served>(async (c, next) => {
  const { url, env } = c.var;
  if (url.protocol === "https:" || !isDeployed(env)) return next();
  if (c.req.method !== "GET") throw new AppError("forbidden", { message: "Use https" });
  return c.redirect(url.href.replace("http:", "https:"), 308);
});

const api = new Hono<Served>();
api.use(securityHeaders, identify, configure, locate, observe, browserAccess, requireHttps);
api.all("*", async (c) => {
  const incoming = incomingOf(c);
  if (incoming.url.pathname.startsWith("/operations/")) return toOperator(incoming);
  return (await toEverybody(incoming)) ?? toProduct(incoming);
});
api.onError(async (error, c) => {
  const { target, record, requestId } = c.var;
  const { wire } = (await loadApp(target.product)).api;
  return failure(wire, asAppError(error, requestId), record);
});

/** Answers any HTTP request; HEAD as GET, without the body. */
export async function handle(request: Request, bindings: Bindings, execution: ExecutionContext): Promise<Response> {
  if (request.method !== "HEAD") return api.fetch(request, bindings, execution);
  // Hono does the same with routes; but what looks at the method itself would still see HEAD, and bodies would stay open.
  const reply = await api.fetch(asGet(request), bindings, execution);
  await reply.body?.cancel();
  return new Response(null, reply);
}

function incomingOf(c: Context<Served>): Incoming {
  const { env, now, record, requestId, target, url } = c.var;
  const later = (work: () => Promise<unknown>) => c.executionCtx.waitUntil(afterCommit(requestId, "after reply", work));
  const client = clientOf(c.req.raw, `${url.origin}${target.prefix}`);
  return {
    request: c.req.raw,
    url,
    target,
    record,
    parts: { env, requestId, now, client, later, meter: record.meter },
  };
}

function asGet(request: Request): Request {
  const headers = new Headers(request.headers);
  // Whoever asks for headers alone opens no socket.
  headers.delete("Upgrade");
  return new Request(request, { method: "GET", headers });
}

/** Answers what everybody gets alike, within the network's limit for that. Undefined: the path is no such thing. */
async function toEverybody(incoming: Incoming): Promise<Response | undefined> {
  const { request, url, parts, record } = incoming;
  if (request.method !== "GET") return undefined;
  if (url.pathname === "/healthz") {
    record.route = "/healthz";
    return health(incoming);
  }
  const information = await informationAt(incoming);
  if (!information) return undefined;
  record.route = information.route;
  await passFloodGate(parts.env, "info", parts.client.ip, parts.now);
  return information.answer();
}

async function health({ request, url, parts }: Incoming): Promise<Response> {
  if (url.searchParams.get("deep") !== "1") return tellAlive(parts.env);
  await requireOperator(request, parts);
  return checkHealth(parts.env, products);
}

/** What is at the path of a page or document, and how metrics name it. */
async function informationAt({ request, url, target, parts: { env } }: Incoming) {
  const { product, path, prefix } = target;
  if (url.pathname === "/docs/products.json") {
    const mounts = mountsOn(url.hostname, products, env);
    return {
      route: "/docs/products.json",
      answer: async () => sendDocument(request, await documentOf(await linksOf(mounts))),
    };
  }
  if (isDocumentation(url.pathname)) return { route: "/docs", answer: () => serveDocumentation(request, env) };
  const app = await loadApp(product);
  const page = app.pageAt(path);
  if (page) return { route: path, answer: () => serveDocumentation(new Request(new URL(page, url), request), env) };
  if (!app.isSchema(path)) return undefined;
  const { base } = app.api;
  const servers = serversOf(product, base, `${url.origin}${prefix}${base}`);
  return { route: `${base}/openapi.json`, answer: async () => sendDocument(request, await app.schema(servers)) };
}

async function toOperator({ request, target, parts, record }: Incoming): Promise<Response> {
  record.route = "/operations";
  const { wire } = (await loadApp(target.product)).api;
  return json(wire.success(await serveOperation(request, products, parts), null), 200);
}

async function toProduct(incoming: Incoming): Promise<Response> {
  const { request, url, target, parts, record } = incoming;
  const { product, path } = target;
  const { env, now } = parts;
  if (request.method === "GET" && url.pathname === "/dev/mailbox" && !isDeployed(env)) {
    record.route = "/dev/mailbox";
    return json(await readMailbox(env, url.searchParams.get("to") ?? ""), 200);
  }
  const page = await developmentPage(incoming);
  if (page) return page;
  const app = await loadApp(product);
  if (request.method === "GET" && path === "/ws" && product.hasSockets) {
    record.route = "/ws";
    return connectSocket(request, env, product.name, now);
  }
  return app.fetch({ request, path, query: url.searchParams, parts: { ...parts, product: product.name }, record });
}

/** A product's own page for development; undefined where it is deployed, and when there is none at the path. */
async function developmentPage({ request, target, parts, record }: Incoming): Promise<Response | undefined> {
  const { product, path }: { product: ProductManifest; path: string } = target;
  if (!path.startsWith("/dev/") || isDeployed(parts.env) || !product.development) return undefined;
  const serve = await product.development();
  const page = await serve(publicContext({ ...parts, product: product.name }), request, path);
  if (page) record.route = "/dev";
  return page;
}

/** What the documentation page offers: the OpenAPI documents of the products that the host reaches. */
const linksOf = (mounts: readonly Mount[]): Promise<{ name: string; url: string }[]> =>
  Promise.all(
    mounts.map(async ({ product, prefix }) => {
      const { title, base } = (await loadApp(product)).api;
      return { name: title, url: `${prefix}${base}/openapi.json` };
    }),
  );
