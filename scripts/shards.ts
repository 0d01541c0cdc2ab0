import { readFileSync, writeFileSync } from "node:fs";
import { userDatabaseBinding } from "../src/kernel/db/binding.ts";
import { DEPLOYED_ENVIRONMENTS } from "../src/kernel/env.ts";
import { nameIn } from "../src/kernel/resources.ts";
import { fail, readOptions, run } from "./run.ts";

// The databases with Leora's users' rows (docs/operations.md):
//   npm run shards                              how full each is, and whose moves are under way
//   npm run shards -- add                       one more, with the next deployment
//   npm run shards -- move <user> <database>    all rows of a user (id or e-mail address) to LEORA_DB_2

const MANIFEST = "src/leora/product.ts";
const LOCAL_URL = "http://localhost:8787";
const LOCAL_HOSTS = new Set(["localhost", "127.0.0.1", "[::1]"]);
const LOCAL_TOKEN = "development-operations-token";

const { values, positionals } = readOptions({
  options: { url: { type: "string", default: LOCAL_URL } },
  allowPositionals: true,
});
const [command = "list", ...rest] = positionals;

interface Move {
  id: number;
  userId: string;
  from: string;
  to: string;
  state: string;
  rows: number;
  problem: string | null;
}

interface Databases {
  databases: { name: string; bytes: number; users: number; measuredAt: string | null }[];
  moves: Move[];
}

async function call<Data>(method: string, path: string, body?: object): Promise<Data> {
  const token =
    process.env.OPERATIONS_TOKEN ?? (LOCAL_HOSTS.has(new URL(values.url).hostname) ? LOCAL_TOKEN : undefined);
  if (token === undefined) fail(`Set OPERATIONS_TOKEN to the secret of that name of ${values.url}`);
  const reply = await fetch(`${values.url}/operations/leora${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  }).catch((error: Error) => fail(`${values.url}: ${error.message}`));
  const text = await reply.text();
  if (!reply.ok) fail(`${method} ${path}: ${reply.status} ${text}`);
  return JSON.parse(text).data;
}

const moveLine = ({ id, userId, from, to, state, rows, problem }: Move): string =>
  `move ${id} of ${userId}, ${from} → ${to}: ${state}, ${rows} rows${problem === null ? "" : ` (${problem})`}`;

async function list(): Promise<void> {
  const { databases, moves } = await call<Databases>("GET", "/databases");
  for (const { name, bytes, users, measuredAt } of databases) {
    const size = measuredAt === null ? "not measured yet" : `${(bytes / 1e6).toFixed(1)} MB at ${measuredAt}`;
    console.log(`${name}  ${users} ${users === 1 ? "user" : "users"}  ${size}`);
  }
  for (const move of moves) console.log(moveLine(move));
}

async function move(user: string | undefined, database: string | undefined): Promise<void> {
  if (!user || !database) fail("npm run shards -- move <id or e-mail address> LEORA_DB_2");
  let last: Move;
  do {
    last = await call<Move>("POST", "/moves", { user, database });
    console.log(moveLine(last));
  } while (!["cleaning", "done", "reverted"].includes(last.state));
  if (last.state === "reverted") fail("The user stayed; the move may be tried again");
  if (last.state === "cleaning") console.log(`✓ moved; cron deletes the old rows in ${last.from} after ten minutes`);
}

function add(): void {
  const manifest = readFileSync(MANIFEST, "utf8");
  const count = Number(/userDatabases: (\d+)/.exec(manifest)?.[1]) + 1;
  writeFileSync(MANIFEST, manifest.replace(/userDatabases: \d+/, `userDatabases: ${count}`));
  run("node", "scripts/config.ts");
  const names = DEPLOYED_ENVIRONMENTS.map((environment) => nameIn(environment, `leora-${count}`));
  console.log(
    `✓ ${userDatabaseBinding("leora", count)} in ${MANIFEST}, and in every environment of wrangler.toml: commit both.
  npm start makes and migrates the local one. npm run deploy -- --env <environment> creates ${names.join(" or ")}, migrates and seeds it.
  It gets new users once cron has brought it the published rates.`,
  );
}

if (command === "list") await list();
else if (command === "add") add();
else if (command === "move") await move(...(rest as [string?, string?]));
else fail(`Unknown command ${command}: list, add or move`);
