import { evictDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import { newActor } from "../support/actor.ts";
import { freezeTime, passTime } from "../support/clock.ts";
import { changed, hubOf, publish } from "../support/hub.ts";
import type { Socket } from "../support/socket.ts";

const NOW = "2050-11-24T10:00:00Z";
const MAX = 20;

describe("a user's open sockets", () => {
  test("are at most 20: one more closes the one that was active least recently", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    const sockets: Socket[] = [];
    const open = async () => {
      passTime(1000);
      const socket = await actor.connect();
      await socket.next("hello");
      sockets.push(socket);
    };
    for (let count = 1; count <= MAX; count += 1) await open();
    passTime(1000);
    sockets[0]?.send({ event: "presence:active" });
    sockets[0]?.send({ event: "subscribe" });
    await sockets[0]?.next("subscribed");

    await evictDurableObject(hubOf(actor).stub);
    await open();
    expect(await sockets[1]?.closed).toEqual({ code: 4429, reason: "Too many sockets are open" });
    await open();
    expect((await sockets[2]?.closed)?.code).toBe(4429);

    await publish(actor, changed("tasks", 7));
    const heard = sockets.filter((_, index) => index !== 1 && index !== 2);
    expect(await Promise.all(heard.map(async (socket) => (await socket.next()).data.rev))).toEqual(Array(MAX).fill(7));
  });

  test("that were closed make room", async () => {
    const actor = await newActor();
    const sockets: Socket[] = [];
    for (let count = 1; count <= MAX; count += 1) sockets.push(await actor.connect());
    sockets[0]?.close();
    await sockets[0]?.closed;
    const last = await actor.connect();
    await last.next("hello");
    await publish(actor, changed("tasks", 7));
    for (const socket of [...sockets.slice(1), last]) expect((await socket.next("entity:updated")).data.rev).toBe(7);
  });
});

describe("a socket's frames", () => {
  test("are at most 100 in ten seconds: one more closes it, and other sockets stay", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    const [busy, calm] = [await actor.connect(), await actor.connect()];
    await busy.next("hello");
    await calm.next("hello");
    const sendAll = async (count: number) => {
      for (let sent = 1; sent <= count; sent += 1) busy.send({ event: "subscribe" });
      for (let sent = 1; sent <= count; sent += 1) await busy.next("subscribed");
    };
    await sendAll(100);
    passTime(10_000);
    await sendAll(99);
    passTime(9_999);
    await sendAll(1);
    busy.send({ event: "subscribe" });
    expect(await busy.closed).toEqual({ code: 1008, reason: "Too many frames" });
    expect(busy.pending).toEqual([]);
    calm.send({ event: "subscribe" });
    expect((await calm.next()).event).toBe("subscribed");
  });

  test("of a ping are not counted", async () => {
    const actor = await newActor();
    const socket = await actor.connect();
    await socket.next("hello");
    for (let sent = 1; sent <= 150; sent += 1) socket.send("ping");
    for (let sent = 1; sent <= 150; sent += 1) expect(await socket.next()).toEqual({ event: "pong" });
  });
});
