import type { AnyEndpoint } from "../../../src/kernel/http/endpoint.ts";
import { resolve } from "../../../src/kernel/openapi/json-schema.ts";
import type { Catalog } from "../catalog.ts";
import { distinct, fieldsOf, type Path, pathsWhere, type Schema, valueAt, withValue } from "../schema.ts";

// Bodies that weigh as much as a contract allows, and bodies whose shape costs more than their weight.

/** Texts may be as long as this where a contract sets no length. */
const UNBOUNDED_CHARS = 100_000;
const UNBOUNDED_ITEMS = 1_000;
/** Four bytes in UTF-8, two units in JavaScript: bounds in one are not bounds in the other. */
const WIDE = "\u{1f4b8}";
/** One character on the screen, of a letter and as many combining marks as the text is long. */
const MARKS = "e\u0301";

const choicesOf = (schema: Schema): Schema[] => [schema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];

/** A free text of as many UTF-16 units as the schema allows; null where it takes another kind of value. */
function longText(schema: Schema, letter: string): string | null {
  const text = choicesOf(schema).find(({ type, format, enum: choices }) => type === "string" && !format && !choices);
  if (!text) return null;
  const chars = Number(Reflect.get(text, "maxLength") ?? UNBOUNDED_CHARS);
  return letter.repeat(Math.floor(chars / letter.length));
}

/** As many copies of the array's first item as the schema allows; null where it takes no array. */
function longArray(schema: Schema, present: unknown): unknown[] | null {
  const array = choicesOf(schema).find(({ type }) => type === "array");
  if (!array || !Array.isArray(present) || present.length === 0) return null;
  const items = Number(Reflect.get(array, "maxItems") ?? UNBOUNDED_ITEMS);
  return Array.from({ length: items }, () => present[0]);
}

/** The heaviest body that the endpoint's contract accepts: each text at its full length, each array at its full number. */
export function largest(catalog: Catalog, endpoint: AnyEndpoint, good: object, letter = WIDE): object {
  const schema = catalog.bodySchemaOf(endpoint);
  if (!schema) return good;
  const fields = fieldsOf(schema, catalog.document.components.schemas, good);
  const accepted = (body: unknown): body is object => endpoint.body?.safeParse(body).success ?? false;
  const grown = (body: object, path: Path, value: unknown): object => {
    const candidate = value === null ? body : withValue(body, path, value);
    return accepted(candidate) ? candidate : body;
  };
  const withTexts = fields.reduce((body, [path, field]) => grown(body, path, longText(field, letter)), good);
  // The innermost arrays first: the outer ones then repeat what is already long.
  return fields
    .toReversed()
    .reduce((body, [path, field]) => grown(body, path, longArray(field, valueAt(body, path))), withTexts);
}

/** JSON text whose arrays are nested as deep as it says. */
export const nested = (depth: number): string => `${"[".repeat(depth)}${"]".repeat(depth)}`;
const nestedObjects = (depth: number): string => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;
const wide = (members: number): string =>
  `{${Array.from({ length: members }, (_, i) => `"k${i.toString(36)}":${i % 10}`).join(",")}}`;

/** One JSON value whose shape is its weight. */
export interface Shape {
  what: string;
  json: string;
}

/** @param depth how deep JSON may be nested (`LIMITS.http.jsonDepth`) */
export const shapesFor = (depth: number): Shape[] => [
  { what: "arrays as deep as allowed", json: nested(depth - 4) },
  { what: "arrays one too deep", json: nested(depth + 1) },
  { what: "arrays 5,000 deep", json: nested(5_000) },
  { what: "objects 5,000 deep", json: nestedObjects(5_000) },
  { what: "an object of 50,000 members", json: wide(50_000) },
  { what: "an array of 10,000 arrays", json: `[${"[],".repeat(9_999)}[]]` },
  { what: "an array of 10,000 objects", json: `[${"{},".repeat(9_999)}{}]` },
  { what: "a text of 100,000 wide characters", json: JSON.stringify(WIDE.repeat(100_000)) },
  { what: "a letter with 100,000 combining marks", json: JSON.stringify(MARKS + MARKS.charAt(1).repeat(100_000)) },
  { what: "a number of 100,000 digits", json: "9".repeat(100_000) },
];

const MARK = "@@here@@";

/** The body as JSON, with the shape at a path. */
export const withShape = (body: object, path: Path, { json }: Shape): string =>
  JSON.stringify(withValue(body, path, MARK)).replace(`"${MARK}"`, () => json);

/** A field that no contract knows. */
export const UNKNOWN = "extra";

/** The fields that hold whatever a client likes: records, untyped values, and `UNKNOWN` in every object. */
export function freeFields({ bodySchemaOf, document }: Catalog, endpoint: AnyEndpoint, good: object): Path[] {
  const schema = bodySchemaOf(endpoint);
  const pathsOf = (isSuch: (choice: Schema) => boolean) =>
    schema ? pathsWhere(schema, document.components.schemas, good, (field) => choicesOf(field).some(isSuch)) : [];
  const objects = pathsOf((choice) => Boolean(resolve(choice, document.components.schemas).properties));
  const free = pathsOf(isFree);
  return distinct([...free, ...[[], ...free, ...objects].map((path) => [...path, UNKNOWN])]);
}

const isFree = ({ type, properties, additionalProperties, anyOf, oneOf, allOf, $ref }: Schema): boolean =>
  (type === "object" && !properties && Boolean(additionalProperties)) || (!type && !anyOf && !oneOf && !allOf && !$ref);
