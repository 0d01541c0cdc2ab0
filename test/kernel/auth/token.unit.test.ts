import { SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { signAccessToken, verifyAccessToken } from "../../../src/kernel/auth/token.ts";

const env = { TOKEN_SECRET: "a-secret-of-more-than-thirty-two-characters" };
const NOW = Date.parse("2026-11-24T10:00:00.500Z");
const SUBJECT = { userId: "user-1", sessionId: "session-1", home: { database: "LEORA_DB_2", owner: 7 } };

const sign = () => signAccessToken(env, "leora", SUBJECT, NOW, 3600);
const verify = (token: string, { product = "leora", now = NOW } = {}) => verifyAccessToken(env, product, token, now);

/** A token with any claims, signed with our key. */
const forge = (claims: object, alg = "HS256") =>
  new SignJWT({ sub: "user-1", sid: "session-1", typ: "access", aud: "leora", exp: NOW / 1000 + 60, ...claims })
    .setProtectedHeader({ alg })
    .sign(new TextEncoder().encode(env.TOKEN_SECRET.padEnd(64, "x").slice(0, alg === "HS256" ? 43 : 64)));

describe("an access token", () => {
  it("tells whose it is, the first time and again", async () => {
    const token = await sign();
    expect(await verify(token)).toEqual(SUBJECT);
    expect(await verify(token)).toEqual(SUBJECT);
  });

  it("carries sub, sid, db, own, typ, aud, iat and exp, and nothing else", async () => {
    const [, payload = ""] = (await sign()).split(".");
    const seconds = Math.floor(NOW / 1000);
    expect(JSON.parse(atob(payload))).toEqual({
      sub: "user-1",
      sid: "session-1",
      db: "LEORA_DB_2",
      own: 7,
      typ: "access",
      aud: "leora",
      iat: seconds,
      exp: seconds + 3600,
    });
  });

  it("expires to the second, whether it was seen before or not", async () => {
    const [seen, unseen] = [await sign(), await signAccessToken(env, "leora", SUBJECT, NOW - 1000, 3601)];
    const exp = Math.floor(NOW / 1000) * 1000 + 3_600_000;
    expect(await verify(seen, { now: exp - 1 })).toEqual(SUBJECT);
    await expect(verify(seen, { now: exp })).rejects.toMatchObject({ code: "token_expired" });
    await expect(verify(unseen, { now: exp })).rejects.toMatchObject({ code: "token_expired" });
  });

  it("is refused by another product, also after its own has seen it", async () => {
    const token = await sign();
    await verify(token);
    await expect(verify(token, { product: "crm" })).rejects.toMatchObject({ code: "token_invalid" });
  });

  it("is refused with another secret", async () => {
    const other = { TOKEN_SECRET: "another-secret-of-thirty-two-characters" };
    const token = await sign();
    await verify(token);
    await expect(verifyAccessToken(other, "leora", token, NOW)).rejects.toMatchObject({ code: "token_invalid" });
  });

  it.each([
    ["garbage", async () => "garbage"],
    ["nothing", async () => ""],
    ["a changed signature", async () => (await sign()).replace(/.{4}$/, "AAAA")],
    ["no signature", async () => `${btoa('{"alg":"none"}')}.${(await sign()).split(".")[1]}.`],
    ["another type", () => forge({ typ: "refresh" })],
    ["no type", () => forge({ typ: undefined })],
    ["no session", () => forge({ sid: undefined })],
    ["a session that is no text", () => forge({ sid: 1 })],
    ["no subject", () => forge({ sub: undefined })],
    ["no expiry", () => forge({ exp: undefined })],
    ["another algorithm", () => forge({}, "HS512")],
  ])("is refused: %s", async (_, make) => {
    await expect(verify(await make())).rejects.toMatchObject({ code: "token_invalid" });
  });

  it("remembers a bounded number of tokens, and forgetting one does not refuse it", async () => {
    const first = await signAccessToken(env, "leora", { ...SUBJECT, sessionId: "first" }, NOW, 60);
    await verify(first);
    for (let i = 0; i < 2001; i += 1) {
      await verify(await signAccessToken(env, "leora", { ...SUBJECT, sessionId: `session-${i}` }, NOW, 60));
    }
    expect(await verify(first)).toEqual({ ...SUBJECT, sessionId: "first" });
  });
});
