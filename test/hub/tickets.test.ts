import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { parseEnv } from "../../src/env.ts";
import { ticketUser } from "../../src/hub/tickets.ts";
import { type Actor, anonymous, newActor } from "../support/actor.ts";
import { freezeTime, passTime } from "../support/clock.ts";
import { changed, hubOf, publish } from "../support/hub.ts";

const ticketOf = async (actor: Actor): Promise<string> => (await actor.post("/v1/realtime/ticket")).data.ticket;

/** What a client without any token gets for this ticket. */
async function refusal(ticket: string) {
  const { status, error } = await anonymous().get(`/ws?ticket=${ticket}`, { Upgrade: "websocket" });
  return { status, code: error?.code };
}
const REFUSED = { status: 401, code: "AUTH_TOKEN_INVALID" };

test("a ticket is created, and opens a socket of its user and session", async () => {
  const actor = await newActor();
  const reply = await actor.post("/v1/realtime/ticket");
  expect(reply.status).toBe(201);
  expect(reply.data).toEqual({ ticket: expect.stringContaining(`${actor.user.id}.`), expiresIn: 30 });

  const socket = await anonymous().connect(`ticket=${reply.data.ticket}`);
  await socket.next("hello");
  const change = changed("tasks", 1);
  await publish(actor, change);
  expect((await socket.next()).data).toEqual(change);
  await actor.post("/v1/auth/logout");
  expect((await socket.closed).code).toBe(4401);
});

test("opens one socket only, also when two ask at once", async () => {
  const actor = await newActor();
  const ticket = await ticketOf(actor);
  const attempts = await Promise.allSettled([1, 2, 3].map(() => anonymous().connect(`ticket=${ticket}`)));
  expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await refusal(ticket)).toEqual(REFUSED);
});

test("lives 30 seconds", async () => {
  freezeTime("2026-11-24T10:00:00Z");
  const actor = await newActor();
  const [early, late] = [await ticketOf(actor), await ticketOf(actor)];
  passTime(29_999);
  await anonymous().connect(`ticket=${early}`);
  passTime(1);
  expect(await refusal(late)).toEqual(REFUSED);
});

test("outlives eviction", async () => {
  const actor = await newActor();
  const ticket = await ticketOf(actor);
  await evictDurableObject(hubOf(actor).stub);
  const socket = await anonymous().connect(`ticket=${ticket}`);
  expect((await socket.next()).event).toBe("hello");
});

test("is worthless for another user, altered, or after its session ended", async () => {
  const [actor, other] = [await newActor(), await newActor()];
  const ticket = await ticketOf(actor);
  expect(await refusal(ticket.replace(actor.user.id, other.user.id))).toEqual(REFUSED);
  expect(await refusal(`${ticket.slice(0, -2)}xx`)).toEqual(REFUSED);
  await actor.post("/v1/auth/logout");
  expect(await refusal(ticket)).toEqual(REFUSED);
});

test("wakes no hub of another product: its signature names its own", async () => {
  const { TOKEN_SECRET } = parseEnv(env);
  const actor = await newActor();
  const ticket = await ticketOf(actor);
  expect(await ticketUser(TOKEN_SECRET, "leora", ticket)).toBe(actor.user.id);
  expect(await ticketUser(TOKEN_SECRET, "crm", ticket)).toBeUndefined();
});

test("is stored as a hash, and expired ones go when the next is made", async () => {
  freezeTime("2026-11-24T10:00:00Z");
  const actor = await newActor();
  const stored = () =>
    runInDurableObject(hubOf(actor).stub, (_hub, { storage }) => storage.sql.exec("SELECT * FROM tickets").toArray());
  const ticket = await ticketOf(actor);
  expect(JSON.stringify(await stored())).not.toContain(ticket.split(".")[1]);
  passTime(30_000);
  await ticketOf(actor);
  expect(await stored()).toHaveLength(1);
});

test("needs a signed-in user, and is never stored for replay", async () => {
  expect((await anonymous().post("/v1/realtime/ticket")).status).toBe(401);
  const actor = await newActor();
  const key = { "Idempotency-Key": crypto.randomUUID() };
  const [first, second] = [
    await actor.post("/v1/realtime/ticket", {}, key),
    await actor.post("/v1/realtime/ticket", {}, key),
  ];
  expect(first.data.ticket).not.toBe(second.data.ticket);
});

test("a user has at most 20 unused ones: one more makes the oldest worthless, also after eviction", async () => {
  const actor = await newActor();
  const tickets: string[] = [];
  for (let count = 1; count <= 20; count += 1) tickets.push(await ticketOf(actor));
  await evictDurableObject(hubOf(actor).stub);
  tickets.push(await ticketOf(actor));
  expect(await refusal(String(tickets[0]))).toEqual(REFUSED);
  for (const ticket of [tickets[1], tickets[20]]) {
    expect((await (await anonymous().connect(`ticket=${ticket}`)).next()).event).toBe("hello");
  }
});
