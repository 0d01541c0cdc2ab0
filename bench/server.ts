import { readdirSync, readFileSync } from "node:fs";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { databases } from "../scripts/databases.ts";
import { capture, fail } from "../scripts/run.ts";

// Starts a Worker for the benchmark, bundled as for production.

// Hides the bundler's warnings about variables that only the deployment sets.
process.env.WRANGLER_LOG = "error";

/** So high that no request is refused; not `off`, so that counting requests is part of what is measured. */
const RATE_LIMITS = "auth=1000000,read=1000000,write=1000000,sync=1000000,ai=1000000";

/** A Worker in a workerd process of its own. Its databases have tables but no rows. */
export interface Server {
  /** Calls the Worker directly, without the proxy of the development tools. */
  readonly url: string;
  /** A database by its binding: `LEORA_DB_1`. */
  databaseOf(binding: string): D1Database;
  stop(): Promise<void>;
}

/**
 * Bundles a Worker as `wrangler deploy` would, and starts it with development's variables.
 * @param configPath the Worker's wrangler.toml
 * @param environment the environment of that file whose bundle is made
 * @param storage the folder for the databases' files; without it they are in memory
 */
export async function startServer(
  configPath: string,
  outDir: string,
  environment = "",
  storage?: string,
): Promise<Server> {
  const target = [`--env=${environment}`, "-c", configPath, "--outdir", outDir];
  const { ok, output } = capture("wrangler", "deploy", "--dry-run", ...target);
  if (!ok) fail(`The bundle of ${configPath} failed:\n${output}`);
  const { workerOptions } = unstable_getMiniflareWorkerOptions(configPath);
  // Without assets: the router that serves them would be measured as well.
  const { assets: _assets, bindings, ...options } = workerOptions;
  const miniflare = new Miniflare({
    ...convertV4MiniflareOptions({
      ...options,
      bindings: Object.assign({}, bindings, { RATE_LIMITS }),
      modulesRoot: outDir,
      modules: modulesOf(outDir),
      unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
      log: new Log(LogLevel.ERROR),
      // workerd formats what the Worker logs, as in production; it is dropped here.
      handleStructuredLogs: () => undefined,
      cf: false,
    }),
    ...(storage !== undefined && { resourcePersistencePath: storage }),
  });
  await miniflare.ready;
  const url = await miniflare.unsafeGetDirectURL();
  const opened = new Map<string, D1Database>();
  // The bare Worker has the databases of the products that are measured.
  const present = databases.filter(({ binding }) => Object.hasOwn(workerOptions.d1Databases ?? {}, binding));
  for (const { binding, migrations } of present) {
    const database = (await miniflare.getD1Database(binding)) as unknown as D1Database;
    await migrate(database, migrations);
    opened.set(binding, database);
  }
  const databaseOf = (binding: string): D1Database => {
    const database = opened.get(binding);
    if (!database) throw new Error(`No database ${binding}`);
    return database;
  };
  return { url: url.origin, databaseOf, stop: () => miniflare.dispose() };
}

/** The modules of a bundle for Miniflare: the entry first, then what it imports. */
function modulesOf(outDir: string) {
  const names = readdirSync(outDir).filter((name) => name.endsWith(".js"));
  const [entry = "worker.js", ...others] = names.toSorted(
    (a, b) => Number(b === "worker.js") - Number(a === "worker.js"),
  );
  return [entry, ...others].map((name) => ({
    type: "ESModule" as const,
    path: `${outDir}/${name}`,
    contents: readFileSync(`${outDir}/${name}`, "utf8"),
  }));
}

/** Creates the tables of a product. */
async function migrate(database: D1Database, product: string): Promise<void> {
  const folder = `migrations/${product}`;
  const files = readdirSync(folder).filter((name) => name.endsWith(".sql"));
  for (const file of files.toSorted()) {
    const statements = readFileSync(`${folder}/${file}`, "utf8").split("--> statement-breakpoint");
    await database.batch(statements.map((sql) => database.prepare(sql)));
  }
}
