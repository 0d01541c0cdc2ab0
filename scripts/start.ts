import { spawn } from "node:child_process";
import { databases } from "./databases.ts";
import { capture, fail, run } from "./run.ts";
import { seed } from "./seed.ts";

const args = process.argv.slice(2);

/** The databases live where `wrangler dev` will look for them. */
const persistTo = args.flatMap((arg, index) => (arg === "--persist-to" ? [arg, args[index + 1] ?? ""] : []));

run("node", "scripts/vendor.ts");
for (const { name, binding } of databases) {
  const { ok, output } = capture("wrangler", "d1", "migrations", "apply", binding, "--local", ...persistTo);
  if (!ok) fail(`The migrations of ${name} failed:\n${output}`);
  seed(binding, "--local", ...persistTo);
  console.log(`✓ database ${name} is up to date`);
}

const server = spawn("wrangler", ["dev", ...args], {
  env: { ...process.env, WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true" },
  stdio: "inherit",
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => server.kill(signal));
server.on("exit", (code) => process.exit(code ?? 0));
