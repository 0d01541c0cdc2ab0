import { expect, test } from "vitest";
import { RETENTION_MS } from "../../../src/engine/sync/cursor.ts";
import { storedId } from "../../../src/kernel/db/stored-id.ts";
import { LIMITS } from "../../../src/limits.ts";
import { newActor, signInAgain } from "../../support/actor.ts";
import { freezeTime, passTime } from "../../support/clock.ts";
import { write } from "../stored.ts";
import { newId, newTask, push, pushOne, task } from "./protocol.ts";

const { historyEdits, historyBytes } = LIMITS.engine;
const statusesOf = (results: { status: string }[]) => [...new Set(results.map(({ status }) => status))];

/** As if the row had been edited so many times since, each in a write of its own. */
const pretendEdits = async (actor: Awaited<ReturnType<typeof newActor>>, id: string, count: number, notes = "n") => {
  const edits = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?3)`;
  await write(
    actor,
    `${edits} INSERT INTO revisions
      SELECT ?1, 'tasks', ?2, c.rev + i, json_object('notes', json_array(?4, ?4)) FROM n, clocks c WHERE c.owner = ?1`,
    storedId(id),
    count,
    notes,
  );
  await write(
    actor,
    `${edits} INSERT INTO commits SELECT ?1, c.rev + i, unixepoch() * 1000 + 1000, 'rest', NULL, ?2 FROM n, clocks c WHERE c.owner = ?1`,
    id,
    count,
  );
  await write(actor, "UPDATE clocks SET rev = rev + ?2 WHERE owner = ?1", count);
  await write(
    actor,
    "UPDATE tasks SET editRev = (SELECT rev FROM clocks WHERE owner = ?1), rev = editRev WHERE owner = ?1 AND id = ?2",
    storedId(id),
  );
};

test("a base as far back as the log is read merges; one edit further it is unknown, and what differs conflicts", async () => {
  const actor = await newActor();
  const [near, far] = [await newTask(actor), await newTask(actor)];
  await pretendEdits(actor, near.id, historyEdits);
  await pretendEdits(actor, far.id, historyEdits + 1);
  expect((await pushOne(actor, task("update", near.id, { title: "mine" }, { baseRev: near.rev }))).status).toBe(
    "merged",
  );
  const late = task("update", far.id, { title: "mine" }, { baseRev: far.rev });
  expect((await pushOne(actor, late)).status).toBe("conflict");
  const known = task("update", far.id, { title: "mine" }, { baseRev: far.rev + historyEdits + 1 });
  expect((await pushOne(actor, known)).status).toBe("merged");
  const same = task("update", far.id, { title: "mine" }, { baseRev: far.rev });
  expect((await pushOne(actor, same)).status).toBe("merged");
});

test("of all rows together so many bytes are read, the newest first", async () => {
  const actor = await newActor();
  const [old, recent] = [await newTask(actor), await newTask(actor)];
  const notes = "x".repeat(50_000);
  await pretendEdits(actor, old.id, 5, notes);
  await pretendEdits(actor, recent.id, Math.floor(historyBytes / 100_050), notes);
  const late = ({ id, rev }: { id: string; rev: number }) => task("update", id, { title: "mine" }, { baseRev: rev });
  const { results } = await push(actor, [late(old), late(recent)]);
  expect(results.map(({ status }) => status)).toEqual(["conflict", "merged"]);
  expect((await pushOne(actor, late(old))).status).toBe("merged");
});

test("500 changes to one row with 1,500 edits read them once", { timeout: 30_000 }, async () => {
  const actor = await newActor();
  const { id } = await newTask(actor);
  await pretendEdits(actor, id, 1500, "x".repeat(2000));
  const base = { baseRev: 1490 };
  const started = performance.now();
  const changes = Array.from({ length: 500 }, (_, index) => task("update", id, { title: `t${index}` }, base));
  const { results } = await push(actor, changes);
  expect(statusesOf(results)).toEqual(["merged", "applied"]);
  expect(performance.now() - started).toBeLessThan(5_000);
  const others = Array.from({ length: 500 }, () => task("create", newId(), { title: "t" }));
  expect(statusesOf((await push(actor, others)).results)).toEqual(["applied"]);
});

test("each change of a row is compared with its own base, the oldest one too", async () => {
  const actor = await newActor();
  const { id, rev } = await newTask(actor);
  await actor.patch(`/v1/tasks/${id}`, { title: "theirs" });
  await actor.patch(`/v1/tasks/${id}`, { context: "theirs" });
  const { results } = await push(actor, [
    task("update", id, { notes: "mine" }, { baseRev: rev + 2 }),
    task("update", id, { title: "mine" }, { baseRev: rev }),
  ]);
  expect(results.map(({ status }) => status)).toEqual(["applied", "conflict"]);
});

test("a base just before the oldest write that is kept is known, one before it is not", async () => {
  freezeTime("2026-01-01T00:00:00Z");
  const actor = await newActor();
  const { id, rev } = await newTask(actor);
  await actor.patch(`/v1/tasks/${id}`, { context: "theirs" });
  passTime(1);
  await actor.patch(`/v1/tasks/${id}`, { context: "theirs, later" });
  passTime(RETENTION_MS);
  const later = await signInAgain(actor);
  const late = (baseRev: number) => pushOne(later, task("update", id, { title: `mine ${baseRev}` }, { baseRev }));
  expect((await late(rev)).status).toBe("conflict");
  expect((await late(rev + 1)).status).toBe("merged");
});
