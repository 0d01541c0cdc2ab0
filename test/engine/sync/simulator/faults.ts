import { env } from "cloudflare:workers";
import type { Faults } from "./history.ts";
import type { Message, Middleman } from "./network.ts";

/** A bug to plant: in the client, between client and server, or in the SQL that the server sends. */
export interface Bug extends Faults {
  name: string;
  sql?(text: string): string;
}

interface Told {
  results: { rev: number | null }[];
  common: Record<string, object>;
  changes: { rev: number }[];
}

const isPush = ({ path }: Message) => path === "/v1/sync/push";

/** Alters the changes of a push or pull on their way to the client. */
const pulled = (alter: (changes: { operation: string }[]) => unknown[]): Middleman => ({
  reply: (_message, reply) =>
    reply.data?.changes ? { ...reply, data: { ...reply.data, changes: alter(reply.data.changes) } } : reply,
});

/** Alters each change of a push on its way to the server. */
const pushed = (alter: (change: object) => object): Middleman => ({
  request: (message) => {
    const { changes = [], ...rest } = (message.body ?? {}) as { changes?: object[] };
    return isPush(message) ? { ...message, body: { ...rest, changes: changes.map(alter) } } : message;
  },
});

/** The statement without its effect, but with all its parameters. */
const disabled = (text: string, start: string): string => {
  if (!text.startsWith(`INSERT INTO ${start} `)) return text;
  return text.includes(" WHERE ") ? text.replace(/ WHERE (.*)$/s, " WHERE 0 AND ($1)") : `${text} WHERE 0`;
};

const STAMP = ", rev = (SELECT rev FROM clocks WHERE owner = ?1)";

/** Alters what a minimal reply to a push says of rows that took their change. */
const told = (alter: (data: Told) => Partial<Told>): Middleman => ({
  reply: (message, reply) =>
    isPush(message) && reply.data?.common ? { ...reply, data: { ...reply.data, ...alter(reply.data) } } : reply,
});

export const BUGS: readonly Bug[] = [
  { name: "cursor saved before the rows", client: { cursorFirst: true } },
  { name: "key forgotten on replay", client: { newKeyPerTry: true } },
  { name: "last writer wins", middleman: pushed((change) => ({ ...change, baseRev: undefined })) },
  { name: "tombstones dropped", middleman: pulled((all) => all.filter(({ operation }) => operation !== "delete")) },
  { name: "one row of a page dropped", middleman: pulled((all) => (all.length > 2 ? all.slice(1) : all)) },
  { name: "common fields dropped", middleman: told(() => ({ common: {} })) },
  {
    name: "rows that a push changed by the way dropped",
    middleman: told(({ changes, results }) => ({
      changes: changes.filter(({ rev }) => results.every((result) => result.rev !== rev)),
    })),
  },
  { name: "guard removed", sql: (text) => disabled(text, "guard") },
  { name: "answers not stored", sql: (text) => disabled(text, "syncKeys") },
  { name: "waiting changes not stored", sql: (text) => disabled(text, "conflicts") },
  { name: "edits not logged", sql: (text) => disabled(text, "revisions") },
  {
    name: "balances not stamped",
    sql: (text) => (text.includes("UPDATE accounts SET currentBalance =") ? text.replace(STAMP, "") : text),
  },
  {
    name: "edited rows not stamped",
    sql: (text) => (text.includes("UPDATE tasks ") ? text.replace(STAMP, "") : text),
  },
];

/** A bug that shows only when users are moved between databases. */
export const frozenUsersWrite: Bug = {
  name: "frozen users write",
  sql: (text) => text.replace("iif(frozen > 0, NULL, rev + 1)", "rev + 1"),
};

/** Runs a step while all SQL of this isolate, Worker and hubs alike, passes through `alter`. */
export async function withSql(alter: Bug["sql"], step: () => Promise<void>): Promise<void> {
  if (!alter) return step();
  const prototype: D1Database = Object.getPrototypeOf(env.LEORA_DB_1);
  const { prepare } = prototype;
  prototype.prepare = function (this: D1Database, text: string) {
    return prepare.call(this, alter(text));
  };
  try {
    await step();
  } finally {
    prototype.prepare = prepare;
  }
}
