import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { change, push } from "../engine/sync/protocol.ts";
import { type Actor, newActor } from "../support/actor.ts";

// What a write reads must not grow with what its user has: D1 bills rows that it reads, found or not, and a plan that says
// SEARCH may still go through all rows of a user.

const HISTORY = 300;
const DAY = "2026-06-01";
/** Statistics of a few pages, such as those of a recurring query for a range of days, may read some rows more. */
const SLACK = 40;

/** How many rows D1 reads meanwhile. */
async function rowsRead(step: () => Promise<unknown>): Promise<number> {
  const prototype: D1Database = Object.getPrototypeOf(env.LEORA_DB_1);
  const { batch } = prototype;
  let rows = 0;
  prototype.batch = async function <Row>(this: D1Database, statements: D1PreparedStatement[]) {
    const answers = await batch.call(this, statements);
    rows += answers.reduce((sum, { meta }) => sum + meta.rows_read, 0);
    return answers as D1Result<Row>[];
  };
  try {
    await step();
  } finally {
    prototype.batch = batch;
  }
  return rows;
}

interface Life {
  actor: Actor;
  ids: Record<"account" | "task" | "habit" | "goal", string>;
}

async function newLife(): Promise<Life> {
  const actor = await newActor();
  const create = async (path: string, body: object) => {
    const reply = await actor.post(`/v1/${path}`, body);
    expect(reply.status, reply.text).toBe(201);
    return reply.data.id as string;
  };
  const account = await create("accounts", { name: "Humo", accountType: "card", currency: "UZS" });
  const goal = await create("goals", {
    title: "Kitob",
    goalType: "education",
    metricType: "count",
    direction: "increase",
    unit: "bet",
    targetValue: 100,
  });
  const habit = await create("habits", { title: "Yugurish", habitType: "health", completionMode: "boolean" });
  const task = await create("tasks", { title: "Bozor", habitId: habit, goalId: goal });
  return { actor, ids: { account, task, habit, goal } };
}

const dayBefore = (index: number) => new Date(Date.UTC(2026, 0, 1) - index * 86_400_000).toISOString().slice(0, 10);

/** Years of rows that the writes below have nothing to do with, many of them of the same day. */
async function addHistory({ actor, ids }: Life): Promise<void> {
  const rows = (entity: string, fields: (index: number) => object) =>
    Array.from({ length: HISTORY }, (_, index) => change(entity, "create", crypto.randomUUID(), fields(index)));
  const expense = { type: "expense", accountId: ids.account, amount: 1, currency: "UZS", categoryId: "food" };
  for (const changes of [
    rows("transactions", (index) => ({ ...expense, date: index % 2 === 0 ? DAY : dayBefore(index) })),
    rows("tasks", (index) => ({ title: `old ${index}`, dueDate: dayBefore(index) })),
    rows("habitCompletions", (index) => ({ habitId: ids.habit, dateKey: dayBefore(index), status: "done" })),
    rows("focusSessions", () => ({ plannedMinutes: 25, actualMinutes: 25, status: "completed" })),
  ]) {
    const { results } = await push(actor, changes);
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(["applied"]));
  }
}

async function newestCursor(actor: Actor, cursor?: string): Promise<string> {
  const after = cursor ? `&cursor=${cursor}` : "";
  const { data } = await actor.get(`/v1/sync/pull?limit=1000${after}`);
  return data.hasMore ? newestCursor(actor, data.cursor) : data.cursor;
}

/** One push of what a day brings. The phone has seen everything before. */
async function dayOf({ actor, ids }: Life): Promise<number> {
  const cursor = await newestCursor(actor);
  const changes = [
    change("transactions", "create", crypto.randomUUID(), {
      type: "expense",
      accountId: ids.account,
      amount: 5,
      currency: "UZS",
      categoryId: "food",
      date: DAY,
    }),
    change("habitCompletions", "create", crypto.randomUUID(), { habitId: ids.habit, dateKey: DAY }),
    change("tasks", "create", crypto.randomUUID(), { title: "Non", habitId: ids.habit, goalId: ids.goal }),
    change("tasks", "update", ids.task, { status: "completed" }),
    change("focusSessions", "create", crypto.randomUUID(), {
      taskId: ids.task,
      plannedMinutes: 25,
      status: "completed",
    }),
    change("goalCheckIns", "create", crypto.randomUUID(), { goalId: ids.goal, value: 3 }),
  ];
  return rowsRead(async () => {
    const reply = await actor.post("/v1/sync/push", { changes, cursor });
    expect(reply.data.results.map(({ status }: { status: string }) => status)).toEqual(Array(6).fill("applied"));
  });
}

it("by a push does not grow with the user's history", { timeout: 60_000 }, async () => {
  const [young, old] = [await newLife(), await newLife()];
  await addHistory(old);
  const [first, later] = [await dayOf(young), await dayOf(old)];
  expect(later - first, `${first} rows for a new user, ${later} for an old one`).toBeLessThan(SLACK);
});
