import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { parseEnv } from "../../../src/env.ts";
import { readMailbox } from "../../../src/kernel/outbound/mailbox.ts";
import type { VendorAccount } from "../../support/vendor-account.ts";
import { deadLetter, deliver, eskizAccount, mailTo, NOW, resendAccount, smsTo } from "./support.ts";

const PHONE = "+998901234567";
const FORM = { mobile_phone: "998901234567", message: "Kodingiz: 493817", from: "4546" };

const statuses = async (account: VendorAccount) =>
  (await account.calls()).map(({ path, status }) => `${path} ${status}`);

describe("Resend", () => {
  it("gets the message in its own format, and the mailbox does not", async () => {
    const { account, bindings } = resendAccount();
    const message = mailTo("resend@example.com");
    expect(await deliver([message], { bindings })).toEqual({ acked: ["m0"], retried: {} });
    expect(await account.calls()).toEqual([
      {
        method: "POST",
        path: "/emails",
        idempotencyKey: message.id,
        body: {
          from: "Leora <hi@leora.app>",
          to: ["resend@example.com"],
          subject: "Tasdiqlash kodi",
          text: "Kodingiz: 493817",
        },
        status: 200,
      },
    ]);
    expect(await readMailbox(parseEnv(env), "resend@example.com")).toEqual([]);
  });

  it("gets the same key and content again when a message is delivered twice", async () => {
    const { account, bindings } = resendAccount();
    const message = mailTo("again@example.com");
    await deliver([message], { bindings });
    expect(await deliver([message], { bindings, attempts: 2 })).toEqual({ acked: ["m0"], retried: {} });
    const [first, second] = await account.calls();
    expect(second).toEqual(first);
  });

  it.each([408, 429, 500, 503])("is asked again after %i", async (status) => {
    const { account, bindings } = resendAccount();
    await account.answerNext({ status });
    const message = mailTo("passing@example.com");
    expect(await deliver([message], { bindings })).toEqual({
      acked: [],
      retried: { m0: 10 },
    });
    expect(await deliver([message], { bindings, attempts: 2 })).toEqual({ acked: ["m0"], retried: {} });
    expect(await statuses(account)).toEqual([`/emails ${status}`, "/emails 200"]);
  });

  it("is asked again when it hangs up without a reply", async () => {
    const { account, bindings } = resendAccount();
    await account.answerNext({ status: 0 });
    const { retried } = await deliver([mailTo("network@example.com")], { bindings });
    expect(retried).toEqual({ m0: 10 });
  });

  it("is asked again while an earlier attempt with the same key is in progress", async () => {
    const { account, bindings } = resendAccount();
    const name = "concurrent_idempotent_requests";
    await account.answerNext({ status: 409, body: { statusCode: 409, name, message: "In progress" } });
    const { retried } = await deliver([mailTo("concurrent@example.com")], { bindings });
    expect(retried).toEqual({ m0: 10 });
  });

  it.each([
    { title: "as late as it asks", retryAfter: "120", attempts: 1, delaySeconds: 120 },
    { title: "no sooner than the backoff", retryAfter: "1", attempts: 3, delaySeconds: 40 },
    { title: "after an hour at the latest", retryAfter: "86400", attempts: 1, delaySeconds: 3600 },
    {
      title: "by the backoff when it names a date",
      retryAfter: "Thu, 01 Oct 2026 10:00:00 GMT",
      attempts: 2,
      delaySeconds: 20,
    },
  ])("is asked again $title", async ({ retryAfter, attempts, delaySeconds }) => {
    const { account, bindings } = resendAccount();
    await account.answerNext({ status: 429, headers: { "Retry-After": retryAfter } });
    const { retried } = await deliver([mailTo("limit@example.com")], { bindings, attempts });
    expect(retried).toEqual({ m0: delaySeconds });
  });

  it("is not asked again for an address that it refuses: that is a dead letter at once", async () => {
    const { account, bindings } = resendAccount();
    const message = mailTo("no-address");
    expect(await deliver([message], { bindings })).toEqual({ acked: ["m0"], retried: {} });
    expect(await statuses(account)).toEqual(["/emails 422"]);
    expect(await deadLetter(message.id)).toEqual({ reason: "resend: 422 validation_error", body: message });
  });

  it("turns messages into dead letters when the key is wrong", async () => {
    const { bindings } = resendAccount("wrong-key");
    const message = mailTo("key@example.com");
    await deliver([message], { bindings });
    expect(await deadLetter(message.id)).toEqual({ reason: "resend: 403 invalid_api_key", body: message });
  });
});

