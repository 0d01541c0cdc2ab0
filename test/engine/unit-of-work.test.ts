import { describe, expect, test } from "vitest";
import { resource } from "../../src/engine/resource.ts";
import { createRow } from "../../src/engine/rows.ts";
import { runUnitOfWork } from "../../src/engine/run.ts";
import type { UnitOfWork } from "../../src/engine/unit-of-work.ts";
import { statement } from "../../src/kernel/db/database.ts";
import { accounts } from "../../src/leora/finance/accounts/table.ts";
import { taskEntity } from "../../src/leora/planner/tasks/entity.ts";
import { tasks } from "../../src/leora/planner/tasks/table.ts";
import { registry } from "../../src/leora/registry.ts";
import { newActor } from "../support/actor.ts";
import { contextOf } from "../support/context.ts";
import { racing } from "../support/race.ts";
import { newId, newTask } from "./sync/protocol.ts";

// What no endpoint shows by itself: steps that fail inside a unit of work, and guards.

const failing = (work: UnitOfWork, step: () => void) => {
  try {
    work.withSavepoint(() => {
      step();
      throw new Error("refused");
    });
  } catch {
    // The unit goes on without the step.
  }
};
const FALSE = statement("FALSE");
const TRUE = statement("TRUE");
const TRUE_SELECT = statement("SELECT TRUE");

describe("a step that fails", () => {
  test("takes its guard, its statements and its events with it", async () => {
    const actor = await newActor();
    const ctx = contextOf(actor);
    const { id } = await newTask(actor);
    await runUnitOfWork(ctx, registry, {
      reads: (plan) => plan.writesInputs(tasks, [id], [{ title: "t" }]),
      apply(work) {
        work.guardCondition("kept", TRUE);
        failing(work, () => {
          work.guardCondition("kept", FALSE);
          work.guardCondition("new", FALSE);
          work.addStatement(statement("DELETE FROM tasks WHERE owner = ?", actor.owner));
          work.notifyUser(actor.user.id, "never", {});
          createRow(work, taskEntity, { title: "never" });
          work.update(tasks, id, { title: "never" });
        });
        work.update(tasks, id, { notes: "kept" });
      },
    });
    expect(ctx.outcome.events).toEqual([]);
    const { data } = await actor.get("/v1/tasks");
    expect(data).toMatchObject([{ id, title: "original", notes: "kept" }]);
  });

  test("inside another one is taken back alone", async () => {
    const actor = await newActor();
    await runUnitOfWork(contextOf(actor), registry, {
      reads: (plan) => plan.writesInputs(tasks, [], [{ title: "t" }]),
      apply: (work) =>
        work.withSavepoint(() => {
          createRow(work, taskEntity, { title: "outer" });
          failing(work, () => createRow(work, taskEntity, { title: "inner" }));
          work.dryRun(() => createRow(work, taskEntity, { title: "tried" }));
        }),
    });
    expect((await actor.get("/v1/tasks")).data).toMatchObject([{ title: "outer" }]);
  });
});

describe("what a rule relied on changes between its reads and its commit", () => {
  const goal = {
    title: "g",
    goalType: "personal",
    metricType: "count",
    direction: "increase",
    targetValue: 10,
  };

  test("the row that a new link names is archived: refused", async () => {
    const actor = await newActor();
    const { data } = await actor.post("/v1/goals", goal);
    const ctx = racing(contextOf(actor), () => actor.patch(`/v1/goals/${data.id}`, { showStatus: "archived" }));
    const created = resource(registry, taskEntity).create(ctx, { title: "t", goalId: data.id });
    await expect(created).rejects.toMatchObject({ code: "invalid_state" });
    expect((await actor.get("/v1/tasks")).meta?.total).toBe(0);
  });

  test("the changed row itself: the write starts again, and loses nothing", async () => {
    const actor = await newActor();
    const { id } = await newTask(actor);
    const ctx = racing(contextOf(actor), () => actor.patch(`/v1/tasks/${id}`, { notes: "rival" }));
    await resource(registry, taskEntity).update(ctx, id, { title: "late" });
    expect((await actor.get(`/v1/tasks/${id}`)).data).toMatchObject({ title: "late", notes: "rival" });
    expect([ctx.meter.d1, ctx.outcome.rev]).toEqual([4, 3]);
  });

  test("the row is deleted: not found", async () => {
    const actor = await newActor();
    const { id } = await newTask(actor);
    const ctx = racing(contextOf(actor), () => actor.delete(`/v1/tasks/${id}`));
    await expect(resource(registry, taskEntity).update(ctx, id, { title: "late" })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("the new id is taken: already exists", async () => {
    const [actor, id] = [await newActor(), newId()];
    const ctx = racing(contextOf(actor), () => actor.post("/v1/tasks", { id, title: "rival" }));
    const created = resource(registry, taskEntity).create(ctx, { id, title: "late" });
    await expect(created).rejects.toMatchObject({ code: "already_exists" });
    expect((await actor.get(`/v1/tasks/${id}`)).data.title).toBe("rival");
  });

  test("a number of a row that a rule relied on whole", async () => {
    const actor = await newActor();
    const { data: account } = await actor.post("/v1/accounts", { name: "card", accountType: "card", currency: "UZS" });
    const income = { type: "income", accountId: account.id, amount: 5, currency: "UZS", categoryId: "salary" };
    const ctx = racing(contextOf(actor), () => actor.post("/v1/transactions", { ...income, date: "2026-03-18" }));
    const seen: number[] = [];
    await runUnitOfWork(ctx, registry, {
      reads: (plan) => plan.rows(accounts, [account.id]),
      apply(work) {
        seen.push(work.guardRow(accounts, account.id).currentBalance);
        work.notifyUser(actor.user.id, "seen", {});
        work.addStatement(TRUE_SELECT);
      },
    });
    expect(seen).toEqual([0, 500]);
    expect(ctx.outcome.events).toHaveLength(1);
  });
});

test("a guard that never holds ends in an error, and nothing is written", async () => {
  const actor = await newActor();
  const { id, rev } = await newTask(actor);
  const written = runUnitOfWork(contextOf(actor), registry, {
    reads: (plan) => plan.writesInputs(tasks, [id], [{ title: "t" }]),
    apply(work) {
      work.guardCondition("never", FALSE);
      work.update(tasks, id, { title: "never" });
    },
  });
  await expect(written).rejects.toMatchObject({ code: "stale" });
  const clock = await actor.db.prepare("SELECT rev FROM clocks WHERE owner = ?").bind(actor.owner).first("rev");
  expect([(await actor.get(`/v1/tasks/${id}`)).data.title, clock]).toEqual(["original", rev]);
});

test("a write that changes nothing is none", async () => {
  const actor = await newActor();
  const { id, rev } = await newTask(actor);
  const ctx = contextOf(actor);
  await runUnitOfWork(ctx, registry, {
    reads: (plan) => plan.writesInputs(tasks, [id], [{ title: "t" }]),
    apply: (work) => work.update(tasks, id, { title: "original" }),
  });
  expect([ctx.outcome.rev, ctx.outcome.changes, ctx.meter.d1]).toEqual([1, [], 1]);
  expect((await actor.patch(`/v1/tasks/${id}`, { title: "next" })).status).toBe(200);
  expect(await actor.db.prepare("SELECT rev FROM clocks WHERE owner = ?").bind(actor.owner).first("rev")).toBe(rev + 1);
});
