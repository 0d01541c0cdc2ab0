import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

const DATABASES = ["LEORA_DB", "CRM_DB", "KOSHELOK_DB"] as const;

const migrations = await Promise.all(
  DATABASES.map(async (binding) => ({
    binding,
    migrations: await readD1Migrations(`migrations/${binding.replace("_DB", "").toLowerCase()}`),
  })),
);

interface WorkerProject {
  name: string;
  include: string[];
  exclude?: string[];
  /** Variables that differ from wrangler.toml. */
  variables: Record<string, string>;
}

/** Tests that run inside workerd, beside the real Worker with its own D1, Durable Objects, queues and R2. */
const workerProject = ({ name, include, exclude = [], variables }: WorkerProject) => ({
  plugins: [
    cloudflareTest({
      wrangler: { configPath: "wrangler.toml" },
      // Cron asks no bank unless a test says so, with the address of a fake one. Cheap hashes: thousands of users sign up.
      miniflare: {
        bindings: { FX_SOURCES: "", ADMIN_EMAILS: "admin@leora.example", PASSWORD_COST: "4", ...variables },
      },
    }),
  ],
  test: {
    name,
    include,
    exclude,
    setupFiles: ["test/support/setup.ts"],
    provide: { migrations, full: process.env.FULL === "1" },
    deps: { optimizer: { ssr: { enabled: true, include: ["itty-durable"] } } },
  },
});

const UNIT = "test/**/*.unit.test.ts";
const LIMITS = "test/**/*.limits.test.ts";

export default defineConfig({
  test: {
    globalSetup: ["test/support/vendors.ts"],
    // The default leaves one core free: of two, that is half.
    maxWorkers: "100%",
    // A line that the Worker logs after the last test of a file never reaches Vitest, which would wait for it for ever.
    disableConsoleIntercept: true,
    projects: [
      // Pure functions and rules about the source text need no Worker.
      { test: { name: "unit", include: [UNIT] } },
      workerProject({
        name: "worker",
        include: ["test/**/*.test.ts"],
        exclude: [UNIT, LIMITS],
        variables: { RATE_LIMITS: "off" },
      }),
      // Rate limits as wrangler.toml sets them.
      workerProject({ name: "limits", include: [LIMITS], variables: {} }),
    ],
  },
});
