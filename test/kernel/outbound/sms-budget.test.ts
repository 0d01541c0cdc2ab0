import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { parseEnv } from "../../../src/env.ts";
import { requireSmsCountry } from "../../../src/kernel/outbound/sms-budget.ts";
import { bearer, codeTo, newcomer, newUser, said, uniqueEmail, uniquePhone, visitor } from "../../koshelok/support.ts";
import type { Reply } from "../../support/actor.ts";
import { freezeTime, passTime } from "../../support/clock.ts";
import { mailsTo } from "../../support/mailbox.ts";

const HOUR = 3_600_000;
const MAX = 500;

const signUp = (address: string) => visitor().post("/users/signup/", { email_phone_number: address });
const forgot = (address: string) => visitor().post("/users/forgot/", { phone_email: address });
const statusAndWait = ({ status, headers }: Reply) => [status, headers.get("Retry-After")];
const taken = (): Promise<unknown> =>
  env.KOSHELOK_DB.prepare("SELECT count FROM tallies WHERE key = ?")
    .bind(`sms ${Math.floor(Date.now() / HOUR)}`)
    .first("count");

/** Goes to a clock hour of its own, 15 minutes after it began, in which so many SMS are left. */
async function hourWith(left: number, hour: string): Promise<void> {
  freezeTime(`${hour}:15:00Z`);
  await env.KOSHELOK_DB.prepare("INSERT INTO tallies (key, count, since, lastAt) VALUES (?, ?, ?, ?)")
    .bind(`sms ${Math.floor(Date.now() / HOUR)}`, MAX - left, Date.now(), Date.now())
    .run();
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("the budget of SMS", () => {
  it("ends sign-ups by phone until the next hour, and leaves nothing behind", async () => {
    await hourWith(1, "2031-03-01T10");
    const errors = vi.spyOn(console, "error").mockImplementation(() => {});
    const last = uniquePhone();
    expect((await signUp(last)).status).toBe(201);
    const logged = errors.mock.calls.map(([line]) => JSON.parse(line));
    expect(logged).toEqual([expect.objectContaining({ event: "SMS budget used up", product: "koshelok", limit: MAX })]);
    const refused = uniquePhone();
    for (const phone of [refused, last]) {
      const reply = await signUp(phone);
      expect([...said(reply), ...statusAndWait(reply)]).toEqual([
        503,
        { detail: "No more messages can be sent at the moment" },
        503,
        "2700",
      ]);
    }
    expect(errors).toHaveBeenCalledTimes(1);
    const left = await env.KOSHELOK_DB.batch([
      env.KOSHELOK_DB.prepare("SELECT 1 FROM users WHERE address = ?").bind(refused),
      env.KOSHELOK_DB.prepare("SELECT 1 FROM otpCodes WHERE address = ?").bind(refused),
    ]);
    expect(left.map(({ results }) => results)).toEqual([[], []]);
    // Mail costs nothing.
    expect((await signUp(uniqueEmail())).status).toBe(201);
    passTime(45 * 60_000);
    expect((await signUp(refused)).status).toBe(201);
    expect(await taken()).toBe(1);
    expect(await mailsTo(refused, 1)).toEqual([expect.objectContaining({ channel: "sms" })]);
  });

  it("has one place for twins that want the last", async () => {
    await hourWith(1, "2031-03-02T10");
    vi.spyOn(console, "error").mockImplementation(() => {});
    const replies = await Promise.all(Array.from({ length: 6 }, () => signUp(uniquePhone())));
    expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 503, 503, 503, 503, 503]);
    expect(await taken()).toBe(MAX);
  });

  it("ends other codes for the phone as well", async () => {
    await hourWith(1, "2031-03-03T10");
    vi.spyOn(console, "error").mockImplementation(() => {});
    const actor = await newcomer(uniquePhone());
    expect(statusAndWait(await actor.get("/users/new_verify/"))).toEqual([503, "2700"]);
    // Its first code is as good as before.
    expect((await actor.post("/users/code_verify/", { code: await codeTo(actor.user.address) })).status).toBe(200);
  });

  it("is not seen by who asks for a reset, and not taken for addresses that nobody has", async () => {
    await hourWith(3, "2031-03-04T10");
    vi.spyOn(console, "error").mockImplementation(() => {});
    const { user } = await newUser({}, uniquePhone());
    expect(await taken()).toBe(MAX - 2);
    const answers = [await forgot(uniquePhone()), await forgot(user.address)];
    expect(await taken()).toBe(MAX - 1);
    const code = await codeTo(user.address, 2);
    expect((await signUp(uniquePhone())).status).toBe(201);
    answers.push(await forgot(user.address), await forgot(uniquePhone()));
    expect(answers.map(({ status, body }) => [status, body.message, body.access.length])).toEqual(
      answers.map(({ body }) => [200, "Kod yuborildi", body.access.length]),
    );
    expect(await taken()).toBe(MAX);
    expect(await mailsTo(user.address, 2)).toHaveLength(2);
    const body = { code, password: "brand-new", confirm_password: "brand-new" };
    expect((await bearer(answers[2]?.body.access).put("/users/reset/", body)).status).toBe(200);
  });
});

describe("an SMS", () => {
  it("goes to countries of the list alone, whether anybody has the number or not", async () => {
    const abroad = ["No codes are sent to phone numbers of this country."];
    expect(said(await signUp("+79161234567"))).toEqual([400, { email_phone_number: abroad }]);
    expect(said(await forgot("+79161234567"))).toEqual([400, { phone_email: abroad }]);
    expect((await visitor().post("/users/login/", { user_input: "+79161234567", password: "12345678" })).status).toBe(
      401,
    );
    const settings = (SMS_COUNTRIES: string[]) => ({ ...parseEnv(env), SMS_COUNTRIES });
    for (const phone of ["+79161234567", "+77011234567", "+998901234567"]) {
      expect(() => requireSmsCountry(settings(["998", "7"]), "phone", phone)).not.toThrow();
      expect(() => requireSmsCountry(settings([]), "phone", phone)).toThrow("invalid_input");
    }
    expect(() => requireSmsCountry(settings(["99"]), "phone", "+79901234567")).toThrow("invalid_input");
  });

  it("goes to mobile phones alone", async () => {
    const landline = ["Codes are sent to mobile phones only."];
    for (const phone of ["+998712345678", "71 234-56-78"]) {
      expect(said(await signUp(phone))).toEqual([400, { email_phone_number: landline }]);
      expect(said(await forgot(phone))).toEqual([400, { phone_email: landline }]);
    }
  });
});
