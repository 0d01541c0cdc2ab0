import type { ClientInfo } from "../request.ts";
import { prefersMinimal } from "./prefer.ts";

// Headers: what every reply has, and what a request says about its client.

const SECURITY_HEADERS = [
  ["Strict-Transport-Security", "max-age=31536000; includeSubDomains"],
  ["X-Content-Type-Options", "nosniff"],
  ["X-Frame-Options", "DENY"],
  ["Referrer-Policy", "no-referrer"],
  ["Cross-Origin-Resource-Policy", "same-site"],
] as const;
/** The content security policy of replies with data, which need no scripts. Documentation pages set their own. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

const ALLOWED_HEADERS =
  "Authorization, Content-Type, Content-Encoding, Idempotency-Key, Prefer, X-Request-ID, X-Device-ID, X-Device-Name, X-Platform, X-App-Version, Accept-Language, If-Match";
const EXPOSED_HEADERS =
  "X-Request-ID, Retry-After, Idempotency-Replayed, Preference-Applied, ETag, Content-Disposition, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset";
/** How many characters of a header about the device are kept. */
const DEVICE_TEXT_MAX = 200;

/**
 * Gives the reply the headers that every reply has: request id, security headers, and CORS headers when the request
 * comes from one of the allowed origins. The reply to a WebSocket upgrade stays as it is.
 * @param reply made here: the headers of a reply that was fetched cannot be changed
 */
export function addCommonHeaders(
  reply: Response,
  request: Request,
  requestId: string,
  origins: readonly string[],
): Response {
  if (reply.webSocket) return reply;
  const { headers } = reply;
  headers.set("X-Request-ID", requestId);
  for (const [name, value] of SECURITY_HEADERS) headers.set(name, value);
  if (!headers.has("Content-Security-Policy")) headers.set("Content-Security-Policy", DATA_POLICY);
  for (const [name, value] of Object.entries(corsHeaders(request, origins))) headers.append(name, value);
  return reply;
}

function corsHeaders(request: Request, origins: readonly string[]): Record<string, string> {
  const origin = request.headers.get("origin");
  if (!origin || !origins.includes(origin)) return origins.length > 0 ? { Vary: "Origin" } : {};
  return {
    "Access-Control-Allow-Origin": origin,
    "Access-Control-Expose-Headers": EXPOSED_HEADERS,
    Vary: "Origin",
  };
}

/** The reply to a browser's CORS preflight request. An origin that is not allowed gets no permissions. */
export function preflight(request: Request, origins: readonly string[]): Response {
  const origin = request.headers.get("origin") ?? "";
  if (!origins.includes(origin)) return new Response(null, { status: 204 });
  return new Response(null, {
    status: 204,
    headers: {
      "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE",
      "Access-Control-Allow-Headers": ALLOWED_HEADERS,
      "Access-Control-Max-Age": "86400",
    },
  });
}

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
