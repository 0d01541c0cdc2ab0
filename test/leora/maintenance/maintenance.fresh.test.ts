import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { parseEnv } from "../../../src/env.ts";
import { runCron } from "../../../src/leora/cron.ts";
import { newActor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";

const cron = () => runCron(parseEnv(env), Date.now());

test("a run takes a hundred users and the next one goes on after them", async () => {
  freezeTime("2026-03-01T10:00:00Z");
  const actor = await newActor();
  const { id } = (await actor.post("/v1/tasks", { title: "late", dueDate: "2026-03-01" })).data;
  // Overdue tasks of a hundred users who no longer exist. Their ids sort before those of real users.
  await env.LEORA_DB.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 199)
     INSERT INTO tasks (userId, id, showStatus, rev, editRev, search, createdAt, updatedAt, title, status, priority,
       financeLink, dueDate, focusTotalMinutes, checklist, dependencies, metDependencies)
     SELECT '00000000-0000-0000-0000-000000000' || i, id, showStatus, rev, editRev, search, createdAt, updatedAt, title,
       status, priority, financeLink, dueDate, focusTotalMinutes, checklist, dependencies, metDependencies FROM tasks, n`,
  ).run();
  const isOverdue = async () =>
    env.LEORA_DB.prepare("SELECT isOverdue FROM tasks WHERE userId = ? AND id = ?")
      .bind(actor.user.id, id)
      .first("isOverdue");

  freezeTime("2026-03-03T10:00:00Z");
  await cron();
  expect(await isOverdue()).toBe(0);
  await cron();
  expect(await isOverdue()).toBe(1);
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
  await env.LEORA_DB.prepare("UPDATE accounts SET currentBalance = 7 WHERE id = ?").bind(id).run();
  await cron();
  expect((await actor.get(`/v1/accounts/${id}`)).data.currentBalance).toBe(150);
});
