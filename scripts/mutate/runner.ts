import { type ChildProcess, fork } from "node:child_process";
import { openSync } from "node:fs";
import { join } from "node:path";
import type { Worktree } from "./worktree.ts";

/** A change to one file, and the tests that are to notice it, in stages: the next one runs if the one before passed. */
export interface Task {
  change: { file: string; text: string } | null;
  stages: readonly (readonly string[])[];
}

/** What became of a task. */
export interface Outcome {
  /** The test that failed first, with its file; null when all passed. */
  caughtBy: string | null;
  elapsedMs: number;
}

/** What stands in `caughtBy` when the tests did not end. */
export const TIMED_OUT = "a time limit";

/** Runs tests on changed sources, in a copy of the project and a process of its own, one task after another. */
export class Runner {
  private readonly worktree: Worktree;
  private child: ChildProcess | null = null;

  constructor(worktree: Worktree) {
    this.worktree = worktree;
  }

  /** @param limitMs after which the process is killed, because a bug made a loop endless */
  async run(task: Task, limitMs: number): Promise<Outcome> {
    const child = await this.started();
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const timer = setTimeout(() => {
      this.stop();
      if (task.change) this.worktree.restore(task.change.file);
      resolve({ caughtBy: TIMED_OUT, elapsedMs: limitMs });
    }, limitMs);
    child.once("message", (outcome: Outcome) => resolve(outcome));
    child.once("exit", () => resolve({ caughtBy: "the end of the process", elapsedMs: 0 }));
    child.send(task);
    const outcome = await promise;
    clearTimeout(timer);
    child.removeAllListeners();
    if (child.exitCode !== null || child.signalCode !== null) {
      this.child = null;
      if (task.change) this.worktree.restore(task.change.file);
    }
    return outcome;
  }

  /** Ends the process and removes the copy. */
  end(): void {
    this.stop();
    this.worktree.remove();
  }

  /** Ends the process with the Workers that it started, which are of its process group. */
  private stop(): void {
    const pid = this.child?.pid;
    this.child = null;
    if (pid === undefined) return;
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }

  private async started(): Promise<ChildProcess> {
    if (this.child) return this.child;
    const log = openSync(join(this.worktree.path, "mutate.log"), "a");
    const child = fork(join(import.meta.dirname, "worker.ts"), {
      cwd: this.worktree.path,
      env: { ...process.env, PWD: this.worktree.path },
      detached: true,
      stdio: ["ignore", log, log, "ipc"],
    });
    this.child = child;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    child.once("message", () => resolve());
    child.once("exit", () => reject(new Error(`Vitest did not start; see ${this.worktree.path}/mutate.log`)));
    await promise;
    child.removeAllListeners();
    return child;
  }
}
