import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { parseEnv } from "../../src/env.ts";
import { connectSocket } from "../../src/hub/connect.ts";
import { newSeller } from "../crm/support.ts";
import { verified } from "../koshelok/support.ts";
import type { Actor } from "../support/actor.ts";
import { changed, hubOf, publish } from "../support/hub.ts";
import { Socket } from "../support/socket.ts";

// Neither CRM nor Koshelok offers sockets, but their hubs are made to have them: the Worker's own step from the request to the
// hub is called here for these products.

const request = (actor: Actor) =>
  new Request(`http://localhost/ws?token=${actor.accessToken}`, { headers: { Upgrade: "websocket" } });

async function connect(actor: Actor): Promise<Socket> {
  const { webSocket } = await connectSocket(request(actor), parseEnv(env), actor.product, Date.now());
  if (!webSocket) throw new Error("No socket");
  return new Socket(webSocket);
}

describe("a product without sync", () => {
  test("has sockets that are greeted without a cursor, and get events and changes", async () => {
    const seller = await newSeller();
    const socket = await connect(seller);
    expect(await socket.next()).toEqual({ event: "hello", data: {} });
    const { api, owner } = hubOf(seller);
    await api.publish(owner, { changes: [], events: [{ event: "deal:won", data: { id: 7 } }] });
    expect(await socket.next()).toEqual({ event: "deal:won", data: { id: 7 } });
    const change = changed("deals", 1);
    await publish(seller, change);
    expect(await socket.next()).toEqual({ event: "entity:updated", data: change });
  });

  test("refuses a cursor, and keeps the socket and its filter", async () => {
    const seller = await newSeller();
    const socket = await connect(seller);
    await socket.next("hello");
    socket.send({ event: "subscribe", data: { entities: ["deals"] } });
    expect(await socket.next()).toEqual({ event: "subscribed", data: { entities: ["deals"] } });
    socket.send({ event: "subscribe", data: { entities: ["customers"], cursor: "anything" } });
    expect(await socket.next()).toEqual({
      event: "error",
      data: { code: "VALIDATION_ERROR", message: "data.cursor: this product has no changes to catch up on" },
    });
    await publish(seller, changed("customers", 1), changed("deals", 1));
    expect((await socket.next()).data.entity).toBe("deals");
  });

  test("opens no socket for a session that may only call some endpoints", async () => {
    const newcomer = await verified();
    await expect(connect(newcomer)).rejects.toMatchObject({ code: "forbidden" });
  });
});
