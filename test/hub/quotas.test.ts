import { evictDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { type Actor, newActor } from "../support/actor.ts";
import { freezeTime, passTime } from "../support/clock.ts";
import { hubOf } from "../support/hub.ts";
import { later } from "../support/later.ts";
import { upgrade } from "../support/plan.ts";

const speak = (actor: Actor) => actor.post("/v1/ai/voice", { transcript: "taksi 25 000" });
const voiceOf = async (actor: Actor) => (await actor.get("/v1/ai/quota")).data.quotas.voice;

/** Waits until the hub has heard of the requests before: it learns of their ends in the order of their replies. */
async function spent(actor: Actor) {
  const socket = await actor.connect();
  await socket.next("hello");
  await actor.post("/v1/tasks", { title: "marker" });
  await socket.next("entity:updated");
}

describe("a quota", () => {
  test("is kept through eviction", async () => {
    const actor = await newActor();
    for (let index = 0; index < 3; index += 1) await speak(actor);
    await evictDurableObject(hubOf(actor).stub);
    expect(await voiceOf(actor)).toMatchObject({ limit: 10, used: 3, remaining: 7 });
  });

  test("is not spared by a twin that fails under the same idempotency key", async () => {
    const actor = await newActor();
    for (let round = 0; round < 3; round += 1) {
      const headers = { "Idempotency-Key": crypto.randomUUID() };
      const refused = { question: "Balans?", context: { mentorId: "musk" } };
      const replies = await Promise.all([
        actor.post("/v1/insights/ask", refused, headers),
        actor.post("/v1/insights/ask", { question: "Balans?" }, headers),
      ]);
      expect(replies.map(({ status }) => status)).toEqual([409, 200]);
    }
    await spent(actor);
    expect((await actor.get("/v1/ai/quota")).data.quotas.qa.used).toBe(3);
  });

  test("begins anew at the user's midnight", async () => {
    // Ten to twelve at night in Tashkent.
    freezeTime("2026-06-01T18:50:00Z");
    const actor = await newActor();
    await speak(actor);
    expect(await voiceOf(actor)).toMatchObject({ used: 1, resetsAt: "2026-06-01T19:00:00.000Z" });
    passTime(10 * 60_000);
    expect(await voiceOf(actor)).toMatchObject({ used: 0, resetsAt: "2026-06-02T19:00:00.000Z" });
  });

  test("moves its reset with the time zone, and opens no day twice", async () => {
    freezeTime("2026-06-01T12:00:00Z");
    const actor = await newActor();
    await speak(actor);
    // It is two in the morning of the next day in Kiritimati.
    await actor.patch("/v1/users/me", { timezone: "Pacific/Kiritimati" });
    expect(await voiceOf(actor)).toMatchObject({ used: 0, resetsAt: "2026-06-02T10:00:00.000Z" });
    await speak(actor);
    // Back in Tashkent the first of June has not ended, and yet the second has been opened: it lasts until its own end.
    await actor.patch("/v1/users/me", { timezone: "Asia/Tashkent" });
    expect(await voiceOf(actor)).toMatchObject({ used: 1, resetsAt: "2026-06-02T19:00:00.000Z" });
    await actor.patch("/v1/users/me", { timezone: "Pacific/Honolulu" });
    expect(await voiceOf(actor)).toMatchObject({ used: 1, resetsAt: "2026-06-03T10:00:00.000Z" });
    await later(actor, "2026-06-03T09:59:59Z");
    expect((await voiceOf(actor)).used).toBe(1);
    await later(actor, "2026-06-03T10:00:00Z");
    expect((await voiceOf(actor)).used).toBe(0);
  });

  test("is without limit on premium at once, and what was used today counts when the plan ends", async () => {
    freezeTime("2026-06-01T06:00:00Z");
    const actor = await newActor();
    for (let index = 0; index < 10; index += 1) expect((await speak(actor)).status).toBe(200);
    passTime(61_000);
    const over = await speak(actor);
    expect([over.status, over.error?.code, over.headers.get("retry-after")]).toEqual([
      429,
      "AI_QUOTA_EXCEEDED",
      String((Date.parse("2026-06-01T19:00:00Z") - Date.now()) / 1000),
    ]);
    expect(over.error?.details).toEqual([
      {
        field: "voice",
        message: "Your plan includes 10 a day",
        channel: "voice",
        featureKey: "ai_voice_commands",
        limit: 10,
        used: 10,
        resetsAt: "2026-06-01T19:00:00.000Z",
      },
    ]);
    expect((await actor.get("/v1/ai/usage/history")).meta?.total).toBe(10);
    await upgrade(actor);
    expect((await speak(actor)).data.quota).toMatchObject({ limit: -1, used: 11, remaining: -1 });
    expect((await actor.get("/v1/ai/quota")).data.tier).toBe("premium");
  });
});
