import { describe, expect, it } from "vitest";
import { anonymous, newActor, PASSWORD } from "../../support/actor.ts";
import { freezeTime, passTime } from "../../support/clock.ts";
import { quickestTimeOf } from "../../support/quickest.ts";
import { calls, INVALID_TOKEN, login, refresh, refusal, registration, uniqueEmail } from "./support.ts";

const DAY = 86_400_000;
const WRONG = { status: 401, code: "AUTH_INVALID_CREDENTIALS" };

const register = (changes: object = {}) => anonymous().post("/v1/auth/register", registration(changes));

describe("POST /auth/register", () => {
  it("creates the user of the specification's example and signs in", async () => {
    freezeTime("2026-11-24T10:00:00Z");
    const email = uniqueEmail();
    const reply = await register({ email: ` ${email.toUpperCase()} ` });
    expect(reply.status).toBe(201);
    expect(reply.data).toEqual({
      user: {
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
        email,
        fullName: "Alisher Karimov",
        username: null,
        phoneNumber: null,
        bio: null,
        birthday: null,
        profileImage: null,
        region: "uzbekistan",
        timezone: "Asia/Tashkent",
        primaryCurrency: "UZS",
        visibility: null,
        preferences: null,
        role: "user",
        isEmailVerified: false,
        isPhoneVerified: false,
        lastLoginAt: "2026-11-24T10:00:00.000Z",
        createdAt: "2026-11-24T10:00:00.000Z",
        updatedAt: "2026-11-24T10:00:00.000Z",
      },
      accessToken: expect.any(String),
      refreshToken: expect.any(String),
      expiresIn: 3600,
    });
    expect(calls(reply)).toBe('d1;desc="1", hub;desc="0"');
    const me = await anonymous().adopt(reply).get("/v1/auth/me");
    expect(me.data).toEqual(reply.data.user);
    expect(calls(me)).toBe('d1;desc="1", hub;desc="1"');
  });

  it("takes what else the profile has", async () => {
    const username = `u${crypto.randomUUID().slice(0, 8)}`;
    const reply = await register({
      username: username.toUpperCase(),
      phoneNumber: "+998 (90) 123-45-67",
      timezone: "Europe/Berlin",
      preferences: { language: "ru", custom: [1] },
    });
    expect(reply.data.user).toMatchObject({
      username,
      phoneNumber: "+998901234567",
      timezone: "Europe/Berlin",
      preferences: { language: "ru", custom: [1] },
    });
  });

  it.each([
    ["russia", "Europe/Moscow"],
    ["turkey", "Europe/Istanbul"],
    ["saudi_arabia", "Asia/Riyadh"],
    ["uae", "Asia/Dubai"],
    ["other", "UTC"],
  ])("derives the time zone of %s", async (region, timezone) => {
    expect((await register({ region })).data.user).toMatchObject({ region, timezone });
  });

  it.each([
    [{ email: "no-address" }, "email"],
    [{ email: `${"a".repeat(250)}@example.com` }, "email"],
    [{ email: undefined }, "email"],
    [{ fullName: "  " }, "fullName"],
    [{ password: "short1", confirmPassword: "short1" }, "password"],
    [{ password: "only-letters", confirmPassword: "only-letters" }, "password"],
    [{ password: "1234567890", confirmPassword: "1234567890" }, "password"],
    [{ password: 12345678 }, "password"],
    [{ confirmPassword: `${PASSWORD}!` }, "confirmPassword"],
    [{ confirmPassword: undefined }, "confirmPassword"],
    [{ region: "mars" }, "region"],
    [{ region: undefined }, "region"],
    [{ currency: "XXQ" }, "currency"],
    [{ currency: undefined }, "currency"],
    [{ username: "ab" }, "username"],
    [{ username: "with space" }, "username"],
    [{ username: "a@b.c" }, "username"],
    [{ timezone: "Mars/Olympus" }, "timezone"],
    [{ rememberMe: "yes" }, "rememberMe"],
  ])("refuses %j", async (changes, field) => {
    expect(refusal(await register(changes))).toEqual({ status: 400, code: "VALIDATION_ERROR", fields: [field] });
  });

  it("refuses a taken address and a taken username, in any case", async () => {
    const taken = { email: uniqueEmail(), username: `u${crypto.randomUUID().slice(0, 8)}` };
    await register(taken);
    expect(refusal(await register({ email: taken.email.toUpperCase() }))).toEqual({
      status: 409,
      code: "RESOURCE_ALREADY_EXISTS",
      fields: ["email"],
    });
    expect(refusal(await register({ username: taken.username.toUpperCase() }))).toEqual({
      status: 409,
      code: "RESOURCE_ALREADY_EXISTS",
      fields: ["username"],
    });
  });

  it("gives an address to one of five who ask at once", async () => {
    const email = uniqueEmail();
    const replies = await Promise.all(Array.from({ length: 5 }, () => register({ email })));
    expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409, 409]);
  });

  it("ignores an idempotency key: replies with tokens are never stored", async () => {
    const body = { ...registration(), idempotencyKey: "again" };
    expect((await anonymous().post("/v1/auth/register", body)).status).toBe(201);
    expect((await anonymous().post("/v1/auth/register", body)).status).toBe(409);
  });
});

