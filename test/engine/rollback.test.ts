import { describe, expect, test } from "vitest";
import { storedId } from "../../src/kernel/db/stored-id.ts";
import { LIMITS } from "../../src/limits.ts";
import { type Actor, newActor } from "../support/actor.ts";
import { freezeTime } from "../support/clock.ts";
import { normalized, snapshotOf } from "./snapshot.ts";
import { write } from "./stored.ts";
import { change, newId, newTask, push, pushOne } from "./sync/protocol.ts";

// A refused change leaves no trace: whoever sends it among others has afterwards exactly what somebody has who never sent it.

const TODAY = "2026-03-18";
/** One minor unit more, and the balance is no exact number. */
const LEAST = -90071992547409.91;

/** Ids that both users choose. */
const ID = Object.fromEntries(
  ["card", "full", "budget", "lessons", "spending", "habit", "task", "spent", "earned", "a", "b", "c"].map((name) => [
    name,
    newId(),
  ]),
) as Record<string, string>;
const KNOWN = new Set(Object.values(ID));

async function furnish(): Promise<Actor> {
  const actor = await newActor();
  const add = async (path: string, body: object) => {
    const reply = await actor.post(`/v1/${path}`, body);
    expect(reply.status, reply.text).toBe(201);
  };
  const account = { accountType: "card", currency: "UZS" };
  const goal = { goalType: "personal", metricType: "count", direction: "increase", targetValue: 10 };
  await add("accounts", { id: ID.card, name: "card", initialBalance: 1000, ...account });
  await add("accounts", { id: ID.full, name: "full", initialBalance: LEAST, ...account });
  await add("budgets", {
    id: ID.budget,
    name: "study",
    budgetType: "category",
    categoryIds: ["education"],
    currency: "UZS",
    limitAmount: 50,
    periodType: "monthly",
    notifyOnExceed: true,
  });
  await add("goals", { id: ID.lessons, title: "lessons", ...goal });
  await add("goals", {
    ...goal,
    id: ID.spending,
    title: "spending",
    metricType: "amount",
    currency: "UZS",
    financeMode: "spend",
    linkedBudgetId: ID.budget,
    targetValue: 500,
  });
  await add("habits", {
    id: ID.habit,
    title: "learn",
    habitType: "finance",
    goalId: ID.lessons,
    financeRule: { type: "spend_in_categories", categoryIds: ["education"] },
  });
  await add("tasks", { id: ID.task, title: "learn", goalId: ID.lessons, progressValue: 2 });
  await add("transactions", { id: ID.spent, ...expense(ID.card, 20) });
  await add("transactions", {
    id: ID.earned,
    type: "income",
    accountId: ID.full,
    amount: 5,
    currency: "UZS",
    categoryId: "salary",
    date: TODAY,
  });
  return actor;
}

const expense = (accountId: string | undefined, amount: number) => ({
  type: "expense",
  accountId,
  amount,
  currency: "UZS",
  categoryId: "education",
  date: TODAY,
});

type Item = readonly [operation: "create" | "update" | "delete", id: string | undefined, data?: object];

const full = (entity: string) => (actor: Actor) =>
  write(
    actor,
    "INSERT INTO rowCounts VALUES (?1, ?2, 'archived', ?3) ON CONFLICT DO UPDATE SET count = excluded.count",
    entity,
    LIMITS.engine.rowsPerEntity,
  );
const nothing = async () => {};

interface Case {
  name: string;
  entity: "transactions" | "tasks";
  prepare: (actor: Actor) => Promise<unknown>;
  before: Item[];
  refused: Item[];
  after: Item[];
}

