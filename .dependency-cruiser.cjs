/**
 * The dependency rules of docs/architecture.md, checked by `npm run deps` inside `npm test`.
 * The swc parser sees type-only imports like any other: a layer must not even name the types of one it may not use, and
 * no two files may name each other's types.
 */

/** Any product folder: everything under src/ that is neither the kernel, nor the engine, nor the hub. */
const PRODUCT = "^src/(?!kernel/|engine/|hub/)[^/]+/";
const ENTRY_POINTS = "^src/(worker|api|env|products)\\.ts$";
const DRIZZLE = "(^|node_modules/)drizzle-(orm|kit)(/|$)";
const HONO = "(^|node_modules/)(hono|@hono/[^/]+)(/|$)";
const HONO_FILES = ["(^|/)(routes|api|app)\\.ts$", "^src/kernel/http/"];

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment:
        "Two files that import each other, even for types only: merge them, or move what both need into a third.",
      severity: "error",
      from: { path: "^src/" },
      to: { circular: true },
    },
    {
      name: "kernel-imports-nothing-above-it",
      comment: "Everything uses the kernel: it must not import the engine, the hub, a product or an entry point.",
      severity: "error",
      from: { path: "^src/kernel/" },
      to: { path: [PRODUCT, "^src/(engine|hub)/", ENTRY_POINTS] },
    },
    {
      name: "engine-imports-no-product",
      comment: "Synced entities work alike in every product: the engine imports only the kernel.",
      severity: "error",
      from: { path: "^src/engine/" },
      to: { path: [PRODUCT, "^src/hub/", ENTRY_POINTS] },
    },
    {
      name: "hub-imports-no-product",
      comment: "The hub reaches products only through what worker.ts passes to it, and does not depend on entities.",
      severity: "error",
      from: { path: "^src/hub/" },
      to: { path: [PRODUCT, "^src/engine/", ENTRY_POINTS] },
    },
    {
      name: "products-import-no-entry-point",
      comment: "A product is wired by its manifest; the hub is reached through `ctx.hub`.",
      severity: "error",
      from: { path: PRODUCT },
      to: { path: ["^src/hub/", ENTRY_POINTS] },
    },
    {
      name: "products-import-no-other-product",
      comment: "What two products share belongs into the kernel.",
      severity: "error",
      from: { path: "^src/(?!kernel/|engine/|hub/)([^/]+)/" },
      to: { path: PRODUCT, pathNot: "^src/$1/" },
    },
    {
      name: "finance-imports-no-planner",
      comment: "The planner reacts to transactions in its own code; finance works without it.",
      severity: "error",
      from: { path: "^src/leora/finance/" },
      to: { path: "^src/leora/planner/" },
    },
    {
      name: "drizzle-only-in-table-service-engine-db",
      comment: "Drizzle is used in table.ts, service.ts, engine and kernel/db, and nowhere else.",
      severity: "error",
      from: { path: "^src/", pathNot: ["(^|/)(table|service)\\.ts$", "^src/(kernel/db|engine)/"] },
      to: { path: DRIZZLE },
    },
    {
      name: "hono-only-in-routes-api-http",
      comment: "Domain code does not depend on HTTP: Hono is used in routes.ts, app.ts, api.ts and kernel/http.",
      severity: "error",
      from: { path: "^src/", pathNot: HONO_FILES },
      to: { path: HONO },
    },
    {
      name: "rules-do-no-io",
      comment: "rules.ts is pure domain logic: values in, values out.",
      severity: "error",
      from: { path: "(^|/)rules\\.ts$" },
      to: {
        path: [
          "(^|/)(service|table|tables|routes|app)\\.ts$",
          "^src/(worker|api|env)\\.ts$",
          "^src/kernel/(db|http|outbound|hub)/",
          "^src/(engine|hub)/",
          "^cloudflare:",
          DRIZZLE,
          HONO,
        ],
      },
    },
    {
      name: "rules-use-no-node-module",
      comment: "rules.ts is pure domain logic: no file system, no network, no clock of Node.",
      severity: "error",
      from: { path: "(^|/)rules\\.ts$" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "nothing-unreachable",
      comment:
        "Code that the Worker never loads is dead: delete it, or move it to test/, scripts/ or bench/. Tables also make migrations.",
      severity: "error",
      from: { path: "^src/worker\\.ts$" },
      to: { path: "^src/", pathNot: ["\\.d\\.ts$", "(^|/)table\\.ts$"], reachable: false },
    },
    {
      name: "src-imports-no-tests-or-scripts",
      comment: "What is deployed imports nothing from tests, scripts or benchmarks.",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^(test|scripts|bench)/" },
    },
    {
      name: "no-undeclared-package",
      comment: "The Worker's packages are `dependencies` of package.json, not development or transitive ones.",
      severity: "error",
      from: { path: "^src/" },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"] },
    },
    {
      name: "no-unresolvable",
      comment: "An import that cannot be resolved escapes every other rule.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^cloudflare:" },
    },
  ],
  options: {
    parser: "swc",
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["workerd", "worker", "import", "default", "types"],
      mainFields: ["module", "main", "types"],
      extensions: [".ts", ".js", ".mjs", ".json"],
    },
    builtInModules: { add: ["cloudflare:workers", "cloudflare:sockets", "cloudflare:test"] },
  },
};
