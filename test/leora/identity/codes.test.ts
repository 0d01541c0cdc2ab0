import { describe, expect, it } from "vitest";
import { anonymous, newActor, PASSWORD, signInAgain } from "../../support/actor.ts";
import { freezeTime, passTime } from "../../support/clock.ts";
import {
  calls,
  INVALID_TOKEN,
  login,
  mailsTo,
  newestCode,
  refresh,
  refusal,
  uniqueEmail,
  wrongCode,
} from "./support.ts";

const MINUTE = 60_000;
const NEW_PASSWORD = "Another-Pass-456";
const WRONG_CODE = { status: 400, code: "VALIDATION_ERROR", fields: ["otp"] };

const forgot = (email: string) => anonymous().post("/v1/auth/forgot-password", { email });
const reset = (email: string, otp: string, newPassword = NEW_PASSWORD) =>
  anonymous().post("/v1/auth/reset-password", { email, otp, newPassword });

describe("POST /auth/forgot-password", () => {
  it("answers alike for any address, and mails a code to those that exist", async () => {
    const actor = await newActor();
    const stranger = uniqueEmail();
    const replies = [await forgot(actor.user.email.toUpperCase()), await forgot(stranger)];
    for (const reply of replies) {
      expect([reply.status, reply.data]).toEqual([200, { message: "OTP sent to email" }]);
      expect(calls(reply)).toBe('d1;desc="1", hub;desc="0"');
    }
    const [mail] = await mailsTo(actor.user.email, 2);
    expect(mail).toMatchObject({ channel: "email", subject: "Leora: parolni tiklash" });
    expect(mail?.text).toMatch(/kodingiz: \d{6}\n/);
    expect(await mailsTo(stranger, 0)).toEqual([]);
  });

  it.each([
    ["ru", "Leora: сброс пароля"],
    ["en", "Leora: reset your password"],
    ["xx", "Leora: parolni tiklash"],
  ])("writes to a user who prefers %s", async (language, subject) => {
    const actor = await newActor({ preferences: { language } });
    await forgot(actor.user.email);
    const [mail] = await mailsTo(actor.user.email, 2);
    expect(mail?.subject).toBe(subject);
  });

  it("sends the same code while it is good, and does not tell when it stops", async () => {
    freezeTime("2026-11-24T10:00:00Z");
    const actor = await newActor();
    const { email } = actor.user;
    for (let i = 0; i < 5; i += 1) expect((await forgot(email)).status).toBe(200);
    const code = await newestCode(actor, 6);
    // The owner's own request, after those of five strangers.
    await forgot(email);
    expect(await newestCode(actor, 7)).toBe(code);
    // Registration was the first request to this address, and this is the tenth.
    for (let i = 0; i < 3; i += 1) await forgot(email);
    await mailsTo(email, 10);
    for (let i = 0; i < 3; i += 1) {
      const reply = await forgot(email);
      expect([reply.status, reply.data, calls(reply)]).toEqual([
        200,
        { message: "OTP sent to email" },
        'd1;desc="1", hub;desc="0"',
      ]);
    }
    // Who asks from where the owner has signed in is heard all the same; strangers have to wait.
    passTime(1);
    await actor.post("/v1/auth/forgot-password", { email });
    passTime(10 * MINUTE - 2);
    await forgot(email);
    passTime(1);
    await forgot(email);
    expect(await mailsTo(email, 12)).toHaveLength(12);
    expect((await reset(email, code)).status).toBe(200);
  });

  it("needs an address", async () => {
    expect(refusal(await forgot("nonsense"))).toEqual({ status: 400, code: "VALIDATION_ERROR", fields: ["email"] });
  });
});

