import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { parseEnv } from "../../../../src/env.ts";
import { publicContext } from "../../../../src/kernel/context.ts";
import type { Database, Statement } from "../../../../src/kernel/db/database.ts";
import { NO_CLIENT } from "../../../../src/kernel/request.ts";
import { login as signInByPassword } from "../../../../src/leora/identity/auth/service.ts";
import { anonymous, newActor, PASSWORD } from "../../../support/actor.ts";
import { freezeTime, passTime } from "../../../support/clock.ts";
import { refusal as errorOf } from "../../../support/refusal.ts";
import { totp, wrongTotp } from "../../../support/totp.ts";
import { calls, INVALID_TOKEN, login, newestCode, refresh, refusal } from "../support.ts";
import { challengeOf, enableFor, newProtected, type Protected, signIn, tokenIn, verify } from "./support.ts";

const DAY = 86_400_000;
const STEP = 30_000;
const WRONG_CODE = { status: 401, code: "AUTH_2FA_INVALID" };
const REQUIRED = { status: 401, code: "AUTH_2FA_REQUIRED" };

beforeEach(() => freezeTime("2026-11-24T10:00:00Z"));

const sessionsOf = async ({ actor }: Protected) => (await actor.get("/v1/sessions")).meta?.total;

describe("POST /auth/login", () => {
  it("answers the right password with a challenge, and opens no session", async () => {
    const user = await newProtected();
    const reply = await login(user.actor.user.email, PASSWORD, { "X-Device-ID": "new-phone" });
    expect(reply.status).toBe(401);
    expect(reply.body).toEqual({
      success: false,
      data: null,
      error: {
        code: "AUTH_2FA_REQUIRED",
        message: "Send a code of the authenticator app to POST /auth/2fa/verify",
        challengeToken: expect.stringMatching(/^[\w-]{43}$/),
        expiresIn: 300,
      },
    });
    expect(calls(reply)).toBe('d1;desc="2", hub;desc="0"');
    expect(await sessionsOf(user)).toBe(1);
    expect((await user.actor.get("/v1/devices")).meta?.total).toBe(1);
    expect((await user.actor.get("/v1/auth/me")).data.lastLoginAt).toBe(user.actor.user.lastLoginAt);
  });

  it("says nothing of it for a wrong password", async () => {
    const [{ actor }, other] = [await newProtected(), await newActor()];
    const [wrong, ordinary] = [
      await login(actor.user.email, "Wrong-1234"),
      await login(other.user.email, "Wrong-1234"),
    ];
    expect(wrong.status).toBe(401);
    expect(wrong.body).toEqual(ordinary.body);
    expect(calls(wrong)).toBe(calls(ordinary));
  });

  it("keeps the challenge as a hash, which is no access token, as an access token is no challenge", async () => {
    const user = await newProtected();
    const token = await challengeOf(user);
    const { results } = await env.LEORA_DB.prepare("SELECT * FROM signInChallenges WHERE userId = ?")
      .bind(user.actor.user.id)
      .all();
    expect(results).toHaveLength(1);
    expect(JSON.stringify(results)).not.toContain(token);
    const stranger = anonymous();
    stranger.accessToken = token;
    expect(refusal(await stranger.get("/v1/auth/me"))).toEqual(INVALID_TOKEN);
    expect(refusal(await refresh(token))).toEqual(INVALID_TOKEN);
    for (const other of [user.actor.accessToken, user.actor.refreshToken, results[0]?.tokenHash, "x"]) {
      expect(refusal(await verify(String(other), totp(user.secret)))).toEqual(INVALID_TOKEN);
    }
    expect((await verify(token, totp(user.secret))).status).toBe(200);
  });
});

