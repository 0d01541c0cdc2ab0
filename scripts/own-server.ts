import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";
import { OFFLINE } from "./run.ts";

// A server as `npm start` starts it, with databases of its own.

/** Longer than a start takes on a busy machine. */
const START_MS = 300_000;
const LINES_SHOWN = 30;

export interface OwnServer {
  /** `localhost:…` */
  readonly host: string;
  /** Resolves when it answers; rejects with what it has printed when it ends, or takes too long, instead. */
  readonly ready: Promise<void>;
  /** The last lines that it has printed. */
  log(): string;
  /** Ends it and deletes what it has stored. */
  stop(): Promise<void>;
}

/** Starts a server at a free port, with the limits and variables of wrangler.toml. */
export async function startOwnServer(): Promise<OwnServer> {
  const storage = mkdtempSync(join(tmpdir(), "leora-server-"));
  const port = await freePort();
  const host = `localhost:${port}`;
  const args = ["--follow-parent", "--port", `${port}`, "--inspector-port", "0", "--persist-to", storage];
  const child = spawn("node", ["scripts/start.ts", ...args], {
    env: { ...process.env, ...OFFLINE },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(child, "exit");

  let log = "";
  const timer = setTimeout(() => child.kill("SIGTERM"), START_MS);
  const ready = new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes(`Ready on http://${host}`)) resolve();
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("exit", () => reject(new Error(`The server did not start:\n${log}`)));
  }).finally(() => clearTimeout(timer));

  const stop = async () => {
    child.kill("SIGTERM");
    await exited;
    rmSync(storage, { recursive: true, force: true });
  };
  return { host, ready, stop, log: () => log.split("\n").slice(-LINES_SHOWN).join("\n") };
}
