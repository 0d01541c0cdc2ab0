import { describe, expect, test } from "vitest";
import { LIMITS } from "../../src/limits.ts";
import { type Actor, newActor, signInAgain } from "../support/actor.ts";
import { freezeTime, passTime } from "../support/clock.ts";
import { read, write } from "./stored.ts";
import { callsOf, newId, push, task } from "./sync/protocol.ts";

const bulk = (actor: Actor, items: readonly object[], key: string) =>
  actor.post("/v1/tasks/bulk", { items }, { "Idempotency-Key": key });
const storedBytes = (actor: Actor, key: string) =>
  read(actor, "SELECT octet_length(body) FROM idempotency WHERE owner = ?1 AND key = ?2", key);
const create = (id: string, index: number) => ({ id, data: { title: `task ${index}`, notes: "x".repeat(300) } });

describe("the stored reply", () => {
  test("of one row is stored whole: repeating shows the row as it was", async () => {
    const actor = await newActor();
    const post = () => actor.post("/v1/tasks", { title: "first" }, { "Idempotency-Key": "one" });
    const { data } = await post();
    await actor.patch(`/v1/tasks/${data.id}`, { title: "changed" });
    const again = await post();
    expect([again.status, again.data, again.headers.get("idempotency-replayed")]).toEqual([201, data, "true"]);
    expect(callsOf(again)).toEqual({ d1: 1, hub: 1 });
  });

  test("of many rows names them: the same ids, statuses and errors, and the rows as they are now", async () => {
    freezeTime("2026-03-18T07:00:00Z");
    const actor = await newActor();
    const ids = Array.from({ length: 100 }, newId);
    const items = [...ids.map(create), { data: { title: "" } }, { operation: "delete", id: ids[2] }];
    const first = await bulk(actor, items, "many");
    expect([first.data.appliedCount, first.data.rejectedCount]).toEqual([101, 1]);
    expect(first.text.length).toBeGreaterThan(80_000);
    expect(await storedBytes(actor, "many")).toBeLessThan(22_000);
    expect((await bulk(actor, items, "many")).data).toEqual(first.data);

    passTime(1000);
    await actor.patch(`/v1/tasks/${ids[0]}`, { title: "changed" });
    await actor.delete(`/v1/tasks/${ids[1]}`);
    const [changed, clock] = [
      await actor.get(`/v1/tasks/${ids[0]}`),
      await read(actor, "SELECT rev FROM clocks WHERE owner = ?1"),
    ];
    const again = await bulk(actor, items, "many");
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    const results = first.data.results.with(0, { ...first.data.results[0], data: changed.data });
    const tombstone = { id: ids[1], showStatus: "deleted" };
    expect(again.data).toEqual({ ...first.data, results: results.with(1, { ...results[1], data: tombstone }) });
    expect(callsOf(again)).toEqual({ d1: 2, hub: 1 });
    expect(await read(actor, "SELECT rev FROM clocks WHERE owner = ?1")).toBe(clock);
    const other = await bulk(actor, [create(newId(), 1)], "many");
    expect([other.status, other.error?.code]).toEqual([409, "IDEMPOTENCY_CONFLICT"]);
  });

  test("is never larger than the bound, also of a few large rows", async () => {
    const actor = await newActor();
    const items = Array.from({ length: 20 }, () => ({ data: { title: "t", notes: "x".repeat(1000) } }));
    const first = await bulk(actor, items, "few");
    expect(first.text.length).toBeGreaterThan(LIMITS.engine.storedReplyBytes);
    expect(await storedBytes(actor, "few")).toBeLessThan(LIMITS.engine.storedReplyBytes / 2);
    const again = await bulk(actor, items, "few");
    expect([again.data, callsOf(again).d1]).toEqual([first.data, 2]);
  });

  test("shows no more rows when repeated than a first reply would", async () => {
    const actor = await newActor();
    const ids = Array.from({ length: 60 }, newId);
    const items = ids.map(create);
    await bulk(actor, items, "grown");
    await write(actor, "UPDATE tasks SET notes = ?2 WHERE owner = ?1", "x".repeat(100_000));
    const { data } = await bulk(actor, items, "grown");
    const shown = data.results.filter((result: object) => "data" in result).length;
    expect([data.results.length, shown]).toEqual([60, Math.floor(LIMITS.engine.resultBytes / 101_300)]);
  });

  test("of another user's row is never shown", async () => {
    const [actor, other] = [await newActor(), await newActor()];
    const ids = Array.from({ length: 100 }, newId);
    const items = ids.map(create);
    await bulk(actor, items, "mine");
    // The same ids may be rows of another user.
    await bulk(
      other,
      ids.map((id) => ({ id, data: { title: "theirs" } })),
      "mine",
    );
    const { data } = await bulk(actor, items, "mine");
    expect(data.results.map((result: { data: { title: string } }) => result.data.title)).toEqual(
      ids.map((_, index) => `task ${index}`),
    );
  });
});

test("20 bulk updates of fat rows store about what was sent", { timeout: 60_000 }, async () => {
  const actor = await newActor();
  const notes = "x".repeat(9000);
  const ids = Array.from({ length: 100 }, newId);
  await push(
    actor,
    ids.map((id) => task("create", id, { title: "t", notes })),
  );
  const size = () => read(actor, "SELECT bytes FROM clocks WHERE owner = ?1");
  const before = await size();
  let sent = 0;
  for (let round = 0; round < 20; round += 1) {
    const items = ids.map((id) => ({ operation: "update", id, data: { title: `round ${round}` } }));
    sent += JSON.stringify({ items }).length;
    expect((await bulk(actor, items, `round ${round}`)).data.appliedCount).toBe(100);
  }
  expect((await size()) - before).toBeLessThan(sent * 6);
  const logged = "SELECT group_concat(DISTINCT j.key) FROM revisions r, json_each(r.changes) j WHERE owner = ?1";
  expect(await read(actor, logged)).toBe("title");
});

test("a device that signs in again gets the same stored reply", async () => {
  const actor = await newActor();
  const items = Array.from({ length: 100 }, (_, index) => create(newId(), index));
  const first = await bulk(actor, items, "k");
  expect((await bulk(await signInAgain(actor), items, "k")).data).toEqual(first.data);
});
