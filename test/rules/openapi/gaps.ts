import type { Descriptions } from "../../../src/kernel/openapi/descriptions.ts";
import { type Components, forEachPart, type JsonSchema } from "../../../src/kernel/openapi/json-schema.ts";

interface Parameter {
  name: string;
  in: string;
  description?: string;
  schema: JsonSchema;
}
interface Operation {
  summary?: string;
  description?: string;
  tags: string[];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
}

/** The part of an OpenAPI document that is looked at here. */
export interface DescribedDocument {
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Components };
}

/** What the document leaves unsaid or unnamed: one line each. */
export function gapsOf(document: DescribedDocument): string[] {
  const { schemas } = document.components;
  return [
    ...Object.entries(schemas).flatMap(([name, schema]) => componentGaps(name, schema)),
    ...operationsOf(document).flatMap(([name, operation]) => operationGaps(name, operation, schemas)),
    ...tagGaps(document),
  ];
}

export const operationsOf = ({ paths }: DescribedDocument): [name: string, operation: Operation][] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ]),
  );

function componentGaps(name: string, component: JsonSchema): string[] {
  const gaps: string[] = [];
  forEachPart(component, (part) => {
    if (part !== component && part.properties) gaps.push(`${name}: an object inside of it has no name`);
    if (part !== component && isEnumeration(part)) gaps.push(`${name}: ${part.enum} has no name`);
    if (part.pattern !== undefined) gaps.push(...patternGaps(name, part));
    for (const [field, { description }] of Object.entries(part.properties ?? {})) {
      if (!description) gaps.push(`${name}.${field} has no description`);
    }
  });
  if (isEnumeration(component) && !component.description) gaps.push(`${name} does not say what its values mean`);
  return gaps;
}

const isEnumeration = (schema: JsonSchema): boolean => (schema.enum?.length ?? 0) > 1;

/** Patterns have no flags in JSON Schema, so an example shows whether they mean what the code means. */
function patternGaps(name: string, { pattern = "", example }: JsonSchema): string[] {
  const matches = typeof example !== "string" || new RegExp(pattern, "u").test(example);
  return matches ? [] : [`${name}: ${pattern} does not match its example ${example}`];
}

function operationGaps(name: string, operation: Operation, components: Components): string[] {
  const { summary, description, parameters = [], requestBody } = operation;
  const gaps = parameters
    .filter((parameter) => !parameter.description)
    .map((parameter) => `${name} has no description of its ${parameter.in} parameter ${parameter.name}`);
  if (!summary) gaps.push(`${name} has no summary`);
  if (!description) gaps.push(`${name} has no description`);
  for (const { schema } of Object.values(requestBody?.content ?? {})) {
    if (schema.type !== "string" && !schema.$ref) gaps.push(`${name} has a body without a name`);
    if (schema.$ref && !components[schema.$ref.split("/").at(-1) ?? ""]) gaps.push(`${name}: no ${schema.$ref}`);
  }
  return gaps;
}

/** Tags are declared, described, used, and come in the order of the document. */
function tagGaps(document: DescribedDocument): string[] {
  const used = new Set(operationsOf(document).flatMap(([, { tags }]) => tags));
  const declared = document.tags.map(({ name }) => name);
  return [
    ...[...used].filter((tag) => !declared.includes(tag)).map((tag) => `The tag ${tag} is not declared`),
    ...declared.filter((tag) => !used.has(tag)).map((tag) => `No operation has the tag ${tag}`),
    ...document.tags.filter(({ description }) => !description).map(({ name }) => `The tag ${name} has no description`),
  ];
}

/** Descriptions of what the document does not have: one line each. */
export function unusedTexts(document: DescribedDocument, descriptions: readonly Descriptions[]): string[] {
  const { schemas } = document.components;
  const operations = new Map(operationsOf(document));
  return descriptions.flatMap(({ components = {}, fields = {}, parameters = {} }) => [
    ...Object.keys(components).filter((name) => !schemas[name]),
    ...Object.entries(fields).flatMap(([prefix, texts]) => {
      const described = Object.entries(schemas).filter(([name]) => prefix === "*" || name.startsWith(prefix));
      return Object.keys(texts)
        .filter((field) => !described.some(([, schema]) => hasField(schema, field)))
        .map((field) => `${prefix}.${field}`);
    }),
    ...Object.entries(parameters).flatMap(([name, texts]) => {
      const described = name === "*" ? [...operations.values()] : [operations.get(name)];
      const names = new Set(described.flatMap((operation) => operation?.parameters ?? []).map((one) => one.name));
      return Object.keys(texts)
        .filter((parameter) => !names.has(parameter))
        .map((parameter) => `${name} ${parameter}`);
    }),
  ]);
}

function hasField(schema: JsonSchema, field: string): boolean {
  let found = false;
  forEachPart(schema, ({ properties }) => {
    found ||= properties?.[field] !== undefined;
  });
  return found;
}
