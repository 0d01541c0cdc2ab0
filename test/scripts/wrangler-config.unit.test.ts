import { describe, expect, it } from "vitest";
import { type Deployment, rewriteConfig } from "../../scripts/wrangler-config.ts";
import { unsafeCast } from "../../src/kernel/cast.ts";
import type { QueueDeclaration } from "../../src/kernel/resources.ts";

const consumer = () => Promise.resolve(async () => undefined);
const queue = (changes: Partial<QueueDeclaration>): QueueDeclaration => ({
  name: "jobs",
  maxBatchSize: 1,
  maxBatchTimeout: 5,
  maxRetries: 2,
  consumer,
  ...changes,
});

const platform = { queues: [], durableObjects: { HUB: "Hub" } };
const SHOP = { name: "shop", hostnames: { production: "shop.example", staging: "staging.shop.example" } };
const BAKERY = { name: "bakery", userDatabases: 2, hostnames: { production: "bread.example" } };
const OLD: Deployment = { products: [SHOP], resources: [platform] };
/** A second product with everything that a manifest may declare. */
const NEW: Deployment = {
  products: [SHOP, BAKERY],
  resources: [
    platform,
    {
      queues: [
        queue({ name: "loaves", producer: "LOAVES", deadLetterQueue: "loaves-dead" }),
        queue({ name: "loaves-dead" }),
      ],
      kvNamespaces: ["BAKERY_KV"],
      durableObjects: { OVEN: "Oven" },
    },
  ],
};

const HAND_WRITTEN = `name = "worker"

[vars]
COLOR = "red"

[env.production]
minify = true

[env.production.vars]
COLOR = "green"
`;

const config = rewriteConfig(HAND_WRITTEN, OLD);
/** The text of each environment; the first is local development. */
const partsOf = (text: string): string[] => text.split(/^(?=\[env\.\w+\]$)/m);
const REAL_ID = "6a4b1c9e-1111-4222-8333-444455556666";

