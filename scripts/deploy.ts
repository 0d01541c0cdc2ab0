import { readFileSync, writeFileSync } from "node:fs";
import { databases } from "./databases.ts";
import { resources } from "./resources.ts";
import { capture, fail, run } from "./run.ts";
import { seed } from "./seed.ts";

// Takes the Worker to Cloudflare: docs/deploy.md. Safe to run again: what exists is left as it is.

const CONFIG = "wrangler.toml";
const PRODUCTION = ["--env", "production"];
const SECRETS = ["TOKEN_SECRET", "CRM_BOOTSTRAP_SECRET", "RESEND_API_KEY", "ESKIZ_EMAIL", "ESKIZ_PASSWORD"];
const PLACEHOLDER = "00000000-0000-0000-0000-";

const config = readFileSync(CONFIG, "utf8");
const valuesOf = (key: string): string[] => [
  ...new Set([...config.matchAll(new RegExp(`^${key} = "([^"]+)"`, "gm"))].map(([, value]) => value ?? "")),
];

interface RemoteDatabase {
  name: string;
  uuid: string;
}

/** @throws Error when wrangler is not signed in, so that nothing else is tried. */
function remoteDatabases(): RemoteDatabase[] {
  const { ok, output } = capture("wrangler", "d1", "list", "--json");
  if (!ok) fail("Cannot list the databases. Sign in with `npx wrangler login`, or set CLOUDFLARE_API_TOKEN");
  return JSON.parse(output);
}

function ensureDatabase(name: string): void {
  if (!remoteDatabases().some((database) => database.name === name)) run("wrangler", "d1", "create", name);
  const id = remoteDatabases().find((database) => database.name === name)?.uuid;
  if (!id) fail(`Database ${name} was not created`);
  const section = new RegExp(
    `(\\[\\[env\\.production\\.d1_databases\\]\\]\\n(?:[a-z_]+ = .*\\n)*?database_name = "${name}"\\ndatabase_id = )"[^"]*".*`,
  );
  const current = readFileSync(CONFIG, "utf8");
  if (!section.test(current)) fail(`${CONFIG} has no [[env.production.d1_databases]] for ${name}`);
  writeFileSync(CONFIG, current.replace(section, `$1"${id}"`));
  console.log(`✓ database ${name} (${id})`);
}

function ensure(kind: string, name: string, probe: string[], create: string[]): void {
  if (!capture("wrangler", ...probe, name).ok) run("wrangler", ...create, name);
  console.log(`✓ ${kind} ${name}`);
}

function requireSecrets(): void {
  const { ok, output } = capture("wrangler", "secret", "list", "--format", "json", ...PRODUCTION);
  const present: { name: string }[] = ok ? JSON.parse(output) : [];
  const missing = SECRETS.filter((name) => !present.some((secret) => secret.name === name));
  if (missing.length === 0) return;
  const commands = missing.map((name) => `  npx wrangler secret put ${name} --env production`);
  fail(`Production needs these secrets first (docs/deploy.md):\n${commands.join("\n")}`);
}

run("node", "scripts/config.ts", "--check");
for (const name of valuesOf("database_name")) ensureDatabase(name);
for (const { name } of resources.flatMap(({ queues }) => queues)) {
  ensure("queue", name, ["queues", "info"], ["queues", "create"]);
}
for (const name of valuesOf("bucket_name"))
  ensure("bucket", name, ["r2", "bucket", "info"], ["r2", "bucket", "create"]);
requireSecrets();
if (readFileSync(CONFIG, "utf8").split("[env.production]")[1]?.includes(PLACEHOLDER)) {
  fail(`${CONFIG} still has placeholder ids under [env.production]`);
}
run("node", "scripts/vendor.ts");
for (const { binding } of databases) {
  run("wrangler", "d1", "migrations", "apply", binding, "--remote", ...PRODUCTION);
  await seed(binding, "--remote", ...PRODUCTION);
}
run("wrangler", "deploy", ...PRODUCTION);
