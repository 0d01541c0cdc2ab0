import { at, type Node, type Source, textAt } from "./syntax.ts";

// What no test can or should notice, each with its reason. A single mutant that is equivalent stands in equivalent.json.

/** Files that are not mutated. */
export const SKIPPED_FILES: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/\/table\.ts$/, "tables are made by migrations; the file only types them"],
  [/\/contract\.ts$/, "what the contracts accept is held by the generated tests over the OpenAPI document"],
  [/\/(routes|errors|wire|descriptions)\.ts$/, "declarations: summaries, names, statuses, held by the generated tests"],
  [/\/fx\/bundled\.ts$/, "published rates of the past: data, and not a rule"],
  [/\/categories\/catalog\.ts$/, "names of categories: data, and not a rule"],
  [/\/bcrypt/, "the cost of a hash is configuration"],
];

/** Calls whose arguments, and the call itself, nobody sees from outside. */
const SKIPPED_CALLS: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/^(console|log)(\.|$)/, "log lines"],
  [/^(info|warn|logError|logEvent)$/, "log lines"],
  [/\.meta$/, "examples and descriptions of the documentation"],
  [
    /^(new )?(AppError|Error|TypeError|DeliveryError|ForgottenRead)$/,
    "error texts; that an error is thrown is mutated by its condition",
  ],
  [/^(invalid|invalidState|notFound|limitReached|validationError)$/, "error texts, as above"],
  [/^limit$/, "the bounds of limits.ts have tests of their own"],
  [/^(jitter|backoff)/, "delays of retries are random"],
];

/** Names of constants and fields that change nothing but speed. */
const SKIPPED_NAMES: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/(JITTER|RETRY|BACKOFF|ATTEMPTS)/, "how often and when something is tried again"],
  [/(CACHE|MEMO|CHUNK|JSON_PARAM)/, "how much is kept or sent at once changes speed alone"],
];

/** Types have no effect when the program runs; imports and exports have no alternatives. */
const SKIPPED_NODES =
  /^(Ts(?!AsExpression|SatisfiesExpression|NonNullExpression|ConstAssertion)|Import|ExportAllDeclaration|ExportNamedDeclaration)/;

/** True when what lies in the node cannot be observed. */
export function isUnobservable(source: Source, node: Node): boolean {
  if (SKIPPED_NODES.test(node.type)) return true;
  if (node.type === "CallExpression" || node.type === "NewExpression") {
    const callee = at(node, "callee");
    return callee !== undefined && SKIPPED_CALLS.some(([pattern]) => pattern.test(lastNames(source, callee)));
  }
  if (node.type === "VariableDeclarator") {
    const name = textAt(at(node, "id"), "value");
    return SKIPPED_NAMES.some(([pattern]) => pattern.test(name));
  }
  return false;
}

/** `console.log`, `z.string().meta` → `.meta` at its end, `AppError`. */
const lastNames = (source: Source, callee: Node): string => source.textOf(callee).split("\n").at(-1)?.trim() ?? "";
