import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

// Rules that neither the compiler, nor Biome, nor dependency-cruiser can express. Each names the offending places.

const LINES_MAX = 320;

interface Source {
  file: string;
  text: string;
}

const read = (...patterns: string[]): Source[] =>
  globSync(patterns, { exclude: ["**/node_modules/**"] }).map((file) => ({
    file: file.replaceAll("\\", "/"),
    text: readFileSync(file, "utf8"),
  }));

const worker = read("src/**/*.ts");
const shipped = read("src/**/*.ts", "scripts/**/*.ts", "bench/**/*.ts");
const everything = read("src/**/*.ts", "test/**/*.ts", "scripts/**/*.ts", "bench/**/*.ts", "*.config.ts");

/** `file:line` of every match outside comments. */
const places = (sources: readonly Source[], pattern: RegExp): string[] =>
  sources.flatMap(({ file, text }) =>
    text.split("\n").flatMap((line, index) => {
      const code = line.replace(/^\s*(\/\/|\/?\*).*$/, "");
      return pattern.test(code) ? [`${file}:${index + 1}`] : [];
    }),
  );

const outside = (...allowed: RegExp[]): Source[] =>
  worker.filter(({ file }) => !allowed.some((pattern) => pattern.test(file)));

describe("the source", () => {
  it("has files that do one thing", () => {
    // All limits stand in one table, so that whoever looks for one finds it, and sees where one is missing.
    const counted = shipped.filter(({ file }) => file !== "src/limits.ts");
    const long = counted.filter(({ text }) => text.split("\n").length > LINES_MAX);
    expect(long.map(({ file, text }) => `${file}: ${text.split("\n").length} lines`)).toEqual([]);
  });

  it("reads the clock only where time enters: the entry points, cron, the hub and how long ago it admitted", () => {
    const timed = /^src\/kernel\/(outbound\/|(cron|scheduled|http\/observe|hub\/kept-admission)\.ts$)/;
    const domain = outside(/^src\/worker\.ts$/, /^src\/hub\//, timed);
    expect(places(domain, /\bDate\.now\(\)|\bnew Date\(\)/)).toEqual([]);
  });

  it("casts through `unsafeCast` alone", () => {
    expect(places(outside(/^src\/kernel\/cast\.ts$/), /\bas unknown as\b|\bas never as\b/)).toEqual([]);
  });

  it("asks nobody outside but by `fetchBounded`, which bounds the reply", () => {
    expect(places(outside(/^src\/kernel\/outbound\/bounded-fetch\.ts$/), /(?:await|return|=>|[=(,]) ?fetch\b/)).toEqual(
      [],
    );
  });

  it("knows one kind of transaction, the batch, and no joins of drizzle inside it", () => {
    expect(places(worker, /\.transaction\(|\.(left|right|inner|full)Join\(/)).toEqual([]);
  });

  it("opens sessions in the accounts kit alone", () => {
    const opening = /\binto\s+[`"']?userSessions\b|\binsert\(\s*userSessions\b/i;
    const filesWith = (sources: readonly Source[]) => sources.filter(({ text }) => opening.test(text));
    expect(filesWith(worker).map(({ file }) => file)).toEqual(["src/kernel/auth/sessions.ts"]);
  });

  it("leaves no notes to itself, and skips or focuses no test", () => {
    const sources = everything.filter(({ file }) => file !== "test/rules/architecture.unit.test.ts");
    const notes = /\b(TODO|FIXME)\b|@ts-(ignore|expect-error|nocheck)|\b(it|test|describe)\.(skip|only|todo)\b/;
    expect(sources.flatMap(({ file, text }) => (notes.test(text) ? [file] : []))).toEqual([]);
  });

  it("has no cycle of modules that need each other to run", () => {
    expect(cyclesOf(worker)).toEqual([]);
  });
});

/** What a module loads when it runs: `import type` is erased, and a dynamic import waits until it is called. */
function importsOf({ file, text }: Source): string[] {
  const statements = text.matchAll(/^(?:import|export)\s+(?!type\b)(?:[^;"']*?\sfrom\s+)?"(\.[^"]+)";/gm);
  return [...statements].map(([, path = ""]) => join(dirname(file), path).replaceAll("\\", "/"));
}

/** Every cycle that a depth-first search finds, as `a → b → a`. */
function cyclesOf(sources: readonly Source[]): string[] {
  const graph = new Map(sources.map((source) => [source.file, importsOf(source)]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    const start = trail.indexOf(file);
    if (start >= 0) cycles.push([...trail.slice(start), file].join(" → "));
    if (start >= 0 || done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return cycles;
}

describe("test files that share an installation", () => {
  /** Cron and maintenance reach all users; published rates are everybody's. */
  const REACHES_ALL = /\/cron\.ts"|\bcreateScheduledController\b|\bDELETE FROM fxRates"|\bdeleteExpiredIdentityRows\b/;

  /** The test's own code: the file and the support files that it imports, and theirs. */
  const ownCode = (file: string, seen = new Set<string>()): Set<string> => {
    if (seen.has(file)) return seen;
    seen.add(file);
    for (const [, path = ""] of readFileSync(file, "utf8").matchAll(/from "(\.[^"?]+\.ts)"/g)) {
      const imported = join(dirname(file), path).replaceAll("\\", "/");
      if (imported.startsWith("test/")) ownCode(imported, seen);
    }
    return seen;
  };

  it("touch no other file's users: whatever reaches all of them is called *.fresh.test.ts", () => {
    const shared = globSync("test/**/*.test.ts").filter(
      (file) => !/\.(unit|limits|fresh|databases)\.test\.ts$/.test(file),
    );
    const reaching = shared.filter((file) =>
      [...ownCode(file)].some((part) => REACHES_ALL.test(readFileSync(part, "utf8"))),
    );
    expect(reaching).toEqual([]);
  });
});
