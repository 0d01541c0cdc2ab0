import type { Random } from "./random.ts";

export type Data = Record<string, unknown>;

/** What devices do with one kind of row. Texts are unique, so that the server's log tells who wrote which. */
export interface Kind {
  readonly entity: string;
  readonly path: string;
  /** Fields whose every value is written once in a history. */
  readonly traced: readonly string[];
  /** undefined when nothing fits yet. `idsOf` lists the rows of an entity that the author knows. */
  create(random: Random, unique: () => string, idsOf: (entity: string) => string[]): Data | undefined;
  patch(random: Random, unique: () => string): Data;
}

/** New texts for one or two of the fields, mostly the first: devices are to meet there. */
function some(random: Random, fields: readonly string[], unique: () => string): Data {
  const first = random.chance(0.5) ? 0 : random.between(0, fields.length - 1);
  const names = random.chance(0.3) ? [fields[first], fields[(first + 1) % fields.length]] : [fields[first]];
  return Object.fromEntries(names.map((name) => [name, unique()]));
}

const TASK_TEXTS = ["title", "notes", "context"];

const tasks: Kind = {
  entity: "tasks",
  path: "/v1/tasks",
  traced: TASK_TEXTS,
  create: (_random, unique) => ({ title: unique() }),
  patch: (random, unique) => ({
    ...some(random, TASK_TEXTS, unique),
    ...(random.chance(0.2) && { status: random.pick(["planned", "in_progress", "completed"]) }),
  }),
};

const accounts: Kind = {
  entity: "accounts",
  path: "/v1/accounts",
  traced: ["name"],
  create: (random, unique) => ({
    name: unique(),
    accountType: "cash",
    currency: "UZS",
    initialBalance: random.between(0, 1000),
  }),
  patch: (random, unique) => ({
    name: unique(),
    ...(random.chance(0.3) && { initialBalance: random.between(0, 1000) }),
  }),
};

const transactions: Kind = {
  entity: "transactions",
  path: "/v1/transactions",
  traced: ["name", "description"],
  create(random, unique, idsOf) {
    const [accountId, toAccountId] = [random.pick(idsOf("accounts")), random.pick(idsOf("accounts"))];
    if (accountId === undefined) return undefined;
    const common = { name: unique(), amount: random.between(1, 100) / 4, currency: "UZS", date: "2026-11-02" };
    if (accountId !== toAccountId && random.chance(0.3)) {
      return { ...common, type: "transfer", fromAccountId: accountId, toAccountId };
    }
    return { ...common, type: random.pick(["income", "expense"]), accountId, categoryId: "food" };
  },
  patch: (random, unique) => ({
    ...some(random, ["name", "description"], unique),
    ...(random.chance(0.4) && { amount: random.between(1, 100) / 4 }),
  }),
};

export const KINDS: readonly Kind[] = [tasks, accounts, transactions];

/** A row as on the wire. */
interface Row {
  entity: string;
  id: string;
  data: Data | null;
}

/** Accounts whose balance is not what they began with and what their transactions did. */
export function wrongBalances(rows: readonly Row[]): string[] {
  const balances = new Map<unknown, number>();
  const add = (id: unknown, by: number) => balances.set(id, (balances.get(id) ?? 0) + by);
  const dataOf = (entity: string) => rows.flatMap((row) => (row.entity === entity && row.data ? [row.data] : []));
  for (const { type, amount, accountId, fromAccountId, toAccountId } of dataOf("transactions")) {
    if (type === "income") add(accountId, Number(amount));
    if (type === "expense") add(accountId, -Number(amount));
    if (type === "transfer") {
      add(fromAccountId, -Number(amount));
      add(toAccountId, Number(amount));
    }
  }
  return dataOf("accounts").flatMap(({ id, initialBalance, currentBalance }) => {
    const expected = Number(initialBalance) + (balances.get(id) ?? 0);
    return currentBalance === expected ? [] : [`${id}: ${currentBalance} instead of ${expected}`];
  });
}
