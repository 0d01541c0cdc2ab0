import { fstatSync, readSync, statSync } from "node:fs";
import { basename } from "node:path";
import { type ProcessGroup, startGroup } from "./process-group.ts";
import { OFFLINE } from "./run.ts";

/** A program of node_modules/.bin with its arguments. */
export type Step = readonly [program: string, ...args: string[]];

const PARENT_POLL_MS = 500;

/**
 * Runs programs one after another, the last of which is a server, and ends this process with the exit code of the first that
 * fails, or with 0 when it was asked to end. When that is so start.ts says.
 * @param followsParent ends when the process that runs this one is gone
 */
export async function supervise(steps: readonly Step[], { followsParent }: { followsParent: boolean }): Promise<never> {
  let running: ProcessGroup | undefined;
  let isEnding = false;
  const end = (): void => {
    isEnding = true;
    running?.end();
  };

  const outlivesTerminal = isBelowNohup();
  const isBelowNpm = process.env.npm_lifecycle_event === "start";
  for (const signal of ["SIGTERM", "SIGINT", "SIGQUIT"] as const) process.on(signal, end);
  process.on("SIGHUP", () => outlivesTerminal || end());
  // npm passes on neither HUP nor what kills it.
  if (followsParent || (isBelowNpm && !outlivesTerminal)) onParentGone(end);

  for (const [program, ...args] of steps) {
    // Wrangler reads keys from a terminal. Any other standard input is not for it: it may be closed, or end at any time.
    running = startGroup(program, args, { env: OFFLINE, stdin: process.stdin.isTTY ? "inherit" : "ignore" });
    const code = await running.exited;
    if (isEnding) break;
    if (code !== 0) process.exit(code);
  }
  process.exit();
}

function onParentGone(act: () => void): void {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && act(), PARENT_POLL_MS).unref();
}

/** Node undoes that `nohup` ignores HUP, so what else `nohup` leaves behind has to tell. */
function isBelowNohup(): boolean {
  // bash and zsh name a command in its environment.
  if (basename(process.env._ ?? "") === "nohup") return true;
  // GNU's `nohup` puts a /dev/null that cannot be read in the place of a terminal.
  if (fstatSync(0).rdev !== statSync("/dev/null").rdev) return false;
  try {
    readSync(0, Buffer.alloc(1));
    return false;
  } catch {
    return true;
  }
}
