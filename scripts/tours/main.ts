/**
 * Pastes every block of the README and of the tour into a shell, against a fresh server, and compares what is printed with what the
 * pages show (docs/tests.md):
 *   npm run tours                      all pages
 *   npm run tours -- tasks crm         only pages with such names
 *   npm run tours -- --show tasks      also shows all that is printed
 *   npm run tours -- --shell zsh       in another shell than bash
 *   npm run tours -- --host localhost:8787    against a server that runs already; CRM's page needs a fresh one
 */

import { type OwnServer, startOwnServer } from "../own-server.ts";
import { readOptions } from "../run.ts";
import { compareReplies, compareText } from "./compare.ts";
import type { Step } from "./markdown.ts";
import { PAGES_AT, readPages, type TourPage } from "./pages.ts";
import { runSteps, stopShells } from "./shell.ts";

const { values: options, positionals: names } = readOptions({
  options: {
    show: { type: "boolean", default: false },
    shell: { type: "string", default: "bash" },
    host: { type: "string" },
  },
  allowPositionals: true,
});
/** Two: a shell mostly waits for the server, and the server for the shell. */
const PAGES_AT_ONCE = 2;
const startedAt = performance.now();
let server: OwnServer | undefined;
let isStopping = false;

async function main(): Promise<void> {
  const pages = readPages().filter(({ file }) => names.length === 0 || names.some((name) => file.includes(name)));
  const problems = pages.flatMap(({ file, problems }) => problems.map((problem) => `${file}:${problem}`));
  if (options.host === undefined) server = await startOwnServer();
  await server?.ready;
  const host = options.host ?? server?.host ?? PAGES_AT;
  const queue = pages.entries();
  const takeTurns = async () => {
    for (const [index, page] of queue) if (!isStopping) problems.push(...(await play(page, index, host)));
  };
  await Promise.all(Array.from({ length: PAGES_AT_ONCE }, takeTurns));
  const blocks = pages.reduce((sum, { steps }) => sum + steps.length, 0);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  if (problems.length > 0) console.error(server?.log() ?? "");
  for (const problem of problems) console.error(`✗ ${problem}`);
  console.log(`${pages.length} pages, ${blocks} blocks, ${problems.length} differences, ${seconds} s`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

/** Runs a page. Returns what is not as the page shows it, each with its place. */
async function play({ file, steps }: TourPage, index: number, host: string): Promise<string[]> {
  const { printed, failure } = await runSteps(steps, {
    shell: options.shell,
    shownHost: PAGES_AT,
    host,
    // Documentation's network (RFC 5737): every page comes from an address of its own.
    network: `203.0.113.${index + 1}`,
  });
  const problems = steps.slice(0, printed.length).flatMap((step, number) => {
    const text = printed[number] ?? "";
    if (options.show) console.log(`── ${file}:${step.line}\n${step.commands}\n${text}`);
    return differences(step, text).map((found) => `${file}:${step.shown?.line ?? step.line} ${found}`);
  });
  const failed = steps[printed.length];
  if (failure !== "") problems.push(`${file}:${failed?.line ?? "end"} ${failure}`);
  console.log(`${problems.length === 0 ? "✓" : "✗"} ${file}`);
  return problems;
}

function differences({ shown, commands }: Step, printed: string): string[] {
  if (!shown) return printed.trim() === "" ? [] : [`prints what the page does not show: ${printed.slice(0, 300)}`];
  const found = shown.kind === "json" ? compareReplies : compareText;
  const list = found(shown.text, printed, commands);
  return list.length === 0 ? [] : [...list, `printed was ${printed.trim().slice(0, 2000)}`];
}

async function stop(): Promise<void> {
  isStopping = true;
  stopShells();
  await server?.stop();
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => stop().finally(() => process.exit(1)));
}
try {
  await main();
} finally {
  await stop();
}
