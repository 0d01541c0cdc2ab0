import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const text = readFileSync("CONTRIBUTING.md", "utf8");
const excerpts = Array.from(text.matchAll(/```ts\n\/\/ (\S+)\n(.*?)```/gs), ([, path = "", code = ""]) => ({
  path,
  code,
}));

/** The lines of an excerpt that its file does not have, in this order. */
function missingFrom(file: string, code: string): string[] {
  const lines = file.split("\n").map((line) => line.trim());
  let from = 0;
  return code
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && line !== "…")
    .filter((line) => {
      const at = lines.indexOf(line, from);
      if (at >= 0) from = at + 1;
      return at < 0;
    });
}

test.each(excerpts)("CONTRIBUTING.md shows what stands in $path", ({ path, code }) => {
  expect(missingFrom(readFileSync(path, "utf8"), code)).toEqual([]);
});

test("CONTRIBUTING.md shows all of an entity's files", () => {
  expect(excerpts.map(({ path }) => path.slice(path.lastIndexOf("/") + 1))).toEqual([
    "table.ts",
    "contract.ts",
    "descriptions.ts",
    "entity.ts",
    "routes.ts",
  ]);
});