describe("POST /auth/2fa/verify", () => {
  it("opens the session on the device of its own headers, and replies as signing in does", async () => {
    const user = await newProtected();
    passTime(DAY);
    const token = tokenIn(await login(user.actor.user.email, PASSWORD, { "X-Device-ID": "desk" }));
    const reply = await verify(token, totp(user.secret), { "X-Device-ID": "phone", "X-Device-Name": "Ann's" });
    expect(reply.status).toBe(200);
    expect(reply.data).toEqual({
      user: { ...user.actor.user, lastLoginAt: "2026-11-25T10:00:00.000Z" },
      accessToken: expect.any(String),
      refreshToken: expect.any(String),
      expiresIn: 3600,
    });
    expect(calls(reply)).toBe('d1;desc="2", hub;desc="0"');
    const phone = anonymous().adopt(reply);
    expect((await phone.get("/v1/auth/me")).data).toEqual(reply.data.user);
    const devices = (await phone.get("/v1/devices")).data;
    expect(devices.map(({ deviceId, deviceName }: Record<string, unknown>) => [deviceId, deviceName])).toContainEqual([
      "phone",
      "Ann's",
    ]);
    expect(devices).toHaveLength(2);
    // Refreshing asks for no code.
    expect((await refresh(phone.refreshToken)).status).toBe(200);
  });

  it.each([
    [{ rememberMe: true }, 30],
    [{ rememberMe: false }, 7],
    [{}, 7],
  ])("keeps what the sign-in said: %j is %d days", async (fields, days) => {
    const user = await newProtected();
    const used = await verify(await challengeOf(user, fields), totp(user.secret));
    const unused = await verify(await challengeOf(user, fields), totp(user.secret, 1));
    passTime(days * DAY - 1);
    expect((await refresh(used.data.refreshToken)).status).toBe(200);
    passTime(1);
    expect(refusal(await refresh(unused.data.refreshToken))).toEqual({ status: 401, code: "AUTH_TOKEN_EXPIRED" });
  });

  it("takes codes of one step before and after, and no others", async () => {
    const user = await newProtected();
    passTime(5 * STEP);
    expect(refusal(await signIn(user, totp(user.secret, -2)))).toEqual(WRONG_CODE);
    expect(refusal(await signIn(user, totp(user.secret, 2)))).toEqual(WRONG_CODE);
    for (const step of [0, 1, -1]) expect((await signIn(user, totp(user.secret, step))).status).toBe(200);
    // Each of them once.
    for (const step of [-1, 0, 1]) expect(refusal(await signIn(user, totp(user.secret, step)))).toEqual(WRONG_CODE);
    passTime(STEP);
    expect(refusal(await signIn(user, totp(user.secret, -1)))).toEqual(WRONG_CODE);
    expect(refusal(await signIn(user, totp(user.secret)))).toEqual(WRONG_CODE);
    expect((await signIn(user, totp(user.secret, 1))).status).toBe(200);
  });

  it("does not take the code that enabled it again", async () => {
    const user = await newProtected();
    expect(refusal(await signIn(user, totp(user.secret, -1)))).toEqual(WRONG_CODE);
  });

  it("takes a code once, also of five who send it at once with challenges of their own", async () => {
    const user = await newProtected();
    const tokens = await Promise.all(Array.from({ length: 5 }, () => challengeOf(user)));
    const replies = await Promise.all(tokens.map((token) => verify(token, totp(user.secret))));
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 401, 401, 401, 401]);
    expect(replies.filter(({ status }) => status === 401).map(refusal)).toEqual(Array(4).fill(WRONG_CODE));
    expect(await sessionsOf(user)).toBe(2);
  });

  it("takes a challenge once, also with two codes at once", async () => {
    const user = await newProtected();
    const token = await challengeOf(user);
    const codes = [totp(user.secret), user.recoveryCodes[0] ?? ""];
    const replies = await Promise.all(codes.map((code) => verify(token, code)));
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 401]);
    expect(replies.filter(({ status }) => status === 401).map(refusal)).toEqual([INVALID_TOKEN]);
    expect(await sessionsOf(user)).toBe(2);
    // The code of the one that came too late is unused.
    const unused = codes.find((_, index) => replies[index]?.status === 401) ?? "";
    expect((await signIn(user, unused)).status).toBe(200);
  });

  it("forgets the challenge after 300 seconds", async () => {
    const user = await newProtected();
    const [first, second] = [await challengeOf(user), await challengeOf(user)];
    passTime(299_999);
    expect((await verify(first, totp(user.secret))).status).toBe(200);
    passTime(1);
    expect(refusal(await verify(second, totp(user.secret, 1)))).toEqual(INVALID_TOKEN);
  });

  it("ends the challenge with the fifth wrong code; those before are typing errors", async () => {
    const user = await newProtected();
    const token = await challengeOf(user);
    for (let count = 1; count <= 4; count += 1) {
      expect(refusal(await verify(token, wrongTotp(user.secret)))).toEqual(WRONG_CODE);
    }
    expect((await verify(token, totp(user.secret))).status).toBe(200);
    const another = await challengeOf(user);
    for (const code of [wrongTotp(user.secret), "k7m2x-9qpwd", "12345", totp(user.secret), "no code"]) {
      expect(refusal(await verify(another, code))).toEqual(WRONG_CODE);
    }
    expect(refusal(await verify(another, totp(user.secret, 1)))).toEqual(INVALID_TOKEN);
    expect((await signIn(user, totp(user.secret, 1))).status).toBe(200);
  });

  it("counts five of thirty wrong codes that come at once, and the others not at all", async () => {
    const user = await newProtected();
    const token = await challengeOf(user);
    const replies = await Promise.all(Array.from({ length: 30 }, () => verify(token, wrongTotp(user.secret))));
    const codes = replies.map(({ error }) => error?.code).toSorted();
    expect(codes).toEqual([...Array(5).fill("AUTH_2FA_INVALID"), ...Array(25).fill("AUTH_TOKEN_INVALID")]);
    expect((await signIn(user, totp(user.secret))).status).toBe(200);
  });

  it("makes whoever knows the password wait after twenty wrong codes, however many challenges they begin", async () => {
    const user = await newProtected();
    for (let challenge = 1; challenge <= 4; challenge += 1) {
      const token = await challengeOf(user);
      for (let count = 1; count <= 5; count += 1) {
        expect((await verify(token, wrongTotp(user.secret))).status).toBe(401);
      }
    }
    const token = await challengeOf(user);
    const waiting = await verify(token, wrongTotp(user.secret));
    expect([waiting.status, waiting.headers.get("Retry-After")]).toEqual([429, "600"]);
    expect((await verify(token, totp(user.secret))).status).toBe(429);
    expect((await verify(token, user.recoveryCodes[0] ?? "")).status).toBe(429);
    // At home the owner signs in as if nothing had happened, with the same code, which is unused.
    const home = { "CF-Connecting-IP": user.actor.ip };
    expect((await verify(token, totp(user.secret), home)).status).toBe(200);
    passTime(600_000);
    expect((await signIn(user, wrongTotp(user.secret))).status).toBe(401);
    expect((await signIn(user, totp(user.secret))).headers.get("Retry-After")).toBe("1200");
  });

  it("brings whoever was away for long their insights in the morning again", async () => {
    const user = await newProtected();
    const { id } = user.actor.user;
    const next = () => env.LEORA_DB.prepare("SELECT insightsNextAt FROM users WHERE id = ?").bind(id).first();
    await env.LEORA_DB.prepare("UPDATE users SET insightsNextAt = NULL WHERE id = ?").bind(id).run();
    expect((await signIn(user, wrongTotp(user.secret))).status).toBe(401);
    expect(await next()).toEqual({ insightsNextAt: null });
    expect((await signIn(user, totp(user.secret))).status).toBe(200);
    expect(await next()).toEqual({ insightsNextAt: Date.parse("2026-11-24T10:00:00Z") });
  });

  it("counts right codes not at all", async () => {
    const user = await newProtected();
    for (let count = 1; count <= 25; count += 1) {
      passTime(STEP);
      expect((await signIn(user, totp(user.secret))).status).toBe(200);
    }
  });
});

