import { z } from "zod";
import { AppError, type KernelErrorCode } from "../errors.ts";
import type { AnyEndpoint } from "../http/endpoint.ts";
import type { ProductApi } from "../http/product-api.ts";
import { wireCodeOf } from "../http/wire.ts";
import { exampleOf } from "./examples.ts";
import { failureHeaders, isIdempotent, replyHeaders } from "./headers.ts";
import { type Components, type JsonSchema, jsonSchemaOf } from "./json-schema.ts";

// The replies of an operation, as the OpenAPI document describes them.

type Wire = ProductApi["wire"];

/** What one status means, with the body that comes with it. */
export interface Response {
  description: string;
  headers?: object;
  content?: Record<string, { schema: JsonSchema; example?: unknown }>;
}

export interface Reference {
  $ref: string;
}

/** What the replies and bodies of a document are made of, by name. */
export interface Parts {
  schemas: Components;
  responses: Record<string, Response>;
}

export const FILE_SCHEMA: JsonSchema = { type: "string", format: "binary" };

const DESCRIPTIONS = { 200: "OK", 201: "Created", 204: "No content" } as const;

/** The reply when all went well. */
export function successOf(
  endpoint: AnyEndpoint,
  wire: Wire,
  components: Components,
  status: keyof typeof DESCRIPTIONS = endpoint.status ?? 200,
): Response {
  const headers = replyHeaders(endpoint);
  const response = { description: DESCRIPTIONS[status], ...(headers && { headers }) };
  if (status === 204) return response;
  if (endpoint.media) {
    return { ...response, content: Object.fromEntries(endpoint.media.map((type) => [type, { schema: FILE_SCHEMA }])) };
  }
  const schema = jsonSchemaOf(wire.successSchema(documentedReply(endpoint), endpoint.paged === true), components);
  return { ...response, content: { "application/json": { schema } } };
}

/** The schema of what the endpoint replies with, whichever form it has. */
function documentedReply({ reply, minimalReply, documented }: AnyEndpoint): z.ZodType {
  const { reply: full = reply, minimalReply: minimal = minimalReply } = documented?.() ?? {};
  return minimal ? z.union([full, minimal]) : full;
}

/**
 * One reply per status, with the codes that come with that status. Many operations have the same ones, so they are components.
 * @param parts gets what the replies refer to
 */
export function failuresOf(codes: readonly string[], wire: Wire, parts: Parts): Record<string, Reference> {
  const byStatus = Map.groupBy(codes, (code) => wireCodeOf(wire, code).status);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => {
      const spelt = [...new Set(group.map((code) => wireCodeOf(wire, code).code))].toSorted();
      const name = spelt.map(inWords).join("Or") + status;
      parts.responses[name] ??= failureOf(status, spelt, group[0] ?? "internal", wire, parts.schemas);
      return [status, { $ref: `#/components/responses/${name}` }];
    }),
  );
}

/** @param code the one of the example */
function failureOf(
  status: number,
  spelt: readonly string[],
  code: string,
  wire: Wire,
  components: Components,
): Response {
  const headers = failureHeaders(status);
  return {
    description: spelt.map((name) => `\`${name}\``).join(", "),
    ...(headers && { headers }),
    content: {
      "application/json": {
        schema: jsonSchemaOf(wire.failureSchema(spelt), components),
        example: failureExample(code, wire),
      },
    },
  };
}

/** `RATE_LIMIT_EXCEEDED` → `RateLimitExceeded` */
const inWords = (code: string): string => code.toLowerCase().split("_").map(capital).join("");

/** `task` → `Task` */
export const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const failureExample = (code: string, wire: Wire): unknown =>
  wire.failure(
    new AppError<string>(
      code,
      code === "invalid_input" ? { details: [{ field: "title", message: "Expected text" }] } : {},
    ),
  );

/** The error codes that the endpoint declares, and those that the transport can answer it with. */
export function errorCodesOf(endpoint: AnyEndpoint, isScoped: boolean): string[] {
  const { access, role, params, query, method, errors = [] } = endpoint;
  const codes: KernelErrorCode[] = [
    ...(role ? (["forbidden"] as const) : []),
    "rate_limited",
    "internal",
    "unavailable",
  ];
  if (access !== "public") codes.push("token_missing", "token_invalid", "token_expired");
  if (access === "user" && isScoped) codes.push("forbidden");
  if (params) codes.push("not_found");
  // Every method but GET reads a body and validates it, even where the endpoint declares none.
  if (query || method !== "get") codes.push("invalid_input");
  if (method !== "get") codes.push("malformed_body", "payload_too_large", "unsupported_encoding");
  if (isIdempotent(endpoint)) codes.push("idempotency_conflict");
  if (access !== "public" && method !== "get") codes.push("stale");
  return [...new Set<string>([...errors, ...codes])];
}

/** Gives the reply the example that its schema makes, once the components have theirs. */
export function addExample({ content = {} }: Response, components: Components): void {
  for (const media of Object.values(content)) media.example ??= exampleOf(media.schema, components);
}
