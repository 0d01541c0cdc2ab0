/**
 * Users in three databases, each of which has a replica that lags behind, and a family that is moved from one database to another
 * while both phones write:
 *   npm run demo:databases        starts a server of its own
 * Fails and shows the differences unless every read has all writes before it, and both phones, a third one that starts empty and
 * a ledger agree in the end: nothing was lost, and nothing done twice.
 */
import { resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { startServer } from "../../bench/server.ts";
import { databases } from "../databases.ts";
import { capture } from "../run.ts";
import { Api, ConnectionLost } from "./api.ts";
import { CATCH_UP, CRON, DIES_AT, replicaOf, USER_DATABASES } from "./control.ts";
import { Family, register, report } from "./family.ts";
import type { Phone } from "./phone.ts";
import { chapter, check, money, say } from "./story.ts";

const CARD = "Humo karta";
/** At this one of its calls to databases the first call of the move dies: some tables are copied by then, and others not. */
const DEATH = 24;
const REFUSED_WITHIN_MS = 10_000;
/** As wrangler.toml has it for development. */
const OPERATIONS_TOKEN = "development-operations-token";

const startedAt = performance.now();
const present = new Set(databases.map(({ binding }) => binding));
console.log("Bundling the Worker …");
const server = await startServer("wrangler.toml", resolve("dist/demo"), {
  entry: "scripts/demo/lagging-worker.ts",
  // `npm run shards -- add` may have brought some of them into wrangler.toml.
  moreDatabases: [...USER_DATABASES, ...USER_DATABASES.map(replicaOf)]
    .filter((binding) => !present.has(binding))
    .map((binding) => ({ binding, migrations: "leora-data" })),
});
const family = new Family(server.url);
const { nigora, dilshod } = family;
const neighbours = ["aziza", "bobur", "chinora", "davron", "elyor"].map((name) => ({
  name,
  api: new Api(server.url, `${name}'s phone`),
}));

async function main(): Promise<void> {
  await spreadUsers();
  await keepBooks();
  await readNearby();
  await moveFamily();
  await readInNewHome();
  chapter("Comparing everything");
  await family.compare();
  await checkNeighbours();
  say(`\nEverything agrees, after ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
}

async function spreadUsers(): Promise<void> {
  chapter("Six families, three databases");
  await control(CRON);
  await family.register();
  for (const { name, api } of neighbours) {
    await register(api, name);
    await api.post("/v1/tasks", { title: `Only ${name} sees this` });
  }
  say(`Nigora registers ${family.email}; Dilshod signs in on his phone. Five others register.`);
  showDatabases([2, 2, 2]);
  say(`The family's access tokens name ${nigora.api.home}.`);
}

/** Shows how many users each database has, and fails unless it is as expected. */
function showDatabases(expected: readonly number[]): void {
  const shown = shards();
  const users = Array.from(shown.matchAll(/(\d+) users?\b/g), ([, count]) => Number(count));
  check(String(users) === String(expected), `the databases have ${expected} users`, shown);
}

/** The first half of the month, pushed. The second one waits in the outboxes. */
async function keepBooks(): Promise<void> {
  chapter("The first half of October 2026");
  await family.openAccounts();
  const middle = Math.floor(family.lines.length / 2);
  for (const line of family.lines.slice(0, middle)) family.enter(line);
  const { plain, sent, received } = { ...nigora.api.traffic };
  report(nigora, await nigora.sync());
  const { traffic } = nigora.api;
  const kilobytes = [traffic.plain - plain, traffic.sent - sent, traffic.received - received].map(kB);
  say(
    `Her pushes were ${kilobytes[0]}, gzipped ${kilobytes[1]}; the minimal replies, with what is new, ${kilobytes[2]}.`,
  );
  report(dilshod, await dilshod.sync());
  report(nigora, await nigora.sync());
  family.checkBalances(nigora);
  for (const line of family.lines.slice(middle)) family.enter(line);
}

/** Reads while the replica lags behind, and when it has caught up. */
async function readNearby(): Promise<void> {
  chapter("Reading from a replica that lags behind");
  await readBalance("The replica has nothing of the family yet", "primary");
  await control(CATCH_UP);
  await readBalance("The replica has caught up", "replica");
  report(dilshod, await dilshod.sync());
  await readBalance("Dilshod has pushed the second half of the month, the replica has not got it", "primary");
  await control(CATCH_UP);
  await readBalance("The replica has caught up", "replica");
}

/** Reads the card's balance from the server, and fails unless it has all that Dilshod knows to be written. */
async function readBalance(state: string, copy: "primary" | "replica"): Promise<void> {
  const path = `/v1/accounts/${family.accountId(CARD)}`;
  const { currentBalance } = await dilshod.api.get<{ currentBalance: number }>(path);
  say(`${state}: ${CARD} has ${money(currentBalance, "UZS")}.`);
  say(`| Server-Timing: ${dilshod.api.timing}`);
  const known = family.account(dilshod, CARD).currentBalance;
  check(currentBalance === known, "the reply has every write before it", { currentBalance, known });
  const calls = copy === "replica" ? 1 : 2;
  const expected = `d1;desc="${calls}", hub;desc="1", db;desc="${copy}"`;
  check(dilshod.api.timing === expected, `the ${copy} answered`, dilshod.api.timing);
}

/** Both phones write while the family is moved. A call of the move dies in the middle, and another one goes on. */
async function moveFamily(): Promise<void> {
  const to = "LEORA_DB_2";
  chapter(`The family moves from ${nigora.api.home} to ${to}, in the middle of a push`);
  await dilshod.listen();
  nigora.api.loseNextReply();
  const lost = await nigora.sync().catch((error: unknown) => error);
  check(lost instanceof ConnectionLost, "the reply is lost", lost);
  say(`Nigora's push gets through, but the reply is lost: ${nigora.replica.outbox.length} changes still wait.`);

  const move = { user: family.email, database: to };
  const { status } = await post("/operations/leora/moves", { [DIES_AT]: String(DEATH) }, move);
  check(status === 500, "the first call of the move dies", status);
  say("The call that moves them dies; the family's clock stays frozen:");
  const unfinished = shards();
  check(unfinished.includes(": copying, "), "rows are being copied", unfinished);

  family.spend(nigora, "Naqd pul", 6000, "Patir");
  family.spend(dilshod, CARD, 243000, "Кечки овқат, Караван");
  say("She buys bread, he pays dinner, and both phones push:");
  const syncs = Promise.all(family.phones.map(async (phone) => report(phone, await phone.sync())));
  await Promise.all(family.phones.map(refused));
  const { name } = await dilshod.api.get<{ name: string }>(`/v1/accounts/${family.accountId(CARD)}`);
  say(`Reads go on meanwhile: ${name}.`);

  say("The next call goes on where it was:");
  shards("move", family.email, to);
  await syncs;
  for (const { api, name } of family.phones) {
    const setbacks = [...new Set(api.setbacks)];
    check(String(setbacks) === "SERVICE_UNAVAILABLE,AUTH_TOKEN_EXPIRED", `${name} waited, then refreshed`, setbacks);
    check(api.home === to, `${name}'s token names ${to}`, api.home);
  }
  say(`Their old tokens were refused as expired, and refreshed: they name ${to}.`);
}

/** The new home's replica knows nothing of the family at first. */
async function readInNewHome(): Promise<void> {
  chapter("In the new database");
  report(nigora, await nigora.sync());
  report(dilshod, await dilshod.sync());
  await readBalance("Its replica has nothing of the family", "primary");
  await control(CATCH_UP);
  await readBalance("The replica has caught up", "replica");

  family.spend(nigora, CARD, 38000, "Choy va novvot");
  const before = family.account(dilshod, CARD).currentBalance;
  await Promise.all([
    nigora.sync(),
    dilshod.waitUntil("tea", () => family.account(dilshod, CARD).currentBalance !== before),
  ]);
  say("Nigora buys tea; Dilshod's socket, open since before the move, brings it to his screen.");
  await readBalance("And the replica has not got that", "primary");
  for (const phone of family.phones) phone.goOffline();
}

/** Who shared a database with the family has what they had. */
async function checkNeighbours(): Promise<void> {
  for (const { name, api } of neighbours) {
    const tasks = await api.get<{ title: string }[]>("/v1/tasks");
    check(tasks.length === 1 && tasks[0]?.title === `Only ${name} sees this`, `${name} has one task`, tasks);
  }
  say("The five others have what they had.");
  showDatabases([1, 3, 2]);
}

/** Runs `npm run shards`, and shows what it prints. Returns it. */
function shards(...args: string[]): string {
  const { output } = capture("node", "scripts/shards.ts", "--url", server.url, ...args);
  for (const line of output.trimEnd().split("\n")) say(`| ${line}`);
  return output;
}

/** Tells the Worker what control.ts lists. */
async function control(path: string): Promise<void> {
  const { ok, status } = await post(path);
  check(ok, `${path} is done`, status);
}

const post = (path: string, headers: Record<string, string> = {}, body?: object): Promise<Response> =>
  fetch(server.url + path, {
    method: "POST",
    headers: { Authorization: `Bearer ${OPERATIONS_TOKEN}`, "Content-Type": "application/json", ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });

/** Resolves when the server has refused a request of the phone. */
async function refused({ name, api }: Phone): Promise<void> {
  const deadline = performance.now() + REFUSED_WITHIN_MS;
  while (api.setbacks.length === 0) {
    check(performance.now() < deadline, `${name}'s push is refused while the clock is frozen`, api.setbacks);
    await wait(20);
  }
}

/** Bytes as text. */
const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

process.env.OPERATIONS_TOKEN = OPERATIONS_TOKEN;
try {
  await main();
} finally {
  await server.stop();
}