describe("POST /auth/login", () => {
  it("takes the address or the username, in any case", async () => {
    freezeTime("2026-11-24T10:00:00Z");
    const username = `u${crypto.randomUUID().slice(0, 8)}`;
    const { user } = await newActor({ username });
    passTime(DAY);
    for (const name of [user.email, user.email.toUpperCase(), username, ` ${username.toUpperCase()}`]) {
      const reply = await login(name);
      expect(reply.status).toBe(200);
      expect(reply.data.user).toEqual({ ...user, lastLoginAt: "2026-11-25T10:00:00.000Z" });
      expect(reply.data.expiresIn).toBe(3600);
      expect(calls(reply)).toBe('d1;desc="2", hub;desc="0"');
      expect((await anonymous().adopt(reply).get("/v1/users/me")).data).toEqual(reply.data.user);
    }
  });

  it("answers alike to a wrong password and an unknown user", async () => {
    const { user } = await newActor();
    const replies = await Promise.all([
      login(user.email, `${PASSWORD}!`),
      login(user.email, PASSWORD.toUpperCase()),
      login(uniqueEmail()),
      login("nobody.of.that.name"),
    ]);
    expect(replies.map(refusal)).toEqual([WRONG, WRONG, WRONG, WRONG]);
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
  });

  it("makes an unknown user wait for a password comparison", async () => {
    const { user } = await newActor();
    const timeOf = (name: string) => quickestTimeOf(5, () => login(name, "wrong-password-1"));
    const known = await timeOf(user.email);
    expect(await timeOf(uniqueEmail())).toBeGreaterThan(known / 5);
  });

  it.each([
    [{}, ["emailOrUsername", "password"]],
    [{ emailOrUsername: "a@example.com" }, ["password"]],
    [{ emailOrUsername: "a@example.com", password: 12345678 }, ["password"]],
    [{ emailOrUsername: "a@example.com", password: PASSWORD, rememberMe: 1 }, ["rememberMe"]],
  ])("refuses %j", async (body, fields) => {
    expect(refusal(await anonymous().post("/v1/auth/login", body))).toEqual({
      status: 400,
      code: "VALIDATION_ERROR",
      fields,
    });
  });

  it("lives 7 days without being used, 30 with rememberMe", async () => {
    freezeTime("2026-11-24T10:00:00Z");
    const { user } = await newActor();
    const body = { emailOrUsername: user.email, password: PASSWORD };
    const [short, long] = [
      await anonymous().post("/v1/auth/login", body),
      await anonymous().post("/v1/auth/login", { ...body, rememberMe: true }),
    ];
    passTime(7 * DAY);
    expect(refusal(await refresh(short.data.refreshToken))).toEqual({ status: 401, code: "AUTH_TOKEN_EXPIRED" });
    passTime(23 * DAY - 1);
    const last = await refresh(long.data.refreshToken);
    expect(last.status).toBe(200);
    passTime(30 * DAY);
    expect(refusal(await refresh(last.data.refreshToken))).toEqual({ status: 401, code: "AUTH_TOKEN_EXPIRED" });
  });
});

describe("an access token", () => {
  it("expires after an hour", async () => {
    freezeTime("2026-11-24T10:00:00Z");
    const actor = await newActor();
    passTime(3_600_000 - 1);
    expect((await actor.get("/v1/auth/me")).status).toBe(200);
    passTime(1);
    expect(refusal(await actor.get("/v1/auth/me"))).toEqual({ status: 401, code: "AUTH_TOKEN_EXPIRED" });
  });

  it("is needed, and must be one", async () => {
    expect(refusal(await anonymous().get("/v1/auth/me"))).toEqual(INVALID_TOKEN);
    const actor = await newActor();
    for (const token of ["garbage", actor.refreshToken, `${actor.accessToken}x`]) {
      const reply = await anonymous().get("/v1/auth/me", { Authorization: `Bearer ${token}` });
      expect(refusal(reply)).toEqual(INVALID_TOKEN);
    }
  });
});

describe("POST /auth/logout", () => {
  it("ends the session at once, and its refresh token with it", async () => {
    const actor = await newActor();
    const reply = await actor.post("/v1/auth/logout");
    expect([reply.status, reply.data]).toEqual([200, { message: "Logged out" }]);
    expect(calls(reply)).toBe('d1;desc="1", hub;desc="2"');
    expect(refusal(await actor.get("/v1/auth/me"))).toEqual(INVALID_TOKEN);
    expect(refusal(await actor.post("/v1/auth/logout"))).toEqual(INVALID_TOKEN);
    expect(refusal(await refresh(actor.refreshToken))).toEqual(INVALID_TOKEN);
  });
});
