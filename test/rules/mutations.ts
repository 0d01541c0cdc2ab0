import { distinct, type Path, pathsWhere, type Schema, type Schemas, withValue } from "./schema.ts";

/** A body as bytes or text, with what is wrong with it. */
export interface BadBody {
  what: string;
  body: BodyInit;
  type?: string;
}

const HUGE = `"${"я".repeat(400_000)}"`;
const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

/** JSON texts that some field somewhere does not expect: numbers that JavaScript cannot hold have no other form. */
const VALUES: readonly string[] = [
  "null",
  "true",
  "0",
  "-1",
  "1.5",
  "0.0000001",
  "9007199254740993",
  "-9007199254740993",
  "1e308",
  "1e309",
  "-1e309",
  '""',
  '" "',
  '"text"',
  '"60"',
  '"1e309"',
  '"9007199254740993"',
  '"2026-02-30"',
  '"-000001-01-01T00:00:00Z"',
  '"+275760-09-13T00:00:00.001Z"',
  '"a\\u0000b"',
  '"\\ud800"',
  '"__proto__"',
  '"\'; DROP TABLE users; --"',
  "[]",
  "{}",
  "[null]",
  '{"__proto__":{"polluted":true}}',
  nested(2000),
];

const MARK = "@@here@@";

/** The body with a JSON text at a path. */
const withText = (body: unknown, path: Path, text: string): string =>
  JSON.stringify(withValue(body, path, MARK)).replace(`"${MARK}"`, () => text);

/**
 * Every field of the schema and of the good body, with values of the list, left out, and with a huge text.
 * @param every one in so many values is tried in a field, the next ones in the next field
 */
export function badFields(good: object, schema: Schema, schemas: Schemas, every: number): BadBody[] {
  const paths = distinct([...pathsWhere(schema, schemas, good, () => true), ...pathsOf(good)]);
  return paths.flatMap((path, turn) => {
    const bodies = [
      ...VALUES.map((text) => ({ what: `${path.join(".")} = ${text.slice(0, 40)}`, body: withText(good, path, text) })),
      { what: `${path.join(".")} huge`, body: withText(good, path, HUGE) },
    ];
    return [
      ...share(bodies, turn, every),
      { what: `${path.join(".")} missing`, body: JSON.stringify(withValue(good, path, undefined)) },
    ];
  });
}

/** One in so many values; with the next turn the next ones. */
export const share = <Value>(values: readonly Value[], turn: number, every: number): Value[] =>
  values.filter((_, i) => (i + turn) % every === 0);

/** The paths of the values of a body. */
const pathsOf = (value: unknown, at: Path = []): Path[] =>
  Object.entries(typeof value === "object" && value !== null ? value : {}).flatMap(([name, member]) => {
    const path = [...at, Array.isArray(value) ? Number(name) : name];
    return [path, ...pathsOf(member, path)];
  });

/** Bodies that are wrong as a whole, or carry what nobody asked for. */
export function badWholes(good: object): BadBody[] {
  const json = JSON.stringify(good);
  const inner = json.slice(1, -1);
  const plus = (members: string) => `{${[inner, members].filter(Boolean).join(",")}}`;
  const bytes = (text: string, ...tail: number[]) => new Uint8Array([...new TextEncoder().encode(text), ...tail]);
  return [
    { what: "no JSON", body: "{" },
    { what: "nothing", body: "" },
    { what: "null", body: "null" },
    { what: "an array", body: "[]" },
    { what: "a text", body: '"text"' },
    { what: "a number", body: "1e309" },
    { what: "a trailing comma", body: `${json.slice(0, -1)},}` },
    { what: "brackets without end", body: "[".repeat(100_000) },
    { what: "deep nesting", body: `{"a":${nested(100_000)}}` },
    { what: "deep nesting in a field", body: plus(`"extra":${nested(5000)}`) },
    { what: "unknown fields", body: plus('"extra":1,"isAdmin":true,"role":"admin","userId":"x","rev":99') },
    { what: "__proto__", body: plus('"__proto__":{"polluted":true,"role":"admin"}') },
    { what: "constructor", body: plus('"constructor":{"prototype":{"polluted":true}}') },
    { what: "NUL in a name", body: plus('"a\\u0000":1') },
    { what: "half a character", body: plus('"extra":"\\udfff"') },
    { what: "raw NUL", body: plus('"extra":"\0"') },
    { what: "invalid UTF-8", body: bytes('{"title":"', 0xff, 0xfe, 0x22, 0x7d) },
    { what: "overlong UTF-8", body: bytes('{"title":"', 0xc0, 0xaf, 0x22, 0x7d) },
    { what: "a byte order mark", body: `\ufeff${json}` },
    { what: "plain text", body: json, type: "text/plain" },
    { what: "a form", body: "a=1&b=2", type: "application/x-www-form-urlencoded" },
    { what: "multipart", body: "--x\r\n\r\n--x--", type: "multipart/form-data; boundary=x" },
    { what: "no content type", body: json, type: "" },
    { what: "over 1 MiB", body: plus(`"extra":"${"x".repeat(1024 * 1024)}"`) },
    { what: "over 1 MiB of white space", body: " ".repeat(1024 * 1024 + 1) },
  ];
}

/** Values that no path parameter and hardly any query parameter expects, percent-encoded. */
export const BAD_PARAMETERS: readonly string[] = [
  "",
  "%20",
  "x",
  "-1",
  "0",
  "1.5",
  "1e309",
  "9007199254740993",
  "null",
  "%00",
  "%ff",
  "%f0%9f%92%b8",
  "..%2f..%2fetc%2fpasswd",
  "__proto__",
  "2026-02-30",
  "'%20OR%201=1--",
  "a,b,,c",
  "00000000-0000-0000-0000-000000000000",
  "x".repeat(5000),
];

export const BAD_HEADERS: readonly (readonly [name: string, value: string])[] = [
  ["Idempotency-Key", ""],
  ["Idempotency-Key", "x".repeat(256)],
  ["Idempotency-Key", "ключ"],
  ["X-Request-ID", "a b\tc"],
  ["X-Request-ID", "x".repeat(5000)],
  ["X-Device-ID", "x".repeat(5000)],
  ["X-Device-Name", "\u00ff\u00fe"],
  ["X-Platform", "__proto__"],
  ["User-Agent", "x".repeat(5000)],
  ["Accept-Language", "uz;q=x,,;;*".repeat(500)],
  ["Content-Encoding", "gzip"],
  ["Origin", "null"],
];
