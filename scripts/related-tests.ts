/** The tests of changed files, told by their paths: `test/` mirrors `src/`. */
export interface Related {
  files: string[];
  /** The first segments of the paths of endpoints that may have changed: `/tasks`. */
  endpoints: string[];
}

/** At most so many files run; those that need an installation of their own are the first to be left out. */
const FILES_MAX = 8;
const FRESH = /\.fresh\.test\.ts$/;
/** Random histories, whole limits and several databases take a minute each. */
const LONG = /\.(databases|limits)\.test\.ts$|property|simulator|worst-cases/;
/** Folders of `src/` that are no products. A product's files beside its features concern all of it, and have no tests of their own. */
const PLATFORM = ["kernel", "engine", "hub"];

/**
 * @param changed paths of files, from the project's root
 * @param tests all test files
 * @param textOf reads a file of the project; undefined when there is none
 */
export function relatedTests(
  changed: readonly string[],
  tests: readonly string[],
  textOf: (path: string) => string | undefined,
): Related {
  const files = new Set(changed.flatMap((path) => testsOf(path, tests)));
  const endpoints = new Set(changed.flatMap((path) => endpointsOf(path, textOf)));
  return { files: [...files].toSorted(cheapestFirst), endpoints: [...endpoints].toSorted() };
}

/** The files that fit in a quick run, and those that do not. */
export function divided(files: readonly string[]): { chosen: string[]; leftOut: string[] } {
  const chosen = files.filter((file) => !LONG.test(file)).slice(0, FILES_MAX);
  return { chosen, leftOut: files.filter((file) => !chosen.includes(file)) };
}

function testsOf(path: string, tests: readonly string[]): string[] {
  if (tests.includes(path)) return [path];
  const [root, ...names] = path.replace(/\.ts$/, "").split("/");
  const isTestHelper = root === "test";
  if (!isTestHelper && root !== "src" && root !== "scripts") return [];
  const folders = root === "scripts" ? ["scripts", ...names] : names;
  const [first = ""] = folders;
  const concernsAll = root === "scripts" || (root === "src" && !PLATFORM.includes(first));
  // From the file itself upwards: a folder of its own, or files that are named like it (`tasks.bulk.test.ts`).
  for (let depth = folders.length; depth > 0; depth -= 1) {
    const folder = `test/${folders.slice(0, depth).join("/")}`;
    if (concernsAll && depth === 1) return [];
    const own = tests.filter((test) => folderOf(test) === folder || test.startsWith(`${folder}.`));
    if (own.length > 0) return own;
  }
  return [];
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/"));

/** What a feature's endpoints are called, for a file of the feature or of a folder inside it. */
function endpointsOf(path: string, textOf: (path: string) => string | undefined): string[] {
  if (!path.startsWith("src/")) return [];
  for (let folder = folderOf(path); folder.split("/").length > 2; folder = folderOf(folder)) {
    const routes = textOf(`${folder}/routes.ts`);
    if (routes) return Array.from(routes.matchAll(/["`](\/[a-z][a-z-]*)/g), ([, first = ""]) => first);
  }
  return [];
}

const cheapestFirst = (a: string, b: string): number =>
  Number(FRESH.test(a)) - Number(FRESH.test(b)) || (a < b ? -1 : 1);
