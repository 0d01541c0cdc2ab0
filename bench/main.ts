/**
 * Measures our Worker ("ours") and a bare one that sends the same SQL without our code ("bare"), each in a workerd process of
 * its own, and prints how much of the bare Worker's throughput ours reaches:
 *   npm run bench                a few minutes
 *   npm run bench -- --quick     one short round
 *   npm run bench -- --write     puts the table into docs/performance.md
 */

import { resolve } from "node:path";
import { readOptions } from "../scripts/run.ts";
import { measureFanOut, sidesOf } from "./fan-out.ts";
import { prepareUsers } from "./fixture.ts";
import { compareLists } from "./lists.ts";
import { type Caller, load, type Measurement, quantile, send } from "./load.ts";
import { productScenarios } from "./products.ts";
import { fixed, percent, tableRow, updateDocument, whenAndWhere } from "./report.ts";
import { type Scenario, scenarios, USERS } from "./scenarios.ts";
import { startServer } from "./server.ts";

const { values: options } = readOptions({ options: { quick: { type: "boolean" }, write: { type: "boolean" } } });
const ROUNDS = options.quick ? 1 : 5;
/** Share of the calls of a full round. */
const ROUND_SHARE = options.quick ? 0.2 : 1;

async function main(): Promise<void> {
  const ours = await startServer("wrangler.toml", resolve("dist/bench/ours"), { environment: "production" });
  const bare = await startServer("bench/bare/wrangler.toml", resolve("dist/bench/bare"));
  try {
    console.log("Preparing users …");
    const users = await prepareUsers(ours, bare, USERS + 1);
    const [listener, ...others] = users;
    if (!listener) throw new Error("No users");
    const stored = await ours
      .databaseOf("LEORA_DB_1")
      .prepare("SELECT * FROM transactions LIMIT 1")
      .first<Record<string, unknown>>();
    const setting = {
      ours: ours.url,
      bare: bare.url,
      users: others,
      stored: stored ?? {},
    };
    const rows: string[] = [];
    const products = await productScenarios(ours, bare);
    for (const scenario of [...scenarios(setting), ...products]) rows.push(await compare(scenario));
    const fanOut = await compareFanOut(sidesOf(ours.url, bare.url, listener, setting.stored));
    const lists = await compareLists(ours, Math.round(100 * ROUND_SHARE));
    const report = [...heading(), ...rows, "", ...fanOut, "", ...lists].join("\n");
    console.log(`\n${report}`);
    if (options.write) updateDocument("bench", report);
  } finally {
    await Promise.all([ours.stop(), bare.stop()]);
  }
}

/** Measures a scenario. Both Workers take turns, so that a slow minute of the machine affects both. Returns a table row. */
async function compare(scenario: Scenario): Promise<string> {
  const calls = Math.max(scenario.connections, Math.round(scenario.calls * ROUND_SHARE));
  const d1Calls = [await warmUp(scenario, scenario.ours), await warmUp(scenario, scenario.bare)];
  const runs: { ours: Measurement; bare: Measurement }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    runs.push({
      ours: await load(calls, scenario.connections, scenario.ours),
      bare: await load(calls, scenario.connections, scenario.bare),
    });
    process.stdout.write(`\r${scenario.name}: round ${round + 1} of ${ROUNDS}  `);
  }
  process.stdout.write("\n");
  const ours = summaryOf(runs.map((run) => run.ours));
  const bare = summaryOf(runs.map((run) => run.bare));
  const ratio = quantile(
    runs.map((run) => run.ours.perSecond / run.bare.perSecond),
    0.5,
  );
  const ratioAndAim = `${percent(ratio)} (${percent(scenario.aim)})`;
  const latencies = [ours.p50, ours.p99, bare.p50, bare.p99];
  return tableRow([scenario.name, ours.perSecond, bare.perSecond, ratioAndAim, ...latencies, ...d1Calls]);
}

/** Lets V8 compile what is measured. Returns how many D1 calls a request makes, as the Worker says in `Server-Timing`. */
async function warmUp({ connections }: Scenario, caller: Caller): Promise<string> {
  await load(Math.max(connections * 2, 10), connections, caller);
  const answer = await send(caller.next(0));
  caller.onAnswer?.(0, answer);
  return /d1;desc="(\d+)"/.exec(String(answer.headers["server-timing"]))?.[1] ?? "?";
}

/** Medians of the runs, as table cells. */
const summaryOf = (runs: readonly Measurement[]) => {
  const latencies = runs.flatMap((run) => run.latencies);
  return {
    perSecond: fixed(
      quantile(
        runs.map((run) => run.perSecond),
        0.5,
      ),
    ),
    p50: fixed(quantile(latencies, 0.5)),
    p99: fixed(quantile(latencies, 0.99)),
  };
};

/** A table of how long sockets wait for a write. */
async function compareFanOut(sides: ReturnType<typeof sidesOf>): Promise<string[]> {
  const writes = Math.round(200 * ROUND_SHARE);
  const ours = await measureFanOut(sides.ours, writes);
  const bare = await measureFanOut(sides.bare, writes);
  const cells = [ours, bare].flatMap((delays) => [fixed(quantile(delays, 0.5)), fixed(quantile(delays, 0.99))]);
  return [
    "| WebSocket, 20 sockets: ms from a write's reply until all have received it | p50 | p99 | bare p50 | bare p99 |",
    "|---|---:|---:|---:|---:|",
    tableRow([`${writes} writes`, ...cells]),
  ];
}

function heading(): string[] {
  return [
    `${whenAndWhere()}; ${ROUNDS} rounds, medians.`,
    "",
    "| request | ours/s | bare/s | ratio (aim) | p50 ms | p99 ms | bare p50 | bare p99 | D1 calls | bare D1 |",
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
  ];
}

await main();
