import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { handle } from "../../../src/api.ts";
import type { Bindings } from "../../../src/env.ts";
import { unsafeCast } from "../../../src/kernel/cast.ts";
import { type Actor, newActor, replyOf } from "../../support/actor.ts";
import { freezeTime, passTime } from "../../support/clock.ts";
import { conflictsOf, newId, newTask, pull, push, pushOne, task } from "./protocol.ts";

// What a client says that it knows of a write, or a time, that the server has not reached: a database was set back, or a
// clock runs ahead.

const MAX = Number.MAX_SAFE_INTEGER;
const titleOf = async (actor: Actor, id: string) => (await actor.get(`/v1/tasks/${id}`)).data.title;
const clockOf = async (actor: Actor) => {
  const { changes } = await pull(actor);
  return Math.max(...changes.map(({ rev }) => rev));
};

describe("a base beyond the user's clock", () => {
  test.each([1, 2, 1000, MAX])("by %i: other values wait as a conflict, equal ones do not", async (by) => {
    const actor = await newActor();
    const { id } = await newTask(actor, { notes: "original" });
    const { id: other } = await newTask(actor);
    const baseRev = Math.min(MAX, (await clockOf(actor)) + by);
    const { results } = await push(actor, [
      task("update", id, { title: "mine", notes: "original" }, { baseRev }),
      task("update", other, { title: "original" }, { baseRev }),
    ]);
    expect(results).toMatchObject([
      { status: "conflict", rev: 1, data: { title: "original" } },
      { status: "merged", rev: 2, data: { title: "original" } },
    ]);
    expect(await conflictsOf(actor)).toMatchObject([
      { id, operation: "update", local: { title: "mine", notes: "original" }, server: { title: "original" } },
    ]);
    expect(await titleOf(actor, id)).toBe("original");
  });

  test("a deletion waits, too; that of a deleted row is none", async () => {
    const actor = await newActor();
    const { id, rev } = await newTask(actor);
    const deletion = () => task("delete", id, undefined, { baseRev: rev + 1 });
    expect(await pushOne(actor, deletion())).toMatchObject({ status: "conflict", rev, data: { title: "original" } });
    await actor.delete(`/v1/tasks/${id}`);
    expect(await pushOne(actor, deletion())).toMatchObject({ status: "applied", data: { showStatus: "deleted" } });
  });

  test("the newest write of another row is a base, one more is none", async () => {
    const actor = await newActor();
    const { id } = await newTask(actor);
    const { rev } = await newTask(actor);
    const { results } = await push(actor, [
      task("update", id, { title: "one" }, { baseRev: rev }),
      task("update", id, { notes: "two" }, { baseRev: rev + 1 }),
      task("update", id, { title: "three" }, { baseRev: rev }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["applied", "conflict", "applied"]);
    expect(await titleOf(actor, id)).toBe("three");
  });

  test("of a row that the push itself creates is no base either; a creation has none", async () => {
    const actor = await newActor();
    const id = newId();
    const { results } = await push(actor, [
      task("create", id, { title: "created" }, { baseRev: 7 }),
      task("update", id, { title: "mine" }, { baseRev: 7 }),
      task("update", id, { title: "known" }, { baseRev: 0 }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["applied", "conflict", "applied"]);
  });
});

describe("expectedRev", () => {
  test.each([1, 1000, MAX])(
    "newer than the row by %i: stale, with the copies that a person can decide on",
    async (by) => {
      const actor = await newActor();
      const { id, rev } = await newTask(actor);
      await actor.patch(`/v1/tasks/${id}`, { title: "theirs" });
      await pushOne(actor, task("update", id, { title: "mine" }, { baseRev: rev }));
      const body = { entity: "tasks", id, resolution: "use_local" };
      const resolve = (expectedRev: number) => actor.post("/v1/sync/resolve-conflict", { ...body, expectedRev });
      const [old, ahead] = [await resolve(rev), await resolve(Math.min(MAX, rev + 1 + by))];
      expect([ahead.status, ahead.text]).toEqual([409, old.text]);
      expect(ahead.data).toMatchObject({ rev: rev + 1, conflicts: [{ local: { title: "mine" } }] });
      expect(await titleOf(actor, id)).toBe("theirs");
      expect(await resolve(rev + 1)).toMatchObject({ status: 200, data: { data: { title: "mine" } } });
    },
  );
});

describe("a moment that has not come", () => {
  const inAMinute = () => new Date(Date.now() + 60_001).toISOString();

  test("as `since` and `lastSyncedAt`: nothing is newer, and the cursor goes on from here", async () => {
    freezeTime("2026-11-02T10:00:00Z");
    const actor = await newActor();
    await newTask(actor);
    const pulled = await pull(actor, { since: inAMinute() });
    const pushed = await push(actor, [], { lastSyncedAt: inAMinute() });
    const { id } = await newTask(actor);
    for (const { changes, cursor, hasMore } of [pulled, pushed]) {
      expect([changes, hasMore]).toEqual([[], false]);
      expect((await pull(actor, { cursor })).changes).toMatchObject([{ id, operation: "create" }]);
    }
  });

  test("as the base of a change counts as the change's arrival", async () => {
    const actor = await newActor();
    const { id } = await newTask(actor);
    await actor.patch(`/v1/tasks/${id}`, { title: "theirs" });
    const result = await pushOne(actor, task("update", id, { title: "mine" }), { lastSyncedAt: inAMinute() });
    expect(result).toMatchObject({ status: "applied", data: { title: "mine" } });
  });
});

test("a cursor ahead of the clock is expired on the socket, too", async () => {
  const [ahead, actor] = [await newActor(), await newActor()];
  await newTask(ahead);
  const { cursor } = await pull(ahead);
  const socket = await actor.connect();
  await socket.next("hello");
  socket.send({ event: "subscribe", data: { cursor } });
  expect((await socket.next("error")).data.code).toBe("CURSOR_EXPIRED");
});

describe("after a database was set back to an earlier state", () => {
  /** Pulls from an installation that says when that was. */
  async function pullFrom(actor: Actor, query: string, restoredAt: string) {
    const bindings = unsafeCast<Bindings>({ ...env, RESTORED_AT: restoredAt });
    const reply = await replyOf(
      await handle(actor.requestOf("GET", `/v1/sync/pull?${query}`), bindings, createExecutionContext()),
    );
    return reply.error?.code ?? reply.data.changes.length;
  }

  test("what a client remembers from before is out of date, although the clock has passed it", async () => {
    freezeTime("2026-07-01T00:00:00Z");
    const actor = await newActor();
    await newTask(actor);
    const { cursor } = await pull(actor);
    passTime(1000);
    await newTask(actor);
    const restoredAt = "2026-07-01T00:00:01Z";
    expect(await pullFrom(actor, `cursor=${cursor}`, "2026-07-01T00:00:00Z")).toBe(1);
    expect(await pullFrom(actor, `cursor=${cursor}`, restoredAt)).toBe("CURSOR_EXPIRED");
    expect(await pullFrom(actor, "since=2026-07-01T00:00:00Z", restoredAt)).toBe("CURSOR_EXPIRED");
    expect(await pullFrom(actor, "", restoredAt)).toBe(2);
    const { cursor: after } = await pull(actor);
    await newTask(actor);
    expect(await pullFrom(actor, `cursor=${after}`, restoredAt)).toBe(1);
  });

  test("a moment that is still to come counts when it has come", async () => {
    freezeTime("2026-07-01T00:00:00Z");
    const actor = await newActor();
    const { cursor } = await pull(actor);
    const restoredAt = "2026-07-01T00:15:00Z";
    passTime(15 * 60_000 - 1);
    expect(await pullFrom(actor, `cursor=${cursor}`, restoredAt)).toBe(0);
    passTime(1);
    expect(await pullFrom(actor, `cursor=${cursor}`, restoredAt)).toBe("CURSOR_EXPIRED");
    const { cursor: after } = await pull(actor);
    expect(await pullFrom(actor, `cursor=${after}`, restoredAt)).toBe(0);
  });
});
