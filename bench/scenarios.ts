import { v7 as newId } from "uuid";
import { storedId } from "../src/kernel/db/stored-id.ts";
import { bearer, expenseOf, json, pushOf, type User } from "./fixture.ts";
import type { Answer, Call, Caller } from "./load.ts";

// What is measured of Leora.

/** The same requests to our Worker and to the bare one. */
export interface Scenario {
  name: string;
  /** Calls per round; both sides make the same number, so that their tables grow alike. */
  calls: number;
  connections: number;
  /** Share of the bare Worker's throughput that we aim at. */
  aim: number;
  ours: Caller;
  bare: Caller;
}

interface Setting {
  ours: string;
  bare: string;
  /** `USERS` of them: for reads, for writes, and one for each size of a push. */
  users: readonly User[];
  /** A stored transaction, as the database has it. */
  stored: Record<string, unknown>;
}

/**
 * Sizes and forms of pushes; "the same" columns are those that our Worker inserts: the ones that some row fills. The minimal
 * form is that of `Prefer: return=minimal`.
 */
const PUSHES = [
  { size: 100, form: "default", columns: "the same", aim: 0.45 },
  { size: 500, form: "default", columns: "the same", aim: 0.45 },
  { size: 500, form: "minimal", columns: "the same", aim: 0.55 },
  { size: 500, form: "default", columns: "all", aim: 0.5 },
] as const;

/** How many users the scenarios share. */
export const USERS = 16 + PUSHES.length;

/** The scenarios, with the user whom each connection acts for. */
export function scenarios({ ours, bare, users, stored }: Setting): Scenario[] {
  const reader = (connection: number) => userOf(users.slice(0, 8), connection);
  const writer = (connection: number) => userOf(users.slice(8, 16), connection);
  const pushers = users.slice(16);
  const read = (path: string, { token }: User): Call => ({ method: "GET", url: ours + path, headers: bearer(token) });
  const bareRead = (path: string, { owner }: User): Call => ({
    method: "GET",
    url: bare + path,
    headers: { user: String(owner) },
  });
  const rowOf = ({ owner, accountId }: User) => ({
    ...stored,
    id: storedId(newId()),
    owner,
    accountId: storedId(accountId),
  });
  let reads = 0;
  const nextTask = ({ taskIds }: User) => {
    reads += 1;
    return taskIds[reads % taskIds.length] ?? "";
  };

  return [
    {
      name: "list of 20 tasks",
      calls: 2000,
      connections: 16,
      aim: 0.75,
      ours: { next: (connection) => read("/v1/tasks?limit=20", reader(connection)) },
      bare: { next: (connection) => bareRead("/tasks", reader(connection)) },
    },
    {
      name: "get one task",
      calls: 3000,
      connections: 16,
      aim: 0.75,
      ours: { next: (connection) => read(`/v1/tasks/${nextTask(reader(connection))}`, reader(connection)) },
      bare: { next: (connection) => bareRead(`/task?id=${nextTask(reader(connection))}`, reader(connection)) },
    },
    {
      name: "pull of 500 rows",
      calls: 120,
      connections: 4,
      aim: 0.7,
      ours: { next: (connection) => read("/v1/sync/pull?limit=500", reader(connection)) },
      bare: { next: (connection) => bareRead("/pull", reader(connection)) },
    },
    {
      name: "create a transaction",
      calls: 1200,
      connections: 16,
      aim: 0.7,
      ours: {
        next(connection) {
          const { token, accountId } = writer(connection);
          return json("POST", `${ours}/v1/transactions`, bearer(token), expenseOf(accountId));
        },
      },
      bare: {
        next: (connection) =>
          json(
            "POST",
            `${bare}/transactions`,
            { user: String(writer(connection).owner) },
            filled(rowOf(writer(connection))),
          ),
      },
    },
    ...PUSHES.map(({ size, form, columns, aim }, index) => ({
      name: `push of ${size} changes, ${form} form, beside an insert of ${columns} columns`,
      calls: 3000 / size,
      connections: 1,
      aim,
      ours: pusher(ours, userOf(pushers, index), { count: size, isMinimal: form === "minimal" }),
      bare: {
        next() {
          const user = userOf(pushers, index);
          const rows = Array.from({ length: size }, () => rowOf(user));
          const sent = columns === "all" ? rows : rows.map(filled);
          return json("POST", `${bare}/rows`, { user: String(user.owner) }, sent);
        },
      },
    })),
  ];
}

/** A phone that pushes new transactions, each time with the cursor of the reply before. */
function pusher(url: string, user: User, form: { count: number; isMinimal: boolean }): Caller {
  let { cursor } = user;
  return {
    next: () => pushOf(url, user, { ...form, cursor }),
    onAnswer(_connection, { text }: Answer) {
      const { data } = JSON.parse(text) as { data: { cursor: string; results: { status: string }[] } };
      const refused = data.results.find(({ status }) => status !== "applied");
      if (refused) throw new Error(`A pushed change was not applied: ${JSON.stringify(refused)}`);
      cursor = data.cursor;
    },
  };
}

/** The columns that our Worker would insert. */
const filled = (row: object) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));

function userOf(users: readonly User[], connection: number): User {
  const user = users[connection % users.length];
  if (!user) throw new Error("No users");
  return user;
}
