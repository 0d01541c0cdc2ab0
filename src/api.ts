import { type Bindings, type Env, parseEnv } from "./env.ts";
import { connectSocket } from "./hub/connect.ts";
import { isPage, servePage } from "./kernel/http/docs.ts";
import { clientOf, finish, preflight } from "./kernel/http/headers.ts";
import { checkHealth } from "./kernel/http/health.ts";
import type { ProductApp } from "./kernel/http/product.ts";
import { asAppError, failure, json, requestIdOf } from "./kernel/http/respond.ts";
import { lazy } from "./kernel/lazy.ts";
import { log } from "./kernel/log.ts";
import { readMailbox } from "./kernel/outbound/mailbox.ts";

interface Mount {
  readonly name: string;
  /** What the product's paths begin with on a shared host; none for the flagship, which takes the rest. */
  readonly prefix: string;
  load(): Promise<ProductApp>;
}

const FLAGSHIP: Mount = {
  name: "leora",
  prefix: "",
  load: lazy(async () => (await import("./leora/app.ts")).leora),
};

/** Products load on their first request: what nobody asks for costs no start-up time. */
const PRODUCTS: readonly Mount[] = [
  FLAGSHIP,
  { name: "crm", prefix: "/crm", load: lazy(async () => (await import("./crm/app.ts")).crm) },
  { name: "koshelok", prefix: "/koshelok", load: lazy(async () => (await import("./koshelok/app.ts")).koshelok) },
];

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
    return finish(json({ success: false, data: null, error: unavailable }, 503), request, requestId, []);
  }
  const reply = await route({ request, env, execution, requestId, now, url: new URL(request.url) });
  // No query string: tokens and searches travel there.
  const { pathname } = new URL(request.url);
  log("info", "request", {
    requestId,
    method: request.method,
    path: pathname,
    status: reply.status,
    ms: Date.now() - now,
  });
  return finish(reply, request, requestId, env.CORS_ORIGIN);
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
    if (url.pathname === "/healthz") return checkHealth(env);
    if (url.pathname === "/dev/mailbox" && env.ENVIRONMENT === "development") {
      return json(await readMailbox(env, url.searchParams.get("to") ?? ""), 200);
    }
    if (url.pathname === "/docs/products.json") return json(await productLinks(), 200);
    if (isPage(url.pathname)) return servePage(request, env);
  }
  return toProduct(incoming);
}

async function toProduct(incoming: Incoming): Promise<Response> {
  const { request, env, execution, requestId, now, url } = incoming;
  const { mount, path, prefix } = targetOf(url, env.HOSTS);
  const app = await mount.load();
  const { base, wire } = app.product;
  try {
    const page = request.method === "GET" ? app.pageAt(path) : undefined;
    if (page) return await servePage(new Request(new URL(page, url), request), env);
    if (request.method === "GET" && app.isSchema(path)) return json(app.openApi(`${prefix}${base}` || "/"), 200);
    if (request.method === "GET" && path === "/ws" && mount === FLAGSHIP) {
      return await connectSocket(request, env, mount.name, now);
    }
    const later = (work: Promise<unknown>) =>
      execution.waitUntil(work.catch((error) => log("error", "after reply", { requestId, error })));
    const parts = {
      env,
      product: mount.name,
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
function targetOf({ hostname, pathname }: URL, hosts: Env["HOSTS"]): { mount: Mount; path: string; prefix: string } {
  const own = PRODUCTS.find(({ name }) => name === hosts[hostname]);
  if (own) return { mount: own, path: pathname, prefix: "" };
  const named = PRODUCTS.find(({ prefix }) => prefix !== "" && `${pathname}/`.startsWith(`${prefix}/`));
  if (!named) return { mount: FLAGSHIP, path: pathname, prefix: "" };
  return { mount: named, path: pathname.slice(named.prefix.length) || "/", prefix: named.prefix };
}

/** What the documentation page offers: every product's OpenAPI document. */
const productLinks = async () => {
  const apps = await Promise.all(PRODUCTS.map(async ({ prefix, load }) => ({ prefix, ...(await load()).product })));
  return apps.map(({ title, prefix, base }) => ({ name: title, url: `${prefix}${base}/openapi.json` }));
};
