import { describe, expect, it } from "vitest";
import { mutantsIn } from "../../scripts/mutate/mutants.ts";

/** What becomes of a function's body, by kind. */
const mutated = (body: string) =>
  mutantsIn("engine", "file.ts", `// ж\nasync function f() {\n${body}\n}\n`).map(
    ({ kind, after }) => `${kind}: ${after}`,
  );

describe("mutants", () => {
  it.each([
    ["return a < b;", ["edge: return a <= b;"]],
    ["return a !== b;", ["equality: return a === b;"]],
    ["return a - b;", ["sign: return a + b;", "operands: return b - a;"]],
    ["return a && b;", ["logic: return a || b;"]],
    ["return !a;", ["negation: return a;"]],
    ["return a ? b : c;", ["condition: return true ? b : c;", "condition: return false ? b : c;"]],
    ["return x + 7;", ["sign: return x - 7;", "number: return x + 8;", "number: return x + 6;"]],
    ["await undo(a);", ["dropped call: ;"]],
    ["return [a];", ["emptied: return [];"]],
    ['return a ?? "x";', ['emptied: return a ?? "";']],
    ["return Math.max(a, b);", ["function: return Math.min(a, b);"]],
    ["return dayOf(now, user.timezone);", ['zone: return dayOf(now, "UTC");']],
    ["return a.round(2, HALF_EVEN);", expect.arrayContaining(["rounding: return a.round(2, 0);"])],
    [
      "return `SELECT a WHERE b <= ? ORDER BY c DESC`;",
      ["sql: return `SELECT a WHERE b < ? ORDER BY c DESC`;", "sql: return `SELECT a WHERE b <= ? ORDER BY c ASC`;"],
    ],
  ])("of %s", (body, expected) => {
    expect(mutated(body)).toEqual(expected);
  });

  it.each([
    "console.log(a + 1);",
    'throw new AppError("stale", { version: 1 });',
    "const RETRY_MS = 5;",
    "const a = b as Record<string, 1>;",
    'return "a" + b;',
  ])("leave %s alone", (body) => {
    expect(mutated(body)).toEqual([]);
  });

  it("have a place, an id that stays, and the whole text", () => {
    const [mutant] = mutantsIn("sync", "file.ts", "const ж = 1; const a = b < c;\n").filter(
      ({ kind }) => kind === "edge",
    );
    expect(mutant).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{10}$/),
      area: "sync",
      kind: "edge",
      file: "file.ts",
      place: "1:26",
      before: "const ж = 1; const a = b < c;",
      after: "const ж = 1; const a = b <= c;",
      text: "const ж = 1; const a = b <= c;\n",
    });
  });
});
