/**
 * What a change most likely breaks, in less than a minute on two cores:
 *   npm run test:quick [-- <commit>]     what has changed since then; by default since the branch left main
 *   npm run test:watch                   the tests alone, again at each change
 * Checks run beside the tests. Of those in workerd, those of changed files run, and the generated ones of changed endpoints; what is
 * left out is named. `vitest --changed` would run nearly everything: each test in workerd loads the whole Worker.
 */
import { existsSync, globSync, readFileSync } from "node:fs";
import { divided, relatedTests } from "./related-tests.ts";
import { capture, collect, fail, readOptions, run } from "./run.ts";

const MAIN = "main";
const { values, positionals } = readOptions({
  allowPositionals: true,
  options: { watch: { type: "boolean", default: false } },
});
/** Types that were checked before are not checked again. */
const TYPES = ["--noEmit", "--incremental", "--tsBuildInfoFile", "dist/types.tsbuildinfo"];
/** The generated tests that share an installation. */
const GENERATED = globSync("test/rules/**/*.test.ts").filter((file) => !/\.(fresh|unit)\.test\.ts$/.test(file));

/** Unit tests run whatever has changed, but for those of scripts, which start programs. */
const UNIT = /^test\/(?!scripts\/).*\.unit\.test\.ts$/;

const changed = changedSince(positionals[0] ?? originOf(MAIN));
const tests = globSync("test/**/*.test.ts");
const { files, endpoints } = relatedTests(changed, tests, (path) =>
  existsSync(path) ? readFileSync(path, "utf8") : undefined,
);
const { chosen, leftOut } = divided(files.filter((file) => values.watch || !UNIT.test(file)));

if (values.watch) {
  if (chosen.length === 0) fail("No changed file has tests: npx vitest <test file>");
  run("vitest", "watch", ...chosen);
} else {
  const units = tests.filter((file) => UNIT.test(file));
  const generated = ["vitest", "run", ...GENERATED, "-t", `(${endpoints.join("|")})\\b`];
  const lanes = [
    [
      ["tsc", ...TYPES],
      ["biome", "check", "--error-on-warnings"],
      ["depcruise", "src"],
      ...(endpoints.length > 0 ? [generated] : []),
    ],
    [["vitest", "run", ...units, ...chosen]],
  ];
  const failed = (await Promise.all(lanes.map(inTurn))).flat();
  console.log(
    `\nOf the tests in workerd: ${[...chosen, ...endpoints.map((path) => `generated ${path}`)].join(", ") || "none"}`,
  );
  if (leftOut.length > 0) console.log(`Left out: ${leftOut.join(", ")}`);
  console.log("Everything else runs with: npm test");
  if (failed.length > 0) fail(failed.join("; "));
}

/** Runs programs one after another, and shows what each has printed. Returns those that failed. */
async function inTurn(commands: readonly string[][]): Promise<string[]> {
  const failed: string[] = [];
  for (const [program = "", ...args] of commands) {
    const startedAt = performance.now();
    const { ok, output } = await collect(program, ...args);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(`${output.trimEnd()}\n${ok ? "✓" : "✗"} ${shown(program, args)} (${seconds} s)`);
    if (!ok) failed.push(`${program} failed`);
  }
  return failed;
}

/** A command, with at most two of its arguments. */
function shown(program: string, args: readonly string[]): string {
  return [program, ...args.slice(0, 2), ...(args.length > 2 ? [`and ${args.length - 2} more`] : [])].join(" ");
}

/** Where the branch left another one; the last commit where there is no other. */
function originOf(branch: string): string {
  const { ok, output } = capture("git", "merge-base", "HEAD", branch);
  return ok ? output.trim() : "HEAD";
}

/** Files that are different from a commit's, and new ones. */
function changedSince(commit: string): string[] {
  const diff = capture("git", "diff", "--name-only", commit);
  if (!diff.ok) fail(`git does not know ${commit}`);
  const added = capture("git", "ls-files", "--others", "--exclude-standard");
  return [...new Set(`${diff.output}\n${added.output}`.split("\n").filter((path) => path !== ""))];
}