const good: Item = ["create", ID.a, { ...expense(ID.card, 7), categoryId: "food" }];
const CASES: Case[] = [
  {
    name: "an expense that its account cannot hold, after budget, goals, habit and notification were reached",
    entity: "transactions",
    prepare: nothing,
    before: [good],
    refused: [["create", ID.b, expense(ID.full, 100)]],
    after: [["create", ID.c, expense(ID.card, 8)]],
  },
  {
    name: "alone, before anything else",
    entity: "transactions",
    prepare: nothing,
    before: [],
    refused: [["create", ID.b, expense(ID.full, 100)]],
    after: [["create", ID.c, expense(ID.card, 60)]],
  },
  {
    name: "a larger amount of a stored expense, and its move to another account",
    entity: "transactions",
    prepare: nothing,
    before: [["create", ID.c, expense(ID.card, 8)]],
    refused: [
      ["update", ID.spent, { amount: 90, accountId: ID.full, description: "refused" }],
      ["update", ID.c, { accountId: ID.full }],
    ],
    after: [["update", ID.spent, { amount: 21 }]],
  },
  {
    name: "the deletion of an income that its account needs",
    entity: "transactions",
    prepare: (actor) =>
      write(
        actor,
        "UPDATE accounts SET currentBalance = ?3 WHERE owner = ?1 AND id = ?2",
        storedId(ID.full ?? ""),
        Number.MIN_SAFE_INTEGER,
      ),
    before: [good],
    refused: [["delete", ID.earned]],
    after: [["delete", ID.spent]],
  },
  {
    name: "an expense whose check-in has no room",
    entity: "transactions",
    prepare: full("goalCheckIns"),
    before: [good],
    refused: [["create", ID.b, expense(ID.card, 60)]],
    after: [["create", ID.c, { ...expense(ID.card, 8), categoryId: "food" }]],
  },
  {
    name: "an expense whose notification has no room",
    entity: "transactions",
    prepare: full("notifications"),
    before: [good],
    refused: [["create", ID.b, expense(ID.card, 60)]],
    after: [["create", ID.c, expense(ID.card, 8)]],
  },
  {
    name: "a completed task whose check-in has no room, before and after it was renamed",
    entity: "tasks",
    prepare: full("goalCheckIns"),
    before: [["create", ID.a, { title: "a", dependencies: [{ dependsOnTaskId: ID.task }] }]],
    refused: [
      ["update", ID.task, { status: "completed" }],
      ["create", ID.b, { title: "b", goalId: ID.lessons, progressValue: 1, status: "completed" }],
    ],
    after: [["update", ID.task, { title: "learn more" }]],
  },
];

const send = {
  push: async (actor: Actor, entity: string, items: readonly Item[]) => {
    const changes = items.map(([operation, id = "", data]) => ({
      ...change(entity, operation, id, data),
      // Both users' keys are equal.
      idempotencyKey: `${operation} ${id} ${JSON.stringify(data ?? null)}`,
    }));
    return (await push(actor, changes)).results;
  },
  bulk: async (actor: Actor, entity: string, items: readonly Item[]) => {
    const reply = await actor.post(`/v1/${entity}/bulk`, {
      items: items.map(([operation, id, data]) => ({ operation, id, data })),
    });
    expect(reply.status, reply.text).toBe(200);
    return reply.data.results;
  },
};

/** The socket's frames up to that of a row that is written now. */
async function framesOf(actor: Actor, run: () => Promise<unknown>): Promise<unknown[]> {
  const socket = await actor.connect();
  await socket.next("hello");
  await run();
  await actor.post("/v1/counterparties", { displayName: "last" });
  const frames: unknown[] = [];
  for (;;) {
    const frame = await socket.next();
    if (frame.data?.entity === "counterparties") return frames;
    frames.push(frame);
  }
}

describe.each(["push", "bulk"] as const)("by %s", (channel) => {
  test.each(CASES)("$name", { timeout: 30_000 }, async ({ entity, prepare, before, refused, after }) => {
    freezeTime(`${TODAY}T07:00:00Z`);
    const [actor, other] = await Promise.all([furnish(), furnish()]);
    await Promise.all([prepare(actor), prepare(other)]);
    expect(await snapshotOf(actor, KNOWN)).toEqual(await snapshotOf(other, KNOWN));
    let [results, expected]: [{ status: string }[], { status: string }[]] = [[], []];
    const frames = await framesOf(actor, async () => {
      results = await send[channel](actor, entity, [...before, ...refused, ...after]);
    });
    const expectedFrames = await framesOf(other, async () => {
      expected = await send[channel](other, entity, [...before, ...after]);
    });
    const rejected = results.splice(before.length, refused.length);
    expect(rejected.map(({ status }) => status)).toEqual(refused.map(() => "rejected"));
    const plain = (from: Actor, value: { status: string; index?: number }[]) =>
      normalized(
        value.map(({ index: _, ...rest }) => rest),
        from,
        KNOWN,
      );
    expect(plain(actor, results)).toEqual(plain(other, expected));
    const sorted = (from: Actor, values: unknown[]) =>
      values.map((value) => JSON.stringify(normalized(value, from, KNOWN))).toSorted();
    expect(sorted(actor, frames)).toEqual(sorted(other, expectedFrames));
    expect(await snapshotOf(actor, KNOWN)).toEqual(await snapshotOf(other, KNOWN));
  });
});

