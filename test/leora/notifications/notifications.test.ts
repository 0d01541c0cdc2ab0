import { expect, test } from "vitest";
import { newActor } from "../../support/actor.ts";
import { freezeTime, passTime } from "../../support/clock.ts";

const ABOUT = { kind: "budget_exceeded", title: "Oziq-ovqat", entity: "budgets", data: { limit: 2_000_000 } };

test("a notification is unread until it is read, and can be made unread again", async () => {
  freezeTime("2026-03-01T10:00:00.000Z");
  const actor = await newActor();
  const entityId = crypto.randomUUID();
  const create = async (title: string) => (await actor.post("/v1/notifications", { ...ABOUT, entityId, title })).data;
  const [first, second] = [await create("first"), await create("second")];
  expect(first).toMatchObject({ ...ABOUT, entityId, title: "first", isRead: false, readAt: null });

  const listed = async (isRead: boolean) =>
    (await actor.get(`/v1/notifications?isRead=${isRead}`)).data.map(({ id }: { id: string }) => id);
  passTime(60_000);
  const read = await actor.patch(`/v1/notifications/${first.id}`, { isRead: true });
  expect(read.data).toMatchObject({ isRead: true, readAt: "2026-03-01T10:01:00.000Z" });
  expect(await listed(false)).toEqual([second.id]);
  expect(await listed(true)).toEqual([first.id]);

  passTime(60_000);
  const again = await actor.patch(`/v1/notifications/${first.id}`, { isRead: true });
  expect(again.data.readAt).toBe("2026-03-01T10:01:00.000Z");
  await actor.patch(`/v1/notifications/${first.id}`, { isRead: false });
  expect(await listed(false)).toEqual([second.id, first.id]);
  expect(await listed(true)).toEqual([]);
  expect((await actor.get("/v1/notifications?isRead=1")).error).toMatchObject({
    code: "VALIDATION_ERROR",
    details: [{ field: "isRead" }],
  });
});
