import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { createRow } from "../../src/engine/rows.ts";
import { runUnitOfWork } from "../../src/engine/run.ts";
import type { UnitOfWork } from "../../src/engine/unit-of-work.ts";
import { statement } from "../../src/kernel/db/database.ts";
import { taskEntity } from "../../src/leora/planner/tasks/entity.ts";
import { tasks } from "../../src/leora/planner/tasks/table.ts";
import { registry } from "../../src/leora/registry.ts";
import { newActor } from "../support/actor.ts";
import { contextOf } from "../support/context.ts";
import { newTask } from "./sync/protocol.ts";

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
          work.addStatement(statement("DELETE FROM tasks WHERE userId = ?", actor.user.id));
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
  const clock = await env.LEORA_DB.prepare("SELECT rev FROM clocks WHERE userId = ?").bind(actor.user.id).first("rev");
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
  expect([ctx.outcome.rev, ctx.outcome.changes, ctx.meter.d1]).toEqual([null, [], 1]);
  expect((await actor.patch(`/v1/tasks/${id}`, { title: "next" })).status).toBe(200);
  expect(await env.LEORA_DB.prepare("SELECT rev FROM clocks WHERE userId = ?").bind(actor.user.id).first("rev")).toBe(
    rev + 1,
  );
});
