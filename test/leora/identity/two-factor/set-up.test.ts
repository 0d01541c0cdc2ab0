import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { anonymous, newActor, PASSWORD, signInAgain } from "../../../support/actor.ts";
import { freezeTime, passTime } from "../../../support/clock.ts";
import { totp, wrongTotp } from "../../../support/totp.ts";
import { calls, INVALID_TOKEN, login, refresh, refusal } from "../support.ts";
import { challengeOf, enableFor, newProtected, signIn, verify } from "./support.ts";

const WRONG_PASSWORD = { status: 401, code: "AUTH_INVALID_CREDENTIALS" };
const INVALID_STATE = { status: 409, code: "INVALID_STATE" };
const WRONG_CODE = { status: 401, code: "AUTH_2FA_INVALID" };
const TEN_CODES = Array.from({ length: 10 }, () => expect.stringMatching(/^[a-z2-9]{5}-[a-z2-9]{5}$/));
const OFF = { enabled: false, enabledAt: null, recoveryCodesLeft: 0 };

beforeEach(() => freezeTime("2026-11-24T10:00:00Z"));

/** Everything that the table has of a user. */
const rowOf = (userId: string) =>
  env.LEORA_DB.prepare("SELECT * FROM twoFactors WHERE userId = ?").bind(userId).first();

describe("POST /auth/2fa/setup", () => {
  it("shows a secret, which is stored encrypted and changes nothing yet", async () => {
    const actor = await newActor();
    const reply = await actor.post("/v1/auth/2fa/setup", { password: PASSWORD });
    expect(reply.status).toBe(200);
    const { secret } = reply.data;
    const label = encodeURIComponent(actor.user.email);
    expect(reply.data).toEqual({
      secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
      otpauthUrl: `otpauth://totp/Leora:${label}?issuer=Leora&secret=${secret}&algorithm=SHA1&digits=6&period=30`,
      expiresIn: 600,
    });
    expect(calls(reply)).toBe('d1;desc="2", hub;desc="1"');
    expect(JSON.stringify(await rowOf(actor.user.id))).not.toContain(secret);
    expect((await rowOf(actor.user.id))?.secret).toMatch(/^development\./);
    expect((await login(actor.user.email)).status).toBe(200);
    const status = await actor.get("/v1/auth/2fa");
    expect(status.data).toEqual(OFF);
    expect(calls(status)).toBe('d1;desc="1", hub;desc="1"');
  });

  it("wants the password, which may be guessed as rarely as anywhere", async () => {
    const actor = await newActor();
    for (let count = 1; count <= 20; count += 1) {
      expect(refusal(await actor.post("/v1/auth/2fa/setup", { password: `${PASSWORD}!` }))).toEqual(WRONG_PASSWORD);
    }
    expect((await actor.post("/v1/auth/2fa/setup", { password: PASSWORD })).status).toBe(429);
    // Signing in is counted on its own.
    expect((await login(actor.user.email)).status).toBe(200);
  });

  it("is refused when it is enabled, which is no wrong password", async () => {
    const { actor } = await newProtected();
    for (let count = 1; count <= 21; count += 1) {
      expect(refusal(await actor.post("/v1/auth/2fa/setup", { password: PASSWORD }))).toEqual(INVALID_STATE);
    }
    expect(refusal(await actor.post("/v1/auth/2fa/setup", { password: "Wrong-1234" }))).toEqual(WRONG_PASSWORD);
  });

  it("replaces a secret that was not enabled, and is not replayed by an idempotency key", async () => {
    const actor = await newActor();
    const body = { password: PASSWORD, idempotencyKey: "again" };
    const first = (await actor.post("/v1/auth/2fa/setup", body)).data.secret;
    const second = (await actor.post("/v1/auth/2fa/setup", body)).data.secret;
    expect(second).not.toBe(first);
    expect(refusal(await actor.post("/v1/auth/2fa/enable", { code: totp(first) }))).toEqual({
      status: 400,
      code: "VALIDATION_ERROR",
      fields: ["code"],
    });
    expect((await actor.post("/v1/auth/2fa/enable", { code: totp(second) })).status).toBe(200);
  });
});

