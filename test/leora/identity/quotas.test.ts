import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { type Actor, anonymous, newActor, signInAgain } from "../../support/actor.ts";
import { freezeTime, passTime } from "../../support/clock.ts";
import { calls, INVALID_TOKEN, login, refresh, refusal, registration } from "./support.ts";

const MAX = 30;
const TIMEOUT_MS = 60_000;

const me = async (actor: Actor) => refusal(await actor.get("/v1/auth/me"));
const totals = async (actor: Actor) => [
  (await actor.get("/v1/sessions")).meta?.total,
  (await actor.get("/v1/devices")).meta?.total,
];
const rowsOf = async ({ user }: Actor, table: string): Promise<number> => {
  const query = env.LEORA_DB.prepare(`SELECT count(*) AS rows FROM ${table} WHERE userId = ?`).bind(user.id);
  return Number(await query.first("rows"));
};

/** A user with as many sessions and devices as there may be, one a second; the first of them is `first`. */
async function fullUser(): Promise<{ first: Actor; others: Actor[] }> {
  freezeTime("2026-11-24T10:00:00Z");
  const first = await newActor();
  const others: Actor[] = [];
  while (others.length < MAX - 1) {
    passTime(1000);
    others.push(await signInAgain(first));
  }
  return { first, others };
}

describe("a user's sessions", () => {
  it(
    "are thirty: one more ends the least recently used, at once and everywhere",
    async () => {
      const { first, others } = await fullUser();
      const socket = await first.connect();
      const { ticket } = (await first.post("/v1/realtime/ticket")).data;
      expect(await totals(first)).toEqual([MAX, MAX]);
      passTime(1000);
      const reply = await login(first.user.email);
      expect([reply.status, calls(reply)]).toEqual([200, 'd1;desc="2", hub;desc="1"']);
      expect((await socket.closed).code).toBe(4401);
      expect(await me(first)).toEqual(INVALID_TOKEN);
      expect(refusal(await refresh(first.refreshToken))).toEqual(INVALID_TOKEN);
      expect((await anonymous().get(`/ws?ticket=${ticket}`, { Upgrade: "websocket" })).status).toBe(401);
      for (const other of others) expect((await other.get("/v1/auth/me")).status).toBe(200);
      expect(await totals(anonymous().adopt(reply))).toEqual([MAX, MAX]);
    },
    TIMEOUT_MS,
  );

  it(
    "that are refreshed are used: another one ends",
    async () => {
      const { first, others } = await fullUser();
      passTime(1000);
      const refreshed = await refresh(first.refreshToken);
      await login(first.user.email);
      expect((await first.adopt(refreshed).get("/v1/auth/me")).status).toBe(200);
      expect(await me(others[0] ?? first)).toEqual(INVALID_TOKEN);
      expect((await others[1]?.get("/v1/auth/me"))?.status).toBe(200);
    },
    TIMEOUT_MS,
  );

  it(
    "stay thirty when ten come at the same moment, and all of these are new",
    async () => {
      const { first, others } = await fullUser();
      passTime(1000);
      const replies = await Promise.all(Array.from({ length: 10 }, () => login(first.user.email)));
      const fresh = replies.map((reply) => anonymous().adopt(reply));
      for (const actor of fresh) expect((await actor.get("/v1/auth/me")).status).toBe(200);
      expect(await totals(fresh[0] ?? first)).toEqual([MAX, MAX]);
      const ended = await Promise.all([first, ...others].map((actor) => actor.get("/v1/auth/me")));
      expect(ended.map(({ status }) => status)).toEqual([...Array(10).fill(401), ...Array(20).fill(200)]);
      expect([await rowsOf(first, "userSessions"), await rowsOf(first, "userDevices")]).toEqual([MAX, MAX]);
    },
    TIMEOUT_MS,
  );

  it(
    "keep the new one, also when the clock that opened the others is ahead",
    async () => {
      const { first, others } = await fullUser();
      passTime(-60_000);
      const reply = await login(first.user.email);
      expect((await anonymous().adopt(reply).get("/v1/auth/me")).status).toBe(200);
      expect(await me(first)).toEqual(INVALID_TOKEN);
      expect((await others[0]?.get("/v1/auth/me"))?.status).toBe(200);
    },
    TIMEOUT_MS,
  );

  it(
    "that have ended go first, and their rows are bounded too",
    async () => {
      const { first } = await fullUser();
      for (let count = 0; count < 5; count += 1) {
        passTime(1000);
        // The first of these pushes `first` out; each one that logs out makes room for the next.
        await (await signInAgain(first)).post("/v1/auth/logout");
      }
      expect(await rowsOf(first, "userSessions")).toBe(MAX);
      const last = anonymous().adopt(await login(first.user.email));
      expect((await last.get("/v1/sessions")).meta?.total).toBe(MAX);
    },
    TIMEOUT_MS,
  );
});

