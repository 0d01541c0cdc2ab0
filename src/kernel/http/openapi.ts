import type { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "zod";
import { DESCRIBED_LIMITS, LIMITS, PLATFORM_LIMITS } from "../../limits.ts";
import { unsafeCast } from "../cast.ts";
import { AppError, type KernelErrorCode } from "../errors.ts";
import type { AnyEndpoint, Stream } from "./endpoint.ts";
import { exampleOf, type JsonSchema } from "./examples.ts";
import { OPTIONS_PART } from "./file-form.ts";
import { takesIfMatch } from "./if-match.ts";
import type { ProductApi } from "./product-api.ts";
import { wireCodeOf } from "./wire.ts";

interface Media {
  schema?: JsonSchema;
  example?: unknown;
}
interface Operation {
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { content?: Record<string, Media> }>;
  "x-error-codes"?: string[];
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, JsonSchema> };
}

const IDEMPOTENCY_HEADER = {
  name: "Idempotency-Key",
  in: "header" as const,
  required: false,
  description: "The same key with the same request returns the stored reply, for 30 days",
  schema: { type: "string" as const, maxLength: LIMITS.http.idempotencyKeyChars },
};

const IF_MATCH_HEADER = {
  name: "If-Match",
  in: "header" as const,
  required: false,
  description:
    "`*`, or the `ETag`s that the client knows: a row with another version is left alone, also when no row has had that version yet",
  schema: { type: "string" as const },
};

const PREFER_HEADER = {
  name: "Prefer",
  in: "header" as const,
  required: false,
  description: "`return=minimal` asks for the shorter form of the reply (RFC 7240)",
  schema: { type: "string" as const },
  example: "return=minimal",
};

const PREFERENCE_APPLIED = {
  "Preference-Applied": {
    description: "`return=minimal` when the reply has the shorter form",
    schema: { type: "string" as const },
  },
};

const RETRY_AFTER = {
  "Retry-After": { description: "Seconds to wait before the next try", schema: { type: "integer" as const } },
};
/** Errors that pass: too many requests, and a user whose rows are being moved. */
const PASSING = new Set([429, 503]);

/** What holds for the bodies of all operations. */
const BODIES =
  "A request's body may be compressed (`Content-Encoding: gzip`); limits of size hold for what is sent and for what it inflates to.";

/**
 * The product's OpenAPI 3.1 document, with an example for every body and the error codes of every operation. Its `servers`
 * are left to the caller.
 */
export function describeApi(app: OpenAPIHono, product: ProductApi): object {
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
  });
  const isScoped = product.endpoints.some(({ scopes }) => scopes);
  for (const endpoint of product.endpoints) app.openAPIRegistry.registerPath(operationOf(endpoint, product, isScoped));
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: { title: product.title, version: "1.0.0", description: `${product.description} ${BODIES}` },
  });
  addExamples(unsafeCast<Document>(document));
  return { ...document, "x-limits": limitsOf(product) };
}

/** The bounds of `limits.ts` that clients of this product can meet: by group and name, with unit and reason. */
const limitsOf = ({ limits = [] }: ProductApi) =>
  Object.fromEntries([...PLATFORM_LIMITS, ...limits].map((group) => [group, DESCRIBED_LIMITS[group]]));

type PathConfig = Parameters<OpenAPIHono["openAPIRegistry"]["registerPath"]>[0];

function operationOf(endpoint: AnyEndpoint, { wire }: ProductApi, isScoped: boolean): PathConfig {
  const { method, path, tag, summary, description, access, params, query, body, status = 200 } = endpoint;
  const codes = errorCodesOf(endpoint, isScoped);
  const { stream } = endpoint;
  const headers = [
    ...(isIdempotent(endpoint) ? [IDEMPOTENCY_HEADER] : []),
    ...(takesIfMatch(endpoint) ? [IF_MATCH_HEADER] : []),
    ...(endpoint.minimalReply ? [PREFER_HEADER] : []),
  ];
  return unsafeCast<PathConfig>({
    method,
    path,
    tags: [tag],
    summary,
    ...(description && { description }),
    operationId: operationId(method, path),
    security: access === "public" ? [] : [...(access === "optional" ? [{}] : []), { bearer: [] }],
    "x-error-codes": [...new Set(codes.map((code) => wireCodeOf(wire, code).code))],
    ...(headers.length > 0 && { parameters: headers }),
    request: {
      ...(params && { params }),
      ...(query && { query }),
      ...(body && { body: { required: true, content: bodyContentOf(endpoint, body) } }),
      ...(stream && { body: { required: true, content: streamContentOf(stream) } }),
    },
    responses: {
      [status]: successOf(endpoint, wire),
      ...errorResponses(codes, wire),
    },
  });
}

