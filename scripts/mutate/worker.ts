import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestSpecification } from "vitest/node";
import { createVitest } from "vitest/node";
import type { Outcome, Task } from "./runner.ts";

// A process of its own: it keeps one Vitest alive, whose modules stay transformed, and runs tests on files that it changes.
// It begins in the copy of the project that it may change.

const root = process.cwd();

/** Vitest would run the slowest and the lately failed files first; ours come in the order of the specifications. */
class InOrder {
  shard = (files: TestSpecification[]) => files;
  sort = (files: TestSpecification[]) => files;
}

const vitest = await createVitest("test", {
  root,
  watch: false,
  bail: 1,
  maxWorkers: 1,
  // A test that is slow on a busy machine has not noticed anything.
  testTimeout: 60_000,
  hookTimeout: 60_000,
  reporters: [{}],
  sequence: { sequencer: InOrder },
});

/** Runs test files until the first failure; what failed, or what else went wrong. */
async function failureIn(files: readonly string[]): Promise<string | null> {
  // `bail` counts the failures that it finds here, also those of the run before.
  vitest.state.filesMap.clear();
  vitest.state.idMap.clear();
  vitest.state.clearErrors();
  const found = await Promise.all(files.map((file) => vitest.globTestSpecifications([file])));
  const specifications = found.flat();
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications, false);
  const failed = testModules.find((module) => module.state() === "failed" || module.errors().length > 0);
  if (failed) {
    const test = failed.children.allTests("failed").next().value;
    const [error] = test?.result().errors ?? failed.errors();
    return `${failed.relativeModuleId}: ${test?.fullName ?? "loading"}: ${error?.message.split("\n")[0]}`;
  }
  if (unhandledErrors.length > 0) return "an unhandled error";
  return testModules.length === specifications.length ? null : "a file that did not load";
}

async function run({ change, stages }: Task): Promise<Outcome> {
  const path = change && join(root, change.file);
  const original = path && readFileSync(path, "utf8");
  const write = (text: string) => {
    if (!path) return;
    writeFileSync(path, text);
    vitest.invalidateFile(path);
  };
  const start = performance.now();
  write(change?.text ?? "");
  try {
    for (const stage of stages) {
      const failure = await failureIn(stage);
      if (failure) return { caughtBy: failure, elapsedMs: performance.now() - start };
    }
    return { caughtBy: null, elapsedMs: performance.now() - start };
  } finally {
    write(original ?? "");
  }
}

process.on("message", async (task: Task) => {
  process.send?.(await run(task).catch((error) => ({ caughtBy: String(error), elapsedMs: 0 })));
});
// Nobody waits for this process any more when the one that started it has ended.
process.on("disconnect", () => process.kill(-process.pid, "SIGKILL"));
process.send?.("ready");
