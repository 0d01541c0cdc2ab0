import { evictDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { NO_CLIENT } from "../../src/kernel/request.ts";
import { task } from "../engine/sync/protocol.ts";
import { newActor, signInAgain } from "../support/actor.ts";
import { freezeTime, passTime } from "../support/clock.ts";
import { changed, hubOf, publish } from "../support/hub.ts";

const DAY = 86_400_000;
const INVALID = { status: 401, code: "AUTH_TOKEN_INVALID" };

async function outcome(reply: Promise<{ status: number; error: { code: string } | null }>) {
  const { status, error } = await reply;
  return { status, code: error?.code };
}

describe("a session that ends", () => {
  test("is out at once, with its socket; the user's other sessions stay", async () => {
    const phone = await newActor();
    const laptop = await signInAgain(phone);
    const [phoneSocket, laptopSocket] = [await phone.connect(), await laptop.connect()];
    await laptopSocket.next("hello");
    expect((await phone.post("/v1/auth/logout")).status).toBe(200);

    expect(await phoneSocket.closed).toEqual({ code: 4401, reason: "The session has ended" });
    expect(await outcome(phone.get("/v1/tasks"))).toEqual(INVALID);
    expect(await outcome(phone.post("/v1/tasks", { title: "Late" }))).toEqual(INVALID);
    expect(await outcome(phone.post("/v1/sync/push", { changes: [] }))).toEqual(INVALID);
    expect(await outcome(phone.get(`/ws?token=${phone.accessToken}`, { Upgrade: "websocket" }))).toEqual(INVALID);

    expect((await laptop.get("/v1/tasks")).status).toBe(200);
    await publish(laptop, changed("tasks", 1));
    expect((await laptopSocket.next()).data.rev).toBe(1);
  });

  test("stays out after eviction", async () => {
    const actor = await newActor();
    await actor.post("/v1/auth/logout");
    await evictDurableObject(hubOf(actor).stub);
    expect(await outcome(actor.get("/v1/tasks"))).toEqual(INVALID);
  });

  test("closes its socket also when the hub was evicted before, with all others that end at once", async () => {
    const phone = await newActor();
    const laptop = await signInAgain(phone);
    const sockets = [await phone.connect(), await laptop.connect()];
    for (const socket of sockets) await socket.next("hello");
    const { stub, api, owner } = hubOf(phone);
    await evictDurableObject(stub);
    const { data: sessions } = await laptop.get("/v1/sessions");
    await api.revoke(
      owner,
      sessions.map(({ id }: { id: string }) => id),
    );
    for (const socket of sockets) expect((await socket.closed).code).toBe(4401);
  });
});

describe("a session that expires", () => {
  test("closes its socket at the next event, which it does not hear", async () => {
    freezeTime("2026-11-24T10:00:00Z");
    const actor = await newActor();
    const socket = await actor.connect();
    await socket.next("hello");
    passTime(7 * DAY - 1);
    await publish(actor, changed("tasks", 1));
    expect((await socket.next()).data.rev).toBe(1);
    passTime(1);
    await publish(actor, changed("tasks", 2));
    expect((await socket.closed).code).toBe(4401);
    expect(socket.pending).toEqual([]);
  });

  test("closes its socket at the next frame", async () => {
    freezeTime("2026-11-24T10:00:00Z");
    const actor = await newActor();
    const socket = await actor.connect();
    await socket.next("hello");
    passTime(31 * DAY);
    socket.send({ event: "presence:active" });
    expect((await socket.closed).code).toBe(4401);
  });
});

describe("an evicted hub", () => {
  test("lets a live session in again", async () => {
    const actor = await newActor();
    await actor.get("/v1/tasks");
    await evictDurableObject(hubOf(actor).stub);
    expect((await actor.get("/v1/tasks")).status).toBe(200);
  });
});

describe("what admission tells of the user", () => {
  test("follows a change of the profile at once", async () => {
    const actor = await newActor();
    const session = (await actor.get("/v1/sessions")).data[0];
    const { api, owner } = hubOf(actor);
    const admit = async () => {
      const reply = await api.admit(owner, { sessionId: session.id, database: null, bucket: null, now: Date.now() });
      return reply.ok && reply.value.principal;
    };
    const principal = {
      userId: actor.user.id,
      ...actor.home,
      role: "user",
      timezone: "Asia/Tashkent",
      profile: {
        primaryCurrency: "UZS",
        settings: { changes: {}, hasPin: false, updatedAt: null },
        owner: {
          region: "uzbekistan",
          createdAt: Date.parse(actor.user.createdAt),
          hasTwoFactor: false,
          preferredReminderMinutes: null,
        },
        wantsReminders: true,
        subscriptions: [],
      },
    };
    expect(await admit()).toEqual(principal);
    await actor.patch("/v1/users/me", { timezone: "Europe/Moscow" });
    expect(await admit()).toEqual({ ...principal, timezone: "Europe/Moscow" });
  });
});

describe("commands", () => {
  test("of one user run one at a time, each whole", async () => {
    const actor = await newActor();
    const id = crypto.randomUUID();
    await actor.post("/v1/tasks", { id, title: "0" });
    const pushes = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        actor.post("/v1/sync/push", {
          changes: [
            {
              entity: "tasks",
              id,
              operation: "update",
              data: { title: String(index) },
              localUpdatedAt: new Date().toISOString(),
              idempotencyKey: crypto.randomUUID(),
            },
          ],
        }),
      ),
    );
    const revisions = pushes.map(({ data }) => data.results[0].rev).toSorted((a, b) => a - b);
    expect(new Set(revisions).size).toBe(10);
    expect(pushes.map(({ status }) => status)).toEqual(Array(10).fill(200));
  });

  test("that wait when their session ends do not run any more", async () => {
    const actor = await newActor();
    const [session] = (await actor.get("/v1/sessions")).data;
    const { api, owner } = hubOf(actor);
    const create = (title: string) => {
      const input = { changes: [task("create", crypto.randomUUID(), { title })] };
      const request = { requestId: title, idempotency: null, client: NO_CLIENT };
      return api.perform(
        owner,
        { sessionId: session.id, database: null, bucket: null, now: Date.now() },
        { command: "sync.push", input, ...request },
      );
    };
    // The hub gets them in this order, and the first is still at D1 when the session ends.
    const running = create("Running");
    const waiting = [create("Second"), create("Third")];
    await api.revoke(owner, [session.id]);
    expect((await running).ok).toBe(true);
    const refused = expect.objectContaining({ ok: false, error: expect.objectContaining({ code: "token_invalid" }) });
    expect(await Promise.all(waiting)).toEqual([refused, refused]);
    const titles = (await (await signInAgain(actor)).get("/v1/tasks")).data.map(
      ({ title }: { title: string }) => title,
    );
    expect(titles).toEqual(["Running"]);
  });

  test("that fail do not hold up the next", async () => {
    const actor = await newActor();
    const replies = await Promise.all([
      actor.post("/v1/sync/push", { changes: [], cursor: "nonsense" }),
      actor.post("/v1/realtime/ticket"),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([400, 201]);
  });
});
