import { describe, expect, test } from "vitest";
import { newActor, signInAgain } from "../support/actor.ts";
import { freezeTime, passTime } from "../support/clock.ts";
import { newPremiumActor } from "../support/plan.ts";

const NOON = "2026-11-24T12:00:00Z";
const RESET = String(Date.parse(NOON) / 1000 + 60);

const rateOf = ({ headers }: { headers: Headers }) => ({
  limit: headers.get("x-ratelimit-limit"),
  remaining: headers.get("x-ratelimit-remaining"),
  reset: headers.get("x-ratelimit-reset"),
});

describe("rate limits", () => {
  test("count per user, over all of the user's sessions, and open again after a minute", async () => {
    freezeTime(NOON);
    const phone = await newActor();
    const laptop = await signInAgain(phone);
    const replies = await Promise.all(Array.from({ length: 99 }, () => phone.get("/v1/tasks")));
    expect(replies.every(({ status }) => status === 200)).toBe(true);

    const last = await laptop.get("/v1/tasks");
    expect(last.status).toBe(200);
    expect(rateOf(last)).toEqual({ limit: "100", remaining: "0", reset: RESET });

    passTime(15_000);
    const refused = await laptop.get("/v1/tasks");
    expect({ status: refused.status, code: refused.error?.code }).toEqual({ status: 429, code: "RATE_LIMIT_EXCEEDED" });
    expect(refused.headers.get("retry-after")).toBe("45");
    expect(rateOf(refused)).toEqual({ limit: "100", remaining: "0", reset: RESET });
    expect((await laptop.post("/v1/tasks", { title: "Other bucket" })).status).toBe(201);

    passTime(45_000);
    expect(rateOf(await phone.get("/v1/tasks"))).toMatchObject({ remaining: "99" });
  });

  test("hold commands too, and nothing is written past them", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const tickets = await Promise.all(Array.from({ length: 51 }, () => actor.post("/v1/realtime/ticket")));
    expect(tickets.map(({ status }) => status).toSorted()).toEqual([...Array(50).fill(201), 429]);
    expect((await actor.post("/v1/tasks", { title: "Too many" })).status).toBe(429);
    expect((await actor.get("/v1/tasks")).data).toEqual([]);
  });

  test("hold ten requests to AI a minute on every plan, and what is refused so takes no unit of the quota", async () => {
    freezeTime(NOON);
    const actor = await newPremiumActor();
    const speak = () => actor.post("/v1/ai/voice", { transcript: "taksi 25 000" });
    const ask = () => actor.post("/v1/insights/ask", { question: "Balans?" });
    const generate = () => actor.post("/v1/insights/generate");
    for (const send of [speak, speak, speak, ask, ask, ask, generate, generate, generate]) {
      expect([200, 201]).toContain((await send()).status);
    }
    expect(rateOf(await speak())).toEqual({ limit: "10", remaining: "0", reset: RESET });
    for (const send of [speak, ask, generate]) {
      const { status, error } = await send();
      expect([status, error?.code]).toEqual([429, "RATE_LIMIT_EXCEEDED"]);
    }
    const { quotas } = (await actor.get("/v1/ai/quota")).data;
    expect([quotas.voice.used, quotas.qa.used, quotas.daily.used]).toEqual([4, 3, 3]);
    expect(quotas.period).toEqual({ limit: -1, used: 0, remaining: -1, resetsAt: "2026-11-24T19:00:00.000Z" });
  });

  test("hold catching up on a socket like a pull", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const socket = await actor.connect();
    const { cursor } = (await socket.next("hello")).data;
    for (let count = 1; count <= 31; count += 1) socket.send({ event: "subscribe", data: { cursor } });
    for (let count = 1; count <= 20; count += 1) await socket.next("subscribed");
    for (let count = 21; count <= 31; count += 1) {
      expect(await socket.next()).toEqual({
        event: "error",
        data: { code: "RATE_LIMIT_EXCEEDED", message: "Too many requests; try again later" },
      });
    }
    // They were well-formed: ten malformed ones would have closed the socket.
    socket.send({ event: "subscribe" });
    expect((await socket.next()).event).toBe("subscribed");
  });

  test("are not used up by frames that wait when their socket is closed", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const socket = await actor.connect();
    const { cursor } = (await socket.next("hello")).data;
    for (let count = 1; count <= 10; count += 1) socket.send("nonsense");
    for (let count = 1; count <= 5; count += 1) socket.send({ event: "subscribe", data: { cursor } });
    expect((await socket.closed).code).toBe(1008);
    expect(rateOf(await actor.get("/v1/sync/pull"))).toMatchObject({ limit: "20", remaining: "19" });
  });
});
