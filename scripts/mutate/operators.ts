import { at, listAt, type Node, type Source, textAt } from "./syntax.ts";
import { isUnobservable } from "./unobservable.ts";

/** One change of the text, in byte offsets. */
export interface Edit {
  kind: string;
  from: number;
  to: number;
  by: string;
}

const SWAPS: Readonly<Record<string, readonly [kind: string, by: string]>> = {
  "<": ["edge", "<="],
  "<=": ["edge", "<"],
  ">": ["edge", ">="],
  ">=": ["edge", ">"],
  "===": ["equality", "!=="],
  "!==": ["equality", "==="],
  "+": ["sign", "-"],
  "-": ["sign", "+"],
  "&&": ["logic", "||"],
  "||": ["logic", "&&"],
};

const MEMBERS: Readonly<Record<string, string>> = {
  max: "min",
  min: "max",
  floor: "ceil",
  ceil: "floor",
  round: "floor",
  trunc: "round",
  some: "every",
  every: "some",
};
const ROUNDING = /^(HALF_EVEN|HALF_UP|ROUND_DOWN|ROUND_UP)$/;
const ZONE = /^(timezone|timeZone|zone)$/;

/** All changes that are made of one node. */
export function editsOf(source: Source, node: Node, parent: Node | undefined, isInFunction: boolean): Edit[] {
  switch (node.type) {
    case "BinaryExpression":
      return binary(source, node);
    case "UnaryExpression":
      return negation(source, node);
    case "IfStatement":
    case "ConditionalExpression":
      return condition(source, at(node, "test"));
    case "NumericLiteral":
      return number(source, node, parent);
    case "ExpressionStatement":
      return isInFunction ? statement(source, node) : [];
    case "ArrayExpression":
      return isInFunction && listAt(node, "elements").length > 0 ? [edit(source, node, "emptied", "[]")] : [];
    case "CallExpression":
      return call(source, node);
    case "Identifier":
      return ROUNDING.test(textAt(node, "value")) && parent?.type === "CallExpression"
        ? [edit(source, node, "rounding", "0")]
        : [];
    case "AssignmentPattern":
      return fallback(source, at(node, "right"));
    case "TemplateElement":
      return sql(source, node);
    default:
      return [];
  }
}

const edit = (source: Source, node: Node, kind: string, by: string): Edit => ({
  kind,
  from: source.start(node),
  to: source.end(node),
  by,
});

function binary(source: Source, node: Node): Edit[] {
  const [left, right, operator] = [at(node, "left"), at(node, "right"), textAt(node, "operator")];
  if (!left || !right) return [];
  if (operator === "??") return fallback(source, right);
  const swap = SWAPS[operator];
  if (!swap) return [];
  // Texts have no difference, and what is joined to one is shown and not computed.
  if (operator === "+" && [left, right].some(isText)) return [];
  const from = source.slice(source.end(left), source.start(right)).indexOf(operator);
  if (from < 0) return [];
  const start =
    source.end(left) + Buffer.byteLength(source.slice(source.end(left), source.start(right)).slice(0, from));
  const swapped: Edit = { kind: swap[0], from: start, to: start + operator.length, by: swap[1] };
  if (operator !== "-") return [swapped];
  return [swapped, edit(source, node, "operands", `${source.textOf(right)} - ${source.textOf(left)}`)];
}

const isText = (node: Node): boolean =>
  node.type === "StringLiteral" ||
  node.type === "TemplateLiteral" ||
  (node.type === "BinaryExpression" && ["left", "right"].some((side) => isText(at(node, side) ?? node)));

function negation(source: Source, node: Node): Edit[] {
  const argument = at(node, "argument");
  return textAt(node, "operator") === "!" && argument ? [edit(source, node, "negation", source.textOf(argument))] : [];
}

const condition = (source: Source, test: Node | undefined): Edit[] =>
  test ? ["true", "false"].map((by) => edit(source, test, "condition", by)) : [];

function number(source: Source, node: Node, parent: Node | undefined): Edit[] {
  const value = Number(Reflect.get(node, "value"));
  // A large round number is a bound or a unit: one more or less of it is its test's matter, not its rule's.
  if (parent?.type === "KeyValueProperty" || !Number.isInteger(value) || value > 400) return [];
  return [
    edit(source, node, "number", String(value + 1)),
    ...(value > 0 ? [edit(source, node, "number", String(value - 1))] : []),
  ];
}

/** A statement that only calls something: a guard, an undo, a note of what to write. */
function statement(source: Source, node: Node): Edit[] {
  const expression = at(node, "expression");
  const inner = expression?.type === "AwaitExpression" ? at(expression, "argument") : expression;
  if (inner?.type !== "CallExpression" || isUnobservable(source, inner)) return [];
  return [edit(source, node, "dropped call", ";")];
}

function call(source: Source, node: Node): Edit[] {
  const callee = at(node, "callee");
  const property = callee?.type === "MemberExpression" ? at(callee, "property") : undefined;
  const by = property && MEMBERS[textAt(property, "value")];
  const owner = callee ? textAt(at(callee, "object"), "value") : "";
  const isPair = by !== undefined && (owner === "Math" || /^(some|every)$/.test(textAt(property, "value")));
  const renamed = property && isPair ? [edit(source, property, "function", by)] : [];
  const zones = listAt(node, "arguments").filter(
    (argument) =>
      ZONE.test(textAt(argument, "value")) ||
      (argument.type === "MemberExpression" && ZONE.test(textAt(at(argument, "property"), "value"))),
  );
  return [...renamed, ...zones.map((zone) => edit(source, zone, "zone", '"UTC"'))];
}

/** What stands in for a missing value. */
function fallback(source: Source, value: Node | undefined): Edit[] {
  if (value?.type === "StringLiteral" && textAt(value, "value") !== "") return [edit(source, value, "emptied", '""')];
  return [];
}

const SQL = /\b(SELECT|WHERE|UPDATE|INSERT|DELETE|ORDER BY|FROM)\b/;
const SQL_SWAPS: readonly (readonly [pattern: RegExp, by: string])[] = [
  [/ <= /g, " < "],
  [/ < /g, " <= "],
  [/ >= /g, " > "],
  [/ > /g, " >= "],
  [/ AND (?!\?)/g, " OR "],
  [/ IS NULL/g, " IS NOT NULL"],
  [/ IS NOT NULL/g, " IS NULL"],
  [/ DESC\b/g, " ASC"],
  [/ ASC\b/g, " DESC"],
];

/** Edges, logic and order in the text of an SQL statement, which has no syntax tree here. */
function sql(source: Source, node: Node): Edit[] {
  const text = source.textOf(node);
  if (!SQL.test(text)) return [];
  return SQL_SWAPS.flatMap(([pattern, by]) =>
    [...text.matchAll(pattern)].map(({ index, 0: found }) => {
      const from = source.start(node) + Buffer.byteLength(text.slice(0, index));
      return { kind: "sql", from, to: from + Buffer.byteLength(found), by };
    }),
  );
}
