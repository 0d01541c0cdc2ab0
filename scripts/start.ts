import { spawn } from "node:child_process";
import { databases } from "./databases.ts";
import { capture, fail, OFFLINE, run } from "./run.ts";
import { seedLocal } from "./seed.ts";

const args = process.argv.slice(2);

/** The databases are stored where `wrangler dev` looks for them. */
const persistTo = args.flatMap((arg, index) => (arg === "--persist-to" ? [arg, args[index + 1] ?? ""] : []));

run("node", "scripts/vendor.ts");
for (const { binding } of databases) {
  const { ok, output } = capture("wrangler", "d1", "migrations", "apply", binding, "--local", ...persistTo);
  if (!ok) fail(`The migrations of ${binding} failed:\n${output}`);
  await seedLocal(binding, ...persistTo);
  console.log(`✓ database ${binding} is up to date`);
}

// Wrangler reads keys from a terminal. Any other standard input is not for it: it may be closed, or end at any time.
const stdin = process.stdin.isTTY ? "inherit" : "ignore";
const server = spawn("wrangler", ["dev", ...args], {
  env: { ...process.env, ...OFFLINE },
  stdio: [stdin, "inherit", "inherit"],
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => server.kill(signal));
server.on("exit", (code) => process.exit(code ?? 0));

// npm's shell keeps signals to itself: when it is gone, the server must not stay behind.
const shell = process.ppid;
setInterval(() => process.ppid !== shell && server.kill("SIGTERM"), 500).unref();