describe("wrangler.toml from the manifests", () => {
  it("gives every environment a block and leaves all other text as it is", () => {
    const [local = "", production = ""] = partsOf(config);
    expect(local).toContain('[[d1_databases]]\nbinding = "SHOP_DB"\ndatabase_name = "shop"');
    expect(production).toContain('[[env.production.d1_databases]]\nbinding = "SHOP_DB"\ndatabase_name = "shop"');
    const withoutBlocks = config.replaceAll(/# >>>[\s\S]*?# <<<.*\n/g, "").replaceAll(/\n{2,}/g, "\n\n");
    expect(withoutBlocks.trimEnd()).toBe(HAND_WRITTEN.trimEnd());
  });

  it("changes nothing the second time", () => {
    expect(rewriteConfig(config, OLD)).toBe(config);
    const grown = rewriteConfig(config, NEW);
    expect(rewriteConfig(grown, NEW)).toBe(grown);
  });

  it("adds what a new product declares, in every environment", () => {
    const [local = "", production = ""] = partsOf(rewriteConfig(config, NEW));
    expect(local).toContain(`[[d1_databases]]
binding = "BAKERY_DB"
database_name = "bakery"
database_id = "00000000-0000-0000-0000-000000000002"
migrations_dir = "migrations/bakery"`);
    expect(production).toMatch(
      /binding = "BAKERY_DB_2"\ndatabase_name = "bakery-2"\ndatabase_id = .*\nmigrations_dir = "migrations\/bakery-data"/,
    );
    expect(local).toContain('[[kv_namespaces]]\nbinding = "BAKERY_KV"\n');
    expect(production).toContain('[[env.production.kv_namespaces]]\nbinding = "BAKERY_KV"\n');
    expect(production).toContain('  { name = "OVEN", class_name = "Oven" },\n');
    expect(production).toContain('[[env.production.queues.producers]]\nbinding = "LOAVES"\nqueue = "loaves"\n');
    expect(production).toContain(`[[env.production.queues.consumers]]
queue = "loaves"
max_batch_size = 1
max_batch_timeout = 5
max_retries = 2
dead_letter_queue = "loaves-dead"`);
  });

  it("attaches every product's hostname in the environments that are deployed", () => {
    const text = rewriteConfig(`${config}\n[env.staging]\nminify = true\n`, NEW);
    const [local, production, staging] = partsOf(text).map((part) =>
      [...part.matchAll(/^\[\[(.*)routes\]\]\npattern = "(.*)"\ncustom_domain = true$/gm)].map(([, ...found]) => found),
    );
    expect(local).toEqual([]);
    expect(production).toEqual([
      ["env.production.", "shop.example"],
      ["env.production.", "bread.example"],
    ]);
    expect(staging).toEqual([["env.staging.", "staging.shop.example"]]);
  });

  it("lets no batch wait in development", () => {
    const [local = ""] = partsOf(rewriteConfig(config, NEW));
    expect([...local.matchAll(/max_batch_timeout = (\d+)/g)].map(([, seconds]) => seconds)).toEqual(["0", "0"]);
  });

  it("keeps the ids that deployment wrote", () => {
    const deployed = config
      .replace(/^(database_id = )".*" # replaced.*$/m, `$1"${REAL_ID}"`)
      .replace('"00000000-0000-0000-0000-000000000001"', '"00000000-0000-0000-0000-000000000007"');
    const grown = rewriteConfig(deployed, NEW).replace(
      '[[env.production.kv_namespaces]]\nbinding = "BAKERY_KV"\n',
      '[[env.production.kv_namespaces]]\nbinding = "BAKERY_KV"\nid = "abc"\n',
    );
    expect(rewriteConfig(grown, NEW)).toBe(grown);
    const [local = "", production = ""] = partsOf(grown);
    expect([...local.matchAll(/database_id = "0{8}-0{4}-0{4}-0{4}-0*(\d+)"$/gm)].map(([, id]) => id)).toEqual([
      "7",
      "8",
      "9",
      "10",
    ]);
    expect(production).toContain(`database_name = "shop"\ndatabase_id = "${REAL_ID}"\n`);
  });

  it("adds new classes to the history of Durable Objects and changes no old entry", () => {
    const first = '[[migrations]]\ntag = "v1"\nnew_sqlite_classes = ["Hub"]';
    expect(config).toContain(first);
    const grown = rewriteConfig(config, NEW);
    expect(grown).toContain(`${first}\n\n[[migrations]]\ntag = "v2"\nnew_sqlite_classes = ["Oven"]`);
    expect(rewriteConfig(grown, OLD)).toContain('new_sqlite_classes = ["Oven"]');
  });

  it("gives an environment beside production queues and databases of its own", () => {
    const [, , staging = ""] = partsOf(rewriteConfig(`${config}\n[env.staging]\nminify = true\n`, NEW));
    expect(staging).toContain('binding = "BAKERY_DB"\ndatabase_name = "bakery-staging"\n');
    expect(staging).toContain('queue = "loaves-staging"');
    expect(staging).toContain('dead_letter_queue = "loaves-dead-staging"');
  });

  it.each<[declared: string, message: string, resources: object]>([
    ["a binding twice", "Declared twice as a binding: HUB", { queues: [], kvNamespaces: ["HUB"] }],
    ["a queue twice", "Declared twice as a queue: jobs", { queues: [queue({}), queue({})] }],
    ["no dead-letter queue", "jobs gives up to nowhere", { queues: [queue({ deadLetterQueue: "nowhere" })] }],
  ])("refuses %s", (_, message, resources) => {
    const deployment: Deployment = { products: [SHOP], resources: [platform, unsafeCast(resources)] };
    expect(() => rewriteConfig(config, deployment)).toThrow(message);
  });

  it("refuses one hostname for two", () => {
    const products = [SHOP, { name: "bakery", hostnames: { production: "shop.example" } }];
    expect(() => rewriteConfig(config, { products, resources: [platform] })).toThrow(
      "Declared twice as a hostname: shop.example",
    );
  });
});
