import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { describe, expect, type TestContext, test } from "vitest";

// How `npm start` ends and what it survives (scripts/start.ts), with a server that starts at once in the place of wrangler's.
// An output is closed when the last process is gone that could write to it: that is waited for, and nothing else.

const FOLDER = `${import.meta.dirname}/supervised`;
const NPM = "exec npm start";
const SCRIPT = "exec node main.ts";

interface Server {
  port: number;
  /** The process id of main.ts. */
  supervisor: number;
}

/** Runs a shell's command in a process group of its own. Whatever a failed test leaves is killed. */
function run({ onTestFinished }: TestContext, command: string, env: Record<string, string> = {}) {
  const mark = crypto.randomUUID();
  const shell = spawn("bash", ["-c", command], {
    cwd: FOLDER,
    detached: true,
    env: { ...process.env, ...env, MARK: mark },
  });
  const { pid, stdin, stdout, stderr } = shell;
  if (pid === undefined) throw new Error("bash does not start");
  onTestFinished(() => {
    for (const left of marked(mark)) process.kill(left, "SIGKILL");
  });
  return {
    pid,
    stdin,
    stdout,
    stderr,
    exit: once(shell, "exit"),
    /** Resolves when nothing is left of what was started, wherever it belongs by now. */
    async gone(): Promise<void> {
      await closed(stdout);
      expect(marked(mark)).toEqual([]);
    },
  };
}

/** The processes with this mark in their environment. */
const marked = (mark: string): number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && environmentOf(name).includes(`MARK=${mark}`))
    .map(Number);

/** Empty when there is no such process any more. */
function environmentOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  } catch {
    return [];
  }
}

/** Waits until a server says on `output` that it is ready. */
async function serverOn(output: Readable): Promise<Server> {
  for await (const line of createInterface(output)) {
    // In a terminal npm's spinner may come before it.
    const [json] = line.match(/\{.*\}/) ?? [];
    if (json === undefined) continue;
    output.resume();
    return JSON.parse(json);
  }
  throw new Error("The server has ended before it was ready");
}

/** Resolves when the output is closed, also when that is over already. */
async function closed(output: Readable): Promise<void> {
  if (!output.closed) await once(output, "close");
}

const reply = async ({ port }: Server) => (await fetch(`http://127.0.0.1:${port}`)).text();

describe.skipIf(process.platform !== "linux").concurrent("npm start", { timeout: 60_000 }, () => {
  test.for([
    ["INT to npm", NPM, "SIGINT"],
    ["HUP to npm", NPM, "SIGHUP"],
    ["KILL to npm", NPM, "SIGKILL"],
    ["TERM to the script", SCRIPT, "SIGTERM"],
    ["HUP to the script", SCRIPT, "SIGHUP"],
    ["QUIT to the script", SCRIPT, "SIGQUIT"],
    ["KILL to the script", SCRIPT, "SIGKILL"],
  ] as const)("%s leaves nothing behind", async ([_name, command, signal], context) => {
    const started = run(context, command);
    await serverOn(started.stdout);
    process.kill(started.pid, signal);
    await started.gone();
  });

  test("HUP to the process group, from a terminal that was closed, leaves nothing behind", async (context) => {
    const started = run(context, NPM);
    await serverOn(started.stdout);
    process.kill(-started.pid, "SIGHUP");
    await started.gone();
  });

  test("Ctrl-C in a terminal leaves nothing behind", async (context) => {
    const terminal = run(context, `exec script --quiet --flush --command "${NPM}" /dev/null`);
    await serverOn(terminal.stdout);
    terminal.stdin.write("\x03");
    await terminal.gone();
  });

  test("TERM to npm leaves nothing behind, and is no failure", async (context) => {
    const started = run(context, NPM);
    await serverOn(started.stdout);
    process.kill(started.pid, "SIGTERM");
    expect(await started.exit).toEqual([0, null]);
    await started.gone();
  });

  test("what does not end is killed", async (context) => {
    const started = run(context, SCRIPT, { STUBBORN: "1" });
    await serverOn(started.stdout);
    process.kill(started.pid, "SIGTERM");
    await started.gone();
  });

  test("it outlives the script that started it, unless it was asked to follow", async (context) => {
    const script = run(context, "node main.ts <&- 2>/dev/null & node main.ts --follow-parent 1>&2 & read");
    const [free, following] = await Promise.all([serverOn(script.stdout), serverOn(script.stderr)]);
    expect([await reply(free), await reply(following)]).toEqual(["served", "served"]);
    script.stdin.end("\n");
    await closed(script.stderr);
    expect(await reply(free)).toBe("served");
    process.kill(free.supervisor, "SIGTERM");
    await script.gone();
  });

  test("below nohup it outlives the terminal, and npm", async (context) => {
    const shell = run(context, "nohup npm start 2>/dev/null & npm start 1>&2 & wait");
    const [free, bound] = await Promise.all([serverOn(shell.stdout), serverOn(shell.stderr)]);
    expect([await reply(free), await reply(bound)]).toEqual(["served", "served"]);
    process.kill(-shell.pid, "SIGHUP");
    await closed(shell.stderr);
    expect(await reply(free)).toBe("served");
    process.kill(free.supervisor, "SIGTERM");
    await shell.gone();
  });
});
