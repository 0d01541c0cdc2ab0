import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SECRETS } from "../../scripts/deploy/secrets.ts";
import { Checkout, type Outcome } from "../support/cloudflare/checkout.ts";

// `scripts/deploy.ts` and every command of the documentation, run in a copy of this checkout against a stand-in for Cloudflare.
// Each step begins with what the one before has left there.

/** For steps that start wrangler, which takes seconds each time on a busy machine. */
const SLOW = { timeout: 600_000 };
const IS_FULL = process.env.FULL === "1";

const checkout = new Checkout();
const { cloudflare } = checkout;
beforeAll(() => checkout.start());
afterAll(() => checkout.stop());

const deploy = (environment: string) => checkout.run(`node scripts/deploy.ts --env ${environment}`);

/** The requests of a step that change something, as `POST /queues`. */
async function changesOf(step: () => Promise<Outcome>): Promise<Outcome & { changes: string[] }> {
  const before = cloudflare.requests.length;
  const outcome = await step();
  const requests = cloudflare.requests
    .slice(before)
    .filter(({ method, path }) => method !== "GET" && !path.endsWith("/query"));
  return { ...outcome, changes: requests.map(({ method, path }) => `${method} ${path}`) };
}

/** Marks wrangler's errors, which are red. */
const ERROR = /\[ERROR\]|✘/;
const expectNoErrors = ({ code, stdout, stderr }: Outcome) => {
  expect(`${stdout}${stderr}`).not.toMatch(ERROR);
  expect(code, stdout + stderr).toBe(0);
};

const rowsOf = (database: string, sql: string) => cloudflare.d1.rows(database, sql);
const tableCount = (database: string) =>
  rowsOf(database, "SELECT count(*) AS count FROM sqlite_master WHERE type = 'table'")?.[0]?.count;

