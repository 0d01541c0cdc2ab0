import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { anonymous, newActor, signInAgain } from "../../support/actor.ts";
import { freezeTime, passTime } from "../../support/clock.ts";
import { calls, INVALID_TOKEN, refresh, refusal } from "./support.ts";

const SECOND = 1000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Signs in at a stopped clock. */
async function signedIn() {
  freezeTime("2026-11-24T10:00:00Z");
  return newActor();
}

async function successor(refreshToken: string | null): Promise<string> {
  const reply = await refresh(refreshToken);
  if (reply.status !== 200) throw new Error(`Refused: ${reply.text}`);
  return reply.data.refreshToken;
}

describe("POST /auth/refresh", () => {
  it("replaces the token and goes on with the session", async () => {
    const actor = await signedIn();
    passTime(HOUR);
    const reply = await refresh(actor.refreshToken);
    expect(reply.status).toBe(200);
    expect(reply.data).toEqual({
      accessToken: expect.any(String),
      refreshToken: expect.any(String),
      expiresIn: 3600,
    });
    expect(reply.data.refreshToken).not.toBe(actor.refreshToken);
    expect(calls(reply)).toBe('d1;desc="1", hub;desc="0"');
    const { data: sessions } = await actor.adopt(reply).get("/v1/sessions");
    expect(sessions).toHaveLength(1);
    expect(sessions[0]).toMatchObject({
      isCurrent: true,
      lastUsedAt: "2026-11-24T11:00:00.000Z",
      expiresAt: "2026-12-01T11:00:00.000Z",
    });
  });

  it("goes on for many generations", async () => {
    let { refreshToken } = await signedIn();
    for (let generation = 0; generation < 10; generation += 1) {
      passTime(6 * DAY);
      refreshToken = await successor(refreshToken);
    }
    expect((await refresh(refreshToken)).status).toBe(200);
  });

  it("answers a retry within 60 seconds with the same successor", async () => {
    const { refreshToken } = await signedIn();
    const first = await successor(refreshToken);
    passTime(60 * SECOND - 1);
    expect(await successor(refreshToken)).toBe(first);
    expect((await refresh(first)).status).toBe(200);
  });

  it("answers a token two generations old within its 60 seconds with its own successor", async () => {
    const { refreshToken } = await signedIn();
    const second = await successor(refreshToken);
    passTime(30 * SECOND);
    const third = await successor(second);
    passTime(29 * SECOND);
    expect(await successor(refreshToken)).toBe(second);
    expect(await successor(second)).toBe(third);
    expect((await refresh(third)).status).toBe(200);
  });

  it("ends the session when a token is used again after 60 seconds", async () => {
    const actor = await signedIn();
    const next = await successor(actor.refreshToken);
    passTime(60 * SECOND);
    const reply = await refresh(actor.refreshToken);
    expect(refusal(reply)).toEqual(INVALID_TOKEN);
    expect(calls(reply)).toBe('d1;desc="2", hub;desc="1"');
    expect(refusal(await refresh(next))).toEqual(INVALID_TOKEN);
    expect(refusal(await actor.get("/v1/auth/me"))).toEqual(INVALID_TOKEN);
  });

  it("ends the session for a token of any age", async () => {
    const actor = await signedIn();
    let newest = actor.refreshToken;
    for (let generation = 0; generation < 5; generation += 1) {
      passTime(HOUR);
      newest = await successor(newest);
    }
    expect(refusal(await refresh(actor.refreshToken))).toEqual(INVALID_TOKEN);
    expect(refusal(await refresh(newest))).toEqual(INVALID_TOKEN);
  });

  it("learns nothing of a device from a token that it refuses", async () => {
    const phone = await signedIn();
    const laptop = await signInAgain(phone);
    await successor(phone.refreshToken);
    const devices = async () => (await laptop.get("/v1/devices")).data;
    const before = await devices();
    passTime(60 * SECOND);
    expect((await anonymous().post("/v1/auth/refresh", { refreshToken: phone.refreshToken })).status).toBe(401);
    expect(await devices()).toEqual(before);
  });

  it("leaves the user's other sessions alone", async () => {
    const phone = await signedIn();
    const laptop = await signInAgain(phone);
    await successor(phone.refreshToken);
    passTime(60 * SECOND);
    await refresh(phone.refreshToken);
    expect((await laptop.get("/v1/auth/me")).status).toBe(200);
    expect((await refresh(laptop.refreshToken)).status).toBe(200);
  });

  it("logs nobody out when twenty use the same token at once", async () => {
    const { refreshToken } = await newActor();
    const replies = await Promise.all(Array.from({ length: 20 }, () => refresh(refreshToken)));
    expect(replies.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(new Set(replies.map(({ data }) => data.refreshToken)).size).toBe(1);
    const readers = replies.map((reply) => anonymous().adopt(reply).get("/v1/auth/me"));
    expect((await Promise.all(readers)).map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect((await refresh(replies[0]?.data.refreshToken)).status).toBe(200);
  });

  it("refuses forgeries without ending the session they name", async () => {
    const { refreshToken, accessToken } = await newActor();
    const token = String(refreshToken);
    const [sessionId, nonce, seal] = token.split(".");
    const forgeries = [
      "garbage",
      accessToken,
      `${sessionId}.${nonce}`,
      `${sessionId}.${"A".repeat(43)}.${seal}`,
      `${sessionId}.${nonce}.${"A".repeat(22)}`,
      `${crypto.randomUUID()}.${nonce}.${seal}`,
    ];
    for (const forgery of forgeries) {
      const reply = await refresh(forgery);
      expect(refusal(reply)).toEqual(INVALID_TOKEN);
      expect(calls(reply)).toBe('d1;desc="0", hub;desc="0"');
    }
    expect((await refresh(token)).status).toBe(200);
  });

  it.each([[{}], [{ refreshToken: 1 }], [{ refreshToken: "" }]])("refuses the body %j", async (body) => {
    const reply = await anonymous().post("/v1/auth/refresh", body);
    expect(refusal(reply)).toEqual({ status: 400, code: "VALIDATION_ERROR", fields: ["refreshToken"] });
  });

  it("stores hashes, and of old tokens only those in their grace", async () => {
    const { refreshToken } = await signedIn();
    const tokens = [String(refreshToken)];
    for (let generation = 0; generation < 3; generation += 1) {
      passTime(40 * SECOND);
      tokens.push(await successor(tokens.at(-1) ?? ""));
    }
    const [sessionId] = tokens[0]?.split(".") ?? [];
    const row = await env.LEORA_DB.prepare("SELECT * FROM userSessions WHERE id = ?").bind(sessionId).first();
    expect(JSON.parse(String(row?.retiredTokens))).toHaveLength(2);
    for (const token of tokens) expect(JSON.stringify(row)).not.toContain(token);
  });
});
