import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import { handle } from "../../../../src/api.ts";
import { parseEnv } from "../../../../src/env.ts";
import { runCron } from "../../../../src/leora/cron.ts";
import { LIMITS } from "../../../../src/limits.ts";
import { newActor, replyOf } from "../../../support/actor.ts";
import { freezeTime, passTime } from "../../../support/clock.ts";
import { hubOf } from "../../../support/hub.ts";
import { callMove, moveTo, operate, refreshTokens } from "../../../support/operations.ts";
import { LaggingReplica } from "../../../support/replica.ts";
import { actorIn, at, clockIn, forgetFormerHomes, newWorld, rowsIn, seenBy } from "./support.ts";

beforeEach(() => freezeTime("2026-05-20T08:00:00.000Z"));

const otherThan = (database: string): string => (database === "LEORA_DB_1" ? "LEORA_DB_2" : "LEORA_DB_1");
const title = async (actor: Awaited<ReturnType<typeof newActor>>, id: string) =>
  (await actor.get(`/v1/tasks/${id}`)).data.title;

describe("a user who is moved", () => {
  test("has everything in the new database as it was, and nothing but a frozen clock in the old one", async () => {
    const { owner: actor } = await newWorld();
    const neighbour = await actorIn(actor.home.database);
    await neighbour.post("/v1/tasks", { title: "stays" });
    const [from, to] = [actor.home.database, otherThan(actor.home.database)];
    const [rows, clock, seen] = [await rowsIn(from, actor), await clockIn(from, actor), await seenBy(actor)];
    const neighboursRows = await rowsIn(from, neighbour);
    expect(Object.keys(rows)).toEqual(
      expect.arrayContaining(["conflicts", "fxRates", "idempotency", "imports", "revisions", "syncKeys", "tasks"]),
    );

    const { data } = await moveTo(actor, to);
    const count = Object.values(rows).flat().length;
    expect(data).toMatchObject({ userId: actor.user.id, from, to, state: "cleaning", rows: count, problem: null });
    await refreshTokens(actor);
    expect(actor.home).toEqual({ database: to, owner: actor.owner });
    expect(await rowsIn(to, actor)).toEqual(rows);
    expect(await clockIn(to, actor)).toEqual({ ...clock, frozen: -data.id });
    expect(await seenBy(actor)).toEqual(seen);

    await forgetFormerHomes(actor, neighbour);
    expect(await rowsIn(from, actor)).toEqual({});
    expect(await clockIn(from, actor)).toEqual({ rev: 0, bytes: 0, frozen: data.id });
    expect(await rowsIn(from, neighbour)).toEqual(neighboursRows);
    expect((await operate("GET", "/moves")).data.moves[0]).toMatchObject({ id: data.id, state: "done" });
  });

  test("moves back and forth, and takes along what was written meanwhile", async () => {
    const actor = await newActor();
    const [home, away] = [actor.home.database, otherThan(actor.home.database)];
    const { id } = (await actor.post("/v1/tasks", { title: "first" })).data;
    for (const [database, name] of [
      [away, "second"],
      [home, "third"],
      [away, "fourth"],
    ] as const) {
      expect((await moveTo(actor, database)).data.state).toBe("cleaning");
      await refreshTokens(actor);
      expect((await actor.patch(`/v1/tasks/${id}`, { title: name })).status).toBe(200);
      await forgetFormerHomes(actor);
      expect([await title(actor, id), actor.home.database]).toEqual([name, database]);
    }
    expect(await rowsIn(home, actor)).toEqual({});
  });

  test("finds everything on coming back, though a replica still shows the emptied home", () =>
    LaggingReplica.during(async (replica) => {
      const actor = await newActor();
      const [home, away] = [actor.home.database, otherThan(actor.home.database)];
      await actor.post("/v1/tasks", { title: "mine" });
      await moveTo(actor, away);
      await forgetFormerHomes();
      // The token is the old one: the replica gets what the former home has.
      await replica.catchUp(actor);
      expect((await moveTo(actor, home)).data.state).toBe("cleaning");
      await refreshTokens(actor);
      expect([actor.home.database, (await actor.get("/v1/tasks")).meta?.total]).toEqual([home, 1]);
    }));

  test("who has written nothing yet can write afterwards, in the new database", async () => {
    const actor = await newActor();
    const to = otherThan(actor.home.database);
    expect((await moveTo(actor, to)).data).toMatchObject({ state: "cleaning", rows: 0 });
    await refreshTokens(actor);
    expect((await actor.post("/v1/tasks", { title: "first" })).status).toBe(201);
    expect((await clockIn(to, actor))?.rev).toBe(1);
    expect(Object.keys(await rowsIn(to, actor))).toEqual(["commits", "rowCounts", "tasks"]);
  });

  test("is refused with an old token as if it had expired, and goes on after a refresh", async () => {
    const actor = await newActor();
    await actor.post("/v1/tasks", { title: "a" });
    const from = actor.home.database;
    await moveTo(actor, otherThan(from));
    const withoutFormer = { ...env, [from]: undefined } as never;
    const replies = [
      await replyOf(await handle(actor.requestOf("GET", "/v1/tasks"), withoutFormer, createExecutionContext())),
      await actor.get("/v1/tasks"),
      await actor.post("/v1/tasks", { title: "b" }),
      await actor.post("/v1/sync/push", { changes: [] }),
      await actor.get("/v1/sync/pull"),
    ];
    expect(replies.map(({ status, error }) => [status, error?.code])).toEqual(
      replies.map(() => [401, "AUTH_TOKEN_EXPIRED"]),
    );
    await expect(actor.connect()).rejects.toThrow("401");
    await refreshTokens(actor);
    expect((await actor.get("/v1/tasks")).meta?.total).toBe(1);
  });

  test("hears on open sockets of what is written in the new database", async () => {
    const actor = await newActor();
    const socket = await actor.connect();
    const { cursor } = (await socket.next("hello")).data;
    await moveTo(actor, otherThan(actor.home.database));
    await refreshTokens(actor);
    await actor.post("/v1/tasks", { title: "after the move" });
    expect((await socket.next("entity:updated")).data).toMatchObject({ entity: "tasks", rev: 1 });
    socket.send({ event: "subscribe", data: { cursor } });
    expect((await socket.next("entity:updated")).data.data.title).toBe("after the move");
    expect((await socket.next("subscribed")).data.entities).toBeNull();
  });

  test("and whose hub was not told reads what was there, writes nothing, and is told soon", async () => {
    const actor = await newActor();
    const { id } = (await actor.post("/v1/tasks", { title: "before" })).data;
    const other = await newActor();
    const { api, owner } = hubOf(actor);
    // The move's call to the hub is lost: the hub of another user hears it.
    const { stub } = hubOf(other);
    const lost = { ...env, USER_HUB: { idFromName: () => stub.id, get: () => stub } as never };
    const to = otherThan(actor.home.database);
    expect((await callMove(actor, to, lost)).data.state).toBe("cleaning");
    expect(await title(actor, id)).toBe("before");
    const late = await actor.patch(`/v1/tasks/${id}`, { title: "late" });
    expect([late.status, late.error?.code, late.headers.get("Retry-After")]).toEqual([503, "SERVICE_UNAVAILABLE", "5"]);
    passTime(LIMITS.hub.sessionSeconds * 1000);
    expect((await actor.get("/v1/tasks")).error?.code).toBe("AUTH_TOKEN_EXPIRED");
    await refreshTokens(actor);
    expect(await title(actor, id)).toBe("before");
    await api.refresh(owner);
  });
});