const FILE_SCHEMA = { type: "string", format: "binary" };
const FORM_TYPE = "multipart/form-data";

/** The body by media type: JSON, or a form with a file, or either. */
function bodyContentOf({ upload, fileForm }: AnyEndpoint, body: z.ZodObject) {
  if (upload) return { [FORM_TYPE]: { schema: body } };
  if (!fileForm) return { "application/json": { schema: body } };
  const fields = Object.entries(body.shape);
  const form = z.object({
    [fileForm.field]: z.custom().meta({ ...FILE_SCHEMA, description: `At most ${fileForm.maxBytes / 1024} KiB` }),
    [OPTIONS_PART]: z.object(Object.fromEntries(fields.filter(([name]) => name !== fileForm.field))),
  });
  return { "application/json": { schema: body }, [FORM_TYPE]: { schema: form } };
}

/** Text by its charset, anything else as bytes. */
const streamContentOf = ({ types }: Stream) =>
  Object.fromEntries(
    types.map((type) => [type, { schema: type.startsWith("text/") ? { type: "string" } : FILE_SCHEMA }]),
  );

const DESCRIPTIONS = { 200: "OK", 201: "Created", 204: "No content" } as const;

function successOf({ status, media, reply, minimalReply, paged }: AnyEndpoint, wire: ProductApi["wire"]) {
  const description = DESCRIPTIONS[status ?? 200];
  if (status === 204) return { description };
  const content = media
    ? Object.fromEntries(media.map((type) => [type, { schema: FILE_SCHEMA }]))
    : {
        "application/json": {
          schema: wire.successSchema(minimalReply ? z.union([reply, minimalReply]) : reply, paged === true),
        },
      };
  return { description, ...(minimalReply && { headers: PREFERENCE_APPLIED }), content };
}

/** One response per status, described by the codes that come with that status. */
function errorResponses(codes: readonly string[], wire: ProductApi["wire"]) {
  const byStatus = Map.groupBy(codes, (code) => wireCodeOf(wire, code).status);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      {
        description: [...new Set(group.map((code) => `\`${wireCodeOf(wire, code).code}\``))].join(", "),
        ...(PASSING.has(Number(status)) && { headers: RETRY_AFTER }),
        content: {
          "application/json": { schema: wire.failureSchema, example: failureExample(group[0] ?? "internal", wire) },
        },
      },
    ]),
  );
}

const failureExample = (code: string, wire: ProductApi["wire"]): unknown =>
  wire.failure(
    new AppError<string>(
      code,
      code === "invalid_input" ? { details: [{ field: "title", message: "Expected text" }] } : {},
    ),
  );

/** The error codes that the endpoint declares, and those that the transport can answer it with. */
function errorCodesOf(endpoint: AnyEndpoint, isScoped: boolean): string[] {
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

const isIdempotent = ({ method, access, idempotent }: AnyEndpoint): boolean =>
  method === "post" && access !== "public" && idempotent !== false;

/** `post /tasks/{id}/complete` → `postTasksByIdComplete` */
const operationId = (method: string, path: string): string =>
  method +
  path
    .split(/[/\-_]/)
    .filter(Boolean)
    .map((part) => (part.startsWith("{") ? `By${capital(part.slice(1, -1))}` : capital(part)))
    .join("");

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function addExamples(document: Document): void {
  const schemas = document.components?.schemas ?? {};
  for (const operation of Object.values(document.paths).flatMap((path) => Object.values(path))) {
    const bodies = [operation.requestBody, ...Object.values(operation.responses)];
    for (const media of bodies.flatMap((body) => Object.values(body?.content ?? {}))) {
      if (media.schema) media.example ??= exampleOf(media.schema, schemas);
    }
  }
}
