import { z } from "zod";
import { unsafeCast } from "../cast.ts";

/** The part of JSON Schema that our OpenAPI documents use. */
export interface JsonSchema {
  $ref?: string;
  description?: string;
  example?: unknown;
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  type?: string | string[];
  format?: string;
  pattern?: string;
  required?: string[];
  properties?: Record<string, JsonSchema>;
  propertyNames?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  discriminator?: { propertyName: string; mapping: Record<string, string> };
  minimum?: number;
  maximum?: number;
}

/** Schemas that have a name: those whose zod schema has `meta({ id })`. */
export type Components = Record<string, JsonSchema>;

const REFERENCE = "#/components/schemas/";

/** The name that a reference refers to; undefined when the schema is none. */
export const referredName = ({ $ref }: JsonSchema): string | undefined => $ref?.slice(REFERENCE.length);

/** The schema itself, or the component that it refers to. */
export function resolve(schema: JsonSchema, components: Components): JsonSchema {
  const name = referredName(schema);
  if (name === undefined) return schema;
  const component = components[name];
  if (!component) throw new Error(`No component ${name}`);
  return component;
}

/**
 * A zod schema as JSON Schema 2020-12, as OpenAPI 3.1 uses it: what a client sends or gets. Of a transformed value that is what
 * comes in, so that replies have no transformations but such as `uuid()`.
 * @param components gets the schemas with a name that this one is made of, which are replaced by references
 * @throws Error when another schema has the name of one of them
 */
export function jsonSchemaOf(schema: z.ZodType, components: Components): JsonSchema {
  const converted = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  const text = JSON.stringify(converted).replaceAll("#/$defs/", REFERENCE);
  const { $schema: _, $defs = {}, id, ...own } = unsafeCast<Converted>(JSON.parse(text));
  for (const [name, { id: __, ...definition }] of Object.entries($defs)) addComponent(components, name, definition);
  if (id === undefined) return simplified(own);
  addComponent(components, id, own);
  return { $ref: REFERENCE + id };
}

/** What zod makes of a schema: those with a name are in `$defs`, and have it as `id` as well. */
type Converted = JsonSchema & { $schema: string; id?: string; $defs?: Record<string, JsonSchema & { id?: string }> };

function addComponent(components: Components, name: string, definition: JsonSchema): void {
  const schema = simplified(definition);
  const known = components[name];
  if (known && JSON.stringify(known) !== JSON.stringify(schema)) throw new Error(`Two schemas have the name ${name}`);
  components[name] = schema;
}

/** Formats whose pattern says nothing that a client would not know by the format. */
const FORMATS_WITHOUT_PATTERN = new Set(["uuid", "date-time", "date", "email"]);

/** The schema without what zod states and nobody needs to read; `null` is one of the types where that is possible. */
function simplified(schema: JsonSchema): JsonSchema {
  forEachPart(schema, (part) => {
    joinNull(part);
    if (part.format && FORMATS_WITHOUT_PATTERN.has(part.format)) delete part.pattern;
    if (part.minimum === Number.MIN_SAFE_INTEGER) delete part.minimum;
    if (part.maximum === Number.MAX_SAFE_INTEGER) delete part.maximum;
    if (Object.keys(part.propertyNames ?? {}).join() === "type") delete part.propertyNames;
  });
  return schema;
}

/** `anyOf: [{type: "string"}, {type: "null"}]` becomes `type: ["string", "null"]`. */
function joinNull(schema: JsonSchema): void {
  const [value, other, ...more] = schema.anyOf ?? [];
  if (typeof value?.type !== "string" || other?.type !== "null" || more.length > 0) return;
  if (value.enum || value.const !== undefined) return;
  const { type, ...rest } = value;
  delete schema.anyOf;
  Object.assign(schema, { type: [type, "null"], ...rest, ...schema });
}

/** Calls a function with every schema that a schema is made of, itself included, but not with those that it refers to. */
export function forEachPart(schema: JsonSchema, visit: (part: JsonSchema) => void): void {
  visit(schema);
  const { properties = {}, items, additionalProperties, anyOf = [], oneOf = [], allOf = [] } = schema;
  const parts = [...Object.values(properties), ...anyOf, ...oneOf, ...allOf];
  if (items) parts.push(items);
  if (typeof additionalProperties === "object") parts.push(additionalProperties);
  for (const part of parts) forEachPart(part, visit);
}

/**
 * Names the property that tells the members of a union apart, where they are components that all have a constant for it.
 * @param components are changed
 */
export function addDiscriminators(components: Components): void {
  for (const component of Object.values(components)) {
    forEachPart(component, (part) => {
      const members = (part.oneOf ?? []).map(
        (member) => [referredName(member) ?? "", resolve(member, components)] as const,
      );
      const [first] = members;
      const propertyName = Object.keys(first?.[1].properties ?? {}).find((name) =>
        members.every(([member, { properties }]) => member && typeof properties?.[name]?.const === "string"),
      );
      if (propertyName === undefined) return;
      const mapping = members.map(([name, { properties }]) => [properties?.[propertyName]?.const, REFERENCE + name]);
      part.discriminator = { propertyName, mapping: Object.fromEntries(mapping) };
    });
  }
}
