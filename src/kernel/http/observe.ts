import { createMiddleware } from "hono/factory";
import { type Env, isDeployed } from "../env.ts";
import { log } from "../log.ts";
import { measure } from "../metrics/measure.ts";
import { newRecord, type RequestRecord } from "./request-record.ts";
import { requestIdOf } from "./respond.ts";

/** What middleware knows of a request, for those that follow. */
export interface RequestVariables {
  requestId: string;
  /** When the request arrived, in UTC ms. */
  now: number;
  url: URL;
  env: Env;
  record: RequestRecord;
}

/** Gives the request and its reply an id, and a record. */
export const identify = createMiddleware<{ Variables: RequestVariables }>(async (c, next) => {
  const requestId = requestIdOf(c.req.raw);
  c.set("requestId", requestId);
  c.set("now", Date.now());
  c.set("url", new URL(c.req.url));
  c.set("record", newRecord());
  await next();
  c.header("X-Request-ID", requestId);
});

/** Paths that no route has may be as long as a URL. */
const PATH_MAX = 200;
/** Of requests that went well, one in so many has a line where strangers reach the server. All have a data point. */
const LOGGED_ONE_IN = 4;
const SLOW_MS = 1000;

const isLogged = (env: Env, status: number, ms: number): boolean =>
  !isDeployed(env) || status >= 400 || ms >= SLOW_MS || Math.random() * LOGGED_ONE_IN < 1;

/** Writes a log line and a data point about the request when its reply is ready. */
export const observe = createMiddleware<{ Variables: RequestVariables }>(async (c, next) => {
  await next();
  const { requestId, now, url, env, record } = c.var;
  const { product, route, error, meter } = record;
  const { method } = c.req;
  const { status } = c.res;
  const ms = Date.now() - now;
  if (isLogged(env, status, ms)) {
    log("info", "request", {
      requestId,
      method,
      // Without the query string, which may contain tokens and search texts.
      path: url.pathname.slice(0, PATH_MAX),
      product,
      route,
      status,
      ...(error && { error }),
      ms,
      d1: meter.d1,
      hub: meter.hub,
    });
  }
  measure(env, { kind: "request", product, method, route, status, error, ms, d1: meter.d1, hub: meter.hub });
});