describe("POST /auth/2fa/enable", () => {
  it("takes a code of the app, shows ten recovery codes, and ends all other sessions at once", async () => {
    const actor = await newActor();
    const other = await signInAgain(actor);
    const socket = await other.connect();
    const { secret } = (await actor.post("/v1/auth/2fa/setup", { password: PASSWORD })).data;
    const reply = await actor.post("/v1/auth/2fa/enable", { code: totp(secret) });
    expect(reply.status).toBe(200);
    expect(reply.data).toEqual({ enabled: true, recoveryCodes: TEN_CODES });
    expect(new Set(reply.data.recoveryCodes).size).toBe(10);
    expect(calls(reply)).toBe('d1;desc="2", hub;desc="3"');
    expect(await socket.closed).toMatchObject({ code: 4401 });
    expect(refusal(await other.get("/v1/auth/me"))).toEqual(INVALID_TOKEN);
    expect(refusal(await refresh(other.refreshToken))).toEqual(INVALID_TOKEN);
    expect((await actor.get("/v1/auth/2fa")).data).toEqual({
      enabled: true,
      enabledAt: "2026-11-24T10:00:00.000Z",
      recoveryCodesLeft: 10,
    });
    expect((await actor.get("/v1/settings")).data.security.twoFactorEnabled).toBe(true);
    expect((await actor.post("/v1/settings/reset", {})).data.security.twoFactorEnabled).toBe(true);
    const { results } = await env.LEORA_DB.prepare("SELECT codeHash FROM recoveryCodes WHERE userId = ?")
      .bind(actor.user.id)
      .all();
    expect(results).toEqual(Array(10).fill({ codeHash: expect.stringMatching(/^[\w-]{43}$/) }));
  });

  it("refuses a wrong code on `code`, and asks for nothing then", async () => {
    const actor = await newActor();
    const { secret } = (await actor.post("/v1/auth/2fa/setup", { password: PASSWORD })).data;
    for (const code of [wrongTotp(secret), "12345", "k7m2x-9qpwd"]) {
      expect(refusal(await actor.post("/v1/auth/2fa/enable", { code }))).toEqual({
        status: 400,
        code: "VALIDATION_ERROR",
        fields: ["code"],
      });
    }
    expect((await login(actor.user.email)).status).toBe(200);
    expect((await actor.post("/v1/auth/2fa/enable", { code: totp(secret) })).status).toBe(200);
  });

  it("may be guessed twenty times", async () => {
    const actor = await newActor();
    const { secret } = (await actor.post("/v1/auth/2fa/setup", { password: PASSWORD })).data;
    for (let count = 1; count <= 20; count += 1) {
      expect((await actor.post("/v1/auth/2fa/enable", { code: wrongTotp(secret) })).status).toBe(400);
    }
    expect((await actor.post("/v1/auth/2fa/enable", { code: wrongTotp(secret) })).status).toBe(429);
    expect((await actor.post("/v1/auth/2fa/enable", { code: totp(secret) })).status).toBe(429);
    expect((await actor.get("/v1/auth/2fa")).data).toEqual(OFF);
  });

  it("is refused without a set-up, 600 seconds after it, and when it is enabled", async () => {
    const actor = await newActor();
    expect(refusal(await actor.post("/v1/auth/2fa/enable", { code: "123456" }))).toEqual(INVALID_STATE);
    const late = (await actor.post("/v1/auth/2fa/setup", { password: PASSWORD })).data.secret;
    passTime(600_000);
    expect(refusal(await actor.post("/v1/auth/2fa/enable", { code: totp(late) }))).toEqual(INVALID_STATE);
    const { secret } = (await actor.post("/v1/auth/2fa/setup", { password: PASSWORD })).data;
    passTime(599_999);
    expect((await actor.post("/v1/auth/2fa/enable", { code: totp(secret) })).status).toBe(200);
    expect(refusal(await actor.post("/v1/auth/2fa/enable", { code: totp(secret, 1) }))).toEqual(INVALID_STATE);
  });

  it("happens once when it is asked for twice at once", async () => {
    const actor = await newActor();
    const { secret } = (await actor.post("/v1/auth/2fa/setup", { password: PASSWORD })).data;
    const enabling = () => actor.post("/v1/auth/2fa/enable", { code: totp(secret) });
    const replies = await Promise.all([enabling(), enabling()]);
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const [{ data }] = replies.filter(({ status }) => status === 200) as [(typeof replies)[0]];
    expect((await actor.get("/v1/auth/2fa")).data.recoveryCodesLeft).toBe(10);
    expect((await signIn({ actor, secret, recoveryCodes: [] }, data.recoveryCodes[9])).status).toBe(200);
  });
});

