import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Step } from "./markdown.ts";

// Runs the blocks of a page one after another in one shell, as a reader does who pastes them.

/** Longer than a request takes on a busy machine. */
const REQUEST_SECONDS = 60;
/** Longer than a page takes on a busy machine. What waits for a mail that never comes has to end. */
const PAGE_MS = 300_000;

/** What the blocks of a page printed. */
export interface Run {
  /** Of every block that came to its end. */
  printed: string[];
  /** What the shell complained about; empty when all blocks succeeded. */
  failure: string;
}

interface Place {
  /** `bash` or `zsh`. */
  shell: string;
  /** Where the pages say that the server is, and where it is: `localhost:8787`. */
  shownHost: string;
  host: string;
  /** The network that the requests of this page come from: limits without a user count by network. */
  network: string;
}

/** Shells, each with the folder of its files. */
const running = new Map<ChildProcess, string>();

/** Ends all shells and what they have started, and deletes their files. */
export function stopShells(): void {
  for (const [shell, folder] of running) {
    kill(shell);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Ends a shell with its process group, which what it has started belongs to. */
function kill({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, "SIGKILL");
}

/** Runs the blocks until one of them fails. */
export async function runSteps(steps: readonly Step[], { shell, shownHost, host, network }: Place): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), "leora-tour-"));
  const end = `end of block ${crypto.randomUUID()}`;
  const script = ["set -euo pipefail", ...steps.flatMap(({ commands }) => [commands, `printf '%s' '${end}'`])];
  const file = join(folder, "page.sh");
  writeFileSync(file, `${script.join("\n").replaceAll(shownHost, host)}\n`);
  // Every page is somebody else's: as in production, limits without a user count by network.
  writeFileSync(join(folder, ".curlrc"), `header = "CF-Connecting-IP: ${network}"\nmax-time = ${REQUEST_SECONDS}\n`);
  // In a process group of its own.
  const child = spawn(shell, [file], {
    env: { ...process.env, CURL_HOME: folder },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.set(child, folder);
  const timer = setTimeout(() => kill(child), PAGE_MS);
  const exited = new Promise<string>((resolve) => {
    child.on("error", (error) => resolve(`${shell} did not start: ${error.message}`));
    child.on("close", (code, signal) => resolve(code === 0 ? "" : `${shell} ended with ${signal ?? code}`));
  });
  const [stdout, stderr, ended] = await Promise.all([text(child.stdout), text(child.stderr), exited]);
  clearTimeout(timer);
  running.delete(child);
  rmSync(folder, { recursive: true, force: true });
  const printed = stdout.replaceAll(host, shownHost).split(end);
  const rest = printed.pop() ?? "";
  return { printed, failure: ended && [ended, stderr.trim(), rest.trim()].filter(Boolean).join("\n") };
}
