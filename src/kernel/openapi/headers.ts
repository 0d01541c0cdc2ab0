import { LIMITS } from "../../limits.ts";
import type { AnyEndpoint } from "../http/endpoint.ts";
import { takesIfMatch } from "../http/if-match.ts";

// The headers of requests and replies, as the OpenAPI document describes them.

interface Header {
  description: string;
  schema: object;
  example?: unknown;
}
interface Parameter extends Header {
  name: string;
  in: "header";
  required: boolean;
}

const requestHeader = (name: string, header: Header): Parameter => ({ name, in: "header", required: false, ...header });

const IDEMPOTENCY_KEY = requestHeader("Idempotency-Key", {
  description: "The same key with the same request returns the stored reply, for 30 days",
  schema: { type: "string", maxLength: LIMITS.http.idempotencyKeyChars },
});

const IF_MATCH = requestHeader("If-Match", {
  description:
    "`*`, or the `ETag`s that the client knows: a row with another version is left alone, also when no row has had that version yet",
  schema: { type: "string" },
});

const PREFER = requestHeader("Prefer", {
  description: "`return=minimal` asks for the shorter form of the reply (RFC 7240)",
  schema: { type: "string" },
  example: "return=minimal",
});

const text = { type: "string" };
/** The headers about the client, by what an endpoint `reads`. */
const ABOUT_CLIENT = {
  device: [
    requestHeader("X-Device-ID", { description: "An id that the app makes once, and keeps", schema: text }),
    requestHeader("X-Device-Name", { description: "What its owner calls the device", schema: text }),
    requestHeader("X-Platform", { description: "System and version, such as `iOS 18.1`", schema: text }),
    requestHeader("X-App-Version", { description: "The version of the app", schema: text }),
  ],
  language: [
    requestHeader("Accept-Language", {
      description: "The languages that the user reads, the best first",
      schema: text,
    }),
  ],
};

/** True when the endpoint takes an idempotency key. */
export const isIdempotent = ({ method, access, idempotent }: AnyEndpoint): boolean =>
  method === "post" && access !== "public" && idempotent !== false;

/** The headers that a request to the endpoint may have, beside those that every request may. */
export const requestHeaders = (endpoint: AnyEndpoint): Parameter[] => [
  ...(isIdempotent(endpoint) ? [IDEMPOTENCY_KEY] : []),
  ...(takesIfMatch(endpoint) ? [IF_MATCH] : []),
  ...(endpoint.minimalReply ? [PREFER] : []),
  ...(endpoint.reads ?? []).flatMap((about) => ABOUT_CLIENT[about]),
];

/** The headers that a successful reply of the endpoint may have; undefined when there are none. */
export function replyHeaders(endpoint: AnyEndpoint): Record<string, Header> | undefined {
  const headers: Record<string, Header> = {
    ...(isIdempotent(endpoint) && {
      "Idempotency-Replayed": {
        description: "`true` when this is the stored reply to an earlier request with the same key",
        schema: { type: "string", enum: ["true"] },
      },
    }),
    ...(endpoint.versioned && {
      ETag: { description: "The version of the row, for `If-Match`", schema: { type: "string" }, example: '"3"' },
    }),
    ...(endpoint.minimalReply && {
      "Preference-Applied": {
        description: "`return=minimal` when the reply has the shorter form",
        schema: { type: "string" },
      },
    }),
  };
  return Object.keys(headers).length > 0 ? headers : undefined;
}

/** Errors that pass: too many requests, and a user whose rows are being moved. */
const PASSING = new Set([429, 503]);

/** The headers of a reply with an error of this status. */
export const failureHeaders = (status: number): Record<string, Header> | undefined =>
  PASSING.has(status)
    ? { "Retry-After": { description: "Seconds to wait before the next try", schema: { type: "integer" } } }
    : undefined;