describe.each(IS_FULL ? ["production", "staging"] : ["production"])("deploying to %s", (environment) => {
  const named = (name: string) => (environment === "production" ? name : `${name}-${environment}`);
  const worker = `leora-${environment}`;
  const databases = ["leora", "leora-1", "crm", "koshelok"].map(named);
  const seeded = named("leora-1");

  it("creates what is missing, and stops with the commands to type at the secrets", SLOW, async () => {
    const { code, stdout, stderr, changes } = await changesOf(() => deploy(environment));
    expect(stderr.trim().split("\n")).toEqual([
      `✗ ${worker} needs these secrets first (docs/deploy.md):`,
      ...SECRETS.map((secret) => `  npx wrangler secret put ${secret} --env ${environment}`),
    ]);
    expect(code).toBe(1);
    expect(stdout).not.toMatch(ERROR);
    const replicated = cloudflare.d1.find(seeded);
    expect(changes).toEqual([
      "POST /d1/database",
      "POST /d1/database",
      `PATCH /d1/database/${replicated?.uuid}`,
      "POST /d1/database",
      "POST /d1/database",
      ...Array.from({ length: 6 }, () => "POST /queues"),
      "POST /r2/buckets",
      `PUT /r2/buckets/${named("leora-files")}/lifecycle`,
    ]);
    expect(replicated?.readReplication).toBe("auto");
    expect(cloudflare.d1.names).toEqual(expect.arrayContaining(databases));
    expect([...cloudflare.queues.queues.keys()]).toEqual(
      expect.arrayContaining(
        ["outbound", "leora-maintenance", "leora-insights"].flatMap((name) => [name, `${name}-dead`]).map(named),
      ),
    );
  });

  it("gives the files in the bucket their days", () => {
    const rules = cloudflare.r2.buckets.get(named("leora-files"))?.rules ?? [];
    expect(
      rules.map(({ id, conditions, deleteObjectsTransition }) => [
        id,
        conditions.prefix,
        deleteObjectsTransition?.condition,
      ]),
    ).toEqual([
      ["Default Multipart Abort Rule", "", undefined],
      ["dead-letters", "dead-letters/", { type: "Age", maxAge: 30 * 86_400 }],
      ["receipts", "receipts/", { type: "Age", maxAge: 3 * 86_400 }],
    ]);
  });

  it("writes the ids of the databases into this environment, and nothing else", () => {
    const [before, after] = [readFileSync("wrangler.toml", "utf8"), checkout.read("wrangler.toml")].map((text) =>
      text.split("\n"),
    );
    const changed = after?.filter((line, index) => line !== before?.[index]);
    expect(changed).toEqual(
      expect.arrayContaining(databases.map((name) => `database_id = "${cloudflare.d1.find(name)?.uuid}"`)),
    );
    expect(changed).toHaveLength(cloudflare.d1.names.length);
  });

  it("takes the secrets before there is a Worker, as they are typed", SLOW, async () => {
    const typed = `openssl rand -base64 48 | npx wrangler secret put TOKEN_SECRET --env ${environment}`;
    const outcome = await checkout.run(typed.replace("npx ", ""));
    expectNoErrors(outcome);
    const { secrets } = cloudflare.workers.workers.get(worker) ?? {};
    expect(secrets?.get("TOKEN_SECRET")).toMatch(/^[\w+/=]{64}$/);
    for (const secret of SECRETS) secrets?.set(secret, "known to Cloudflare alone");
  });

  it("migrates, seeds and deploys", SLOW, async () => {
    const { changes, ...outcome } = await changesOf(() => deploy(environment));
    expectNoErrors(outcome);
    expect(databases.map(tableCount).every((count) => Number(count) > 5)).toBe(true);
    expect(rowsOf(seeded, "SELECT count(*) AS count FROM fxRates")).toEqual([{ count: 205 }]);
    // An import takes the database offline: nothing may use it.
    expect(changes.filter((change) => change.includes("/d1/"))).toEqual([]);
    const { domains, schedules, versions } = cloudflare.workers.workers.get(worker) ?? {};
    expect(domains).toContain(environment === "production" ? "api.leora.app" : `${environment}-api.leora.app`);
    expect(schedules).toEqual([{ cron: "*/15 * * * *" }]);
    expect(
      versions
        ?.at(-1)
        ?.metadata.bindings.filter(({ type }) => type === "d1")
        .map(({ id }) => id),
    ).toEqual(databases.map((name) => cloudflare.d1.find(name)?.uuid));
    const consumer = cloudflare.queues.queues.get(named("outbound"))?.consumers[0];
    expect(consumer).toMatchObject({ script: worker, dead_letter_queue: named("outbound-dead") });
  });

  it("creates nothing again, and leaves tables as they are that have rows", SLOW, async () => {
    const config = checkout.read("wrangler.toml");
    rowsOf(seeded, "DELETE FROM fxRates WHERE fromCurrency = 'USD'");
    const left = rowsOf(seeded, "SELECT count(*) AS count FROM fxRates");
    const { changes, stdout, ...outcome } = await changesOf(() => deploy(environment));
    expectNoErrors({ stdout, ...outcome });
    expect(
      changes.filter((change) => !change.includes(`/workers/scripts/${worker}/`) && !/consumers/.test(change)),
    ).toEqual([]);
    expect(rowsOf(seeded, "SELECT count(*) AS count FROM fxRates")).toEqual(left);
    expect(stdout).toContain(`✓ fxRates of ${seeded}: not empty, left as it is`);
    expect(checkout.read("wrangler.toml")).toBe(config);
    expect(cloudflare.workers.workers.get(worker)?.deployments[0]?.versions).toMatchObject([{ percentage: 100 }]);
  });
});

/** Commands that no test can run, and why. */
const NOT_RUN = [
  // It opens a browser.
  "npx wrangler login",
  // It shows what comes over a WebSocket until it is ended.
  "npx wrangler tail",
  // The steps above ran it.
  "npx wrangler secret put TOKEN_SECRET",
];
const SAME_KIND = /\b[A-Z]+_DB(_\d)?\b|"\$OLD@\d+%"|@\d+%|\b(dead-letters|receipts)\b|--expire-days \d+/g;

