import { databaseBinding, userDatabaseBinding } from "../src/kernel/db/binding.ts";
import { nameIn, type QueueDeclaration, type Resources } from "../src/kernel/resources.ts";

const BEGIN =
  "# >>> Written by `npm run config` from the manifests (CONTRIBUTING.md). Only ids may be edited here. >>>";
const END = "# <<< Written by `npm run config` <<<";
const PLACEHOLDER = "00000000-0000-0000-0000-";
const PLACEHOLDER_NOTE = " # replaced by `npm run deploy`, see docs/deploy.md";
/** What is not below any `[env.…]`: local development. */
const LOCAL = "development";

/** What wrangler.toml is written from. */
export interface Deployment {
  /**
   * The products by name: each has a database, a number of further ones for its users' rows, and a hostname in every
   * environment that is deployed.
   */
  products: readonly {
    readonly name: string;
    readonly userDatabases?: number;
    readonly hostnames: Readonly<Record<string, string>>;
  }[];
  resources: readonly Resources[];
}

interface Section {
  environment: string;
  text: string;
}

/** A D1 database as wrangler.toml has it. */
interface DatabaseEntry {
  binding: string;
  /** Its name in production. */
  name: string;
  /** The folder under `migrations/`. */
  migrations: string;
}

const databasesOf = ({ name, userDatabases = 0 }: Deployment["products"][number]): DatabaseEntry[] => [
  { binding: databaseBinding(name), name, migrations: name },
  ...Array.from({ length: userDatabases }, (_, index) => ({
    binding: userDatabaseBinding(name, index + 1),
    name: `${name}-${index + 1}`,
    migrations: `${name}-data`,
  })),
];

/** The folders of migrations that these products need. */
export const migrationFolders = (products: Deployment["products"]): Set<string> =>
  new Set(products.flatMap(databasesOf).map(({ migrations }) => migrations));

/**
 * Rewrites the generated block of every environment of a wrangler.toml: hostnames, D1 databases, queues, KV namespaces and
 * Durable Objects. What was written or assigned outside of it stays: all other text, the ids of databases and KV namespaces, and
 * the history of Durable Object classes, to which new ones are added. An environment without a block gets one at its end.
 * @throws Error when two declarations share a binding, a hostname or a queue's name, or a dead-letter queue is not declared
 */
export function rewriteConfig(config: string, deployment: Deployment): string {
  requireConsistent(deployment);
  const sections = sectionsOf(config);
  const localIds = localIdsOf(sections[0]?.text ?? "", deployment.products.flatMap(databasesOf));
  return sections.map((section) => withBlock(section.text, blockOf(section, deployment, localIds))).join("");
}

/** The text above the first `[env.…]`, and the text of each environment from its header to the next one. */
function sectionsOf(config: string): Section[] {
  return config.split(/^(?=\[env\.[\w-]+\]$)/m).map((text) => ({
    environment: /^\[env\.([\w-]+)\]\n/.exec(text)?.[1] ?? LOCAL,
    text,
  }));
}

function withBlock(text: string, block: string): string {
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin >= 0 && end > begin) return text.slice(0, begin) + block + text.slice(end + END.length);
  return `${text.trimEnd()}\n\n${block}\n\n`;
}

function blockOf({ environment, text }: Section, { products, resources }: Deployment, localIds: Map<string, string>) {
  const isLocal = environment === LOCAL;
  const prefix = isLocal ? "" : `env.${environment}.`;
  const databases = products.flatMap(databasesOf).map(({ binding, name, migrations }) => {
    const id = idOf(text, "database_id", binding) ?? localIds.get(binding) ?? "";
    return [
      `[[${prefix}d1_databases]]`,
      `binding = "${binding}"`,
      `database_name = "${nameIn(environment, name)}"`,
      `database_id = "${id}"${!isLocal && id.startsWith(PLACEHOLDER) ? PLACEHOLDER_NOTE : ""}`,
      `migrations_dir = "migrations/${migrations}"`,
    ];
  });
  const hostnames = products.flatMap((product) => product.hostnames[environment] ?? []);
  const namespaces = resources.flatMap(({ kvNamespaces = [] }) => kvNamespaces);
  const parts = [
    ...hostnames.map((hostname) => [`[[${prefix}routes]]`, `pattern = "${hostname}"`, "custom_domain = true"]),
    ...databases,
    ...namespaces.map((binding) => {
      const id = idOf(text, "id", binding);
      return [`[[${prefix}kv_namespaces]]`, `binding = "${binding}"`, ...(id ? [`id = "${id}"`] : [])];
    }),
    durableObjectsOf(prefix, resources),
    ...(isLocal ? classHistoryOf(text, resources) : []),
    ...resources.flatMap(({ queues }) => queues).flatMap((queue) => queueOf(prefix, environment, queue)),
  ];
  return [BEGIN, ...parts.map((lines) => lines.join("\n")), END].join("\n\n");
}

