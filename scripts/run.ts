import { spawn, spawnSync } from "node:child_process";
import { text } from "node:stream/consumers";
import { type ParseArgsConfig, parseArgs } from "node:util";

/** Switches off needless requests to the network: metrics, updates, the location of this machine. */
export const OFFLINE = {
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_HIDE_BANNER: "true",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
};
/** And no questions. */
const QUIET = { ...OFFLINE, CI: "1" };

interface Outcome {
  ok: boolean;
  /** What it printed to stdout; empty when it was shown instead. */
  output: string;
}

/** Runs a program of node_modules/.bin (npm puts it on the path) and keeps what it prints; errors are shown. */
export function capture(program: string, ...args: string[]): Outcome {
  const { status, stdout } = spawnSync(program, args, {
    env: { ...process.env, ...QUIET },
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return { ok: status === 0, output: stdout };
}

/** Runs a program and keeps all that it prints, errors included: several may run at the same time. */
export async function collect(program: string, ...args: string[]): Promise<Outcome> {
  const child = spawn(program, args, { env: { ...process.env, ...QUIET }, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const output = (await Promise.all([text(child.stdout), text(child.stderr)])).join("");
  return { ok: (await ended) === 0, output };
}

/** Runs a program and shows what it prints. Ends this script when it fails. */
export function run(program: string, ...args: string[]): void {
  const { status } = spawnSync(program, args, { env: { ...process.env, ...QUIET }, stdio: "inherit" });
  if (status !== 0) fail(`${program} ${args.join(" ")} failed`);
}

/** What the command line says. Ends this script when it has an option that there is not. */
export function readOptions<Config extends ParseArgsConfig>(config: Config) {
  try {
    return parseArgs(config);
  } catch (error) {
    return fail((error as Error).message);
  }
}

/** Ends the script with a message on stderr. */
export function fail(message: string): never {
  console.error(`✗ ${message}`);
  process.exit(1);
}