describe("what the documentation tells to type", () => {
  const commands = documented();
  const worker = () => cloudflare.workers.workers.get("leora-production");
  const moment = new Date().toISOString();

  it("is as much as it was", () => {
    expect(commands.length).toBeGreaterThan(10);
  });

  it("works", SLOW, async () => {
    const [old, newest] = worker()?.versions.slice(-2) ?? [];
    cloudflare.r2.buckets.get("leora-files")?.objects.set("dead-letters/2026-11-29/1.json", '{"body":{"to":"a"}}');
    const env = {
      OLD: old?.id ?? "",
      NEW: newest?.id ?? "",
      MOMENT: moment,
      BOOKMARK: cloudflare.d1.find("leora-1")?.bookmarkAt(Date.now()) ?? "",
      KEY: "dead-letters/2026-11-29/1.json",
    };
    const refused: string[] = [];
    const waiting = [...commands];
    const runAll = async () => {
      for (let command = waiting.shift(); command !== undefined; command = waiting.shift()) {
        const { code, stdout, stderr } = await checkout.run(command.replaceAll("npx wrangler", "wrangler"), {
          env,
          input: "typed",
        });
        if (code !== 0 || ERROR.test(stdout + stderr)) refused.push(`${command}\n${stdout}${stderr}`);
      }
    };
    await Promise.all([runAll(), runAll()]);
    expect(refused).toEqual([]);
  });

  it("did what it says", () => {
    expect(worker()?.secrets.get("RESEND_API_KEY")).toBe("typed");
    expect(rowsOf("leora", "SELECT max(seq) >= 1000000 AS isRaised FROM sqlite_sequence")).toEqual([{ isRaised: 1 }]);
    expect(checkout.read("body.json")).toBe('{\n  "to": "a"\n}\n');
    expect(worker()?.deployments.some(({ versions }) => versions.length === 2)).toBe(true);
    expect([...cloudflare.r2.buckets.keys()]).toContain("leora-files-copy");
  });
});

/**
 * The commands of wrangler in the documentation, in blocks of shell and in the text. Of those that differ only in the database, the percentages or
 * the rule there is one, unless FULL=1.
 */
function documented(): string[] {
  const texts = readdirSync("docs")
    .filter((file) => file.endsWith(".md"))
    .map((file) => readFileSync(`docs/${file}`, "utf8"));
  const blocks = texts.flatMap((text) =>
    [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].map(([, block]) => block ?? ""),
  );
  const lines = blocks.flatMap((block) => block.replaceAll(/\\\n */g, "").split("\n"));
  const inText = texts.flatMap((text) =>
    [...text.matchAll(/`(npx wrangler [^`]+)`/g)].map(([, command]) => command ?? ""),
  );
  const commands = [...lines, ...inText]
    .map((line) => line.replace(/ +# .*$/, "").trim())
    .filter((line) => line.includes("npx wrangler ") && !NOT_RUN.some((excepted) => line.includes(excepted)));
  const kinds = Map.groupBy(commands, (command) => command.replaceAll(SAME_KIND, ""));
  return IS_FULL ? commands : [...kinds.values()].flatMap(([first]) => first ?? []);
}

describe("one more database for users' rows", () => {
  it("comes into every environment", SLOW, async () => {
    const { code, stdout } = await checkout.run("node scripts/shards.ts add");
    expect([code, stdout]).toEqual([0, expect.stringContaining("creates leora-2 or leora-2-staging, migrates")]);
    expect(checkout.read("wrangler.toml")).toMatch(
      /\[\[env\.production\.d1_databases\]\]\nbinding = "LEORA_DB_2"\ndatabase_name = "leora-2"\n/,
    );
    await deploy("staging");
    const added = cloudflare.d1.find("leora-2-staging");
    expect(added?.readReplication).toBe("auto");
    expect(checkout.read("wrangler.toml")).toContain(
      `database_name = "leora-2-staging"\ndatabase_id = "${added?.uuid}"\n`,
    );
  });
});

it("asks nothing that Cloudflare does not know", () => {
  expect(cloudflare.refused).toEqual([]);
});
