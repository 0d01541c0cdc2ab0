import { z } from "zod";
import type { AnyEndpoint, FileForm, Stream } from "../http/endpoint.ts";
import { OPTIONS_PART } from "../http/file-form.ts";
import type { ProductApi } from "../http/product-api.ts";
import { wireCodeOf } from "../http/wire.ts";
import { requestHeaders } from "./headers.ts";
import { type Components, type JsonSchema, jsonSchemaOf } from "./json-schema.ts";
import {
  capital,
  errorCodesOf,
  FILE_SCHEMA,
  failuresOf,
  type Parts,
  type Reference,
  type Response,
  successesOf,
} from "./responses.ts";

/** A parameter of an operation's path, query or headers. */
export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  description?: string;
  example?: unknown;
  examples?: Record<string, { value: unknown; "x-disabled": true }>;
  schema: JsonSchema;
}

/** One operation of an OpenAPI document. */
export interface Operation {
  tags: string[];
  summary: string;
  description?: string;
  operationId: string;
  security: object[];
  "x-error-codes": string[];
  parameters?: Parameter[];
  requestBody?: { required: true; content: Record<string, { schema: JsonSchema; example?: unknown }> };
  responses: Record<string, Response | Reference>;
}

/**
 * An endpoint as an operation of the product's OpenAPI document. Descriptions and examples that follow from the components are
 * added later.
 * @param isScoped some endpoints of the product are for sessions with a scope
 * @param parts gets what the operation refers to
 */
export function operationOf(endpoint: AnyEndpoint, { wire }: ProductApi, isScoped: boolean, parts: Parts): Operation {
  const components = parts.schemas;
  const { method, path, tag, summary, description, access, params, query } = endpoint;
  const codes = errorCodesOf(endpoint, isScoped);
  const parameters = [
    ...parametersOf("path", params, components),
    ...parametersOf("query", query, components),
    ...requestHeaders(endpoint),
  ];
  const content = contentOf(endpoint, components);
  return {
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    operationId: operationId(method, path),
    security: access === "public" ? [] : [...(access === "optional" ? [{}] : []), { bearer: [] }],
    "x-error-codes": [...new Set(codes.map((code) => wireCodeOf(wire, code).code))],
    ...(parameters.length > 0 && { parameters }),
    ...(content && { requestBody: { required: true, content } }),
    responses: { ...successesOf(endpoint, wire, components), ...failuresOf(codes, wire, parts) },
  };
}

function parametersOf(place: "path" | "query", shape: z.ZodObject | undefined, components: Components): Parameter[] {
  if (!shape) return [];
  const { properties = {}, required = [] } = jsonSchemaOf(shape, components);
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    ...(description !== undefined && { description }),
    schema,
  }));
}

const FORM_TYPE = "multipart/form-data";

/** The body by media type: JSON, or a form with a file, or either, or what is read as it arrives. */
function contentOf(endpoint: AnyEndpoint, components: Components): Record<string, { schema: JsonSchema }> | undefined {
  const { upload, fileForm, stream } = endpoint;
  if (stream) return streamContentOf(stream, components);
  const body = endpoint.documented?.().body ?? endpoint.body;
  if (!body) return undefined;
  const schema = jsonSchemaOf(body, components);
  if (upload) return { [FORM_TYPE]: { schema } };
  if (!fileForm || !endpoint.body) return { "application/json": { schema } };
  return {
    "application/json": { schema },
    [FORM_TYPE]: { schema: jsonSchemaOf(formOf(endpoint.body, fileForm), components) },
  };
}

/** The form that may come in the place of the body `ImportCreate`: `ImportCreateForm`, whose part `options` is `ImportCreateOptions`. */
function formOf(body: z.ZodObject, { field, maxBytes }: FileForm): z.ZodObject {
  const id = body.meta()?.id;
  const named = (shape: z.ZodRawShape, suffix: string) =>
    id === undefined ? z.object(shape) : z.object(shape).meta({ id: id + suffix });
  const options = Object.fromEntries(Object.entries(body.shape).filter(([name]) => name !== field));
  return named(
    {
      [field]: z.custom().meta({ ...FILE_SCHEMA, description: `The file; at most ${maxBytes / 1024} KiB` }),
      [OPTIONS_PART]: named(options, "Options"),
    },
    "Form",
  );
}

/** Text by its charset, JSON by its schema, anything else as bytes. */
const streamContentOf = ({ types, example, schema }: Stream, components: Components) =>
  Object.fromEntries(
    types.map((type) => {
      if (type.startsWith("text/")) return [type, { schema: { type: "string" }, example }];
      return [
        type,
        schema ? { schema: jsonSchemaOf(schema, components), example: JSON.parse(example) } : { schema: FILE_SCHEMA },
      ];
    }),
  );

/** `post /tasks/{id}/complete` → `postTasksByIdComplete` */
const operationId = (method: string, path: string): string =>
  method +
  path
    .split(/[/\-_]/)
    .filter(Boolean)
    .map((part) => (part.startsWith("{") ? `By${capital(part.slice(1, -1))}` : capital(part)))
    .join("");
