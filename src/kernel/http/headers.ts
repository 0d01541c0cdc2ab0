import type { Context, MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import { secureHeaders } from "hono/secure-headers";
import type { Env } from "../env.ts";
import type { ClientInfo } from "../request.ts";
import { prefersMinimal } from "./prefer.ts";

// Headers: what every reply has, and what a request says about its client.

const ALLOWED_HEADERS = [
  "Authorization",
  "Content-Type",
  "Content-Encoding",
  "Idempotency-Key",
  "Prefer",
  "X-Request-ID",
  "X-Device-ID",
  "X-Device-Name",
  "X-Platform",
  "X-App-Version",
  "Accept-Language",
  "If-Match",
];
const EXPOSED_HEADERS = [
  "X-Request-ID",
  "Retry-After",
  "Idempotency-Replayed",
  "Preference-Applied",
  "ETag",
  "Content-Disposition",
  "X-RateLimit-Limit",
  "X-RateLimit-Remaining",
  "X-RateLimit-Reset",
];
/** For how long a browser need not ask again what it may send. */
const PREFLIGHT_SECONDS = 86_400;
/** How many characters of a header about the device are kept. */
const DEVICE_TEXT_MAX = 200;

/** Security headers of every reply. Data needs no scripts; documentation pages set a content security policy of their own. */
export const securityHeaders = secureHeaders({
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  strictTransportSecurity: "max-age=31536000; includeSubDomains",
  xFrameOptions: "DENY",
  crossOriginResourcePolicy: "same-site",
  overwrite: false,
  // What follows is for pages that embed others, or for browsers of the past.
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
});

const forBrowsers = cors({
  origin: (origin, { var: variables }: Context<{ Variables: { env: Env } }>) =>
    variables.env.CORS_ORIGIN.includes(origin) ? origin : null,
  allowMethods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
  allowHeaders: ALLOWED_HEADERS,
  exposeHeaders: EXPOSED_HEADERS,
  maxAge: PREFLIGHT_SECONDS,
});

/**
 * Lets browsers of the origins in `CORS_ORIGIN` call the API, and answers their preflight requests. Only browsers name an
 * origin: apps are spared the headers, and caches learn that they depend on it.
 */
export const browserAccess: MiddlewareHandler = async (c, next) => {
  if (c.req.header("Origin") !== undefined || c.req.method === "OPTIONS") return forBrowsers(c, next);
  await next();
  c.header("Vary", "Origin", { append: true });
};

/** What the request's headers say about the client and its device; longer values are cut to 200 characters. */
export function clientOf(request: Request, baseUrl: string): ClientInfo {
  const header = (name: string) => request.headers.get(name)?.slice(0, DEVICE_TEXT_MAX) ?? null;
  return {
    ip: header("cf-connecting-ip") ?? "local",
    baseUrl,
    deviceId: header("x-device-id"),
    deviceName: header("x-device-name"),
    platform: header("x-platform"),
    appVersion: header("x-app-version"),
    userAgent: header("user-agent"),
    acceptLanguage: header("accept-language"),
    prefersMinimal: prefersMinimal(request.headers.get("prefer")),
  };
}

/** The token of the header `Authorization: Bearer …`. */
export const bearerToken = (request: Request): string | undefined =>
  /^Bearer +(\S+) *$/i.exec(request.headers.get("authorization") ?? "")?.[1];
