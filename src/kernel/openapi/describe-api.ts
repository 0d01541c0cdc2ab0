import { z } from "zod";
import { DESCRIBED_LIMITS, PLATFORM_LIMITS } from "../../limits.ts";
import type { ProductApi } from "../http/product-api.ts";
import { KERNEL_DESCRIPTIONS } from "./common.ts";
import { Glossary } from "./descriptions.ts";
import { bodyExampleOf, completeExamples, shareExamples } from "./examples.ts";
import { addDiscriminators, type Components, resolve } from "./json-schema.ts";
import { type Operation, operationOf, type Parameter } from "./operation.ts";
import { addExample, FILE_SCHEMA, type Parts } from "./responses.ts";

const CONTACT = { name: "Leora", url: "https://leora.app", email: "support@leora.app" };
const LICENSE = { name: "MIT", url: "https://opensource.org/license/mit" };
const BEARER = {
  type: "http",
  scheme: "bearer",
  bearerFormat: "JWT",
  description: "The access token that signing in replies with",
};

/**
 * The product's OpenAPI 3.1 document: named components, a description of every operation, parameter and field, the error codes of
 * every operation, and an example for every body. Its `servers`, which the guide in its description names, are left to the caller.
 */
export function describeApi(product: ProductApi) {
  const { title, endpoints } = product;
  const { summary, guide, tags, descriptions } = product.documentation;
  const parts: Parts = { schemas: {}, responses: {} };
  const components = parts.schemas;
  const glossary = new Glossary([KERNEL_DESCRIPTIONS, ...descriptions]);
  const isScoped = endpoints.some(({ scopes }) => scopes);
  // All schemas are converted before anything is added to the components, so that equal names can be told from equal schemas.
  const operations = endpoints.map((endpoint) => ({
    endpoint,
    operation: operationOf(endpoint, product, isScoped, parts),
    rows: rowsOf(endpoint.reply),
  }));
  addDiscriminators(components);
  glossary.describe(components);
  shareExamples(components);
  completeExamples(components);

  const rowAt = new Map(operations.map(({ endpoint: { method, path }, rows }) => [`${method} ${path}`, rows]));
  const paths: Record<string, Record<string, Operation>> = {};
  for (const { endpoint, operation, rows } of operations) {
    const { method, path } = endpoint;
    const [collection = ""] = path.split("/{id}");
    const row = rowAt.get(`get ${collection}/{id}`) ?? rowAt.get(`get ${collection}`);
    for (const parameter of operation.parameters ?? []) {
      const meaning = glossary.parameter(`${method.toUpperCase()} ${path}`, parameter.name, rows);
      if (meaning !== undefined) parameter.description ??= meaning;
      if (parameter.name === "id" && row !== undefined) parameter.example = components[row]?.properties?.id?.example;
    }
    const parameters = operation.parameters?.map((parameter) => leftUnchosen(parameter, components));
    for (const media of Object.values(operation.requestBody?.content ?? {})) {
      if (media.schema !== FILE_SCHEMA) media.example ??= bodyExampleOf(media.schema, components);
    }
    for (const response of Object.values(operation.responses)) {
      if (!("$ref" in response)) addExample(response, components);
    }
    paths[path] = { ...paths[path], [method]: { ...operation, ...(parameters && { parameters }) } };
  }
  return {
    openapi: "3.1.0",
    info: { title, summary, description: guide, version: "1.0.0", contact: CONTACT, license: LICENSE },
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: { ...parts, securitySchemes: { bearer: BEARER } },
    "x-limits": limitsOf(product),
  };
}

/**
 * Pages that send requests send every parameter that has an example, and no row fulfils all filters of a list at once. So the
 * example of an optional parameter is one that Scalar shows and leaves out until the reader chooses it.
 */
function leftUnchosen(parameter: Parameter, components: Components): Parameter {
  const { example: stated, ...rest } = parameter;
  const { default: preset, example = stated } = resolve(parameter.schema, components);
  if (parameter.required || preset !== undefined || example === undefined) return parameter;
  return { ...rest, examples: { example: { value: example, "x-disabled": true } } };
}

/** The component that a reply's data is, or is a list of. */
const rowsOf = (reply: z.ZodType): string | undefined =>
  z.globalRegistry.get(reply instanceof z.ZodArray ? reply.element : reply)?.id;

/** The bounds of `limits.ts` that clients of this product can meet: by group and name, with unit and reason. */
const limitsOf = ({ limits = [] }: ProductApi) =>
  Object.fromEntries([...PLATFORM_LIMITS, ...limits].map((group) => [group, DESCRIBED_LIMITS[group]]));