test("values are copied as they are stored, in the order of local row numbers, in pages by rows and by bytes", async () => {
  const actor = await newActor();
  const [from, to] = [actor.home.database, otherThan(actor.home.database)];
  const create = `CREATE TABLE things (seq INTEGER PRIMARY KEY, owner INTEGER NOT NULL, id BLOB NOT NULL, note, number REAL)`;
  for (const database of [from, to]) {
    await at(database).exec(create);
    await at(database).exec("CREATE UNIQUE INDEX things_id ON things (owner, id)");
    await at(database).exec(
      "CREATE TABLE pairs (owner INTEGER, a TEXT, b BLOB, PRIMARY KEY (owner, a, b)) WITHOUT ROWID",
    );
  }
  const count = 2 * LIMITS.databases.moveRows + 3;
  await at(from)
    .prepare(
      `WITH RECURSIVE numbers(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM numbers WHERE value < ?2)
        INSERT INTO things (seq, owner, id, note, number)
        SELECT 10 * value, iif(value % 7, ?1, 0), randomblob(16),
          CASE value % 4 WHEN 0 THEN NULL WHEN 1 THEN 'o''zbek "матн" ' || value WHEN 2 THEN value ELSE printf('%.*c', 9000, 'x') END,
          value / 3.0
        FROM numbers`,
    )
    .bind(actor.owner, count)
    .run();
  await at(from)
    .prepare("INSERT INTO pairs SELECT owner, hex(id), id FROM things WHERE owner = ?")
    .bind(actor.owner)
    .run();
  const stored = async (database: string) => {
    const rows = (table: string, order: string) =>
      at(database)
        .prepare(
          `SELECT ${order === "seq" ? "hex(id), quote(note), quote(number)" : "a, quote(b)"} FROM ${table}
            WHERE owner = ? ORDER BY ${order}`,
        )
        .bind(actor.owner)
        .raw();
    return [await rows("things", "seq"), await rows("pairs", "a, b")];
  };
  const before = await stored(from);
  expect(before[0]?.length).toBe(count - Math.floor(count / 7));
  const { data } = await moveTo(actor, to);
  expect([data.state, data.rows]).toEqual(["cleaning", 2 * (before[0]?.length ?? 0)]);
  expect(await stored(to)).toEqual(before);
  await forgetFormerHomes(actor);
  expect(await stored(from)).toEqual([[], []]);
  expect(await at(from).prepare("SELECT count(*) AS n FROM things").first("n")).toBe(Math.floor(count / 7));
});

