/**
 * Measures a push and a pull of 500 transactions with our Worker, with Actual's sync server and with PouchDB Server, in turn,
 * on this machine:
 *   npm run bench:peers                a few minutes; the first run installs the other servers in a temporary folder
 *   npm run bench:peers -- --write     puts the table into docs/performance.md
 */

import { loadavg } from "node:os";
import { resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { readOptions } from "../../scripts/run.ts";
import { type Answer, type Call, quantile, send } from "../load.ts";
import { tableRow, updateDocument, whenAndWhere } from "../report.ts";
import { startServer } from "../server.ts";
import { ACTUAL_PACKAGES, actualPeer, startActual } from "./actual.ts";
import { FORMS, leoraPeer } from "./leora.ts";
import type { Peer, Running } from "./peer.ts";
import { POUCHDB_PACKAGES, pouchDbPeer, startPouchDb } from "./pouchdb.ts";
import { install } from "./process.ts";

const { values: options } = readOptions({ options: { write: { type: "boolean" } } });
const TRANSACTIONS = 500;
/** Lets V8 compile what is measured. */
const WARM_UPS = 10;
const ROUNDS = 25;

async function main(): Promise<void> {
  install([...ACTUAL_PACKAGES, ...POUCHDB_PACKAGES]);
  const running: Running[] = [];
  const started = async <Some extends Running>(starting: Promise<Some>): Promise<Some> => {
    const one = await starting;
    running.push(one);
    return one;
  };
  try {
    const ours = await started(startServer("wrangler.toml", resolve("dist/bench/ours"), { environment: "production" }));
    const peers = await Promise.all(FORMS.map((form, index) => leoraPeer(ours, form, index)));
    peers.push(await actualPeer(await started(startActual())), await pouchDbPeer(await started(startPouchDb())));
    const report = await compare(peers);
    console.log(`\n${report}`);
    if (options.write) updateDocument("peers", report);
  } finally {
    await Promise.all(running.map((one) => one.stop()));
  }
}

/** What a server took and sent in one round. */
interface Round {
  readonly push: Measured;
  readonly pull: Measured;
}

interface Measured {
  readonly ms: number;
  readonly sentBytes: number;
  readonly receivedBytes: number;
  /** Bytes of the reply in gzip, as a network in front of the server sends it to phones. */
  readonly packedBytes: number;
}

/** All servers take turns, each time with new transactions, so that a slow moment of the machine hits all. */
async function compare(peers: readonly Peer[]): Promise<string> {
  const [load = 0] = loadavg();
  const rounds = new Map<Peer, Round[]>(peers.map((peer) => [peer, []]));
  for (let round = -WARM_UPS; round < ROUNDS; round += 1) {
    for (const [peer, measured] of rounds) {
      try {
        const one = await measure(peer);
        if (round >= 0) measured.push(one);
      } catch (error) {
        console.warn(`${peer.name} is left out:`, error);
        rounds.delete(peer);
      }
    }
    process.stdout.write(`\rround ${Math.max(0, round + 1)} of ${ROUNDS}  `);
  }
  return [
    `${whenAndWhere()}, load average ${load.toFixed(1)}; ${ROUNDS} rounds, medians. kB are 1000 bytes of body; in gzip, of the reply.`,
    "",
    `| ${TRANSACTIONS} transactions | push ms | p90 | kB up | kB down | in gzip | pull ms | p90 | kB down | in gzip |`,
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ...Array.from(rounds, ([peer, measured]) => rowOf(peer, measured)),
  ].join("\n");
}

async function measure(peer: Peer): Promise<Round> {
  const push = await timed(peer.push(TRANSACTIONS), (answer) => peer.onPushed(answer));
  const pull = await timed(peer.pull(), (answer) => peer.onPulled(answer));
  return { push, pull };
}

/** Milliseconds from sending a call until its reply is there whole; neither making the one nor reading the other counts. */
async function timed(call: Call, check: (answer: Answer) => void): Promise<Measured> {
  const body = Buffer.from(call.body ?? "");
  const sentAt = performance.now();
  const answer = await send(body.length > 0 ? { ...call, body } : call);
  const ms = performance.now() - sentAt;
  check(answer);
  const [receivedBytes, packedBytes] = [answer.body.length, gzipSync(answer.body).length];
  return { ms, sentBytes: body.length, receivedBytes, packedBytes };
}

function rowOf({ name }: Peer, rounds: readonly Round[]): string {
  const pushes = rounds.map(({ push }) => push);
  const pulls = rounds.map(({ pull }) => pull);
  const ms = (of: readonly Measured[]) =>
    [0.5, 0.9].map((share) =>
      quantile(
        of.map((one) => one.ms),
        share,
      ).toFixed(1),
    );
  const kilobytes = (of: readonly Measured[], part: Exclude<keyof Measured, "ms">) =>
    (
      quantile(
        of.map((one) => one[part]),
        0.5,
      ) / 1000
    ).toFixed(0);
  return tableRow([
    name,
    ...ms(pushes),
    kilobytes(pushes, "sentBytes"),
    kilobytes(pushes, "receivedBytes"),
    kilobytes(pushes, "packedBytes"),
    ...ms(pulls),
    kilobytes(pulls, "receivedBytes"),
    kilobytes(pulls, "packedBytes"),
  ]);
}

await main();
