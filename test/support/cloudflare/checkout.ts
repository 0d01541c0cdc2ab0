import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { OFFLINE } from "../../../scripts/run.ts";
import { CloudflareStandIn } from "./server.ts";

/** The libraries of `public/vendor` are copied there by the deployment itself. */
const COPIED = ["src", "scripts", "migrations", "docs", "public", "wrangler.toml", "package.json", "tsconfig.json"];
const ROOT = resolve(import.meta.dirname, "../../..");
const VENDORED = resolve(ROOT, "public/vendor");

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

interface RunOptions {
  env?: Record<string, string>;
  /** What is typed, when the command asks. */
  input?: string;
  /** Gets what is printed. */
  echo?: NodeJS.WritableStream;
}

/** A checkout of this repository in a temporary folder, whose commands talk to a stand-in for Cloudflare. */
export class Checkout {
  readonly folder = mkdtempSync(join(tmpdir(), "leora-deploy-"));
  readonly cloudflare = new CloudflareStandIn();
  private environment: NodeJS.ProcessEnv = {};

  async start(): Promise<void> {
    symlinkSync(join(ROOT, "node_modules"), join(this.folder, "node_modules"));
    for (const name of COPIED) {
      cpSync(join(ROOT, name), join(this.folder, name), { recursive: true, filter: (path) => path !== VENDORED });
    }
    this.environment = { ...process.env, ...OFFLINE, CI: "1", NO_COLOR: "1", ...(await this.cloudflare.start()) };
    // A third of each start of wrangler is compiling it.
    this.environment.NODE_COMPILE_CACHE = join(ROOT, "dist/compile-cache");
    // Vitest's own would have wrangler think that it runs inside of a test of its own.
    for (const name of ["NODE_ENV", "VITEST", "FORCE_COLOR"]) delete this.environment[name];
    this.environment.PATH = `${join(ROOT, "node_modules/.bin")}:${process.env.PATH}`;
  }

  async stop(): Promise<void> {
    await this.cloudflare.stop();
    rmSync(this.folder, { recursive: true });
  }

  /** Runs a command line of a shell, as somebody types it. */
  async run(command: string, { env = {}, input = "", echo }: RunOptions = {}): Promise<Outcome> {
    const child = spawn("bash", ["-c", command], {
      cwd: this.folder,
      env: { ...this.environment, ...env },
      stdio: "pipe",
    });
    // A command that asks nothing may end before it has read this.
    child.stdin.on("error", () => undefined).end(input);
    if (echo) for (const stream of [child.stdout, child.stderr]) stream.pipe(echo, { end: false });
    const ended = new Promise<number | null>((done) => child.on("close", done));
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: await ended, stdout, stderr };
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), "utf8");
  }
}
