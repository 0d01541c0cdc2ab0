import { runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { type SocketState, Sockets } from "../../src/hub/sockets.ts";
import { newActor } from "../support/actor.ts";
import { changed, hubOf } from "../support/hub.ts";
import { Socket } from "../support/socket.ts";

// What happens while a socket catches up, step by step: over HTTP nobody can say what comes first.

/** Runs inside a hub of its own, with one open socket of its user; returns the frames that its client got. */
async function framesOf(happen: (sockets: Sockets, socket: WebSocket) => Promise<void>) {
  const { stub, owner } = hubOf(await newActor());
  const state: SocketState = {
    owner,
    sessionId: "s",
    checkAt: Number.MAX_SAFE_INTEGER,
    entities: null,
    malformed: 0,
    lastActive: 0,
  };
  return runInDurableObject(stub, async (_hub, ctx) => {
    const sockets = new Sockets(ctx);
    const { socket, client } = sockets.accept(state);
    const received = new Socket(client);
    await happen(sockets, socket);
    sockets.send(socket, "end", null);
    const frames = [];
    for (let frame = await received.next(); frame.event !== "end"; frame = await received.next()) frames.push(frame);
    return frames.map(({ event, data }) => (event === "entity:updated" ? data.rev : event));
  });
}

const task = (rev: number) => changed("tasks", rev);

test("live changes wait until the socket has caught up; those that it was sent by then are left out, events are not", async () => {
  const frames = await framesOf((sockets, socket) =>
    sockets.holdLiveFrames(socket, async () => {
      sockets.broadcastChanges([task(1), task(2), task(3)]);
      sockets.broadcastEvents([{ event: "reminder", data: {} }]);
      sockets.send(socket, "caught up", null);
      return 2;
    }),
  );
  expect(frames).toEqual(["caught up", 3, "reminder"]);
});

test("whoever could not be caught up gets what waited, and live changes at once again", async () => {
  const frames = await framesOf(async (sockets, socket) => {
    const failed = sockets.holdLiveFrames(socket, async () => {
      sockets.broadcastChanges([task(1)]);
      throw new Error("D1 is away");
    });
    await expect(failed).rejects.toThrow("D1 is away");
    sockets.broadcastChanges([task(2)]);
  });
  expect(frames).toEqual([1, 2]);
});