describe("recovery codes", () => {
  it("are good in place of the app's, each once, in any case and spacing", async () => {
    const user = await newProtected();
    const [first = "", second = "", third = ""] = user.recoveryCodes;
    const spellings = [first.toUpperCase(), ` ${second.replace("-", " ")} `, third.replace("-", "")];
    for (const spelling of spellings) expect((await signIn(user, spelling)).status).toBe(200);
    for (const used of [first, second, third]) expect(refusal(await signIn(user, used))).toEqual(WRONG_CODE);
    expect((await user.actor.get("/v1/auth/2fa")).data.recoveryCodesLeft).toBe(7);
  });

  it("are good once, also of five who send one at once", async () => {
    const user = await newProtected();
    const tokens = await Promise.all(Array.from({ length: 5 }, () => challengeOf(user)));
    const replies = await Promise.all(tokens.map((token) => verify(token, user.recoveryCodes[0] ?? "")));
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 401, 401, 401, 401]);
    expect((await user.actor.get("/v1/auth/2fa")).data.recoveryCodesLeft).toBe(9);
  });

  it("are nobody else's", async () => {
    const [ann, bob] = [await newProtected(), await newProtected()];
    expect(refusal(await signIn(ann, bob.recoveryCodes[0] ?? ""))).toEqual(WRONG_CODE);
    expect(refusal(await signIn(ann, totp(bob.secret)))).toEqual(WRONG_CODE);
  });
});

it("a reset of the password keeps it enabled, and ends what was begun with the old password", async () => {
  const user = await newProtected();
  const { email } = user.actor.user;
  const begun = await challengeOf(user);
  await anonymous().post("/v1/auth/forgot-password", { email });
  const otp = await newestCode(user.actor, 2);
  const newPassword = "Another-Pass-9";
  expect((await anonymous().post("/v1/auth/reset-password", { email, otp, newPassword })).status).toBe(200);
  expect(refusal(await verify(begun, totp(user.secret)))).toEqual(INVALID_TOKEN);
  const reply = await login(email, newPassword);
  expect(refusal(reply)).toEqual(REQUIRED);
  expect((await verify(tokenIn(reply), totp(user.secret))).status).toBe(200);
});

it("opens no session by the password alone when it is enabled while the password is checked", async () => {
  const actor = await newActor();
  const ctx = publicContext({
    env: parseEnv(env),
    product: "leora",
    requestId: "test",
    now: Date.now(),
    client: NO_CLIENT,
    later: () => undefined,
  });
  let calls = 0;
  const identity: Database = Object.create(ctx.identity, {
    batch: {
      value: async (statements: readonly Statement[]) => {
        calls += 1;
        if (calls === 2) await enableFor(actor);
        return ctx.identity.batch(statements);
      },
    },
  });
  const input = { emailOrUsername: actor.user.email, password: PASSWORD, rememberMe: false };
  expect(await errorOf(() => signInByPassword({ ...ctx, identity }, input))).toEqual({
    code: "credentials_invalid",
    details: undefined,
  });
  expect(calls).toBe(2);
  expect((await actor.get("/v1/sessions")).meta?.total).toBe(1);
  expect(refusal(await login(actor.user.email))).toEqual(REQUIRED);
});
