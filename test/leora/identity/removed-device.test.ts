import { evictDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { NO_CLIENT } from "../../../src/kernel/request.ts";
import { type Actor, anonymous, newActor, signInAgain } from "../../support/actor.ts";
import { hubOf } from "../../support/hub.ts";
import { INVALID_TOKEN, refresh, refusal } from "./support.ts";

/** A user at home, whose phone was lost. */
async function lostPhone() {
  const home = await newActor();
  const phone = await signInAgain(home, { "X-Device-ID": "phone" });
  const { data } = await home.get("/v1/devices");
  const { id } = data.find(({ deviceId }: { deviceId: string }) => deviceId === "phone");
  return { home, phone, remove: () => home.delete(`/v1/devices/${id}`) };
}

const task = (title: string) => ({ title, id: crypto.randomUUID() });
const pushOf = (title: string) => {
  const { id, ...data } = task(title);
  const change = { entity: "tasks", id, operation: "create", data, localUpdatedAt: new Date().toISOString() };
  return { changes: [{ ...change, idempotencyKey: crypto.randomUUID() }] };
};
const titlesOf = async (actor: Actor): Promise<string[]> =>
  (await actor.get("/v1/tasks?limit=100")).data.map(({ title }: { title: string }) => title);

describe("a removed device", () => {
  it("is out at once, wherever it comes from, and stays out when its hub forgets", async () => {
    const { home, phone, remove } = await lostPhone();
    const [socket, ownSocket] = [await phone.connect(), await home.connect()];
    await ownSocket.next("hello");
    const { ticket } = (await phone.post("/v1/realtime/ticket")).data;
    const next = (await refresh(phone.refreshToken)).data;
    expect((await remove()).status).toBe(200);

    expect(await socket.closed).toEqual({ code: 4401, reason: "The session has ended" });
    for (const evicted of [false, true]) {
      if (evicted) {
        ownSocket.close();
        await evictDurableObject(hubOf(home).stub);
      }
      for (const token of [phone.accessToken, next.accessToken]) {
        const thief = anonymous();
        thief.accessToken = token;
        expect(refusal(await thief.get("/v1/auth/me"))).toEqual(INVALID_TOKEN);
        expect(refusal(await thief.post("/v1/tasks", task("Stolen")))).toEqual(INVALID_TOKEN);
        expect(refusal(await thief.post("/v1/sync/push", pushOf("Stolen")))).toEqual(INVALID_TOKEN);
        expect(refusal(await thief.post("/v1/realtime/ticket"))).toEqual(INVALID_TOKEN);
        await expect(thief.connect()).rejects.toThrow("401");
      }
      for (const token of [phone.refreshToken, next.refreshToken]) {
        expect(refusal(await refresh(token))).toEqual(INVALID_TOKEN);
      }
    }
    expect(refusal(await anonymous().get(`/ws?ticket=${ticket}`, { Upgrade: "websocket" }))).toEqual(INVALID_TOKEN);
    expect((await home.get("/v1/sessions")).meta?.total).toBe(1);
    expect(await titlesOf(home)).toEqual([]);
  });

  it("writes nothing by what it had in the queue", async () => {
    const { home, phone, remove } = await lostPhone();
    const pushes = Array.from({ length: 20 }, (_, number) => phone.post("/v1/sync/push", pushOf(`Push ${number}`)));
    const [removed, ...replies] = await Promise.all([remove(), ...pushes]);
    expect(removed?.status).toBe(200);
    const done = replies.flatMap(({ status }, number) => (status === 200 ? [`Push ${number}`] : []));
    for (const reply of replies.filter(({ status }) => status !== 200)) expect(refusal(reply)).toEqual(INVALID_TOKEN);
    expect((await titlesOf(home)).toSorted()).toEqual(done.toSorted());
    const late = await phone.post("/v1/sync/push", pushOf("Late"));
    expect(refusal(late)).toEqual(INVALID_TOKEN);
    expect(await titlesOf(home)).not.toContain("Late");
  });

  it("runs no command that waited in the hub when it was removed", async () => {
    const { home, phone, remove } = await lostPhone();
    const { data } = await phone.get("/v1/sessions");
    const { id: sessionId } = data.find(({ isCurrent }: { isCurrent: boolean }) => isCurrent);
    const { api, owner } = hubOf(phone);
    const perform = (title: string) =>
      api.perform(
        owner,
        { sessionId, database: null, bucket: "sync", now: Date.now() },
        { command: "sync.push", input: pushOf(title), requestId: "test", client: NO_CLIENT, idempotency: null },
      );
    // Calls on one stub arrive in their order: both pushes are admitted, and the second waits for the first.
    const [running, waiting, revoked] = [perform("Running"), perform("Waiting"), api.revoke(owner, [sessionId])];
    expect((await running).ok).toBe(true);
    expect(await waiting).toMatchObject({ ok: false, error: { code: "token_invalid" } });
    await revoked;
    expect((await remove()).status).toBe(200);
    expect(await titlesOf(home)).toEqual(["Running"]);
  });

  it("gets no more frames, also of those it had asked for", async () => {
    const { home, phone, remove } = await lostPhone();
    const [socket, ownSocket] = [await phone.connect(), await home.connect()];
    await Promise.all([socket.next("hello"), ownSocket.next("hello")]);
    for (let count = 0; count < 20; count += 1) socket.send({ event: "subscribe", data: { entities: ["tasks"] } });
    await remove();
    await home.post("/v1/tasks", task("Private"));
    expect((await ownSocket.next("entity:updated")).data.data.title).toBe("Private");
    expect((await socket.closed).code).toBe(4401);
    expect(socket.pending.filter(({ event }) => event === "entity:updated")).toEqual([]);
  });

  it("of another user is untouched by a removal that names it", async () => {
    const { phone, home } = await lostPhone();
    const stranger = await newActor();
    const { data } = await home.get("/v1/devices");
    for (const { id } of data) expect((await stranger.delete(`/v1/devices/${id}`)).status).toBe(404);
    for (const actor of [phone, home]) expect((await actor.get("/v1/auth/me")).status).toBe(200);
  });
});