function durableObjectsOf(prefix: string, resources: readonly Resources[]): string[] {
  const classes = resources.flatMap(({ durableObjects = {} }) => Object.entries(durableObjects));
  const bindings = classes.map(([binding, className]) => `  { name = "${binding}", class_name = "${className}" },`);
  return [`[${prefix}durable_objects]`, "bindings = [", ...bindings, "]"];
}

/** When each class of Durable Objects was added. Cloudflare keeps this history, so that existing entries must not change. */
function classHistoryOf(text: string, resources: readonly Resources[]): string[][] {
  const history = [...text.matchAll(/^\[\[migrations\]\]\n(?:[^[#\n].*\n)+/gm)].map(([entry]) => entry.trimEnd());
  const classes = resources.flatMap(({ durableObjects = {} }) => Object.values(durableObjects));
  const added = classes.filter((className) => !history.some((entry) => entry.includes(`"${className}"`)));
  if (added.length === 0) return history.map((entry) => [entry]);
  const names = added.map((className) => `"${className}"`).join(", ");
  const entry = ["[[migrations]]", `tag = "v${history.length + 1}"`, `new_sqlite_classes = [${names}]`];
  return [...history.map((known) => [known]), entry];
}

function queueOf(prefix: string, environment: string, queue: QueueDeclaration): string[][] {
  const name = nameIn(environment, queue.name);
  const producer = [`[[${prefix}queues.producers]]`, `binding = "${queue.producer}"`, `queue = "${name}"`];
  const consumer = [
    `[[${prefix}queues.consumers]]`,
    `queue = "${name}"`,
    `max_batch_size = ${queue.maxBatchSize}`,
    `max_batch_timeout = ${environment === LOCAL ? 0 : queue.maxBatchTimeout}`,
    `max_retries = ${queue.maxRetries}`,
    ...(queue.deadLetterQueue ? [`dead_letter_queue = "${nameIn(environment, queue.deadLetterQueue)}"`] : []),
  ];
  return queue.producer ? [producer, consumer] : [consumer];
}

/** The id that an environment's text gives to a binding. */
const idOf = (text: string, key: "id" | "database_id", binding: string): string | undefined =>
  new RegExp(`^binding = "${binding}"\\n(?:\\w+ = .*\\n)*?${key} = "([^"]*)"`, "m").exec(text)?.[1];

/** Local databases are found by their ids, so known ones keep theirs; a new one gets the next number. */
function localIdsOf(text: string, databases: readonly DatabaseEntry[]): Map<string, string> {
  const known = databases.map(({ binding }) => idOf(text, "database_id", binding));
  let last = Math.max(0, ...known.map((id) => Number(id?.slice(PLACEHOLDER.length) ?? 0)));
  const nextId = () => {
    last += 1;
    return PLACEHOLDER + String(last).padStart(12, "0");
  };
  return new Map(databases.map(({ binding }, index) => [binding, known[index] ?? nextId()]));
}

function requireConsistent({ products, resources }: Deployment): void {
  const queues = resources.flatMap((owner) => owner.queues);
  const names = queues.map(({ name }) => name);
  requireDistinct("binding", [
    ...products.flatMap(databasesOf).map(({ binding }) => binding),
    ...queues.flatMap(({ producer }) => producer ?? []),
    ...resources.flatMap(({ kvNamespaces = [], durableObjects = {} }) => [
      ...kvNamespaces,
      ...Object.keys(durableObjects),
    ]),
  ]);
  requireDistinct("queue", names);
  requireDistinct(
    "hostname",
    products.flatMap(({ hostnames }) => Object.values(hostnames)),
  );
  for (const { name, deadLetterQueue } of queues) {
    if (deadLetterQueue !== undefined && !names.includes(deadLetterQueue)) {
      throw new Error(`Queue ${name} gives up to ${deadLetterQueue}, which no manifest declares`);
    }
  }
}

function requireDistinct(what: string, names: readonly string[]): void {
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  if (repeated.length > 0) throw new Error(`Declared twice as a ${what}: ${repeated.join(", ")}`);
}