describe("POST /auth/2fa/disable", () => {
  it("wants password and code, and forgets everything", async () => {
    const user = await newProtected();
    const { actor, secret, recoveryCodes } = user;
    const token = await challengeOf(user);
    const disable = (fields: object) =>
      actor.post("/v1/auth/2fa/disable", { password: PASSWORD, code: totp(secret), ...fields });
    expect(refusal(await disable({ password: "Wrong-1234" }))).toEqual(WRONG_PASSWORD);
    expect(refusal(await disable({ code: wrongTotp(secret) }))).toEqual(WRONG_CODE);
    expect((await actor.get("/v1/auth/2fa")).data.enabled).toBe(true);
    const reply = await disable({});
    expect(reply.data).toEqual({ enabled: false });
    expect(calls(reply)).toBe('d1;desc="2", hub;desc="2"');
    expect((await actor.get("/v1/auth/2fa")).data).toEqual(OFF);
    expect((await actor.get("/v1/settings")).data.security.twoFactorEnabled).toBe(false);
    expect(await rowOf(actor.user.id)).toBeNull();
    expect(refusal(await disable({}))).toEqual(INVALID_STATE);
    // A sign-in that was begun before is over, also for whoever has a recovery code.
    expect(refusal(await verify(token, recoveryCodes[0] ?? ""))).toEqual(INVALID_TOKEN);
    expect((await login(actor.user.email)).status).toBe(200);
  });

  it("takes a recovery code, for whoever has lost the app; afterwards it can be set up anew", async () => {
    const { actor, recoveryCodes, secret } = await newProtected();
    const code = recoveryCodes[0];
    expect((await actor.post("/v1/auth/2fa/disable", { password: PASSWORD, code })).status).toBe(200);
    const renewed = await enableFor(actor);
    expect(renewed.secret).not.toBe(secret);
    expect(refusal(await signIn(renewed, recoveryCodes[1] ?? ""))).toEqual(WRONG_CODE);
    expect((await signIn(renewed, totp(renewed.secret))).status).toBe(200);
  });

  it("of a user who has only set it up is refused", async () => {
    const actor = await newActor();
    const { secret } = (await actor.post("/v1/auth/2fa/setup", { password: PASSWORD })).data;
    const body = { password: PASSWORD, code: totp(secret) };
    expect(refusal(await actor.post("/v1/auth/2fa/disable", body))).toEqual(INVALID_STATE);
    expect(refusal(await actor.post("/v1/auth/2fa/recovery-codes", { code: totp(secret) }))).toEqual(INVALID_STATE);
  });
});

describe("POST /auth/2fa/recovery-codes", () => {
  it("gives ten new ones, and the old ones die", async () => {
    const user = await newProtected();
    const { actor, secret, recoveryCodes } = user;
    expect(refusal(await actor.post("/v1/auth/2fa/recovery-codes", { code: wrongTotp(secret) }))).toEqual(WRONG_CODE);
    expect((await signIn(user, recoveryCodes[0] ?? "")).status).toBe(200);
    const reply = await actor.post("/v1/auth/2fa/recovery-codes", { code: totp(secret) });
    expect(reply.data).toEqual({ recoveryCodes: TEN_CODES });
    expect(calls(reply)).toBe('d1;desc="2", hub;desc="1"');
    expect((await actor.get("/v1/auth/2fa")).data.recoveryCodesLeft).toBe(10);
    expect(refusal(await signIn(user, recoveryCodes[1] ?? ""))).toEqual(WRONG_CODE);
    expect((await signIn(user, reply.data.recoveryCodes[0])).status).toBe(200);
  });

  it("are not given twice for one code", async () => {
    const { actor, secret } = await newProtected();
    const renewing = () => actor.post("/v1/auth/2fa/recovery-codes", { code: totp(secret) });
    const replies = await Promise.all([renewing(), renewing(), renewing()]);
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 401, 401]);
  });
});

it("nobody else's session, and no session at all, may look or change", async () => {
  for (const path of ["setup", "enable", "disable", "recovery-codes"]) {
    expect(refusal(await anonymous().post(`/v1/auth/2fa/${path}`, { password: PASSWORD, code: "123456" }))).toEqual(
      INVALID_TOKEN,
    );
  }
  expect(refusal(await anonymous().get("/v1/auth/2fa"))).toEqual(INVALID_TOKEN);
});
