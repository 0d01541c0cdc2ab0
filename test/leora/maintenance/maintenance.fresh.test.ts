import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { type Bindings, parseEnv } from "../../../src/env.ts";
import { storedId } from "../../../src/kernel/db/stored-id.ts";
import { runCron } from "../../../src/leora/cron.ts";
import { deliver } from "../../kernel/outbound/support.ts";
import { type Actor, newActor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";

const cron = () => runCron(parseEnv(env), Date.now());

/** Overdue tasks of this many users who no longer exist. Their integers sort before those of real users. */
const abandonedTasks = ({ db }: Actor, users: number) =>
  db
    .prepare(
      `WITH RECURSIVE n(i) AS (SELECT 10000 UNION ALL SELECT i + 1 FROM n WHERE i < 9999 + ?)
     INSERT INTO tasks (owner, id, showStatus, rev, editRev, createdRev, search, createdAt, updatedAt, title, status, priority,
       financeLink, dueDate, focusTotalMinutes, checklist, dependencies, metDependencies)
     SELECT i, id, showStatus, rev, editRev, createdRev, search, createdAt, updatedAt, title,
       status, priority, financeLink, dueDate, focusTotalMinutes, checklist, dependencies, metDependencies FROM tasks, n`,
    )
    .bind(users)
    .run();

test("a run serves few users itself and sends many through the queue", async () => {
  freezeTime("2026-03-01T10:00:00Z");
  await env.LEORA_DB.prepare("INSERT INTO sqlite_sequence (name, seq) VALUES ('users', 99999)").run();
  const actor = await newActor();
  const { id } = (await actor.post("/v1/tasks", { title: "late", dueDate: "2026-03-01" })).data;
  await abandonedTasks(actor, 10_120);
  const isOverdue = async () =>
    actor.db
      .prepare("SELECT isOverdue FROM tasks WHERE owner = ? AND id = ?")
      .bind(actor.owner, storedId(id))
      .first("isOverdue");
  const batches: { owners: number[] }[][] = [];
  const LEORA_MAINTENANCE = {
    sendBatch: async (messages: { body: { owners: number[] } }[]) =>
      void batches.push(messages.map(({ body }) => body)),
  };

  freezeTime("2026-03-03T10:00:00Z");
  await runCron(parseEnv({ ...env, LEORA_MAINTENANCE } as unknown as Bindings), Date.now());
  // 5,000 users are a batch of 100 messages, and the real user is the last.
  expect(batches.map((messages) => messages.length)).toEqual([100, 100, 3]);
  expect(batches.flat().map(({ owners }) => owners.length)).toEqual([...Array(202).fill(50), 21]);
  const queued = batches.flat().flatMap(({ owners }) => owners);
  expect(new Set(queued).size).toBe(10_121);
  expect(queued.at(-1)).toBe(actor.owner);
  expect(await isOverdue()).toBe(0);

  const last = batches.flat().at(-1);
  expect(await deliver([last, "garbage", last], { queue: "leora-maintenance" })).toEqual({
    acked: ["m0", "m1", "m2"],
    retried: {},
  });
  expect(await isOverdue()).toBe(1);
  const sources = await actor.db
    .prepare("SELECT source FROM commits WHERE owner = ? ORDER BY rev")
    .bind(actor.owner)
    .all();
  expect(sources.results).toEqual([{ source: "rest" }, { source: "queue" }]);
});

test("a wrong balance is recalculated from its transactions", async () => {
  const actor = await newActor();
  const card = { name: "card", accountType: "card", currency: "UZS", initialBalance: 100 };
  const { id } = (await actor.post("/v1/accounts", card)).data;
  await actor.post("/v1/transactions", {
    type: "income",
    accountId: id,
    amount: 50,
    currency: "UZS",
    categoryId: "salary",
    date: "2026-03-01",
  });
  await actor.db.prepare("UPDATE accounts SET currentBalance = 7 WHERE owner = ?").bind(actor.owner).run();
  await cron();
  expect((await actor.get(`/v1/accounts/${id}`)).data.currentBalance).toBe(150);
});
