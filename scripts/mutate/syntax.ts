import { parseSync } from "@swc/core";

/** A node of the syntax tree as swc gives it: whatever its type has beside these is read by `at`. */
export interface Node {
  type: string;
  span: { start: number; end: number };
}

/** A source file's text and syntax tree. */
export class Source {
  readonly file: string;
  readonly text: string;
  readonly tree: Node;
  private readonly bytes: Buffer;
  private readonly base: number;

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    // Spans count bytes from where the first token begins, so that a token of our own begins the text.
    this.tree = parseSync(`;${text}`, { syntax: "typescript", target: "es2024" }) as Node;
    this.bytes = Buffer.from(text);
    this.base = this.tree.span.start + 1;
  }

  /** Where a node begins and ends, in bytes of the text. */
  start = (node: Node): number => node.span.start - this.base;
  end = (node: Node): number => node.span.end - this.base;

  textOf = (node: Node): string => this.slice(this.start(node), this.end(node));
  slice = (from: number, to: number): string => this.bytes.subarray(from, to).toString();

  /** The text with other text between two byte offsets. */
  replaced(from: number, to: number, by: string): string {
    return this.slice(0, from) + by + this.slice(to, this.bytes.length);
  }

  /** `12:5`: line and column of a byte offset, both from 1. */
  placeOf(offset: number): string {
    const lines = this.slice(0, offset).split("\n");
    return `${lines.length}:${(lines.at(-1) ?? "").length + 1}`;
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof Reflect.get(value, "type") === "string";

/** The node in one of a node's fields; undefined when the field holds none. */
export function at(node: Node | undefined, field: string): Node | undefined {
  const value: unknown = node && Reflect.get(node, field);
  // Operands and arguments come wrapped: `{spread, expression}`.
  if (typeof value === "object" && value !== null && !isNode(value)) {
    const inner: unknown = Reflect.get(value, "expression");
    return isNode(inner) ? inner : undefined;
  }
  return isNode(value) ? value : undefined;
}

/** The text in one of a node's fields: an operator, a name. */
export const textAt = (node: Node | undefined, field: string): string => String(node ? Reflect.get(node, field) : "");

/** The nodes in one of a node's fields that is a list. */
export function listAt(node: Node, field: string): Node[] {
  const value: unknown = Reflect.get(node, field);
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    const inner: unknown = isNode(item) ? item : Reflect.get(Object(item), "expression");
    return isNode(inner) ? [inner] : [];
  });
}

/** Visits a node and what lies in it. `visit` returns false where nothing below is to be visited. */
export function walk(
  node: Node,
  ancestors: readonly Node[],
  visit: (node: Node, ancestors: readonly Node[]) => boolean,
) {
  if (!visit(node, ancestors)) return;
  const inside = [...ancestors, node];
  for (const value of Object.values(node)) walkValue(value, inside, visit);
}

function walkValue(value: unknown, ancestors: readonly Node[], visit: Parameters<typeof walk>[2]): void {
  if (isNode(value)) walk(value, ancestors, visit);
  else if (Array.isArray(value)) for (const item of value) walkValue(item, ancestors, visit);
  else if (typeof value === "object" && value !== null) {
    for (const inner of Object.values(value)) walkValue(inner, ancestors, visit);
  }
}
