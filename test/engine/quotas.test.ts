import { describe, expect, test } from "vitest";
import { LIMITS } from "../../src/limits.ts";
import { type Actor, newActor } from "../support/actor.ts";
import { read, write } from "./stored.ts";
import { change, conflictsOf, newId, newTask, pull, push, pushOne, task } from "./sync/protocol.ts";

const { rowsPerEntity, userBytes, conflictsPerRow, conflictsPerUser } = LIMITS.engine;
const FULL = [409, "LIMIT_REACHED"];

const answerOf = ({ status, error }: { status: number; error: { code: string } | null }) => [status, error?.code];
const statusesOf = (results: { status: string; error?: { code: string } }[]) =>
  results.map(({ status, error }) => error?.code ?? status);
const addTask = async (actor: Actor) => answerOf(await actor.post("/v1/tasks", { title: "t" }));
const CREATED = [201, undefined];

/** As if the user had so many further tasks. */
const pretendTasks = (actor: Actor, count: number) =>
  write(
    actor,
    `INSERT INTO rowCounts VALUES (?1, 'tasks', 'archived', ?2)
      ON CONFLICT DO UPDATE SET count = excluded.count`,
    count,
  );
const pretendBytes = (actor: Actor, bytes: number) =>
  write(actor, "UPDATE clocks SET bytes = ?2 WHERE owner = ?1", bytes);
const clockOf = (actor: Actor) => read(actor, "SELECT rev FROM clocks WHERE owner = ?1");
const tasksOf = (actor: Actor) => read(actor, "SELECT count(*) FROM tasks WHERE owner = ?1");

describe("rows of one entity", () => {
  test("the last place is given once, archived rows count, nothing is written beyond", async () => {
    const actor = await newActor();
    await addTask(actor);
    await pretendTasks(actor, rowsPerEntity - 2);
    expect(await addTask(actor)).toEqual(CREATED);
    const rev = await clockOf(actor);
    expect(await addTask(actor)).toEqual(FULL);
    expect([await clockOf(actor), await tasksOf(actor)]).toEqual([rev, 2]);
    expect(answerOf(await actor.post("/v1/counterparties", { displayName: "others have room" }))).toEqual(CREATED);
  });

  test("twins at the last place: one success", async () => {
    const actor = await newActor();
    await addTask(actor);
    await pretendTasks(actor, rowsPerEntity - 2);
    const twins = await Promise.all(Array.from({ length: 4 }, () => addTask(actor)));
    expect(twins.toSorted()).toEqual([CREATED, FULL, FULL, FULL]);
    expect(await tasksOf(actor)).toBe(2);
  });

  test("bulk and push refuse what has no place, and go on; a deletion makes room for what follows", async () => {
    const actor = await newActor();
    const { id } = await newTask(actor);
    await pretendTasks(actor, rowsPerEntity - 2);
    const create = { data: { title: "t" } };
    const items = [create, create, { operation: "delete", id }, create, create];
    const bulk = await actor.post("/v1/tasks/bulk", { items });
    expect(statusesOf(bulk.data.results)).toEqual(["applied", "LIMIT_REACHED", "applied", "applied", "LIMIT_REACHED"]);
    const rejected = task("create", newId(), { title: "t" });
    const { results } = await push(actor, [rejected, task("delete", bulk.data.results[0].id), rejected]);
    expect(statusesOf(results)).toEqual(["LIMIT_REACHED", "applied", "applied"]);
  });

  test("a row that comes back needs a place", async () => {
    const actor = await newActor();
    const { id, rev } = await newTask(actor);
    await actor.delete(`/v1/tasks/${id}`);
    await pushOne(actor, task("update", id, { title: "mine" }, { baseRev: rev }));
    await pretendTasks(actor, rowsPerEntity);
    const resolution = { entity: "tasks", id, resolution: "use_local" };
    expect(answerOf(await actor.post("/v1/sync/resolve-conflict", resolution))).toEqual(FULL);
    expect(await conflictsOf(actor)).toHaveLength(1);
    await pretendTasks(actor, rowsPerEntity - 1);
    expect((await actor.post("/v1/sync/resolve-conflict", resolution)).status).toBe(200);
  });

  test("who has too many rows may archive, change and delete them", async () => {
    const actor = await newActor();
    const { id } = await newTask(actor);
    await pretendTasks(actor, rowsPerEntity + 5);
    expect((await actor.patch(`/v1/tasks/${id}`, { title: "new", showStatus: "archived" })).status).toBe(200);
    expect((await actor.delete(`/v1/tasks/${id}`)).status).toBe(200);
  });
});

