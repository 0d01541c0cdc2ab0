import { existsSync } from "node:fs";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { databases, type LocalDatabase } from "./scripts/databases.ts";
import { newTestStores } from "./test/support/test-stores.ts";

/** The first request of a file starts a Worker and loads its product, which takes seconds on a busy machine. */
const TIMEOUT_MS = 20_000;
const IS_FULL = process.env.FULL === "1";
/**
 * Libraries of many files, which Vite bundles once. Otherwise each Worker fetches them file by file: the first use of
 * `stripe` took five seconds. `itty-durable` cannot be loaded in another way.
 */
const BUNDLED = [
  "drizzle-orm",
  "drizzle-orm/d1",
  "drizzle-orm/sqlite-core",
  "hono",
  "hono/cors",
  "hono/factory",
  "hono/secure-headers",
  "itty-durable",
  "jose",
  "stripe",
  "temporal-polyfill/fns/PlainDate",
  "temporal-polyfill/fns/PlainDateTime",
  "temporal-polyfill/fns/ZonedDateTime",
  "zod",
];
/** Databases for Leora's users beside the one of wrangler.toml. */
const MORE_DATABASES = ["LEORA_DB_2", "LEORA_DB_3"];

const migrationsOf = (bindings: readonly LocalDatabase[]) =>
  Promise.all(
    bindings.map(async ({ binding, migrations: folder }) => ({
      binding,
      migrations: await readD1Migrations(`migrations/${folder}`),
    })),
  );
const migrations = await migrationsOf(databases);
const moreMigrations = await migrationsOf(MORE_DATABASES.map((binding) => ({ binding, migrations: "leora-data" })));

const { stores, variables: storeVariables } = await newTestStores();

// The plugin reads these files as `wrangler dev` does: tests would run with a developer's variables, and call vendors with real keys.
const [variablesFile] = [".dev.vars", ".env", ".env.local"].filter((file) => existsSync(file));
if (variablesFile) {
  throw new Error(
    `Rename ${variablesFile} to .dev.vars.local: npm start reads that, and tests do not (.dev.vars.example)`,
  );
}

interface WorkerProject {
  name: string;
  include: string[];
  exclude?: string[];
  /** Each file has a workerd and storage of its own, which costs two seconds; else files share them, one after another. */
  isolate: boolean;
  /** Leora's users spread over three databases. With `FULL=1` they do in all tests. */
  hasMoreDatabases?: boolean;
  /** Variables that differ from wrangler.toml. */
  variables: Record<string, string>;
}

/** Tests that run inside workerd, beside the real Worker with its own D1, Durable Objects, queues and R2. */
const workerProject = ({
  name,
  include,
  exclude = [],
  isolate,
  hasMoreDatabases = IS_FULL,
  variables,
}: WorkerProject) => ({
  plugins: [
    cloudflareTest({
      wrangler: { configPath: "wrangler.toml" },
      // `REPLICA_DB` plays a replica of the databases with users' rows (test/support/replica.ts).
      // Cron asks no bank unless a test says so, with the address of a fake one. Cheap hashes: thousands of users sign up.
      miniflare: {
        d1Databases: Object.fromEntries(
          ["REPLICA_DB", ...(hasMoreDatabases ? MORE_DATABASES : [])].map((name) => [name, name]),
        ),
        bindings: {
          FX_SOURCES: "",
          ADMIN_EMAILS: "admin@leora.example",
          PASSWORD_COST: "4",
          ...storeVariables,
          ...variables,
        },
      },
    }),
  ],
  test: {
    name,
    include,
    exclude,
    isolate,
    testTimeout: TIMEOUT_MS,
    hookTimeout: TIMEOUT_MS,
    setupFiles: ["test/support/setup.ts"],
    provide: { migrations: hasMoreDatabases ? [...migrations, ...moreMigrations] : migrations, full: IS_FULL, stores },
    deps: { optimizer: { ssr: { enabled: true, include: BUNDLED } } },
  },
});

const UNIT = "test/**/*.unit.test.ts";
const LIMITS = "test/**/*.limits.test.ts";
/** What looks at, or changes, what belongs to no user of its own: cron, published rates, the first user, whole tables. */
const FRESH = "test/**/*.fresh.test.ts";
/** Fresh ones about users in several databases. */
const DATABASES = "test/**/*.databases.test.ts";
const UNLIMITED = { RATE_LIMITS: "off" };

export default defineConfig({
  test: {
    globalSetup: ["test/support/vendors.ts"],
    // The default leaves one core free: of two, that is half.
    maxWorkers: "100%",
    // A line that the Worker logs after the last test of a file never reaches Vitest, which would wait for it for ever.
    disableConsoleIntercept: true,
    projects: [
      // Pure functions and rules about the source text need no Worker.
      { test: { name: "unit", include: [UNIT], testTimeout: TIMEOUT_MS, hookTimeout: TIMEOUT_MS } },
      // Each test mints its own users, so files share an installation and nothing depends on their order.
      workerProject({
        name: "worker",
        include: ["test/**/*.test.ts"],
        exclude: [UNIT, LIMITS, FRESH, DATABASES],
        isolate: false,
        variables: UNLIMITED,
      }),
      workerProject({ name: "fresh", include: [FRESH], isolate: true, variables: UNLIMITED }),
      workerProject({
        name: "databases",
        include: [DATABASES],
        isolate: true,
        hasMoreDatabases: true,
        variables: UNLIMITED,
      }),
      // Rate limits as wrangler.toml sets them.
      workerProject({ name: "limits", include: [LIMITS], isolate: true, variables: {} }),
    ],
  },
});