test.each(CASES)("nothing but refused changes writes nothing: $name", async ({ entity, prepare, refused }) => {
  freezeTime(`${TODAY}T07:00:00Z`);
  const actor = await furnish();
  await prepare(actor);
  const stored = refused.filter(([operation, id]) => operation === "create" || (id !== ID.c && id !== ID.a));
  const before = await snapshotOf(actor, KNOWN);
  const results: { status: string }[] = await send.push(actor, entity, stored);
  expect(new Set(results.map(({ status }) => status))).toEqual(new Set(["rejected"]));
  expect(await snapshotOf(actor, KNOWN)).toEqual(before);
});

test("a refused change is no write that the device knows of: a later one on an old base still conflicts", async () => {
  freezeTime(`${TODAY}T07:00:00Z`);
  const actor = await furnish();
  const { rev } = await pushOne(actor, change("transactions", "update", ID.spent ?? "", { description: "shared" }));
  await actor.patch(`/v1/transactions/${ID.spent}`, { accountId: ID.card, amount: 30 });
  const current = { baseRev: rev + 1 };
  const { results } = await push(actor, [
    change("transactions", "update", ID.spent ?? "", { accountId: ID.full, amount: 90 }, current),
    change("transactions", "update", ID.spent ?? "", { amount: 40 }, { baseRev: rev }),
  ]);
  expect(results.map(({ status }) => status)).toEqual(["rejected", "conflict"]);
  expect((await actor.get(`/v1/transactions/${ID.spent}`)).data.amount).toBe(30);
});

test("a refused change frees its key within the push, and in the next one", async () => {
  freezeTime(`${TODAY}T07:00:00Z`);
  const actor = await furnish();
  const refused = change("transactions", "create", newId(), expense(ID.full, 100));
  const accepted = { ...refused, data: expense(ID.card, 100) };
  const { results } = await push(actor, [refused, accepted, accepted]);
  expect(results.map(({ status }) => status)).toEqual(["rejected", "applied", "duplicate"]);
  expect((await actor.get(`/v1/accounts/${ID.card}`)).data.currentBalance).toBe(880);
});

test("a conflict that has no room leaves the row, and later changes, alone", async () => {
  const actor = await newActor();
  const { id, rev } = await newTask(actor);
  await actor.patch(`/v1/tasks/${id}`, { title: "theirs" });
  await write(actor, "UPDATE clocks SET bytes = ?2 WHERE owner = ?1", LIMITS.engine.userBytes - 900);
  const { results } = await push(actor, [
    change("tasks", "update", id, { title: "mine", notes: "x".repeat(500) }, { baseRev: rev }),
    change("tasks", "delete", id, undefined, { baseRev: rev + 1 }),
  ]);
  expect(results.map(({ status, error }) => error?.code ?? status)).toEqual(["LIMIT_REACHED", "applied"]);
});

interface Refusable {
  status: string;
  error?: { code: string };
}

test("a refused creation does not keep a user who has too much from deleting", async () => {
  const actor = await newActor();
  const { id } = await newTask(actor);
  const { id: other } = await newTask(actor);
  await write(actor, "UPDATE clocks SET bytes = ?2 WHERE owner = ?1", LIMITS.engine.userBytes + 5000);
  const codesOf = (results: Refusable[]) => results.map(({ status, error }) => error?.code ?? status);
  const items = [{ data: { title: "refused" } }, { operation: "delete", id }];
  const reply = await actor.post("/v1/tasks/bulk", { items });
  expect(codesOf(reply.data.results)).toEqual(["LIMIT_REACHED", "applied"]);
  const { results } = await push(actor, [
    change("tasks", "create", newId(), { title: "refused" }),
    change("tasks", "delete", other),
    // A row that is deleted already makes no room for another answer.
    change("tasks", "delete", other),
  ]);
  expect(codesOf(results)).toEqual(["LIMIT_REACHED", "applied", "LIMIT_REACHED"]);
  expect((await actor.get("/v1/tasks")).meta?.total).toBe(0);
});
