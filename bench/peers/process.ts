import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { freePort } from "../../scripts/free-port.ts";
import { fail } from "../../scripts/run.ts";
import { send } from "../load.ts";
import type { Running } from "./peer.ts";

// Other sync servers are installed outside of this project, and each runs as a process of its own.

/** Kept between runs, because a library of theirs is compiled when it is installed. */
const FOLDER = join(tmpdir(), "leora-bench-peers");
/**
 * The other servers are installed and run by the machine's own Node, not by the one that npm scripts of this project find
 * first: npm compiles libraries for the headers of the former.
 */
const ENVIRONMENT = {
  ...process.env,
  PATH: (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => !folder.includes("node_modules"))
    .join(delimiter),
  NODE_ENV: "production",
};
const STARTS_WITHIN_MS = 30_000;
const POLL_MS = 100;

/** A server that answers at `url`. */
export interface ServerProcess extends Running {
  readonly url: string;
}

/** Installs packages for the benchmark alone. @param packages names with exact versions: `pouchdb-server@4.2.0` */
export function install(packages: readonly string[]): void {
  mkdirSync(FOLDER, { recursive: true });
  const flags = ["--prefix", FOLDER, "--no-audit", "--no-fund", "--save-exact"];
  const { status } = spawnSync("npm", ["install", ...flags, ...packages], { env: ENVIRONMENT, stdio: "inherit" });
  if (status !== 0) fail(`${packages.join(", ")} cannot be installed`);
}

/** The path of a file of an installed package. */
export const installed = (file: string): string => join(FOLDER, "node_modules", file);

/** An installed package's module, whose types are what its caller says. @param file its main file */
export const load = async <Module>(file: string): Promise<Module> => import(pathToFileURL(installed(file)).href);

/**
 * Runs a program of an installed package with a new folder for its data, and waits until it answers.
 * @param settings its arguments and variables, for its port and folder
 */
export async function start(
  file: string,
  settings: (port: number, folder: string) => { args: string[]; env: Record<string, string> },
): Promise<ServerProcess> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "leora-bench-peer-"));
  const { args, env } = settings(port, folder);
  const child = spawn("node", [installed(file), ...args], {
    cwd: folder,
    env: { ...ENVIRONMENT, ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const server = { url: `http://127.0.0.1:${port}`, stop: () => stop(child, folder) };
  try {
    await answers(child, server.url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

async function answers(child: ChildProcess, url: string): Promise<void> {
  for (const until = Date.now() + STARTS_WITHIN_MS; Date.now() < until && child.exitCode === null; ) {
    const reply = send({ method: "GET", url, headers: {} });
    if (await reply.then(Boolean, () => false)) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`${child.spawnargs.join(" ")} does not answer`);
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null) {
    const exited = new Promise((resolve) => child.once("exit", resolve));
    child.kill();
    await exited;
  }
  rmSync(folder, { recursive: true, force: true });
}