describe("while a user is moved", () => {
  /** Stops after the first pages: the user is frozen. */
  async function frozen() {
    const world = await newWorld();
    const { owner: actor } = world;
    const [from, to] = [actor.home.database, otherThan(actor.home.database)];
    await at(from).prepare("UPDATE clocks SET frozen = 1000000 WHERE owner = ?").bind(actor.owner).run();
    const thaw = () => at(from).prepare("UPDATE clocks SET frozen = 0 WHERE owner = ?").bind(actor.owner).run();
    return { world, actor, from, to, thaw };
  }

  test("reads are answered, and writes of every kind are refused for some seconds, and lose nothing", async () => {
    const { world, actor, from, thaw } = await frozen();
    const [rows, seen] = [await rowsIn(from, actor), await seenBy(actor)];
    const [task, rate] = [world.rows.tasks.id, (await actor.get("/v1/fx-rates?source=manual")).data[0].id];
    const change = {
      entity: "tasks",
      id: crypto.randomUUID(),
      operation: "create",
      data: { title: "pushed" },
      localUpdatedAt: new Date().toISOString(),
      idempotencyKey: crypto.randomUUID(),
    };
    const write = async () => [
      await actor.post("/v1/tasks", { title: "b" }, { "Idempotency-Key": "b" }),
      await actor.patch(`/v1/tasks/${task}`, { title: "c" }),
      await actor.delete(`/v1/tasks/${task}`),
      await actor.post("/v1/sync/push", { changes: [change] }),
      await actor.delete(`/v1/fx-rates/${rate}`),
    ];
    const refused = await write();
    expect(refused.map(({ status, error, headers }) => [status, error?.code, headers.get("Retry-After")])).toEqual(
      refused.map(() => [503, "SERVICE_UNAVAILABLE", "5"]),
    );
    expect(await rowsIn(from, actor)).toEqual(rows);
    expect(await seenBy(actor)).toEqual(seen);
    await thaw();
    expect((await write()).map(({ status }) => status)).toEqual([201, 200, 200, 200, 200]);
  });

  test("cron changes none of the user's rows", async () => {
    const { actor, from } = await frozen();
    passTime(200 * 86_400_000);
    const rows = await rowsIn(from, actor);
    await runCron(parseEnv(env), Date.now());
    expect(await rowsIn(from, actor)).toEqual(rows);
  });
});