describe("Eskiz", () => {
  it("gets one login and then each message as a form", async () => {
    const { account, bindings } = eskizAccount();
    const messages = [smsTo(PHONE), smsTo(PHONE, { text: "Salom" })];
    expect((await deliver(messages, { bindings })).acked).toEqual(["m0", "m1"]);
    const [login, ...sms] = await account.calls();
    expect(login).toEqual({
      method: "POST",
      path: "/api/auth/login",
      body: { email: account.name, password: "correct" },
      status: 200,
    });
    expect(sms.toSorted((a, b) => (String(a.body.message) < String(b.body.message) ? -1 : 1))).toEqual([
      { method: "POST", path: "/api/message/sms/send", body: FORM, status: 200 },
      { method: "POST", path: "/api/message/sms/send", body: { ...FORM, message: "Salom" }, status: 200 },
    ]);
  });

  it("renews a token that ended, and sends", async () => {
    const { account, bindings } = eskizAccount();
    await account.answerNext({ status: 200, body: { data: { token: "ended" } } });
    expect((await deliver([smsTo(PHONE)], { bindings })).acked).toEqual(["m0"]);
    expect(await statuses(account)).toEqual([
      "/api/auth/login 200",
      "/api/auth/login 200",
      "/api/message/sms/send 200",
    ]);
  });

  it("gets a message once, however often the queue delivers it", async () => {
    const { account, bindings } = eskizAccount();
    const message = smsTo(PHONE);
    await deliver([message], { bindings });
    expect(await deliver([message], { bindings, attempts: 2 })).toEqual({ acked: ["m0"], retried: {} });
    expect(await statuses(account)).toEqual(["/api/auth/login 200", "/api/message/sms/send 200"]);
  });

  it("is asked again after a failure, for the messages that failed alone", async () => {
    const { account, bindings } = eskizAccount();
    await account.answerNext({ status: 502 });
    const message = smsTo(PHONE);
    expect((await deliver([message], { bindings })).retried).toEqual({ m0: 10 });
    expect((await deliver([message], { bindings, attempts: 2 })).acked).toEqual(["m0"]);
  });

  it("is asked again when a login brings no token", async () => {
    const { account, bindings } = eskizAccount();
    await account.answerNext({ status: 200, body: { message: "maintenance" } });
    expect((await deliver([smsTo(PHONE)], { bindings })).retried).toEqual({ m0: 10 });
  });

  it("is not asked again for a number that it refuses", async () => {
    const { bindings } = eskizAccount();
    const [bad, good] = [smsTo("+1 555"), smsTo(PHONE)];
    expect((await deliver([bad, good], { bindings })).acked).toEqual(["m0", "m1"]);
    expect(await deadLetter(bad.id)).toEqual({ reason: "eskiz: 400 error", body: bad });
    expect(await deadLetter(good.id)).toBeUndefined();
  });

  it("turns messages into dead letters when the password is wrong", async () => {
    const { account, bindings } = eskizAccount("wrong");
    const message = smsTo(PHONE);
    await deliver([message], { bindings });
    expect(await statuses(account)).toEqual(["/api/auth/login 401"]);
    expect(await deadLetter(message.id)).toEqual({ reason: "eskiz: 401", body: message });
  });
});

describe("the choice of providers", () => {
  it("is made per channel", async () => {
    const { account, bindings } = resendAccount();
    await deliver([mailTo("mixed@example.com"), smsTo("+998907654321")], { bindings });
    expect(await statuses(account)).toEqual(["/emails 200"]);
    const [sms] = await readMailbox(parseEnv(env), "+998907654321");
    expect(sms).toMatchObject({ channel: "sms", at: new Date(NOW).toISOString() });
  });
});
