import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions } from "wrangler";
import { databases, type LocalDatabase, migrationsIn } from "../scripts/databases.ts";
import { capture, fail } from "../scripts/run.ts";

// Starts a Worker for benchmarks and for `npm run demo:databases`, bundled as for a deployment.

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

/** What differs from one Worker to the other. */
interface Installation {
  /** The environment of the wrangler.toml whose bundle is made; by default the one of local development. */
  environment?: string;
  /** The folder for the databases' files; without it they are in memory. */
  storage?: string;
  /** The module that the bundle begins with, when it is not the wrangler.toml's. */
  entry?: string;
  /** Databases beside those of the wrangler.toml. */
  moreDatabases?: readonly LocalDatabase[];
}

/**
 * Bundles a Worker as `wrangler deploy` would, and starts it with development's variables.
 * @param configPath the Worker's wrangler.toml
 * @param outDir the folder for the bundle
 */
export async function startServer(
  configPath: string,
  outDir: string,
  { environment = "", storage, entry, moreDatabases = [] }: Installation = {},
): Promise<Server> {
  const target = [...(entry ? [entry] : []), `--env=${environment}`, "-c", configPath, "--outdir", outDir];
  const { ok, output } = capture("wrangler", "deploy", "--dry-run", ...target);
  if (!ok) fail(`The bundle of ${configPath} failed:\n${output}`);
  const { workerOptions } = unstable_getMiniflareWorkerOptions(configPath);
  // Without assets: the router that serves them would be measured as well.
  const { assets: _assets, bindings, d1Databases, ...options } = workerOptions;
  const more = Object.fromEntries(moreDatabases.map(({ binding }) => [binding, binding]));
  const miniflare = new Miniflare({
    ...convertV4MiniflareOptions({
      ...options,
      bindings: Object.assign({}, bindings, { RATE_LIMITS }),
      d1Databases: Object.assign({}, d1Databases, more),
      modulesRoot: outDir,
      modules: modulesOf(outDir, basename(entry ?? "worker.ts", ".ts")),
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
  const present = databases.filter(({ binding }) => Object.hasOwn(d1Databases ?? {}, binding));
  for (const { binding, migrations } of [...present, ...moreDatabases]) {
    const database = (await miniflare.getD1Database(binding)) as unknown as D1Database;
    for (const { statements } of migrationsIn(migrations)) {
      await database.batch(statements.map((sql) => database.prepare(sql)));
    }
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
function modulesOf(outDir: string, entry: string) {
  const first = `${entry}.js`;
  const others = readdirSync(outDir).filter((name) => name.endsWith(".js") && name !== first);
  return [first, ...others].map((name) => ({
    type: "ESModule" as const,
    path: `${outDir}/${name}`,
    contents: readFileSync(`${outDir}/${name}`, "utf8"),
  }));
}