describe("a copy that is not complete", () => {
  test.each([
    ["a value differs", "UPDATE tasks SET title = 'planted' WHERE owner = ?"],
    ["a row is missing", "DELETE FROM commits WHERE owner = ? AND rev = 1"],
    ["a row is too many", "INSERT INTO rowCounts SELECT owner, 'planted', 'active', 1 FROM clocks WHERE owner = ?"],
  ])("is found out (%s): the user stays, can write, and is moved by the next try", async (_, sql) => {
    const { owner: actor } = await newWorld();
    const [from, to] = [actor.home.database, otherThan(actor.home.database)];
    const rows = await rowsIn(from, actor);
    const planting = plantAfterCopy(sql, actor.owner, to);
    const reply = await callMove(actor, to, planting);
    expect(reply.data).toMatchObject({
      state: "reverted",
      problem: expect.stringMatching(/^The copy of \w+ differs$/),
    });
    expect([await rowsIn(from, actor), await rowsIn(to, actor)]).toEqual([rows, {}]);
    expect((await actor.post("/v1/tasks", { title: "goes on" })).status).toBe(201);
    expect((await moveTo(actor, to)).data.state).toBe("cleaning");
    await refreshTokens(actor);
    expect((await actor.get("/v1/tasks?search=goes")).meta?.total).toBe(1);
  });
});

test("a move that is not done within an hour is taken back", async () => {
  const actor = await newActor();
  await actor.post("/v1/tasks", { title: "a" });
  const to = otherThan(actor.home.database);
  const failing = plantAfterCopy("SELECT 1 FROM nowhere WHERE owner = ?", actor.owner, to);
  expect((await callMove(actor, to, failing)).status).toBe(500);
  expect((await actor.post("/v1/tasks", { title: "b" })).status).toBe(503);
  passTime(LIMITS.databases.moveMinutes * 60_000 + 1);
  await runCron(parseEnv(env), Date.now());
  await refreshTokens(actor);
  expect((await actor.post("/v1/tasks", { title: "b" })).status).toBe(201);
  expect((await operate("GET", "/moves")).data.moves[0]).toMatchObject({
    state: "reverted",
    problem: "It was not done in time",
  });
});

test("a move whose caller is gone is finished by cron", async () => {
  const actor = await newActor();
  const { id } = (await actor.post("/v1/tasks", { title: "a" })).data;
  const to = otherThan(actor.home.database);
  await callMove(actor, to, plantAfterCopy("SELECT 1 FROM nowhere WHERE owner = ?", actor.owner, to));
  await runCron(parseEnv(env), Date.now());
  await refreshTokens(actor);
  expect([actor.home.database, await title(actor, id)]).toEqual([to, "a"]);
});

/** The Worker, in which a statement (`?` is the user) runs in the target when everything is copied. */
function plantAfterCopy(sql: string, owner: number, to: string) {
  let isPlanted = false;
  const identity = env.LEORA_DB;
  const plant = async () => {
    if (isPlanted) return;
    isPlanted = true;
    await at(to).prepare(sql).bind(owner).run();
  };
  const LEORA_DB = new Proxy(identity, {
    get: (target, key) => {
      if (key !== "batch") return Reflect.get(target, key).bind?.(target) ?? Reflect.get(target, key);
      return async (statements: D1PreparedStatement[]) => {
        const answers = await target.batch<{ state?: string }>(statements);
        if (answers.some(({ results }) => results[0]?.state === "verifying")) await plant();
        return answers;
      };
    },
  });
  return { ...env, LEORA_DB };
}
