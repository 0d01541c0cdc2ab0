import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";

/** How long a group may take to end before it is killed. */
const GRACE_MS = 5_000;
const POLL_MS = 20;

/** A program and all that it starts: a process group of its own, which signals to ours do not reach. */
export interface ProcessGroup {
  /** The program's exit code, once no process of the group is left. */
  readonly exited: Promise<number>;
  /** Asks the program to end. What is left of the group after five seconds is killed. */
  end(): void;
}

/**
 * Starts a program of node_modules/.bin in a group of its own. It ends with this process, however this one ends.
 * @param stdin what the program reads: ours, or nothing
 */
export function startGroup(
  program: string,
  args: readonly string[],
  { env = {}, stdin = "ignore" }: { env?: Record<string, string>; stdin?: "inherit" | "ignore" },
): ProcessGroup {
  const leader = spawn(program, args, {
    detached: true,
    env: { ...process.env, ...env, NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --import=${LEASH}` },
    stdio: [stdin, "inherit", "inherit", "ipc"],
  });
  return {
    exited: exitOf(leader),
    end() {
      leader.kill("SIGTERM");
      setTimeout(signalGroup, GRACE_MS, leader, "SIGKILL").unref();
    },
  };
}

const LEASH = new URL("leash.ts", import.meta.url).href;

async function exitOf(leader: ChildProcess): Promise<number> {
  await once(leader, "exit");
  // esbuild, for one, ends a moment after the program that it serves.
  const until = Date.now() + GRACE_MS;
  while (signalGroup(leader, "SIGTERM") && Date.now() < until) await wait(POLL_MS);
  signalGroup(leader, "SIGKILL");
  return leader.exitCode ?? 1;
}

/** Returns false when no process of the group is left. */
function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}