describe("POST /auth/reset-password", () => {
  it("sets the password, proves the address and ends every session at once", async () => {
    const phone = await newActor();
    const laptop = await signInAgain(phone);
    const { email } = phone.user;
    await forgot(email);
    const code = await newestCode(phone, 2);
    const reply = await reset(email.toUpperCase(), code);
    expect([reply.status, reply.data]).toEqual([200, { message: "Password changed; sign in with the new one" }]);
    expect(calls(reply)).toBe('d1;desc="1", hub;desc="1"');
    for (const actor of [phone, laptop]) {
      expect(refusal(await actor.get("/v1/auth/me"))).toEqual(INVALID_TOKEN);
      expect(refusal(await refresh(actor.refreshToken))).toEqual(INVALID_TOKEN);
    }
    expect(refusal(await login(email, PASSWORD))).toEqual({ status: 401, code: "AUTH_INVALID_CREDENTIALS" });
    const again = await login(email, NEW_PASSWORD);
    expect(again.data.user.isEmailVerified).toBe(true);
    expect(refusal(await reset(email, code))).toEqual(WRONG_CODE);
  });

  it("answers alike to a wrong, used, expired or never sent code and an unknown address", async () => {
    freezeTime("2026-11-24T10:00:00Z");
    const actor = await newActor();
    const { email } = actor.user;
    await forgot(email);
    const code = await newestCode(actor, 2);
    const replies = [await reset(email, wrongCode(code)), await reset(uniqueEmail(), code)];
    passTime(10 * MINUTE);
    replies.push(await reset(email, code), await reset((await newActor()).user.email, code));
    expect(replies.map(refusal)).toEqual(Array(4).fill(WRONG_CODE));
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect((await login(email)).status).toBe(200);
  });

  it("changes nothing by a wrong code: no password, no session, no proof of the address", async () => {
    const actor = await newActor();
    const { email } = actor.user;
    await forgot(email);
    const wrong = await reset(email, wrongCode(await newestCode(actor, 2)));
    expect([refusal(wrong), calls(wrong)]).toEqual([WRONG_CODE, 'd1;desc="1", hub;desc="0"']);
    expect((await actor.get("/v1/auth/me")).data.isEmailVerified).toBe(false);
    expect((await refresh(actor.refreshToken)).status).toBe(200);
    expect((await login(email, PASSWORD)).status).toBe(200);
    expect((await login(email, NEW_PASSWORD)).status).toBe(401);
  });

  it("gives up after five tries", async () => {
    const actor = await newActor();
    await forgot(actor.user.email);
    const code = await newestCode(actor, 2);
    for (let i = 0; i < 5; i += 1) await reset(actor.user.email, wrongCode(code));
    expect(refusal(await reset(actor.user.email, code))).toEqual(WRONG_CODE);
  });

  it("takes the newest code only, and no code of another purpose", async () => {
    freezeTime("2026-11-24T10:00:00Z");
    const actor = await newActor();
    const verification = await newestCode(actor, 1);
    await forgot(actor.user.email);
    const first = await newestCode(actor, 2);
    passTime(10 * MINUTE);
    await forgot(actor.user.email);
    const second = await newestCode(actor, 3);
    for (const code of [verification, first]) {
      if (code !== second) expect(refusal(await reset(actor.user.email, code))).toEqual(WRONG_CODE);
    }
    expect((await reset(actor.user.email, second)).status).toBe(200);
  });

  it("does not spend the code on a password that is refused", async () => {
    const actor = await newActor();
    await forgot(actor.user.email);
    const code = await newestCode(actor, 2);
    for (let i = 0; i < 6; i += 1) {
      expect(refusal(await reset(actor.user.email, code, "weak"))).toEqual({ ...WRONG_CODE, fields: ["newPassword"] });
    }
    expect((await reset(actor.user.email, code)).status).toBe(200);
  });

  it("leaves no session behind that the old password opened in the meantime", async () => {
    const actor = await newActor();
    await forgot(actor.user.email);
    const code = await newestCode(actor, 2);
    const [done, ...logins] = await Promise.all([
      reset(actor.user.email, code),
      ...Array.from({ length: 10 }, () => login(actor.user.email)),
    ]);
    expect(done.status).toBe(200);
    for (const reply of logins.filter(({ status }) => status === 200)) {
      expect(refusal(await anonymous().adopt(reply).get("/v1/auth/me"))).toEqual(INVALID_TOKEN);
    }
  });

  it("lets one of ten concurrent resets win", async () => {
    const actor = await newActor();
    await forgot(actor.user.email);
    const code = await newestCode(actor, 2);
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, i) => reset(actor.user.email, code, `${NEW_PASSWORD}-${i}`)),
    );
    const winner = replies.findIndex(({ status }) => status === 200);
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await login(actor.user.email, `${NEW_PASSWORD}-${winner}`)).status).toBe(200);
  });
});

describe("POST /auth/verify-email", () => {
  it("takes the code that registration mailed", async () => {
    const actor = await newActor();
    const code = await newestCode(actor, 1);
    const wrong = await actor.post("/v1/auth/verify-email", { otp: wrongCode(code) });
    expect(refusal(wrong)).toEqual(WRONG_CODE);
    expect((await actor.get("/v1/auth/me")).data.isEmailVerified).toBe(false);
    const reply = await actor.post("/v1/auth/verify-email", { otp: code });
    expect(reply.status).toBe(200);
    expect(reply.data.isEmailVerified).toBe(true);
    expect(calls(reply)).toBe('d1;desc="2", hub;desc="1"');
    expect((await actor.get("/v1/auth/me")).data).toEqual(reply.data);
    expect((await actor.post("/v1/auth/verify-email", { otp: code })).data).toEqual(reply.data);
  });

  it("refuses what is no code, and another user's", async () => {
    const [actor, stranger] = [await newActor(), await newActor()];
    const code = await newestCode(actor, 1);
    expect(refusal(await actor.post("/v1/auth/verify-email", {}))).toEqual(WRONG_CODE);
    expect(refusal(await actor.post("/v1/auth/verify-email", { otp: 123456 }))).toEqual(WRONG_CODE);
    expect(refusal(await stranger.post("/v1/auth/verify-email", { otp: code }))).toEqual(WRONG_CODE);
  });
});

describe("POST /auth/resend-verification", () => {
  it("mails the same code while it is good, ten times before the first wait", async () => {
    freezeTime("2026-11-24T10:00:00Z");
    const actor = await newActor();
    const code = await newestCode(actor, 1);
    for (let count = 2; count <= 11; count += 1) {
      const reply = await actor.post("/v1/auth/resend-verification");
      expect([reply.status, reply.data]).toEqual([200, { message: "OTP sent to email" }]);
      expect(await newestCode(actor, count)).toBe(code);
    }
    const refused = await actor.post("/v1/auth/resend-verification");
    expect(refusal(refused)).toEqual({ status: 429, code: "RATE_LIMIT_EXCEEDED" });
    expect(refused.headers.get("retry-after")).toBe("600");
    expect((await actor.post("/v1/auth/verify-email", { otp: code })).data.isEmailVerified).toBe(true);
    expect(refusal(await actor.post("/v1/auth/resend-verification"))).toEqual({ status: 409, code: "INVALID_STATE" });
  });
});