describe("bytes of one user", () => {
  test("what does not fit is refused, deletions are not", async () => {
    const actor = await newActor();
    const { id } = await newTask(actor);
    const other = await newTask(actor);
    await pretendBytes(actor, userBytes - 1500);
    const rev = await clockOf(actor);
    const notes = "x".repeat(1500);
    expect(answerOf(await actor.patch(`/v1/tasks/${id}`, { notes }))).toEqual(FULL);
    expect(answerOf(await actor.post("/v1/tasks", { title: "t", notes }))).toEqual(FULL);
    expect(await clockOf(actor)).toBe(rev);
    const { results } = await push(actor, [
      task("update", id, { notes }),
      task("update", id, { title: "short" }),
      task("delete", other.id),
    ]);
    expect(statusesOf(results)).toEqual(["LIMIT_REACHED", "applied", "applied"]);
    await pretendBytes(actor, userBytes);
    expect(await addTask(actor)).toEqual(FULL);
    expect(answerOf(await actor.patch(`/v1/tasks/${id}`, { title: "s" }))).toEqual(FULL);
    expect((await actor.delete(`/v1/tasks/${id}`)).status).toBe(200);
  });

  test("twins: one success", async () => {
    const actor = await newActor();
    await newTask(actor);
    await pretendBytes(actor, userBytes - 3000);
    const post = async () => answerOf(await actor.post("/v1/tasks", { title: "t", notes: "x".repeat(900) }));
    const twins = await Promise.all(Array.from({ length: 4 }, post));
    expect(twins.toSorted()).toEqual([CREATED, FULL, FULL, FULL]);
  });

  test("a bulk request fills what there is", async () => {
    const actor = await newActor();
    await newTask(actor);
    await pretendBytes(actor, userBytes - 6000);
    const items = Array.from({ length: 10 }, () => ({ data: { title: "t", notes: "x".repeat(500) } }));
    const { data } = await actor.post("/v1/tasks/bulk", { items });
    expect(statusesOf(data.results)).toEqual([...Array(4).fill("applied"), ...Array(6).fill("LIMIT_REACHED")]);
  });
});

describe("one row", () => {
  test("holds so many bytes of what people write, beside what is derived from it", async () => {
    const actor = await newActor();
    const { id } = await newTask(actor);
    const checklist = (chars: number) => Array.from({ length: 100 }, () => ({ title: "ﷺ".repeat(chars) }));
    expect(answerOf(await actor.patch(`/v1/tasks/${id}`, { checklist: checklist(380) }))).toEqual([200, undefined]);
    expect(answerOf(await actor.patch(`/v1/tasks/${id}`, { checklist: checklist(420) }))).toEqual(FULL);
    const refused = task("create", newId(), { title: "t", checklist: checklist(420) });
    expect(statusesOf((await push(actor, [refused, task("update", id, { title: "u" })])).results)).toEqual([
      "LIMIT_REACHED",
      "applied",
    ]);
  });
});

describe("conflicts", () => {
  test("so many wait on one row; the next is rejected, and its key is free", async () => {
    const actor = await newActor();
    const [{ id, rev }, other] = [await newTask(actor), await newTask(actor)];
    await actor.patch(`/v1/tasks/${id}`, { title: "theirs" });
    await actor.patch(`/v1/tasks/${other.id}`, { title: "theirs" });
    const late = () => task("update", id, { title: "mine" }, { baseRev: rev });
    const { results } = await push(actor, Array.from({ length: conflictsPerRow - 1 }, late));
    expect(new Set(statusesOf(results))).toEqual(new Set(["conflict"]));
    const [last, next] = [late(), late()];
    const elsewhere = task("update", other.id, { title: "mine" }, { baseRev: other.rev });
    const again = await push(actor, [last, next, elsewhere, task("update", id, { notes: "n" })]);
    expect(statusesOf(again.results)).toEqual(["conflict", "LIMIT_REACHED", "conflict", "applied"]);
    expect(await conflictsOf(actor)).toHaveLength(conflictsPerRow + 1);
    const conflictId = again.results[0].conflictId;
    await actor.post("/v1/sync/resolve-conflict", { entity: "tasks", id, resolution: "use_server", conflictId });
    expect((await pushOne(actor, next)).status).toBe("conflict");
  });

  test("so many wait on all rows together", async () => {
    const actor = await newActor();
    const { id, rev } = await newTask(actor);
    await actor.patch(`/v1/tasks/${id}`, { title: "theirs" });
    const late = () => task("update", id, { title: "mine" }, { baseRev: rev });
    await pushOne(actor, late());
    // As if the others waited on rows of their own.
    await write(
      actor,
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
        INSERT INTO conflicts
        SELECT owner, conflictId || '-' || i, entity, id || '-' || i, operation, local, base, localUpdatedAt, createdAt
        FROM conflicts, n WHERE owner = ?1`,
      conflictsPerUser - 2,
    );
    const { results } = await push(actor, [late(), late()]);
    expect(statusesOf(results)).toEqual(["conflict", "LIMIT_REACHED"]);
  });
});

test("what one change sets off is counted with it", async () => {
  const actor = await newActor();
  const { data: account } = await actor.post("/v1/accounts", { name: "card", accountType: "card", currency: "UZS" });
  await write(actor, "INSERT INTO rowCounts VALUES (?1, 'transactions', 'archived', ?2)", rowsPerEntity - 1);
  const expense = () =>
    change("transactions", "create", newId(), {
      type: "expense",
      accountId: account.id,
      amount: 10,
      currency: "UZS",
      categoryId: "food",
      date: "2026-03-18",
    });
  const { results } = await push(actor, [expense(), expense()]);
  expect(statusesOf(results)).toEqual(["applied", "LIMIT_REACHED"]);
  expect((await actor.get(`/v1/accounts/${account.id}`)).data.currentBalance).toBe(-10);
  expect((await pull(actor)).changes.filter(({ entity }) => entity === "transactions")).toHaveLength(1);
});