it(
  "a session that has expired gives way to one that was used before and is live",
  async () => {
    freezeTime("2026-11-24T10:00:00Z");
    const actor = await newActor({ rememberMe: true });
    passTime(1000);
    for (let count = 1; count < MAX; count += 1) await signInAgain(actor);
    passTime(8 * 86_400_000);
    const last = await signInAgain(actor);
    actor.adopt(await refresh(actor.refreshToken));
    expect((await actor.get("/v1/sessions")).meta?.total).toBe(2);
    expect(await rowsOf(last, "userSessions")).toBe(MAX);
  },
  TIMEOUT_MS,
);

describe("a user's devices", () => {
  it(
    "are thirty: one more removes the one that was inactive for longest, and never one in use",
    async () => {
      freezeTime("2026-11-24T10:00:00Z");
      const phone = anonymous();
      phone.adopt(await phone.post("/v1/auth/register", registration(), { "X-Device-ID": "device 0" }));
      for (let number = 1; number < MAX; number += 1) {
        passTime(1000);
        const visit = await signInAgain(phone, { "X-Device-ID": `device ${number}` });
        await visit.post("/v1/auth/logout");
      }
      expect(await totals(phone)).toEqual([1, MAX]);
      // A known device takes no place of its own, and the one that signs in is never the one that goes.
      const again = await signInAgain(phone, { "X-Device-ID": "device 1" });
      expect(await totals(phone)).toEqual([2, MAX]);
      passTime(1000);
      const tablet = await signInAgain(phone, { "X-Device-ID": "tablet" });
      for (const actor of [phone, again]) expect((await actor.get("/v1/auth/me")).status).toBe(200);
      const { data } = await tablet.get("/v1/devices?limit=100");
      const names = data.map(({ deviceId }: { deviceId: string }) => deviceId);
      expect([
        names.length,
        ...["device 0", "device 1", "device 2", "device 3", "tablet"].map((name) => names.includes(name)),
      ]).toEqual([MAX, true, true, false, true, true]);
    },
    TIMEOUT_MS,
  );
});

it("a session keeps twenty replaced tokens at most, however fast they are replaced", async () => {
  freezeTime("2026-11-24T10:00:00Z");
  const { refreshToken, user } = await newActor();
  const tokens = [refreshToken];
  for (let count = 0; count < 25; count += 1) {
    passTime(1000);
    tokens.push((await refresh(tokens.at(-1) ?? null)).data.refreshToken);
  }
  const row = await env.LEORA_DB.prepare("SELECT retiredTokens FROM userSessions WHERE userId = ?")
    .bind(user.id)
    .first();
  expect(JSON.parse(String(row?.retiredTokens))).toHaveLength(20);
  // The oldest that is kept still gets its successor; the one before it counts as stolen.
  expect((await refresh(tokens[5] ?? null)).data.refreshToken).toBe(tokens[6]);
  expect(refusal(await refresh(tokens[4] ?? null))).toEqual(INVALID_TOKEN);
});
