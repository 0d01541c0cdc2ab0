import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { issueOtp, type OtpPolicy, redeemOtp } from "../../../src/kernel/auth/otp.ts";
import { Database, statement } from "../../../src/kernel/db/database.ts";

const SECRET = "a-secret-of-more-than-thirty-two-characters";
const NOW = Date.parse("2026-11-24T10:00:00Z");
const HOUR = 3_600_000;
/** Another product's: four digits for two minutes. */
const POLICY: OtpPolicy = { digits: 4, ttlMs: 120_000, attempts: 5, perHour: 5 };

const database = new Database(env.LEORA_DB, { d1: 0, hub: 0 });
const target = (purpose = "signup") => ({ purpose, address: `+998${crypto.randomUUID()}` });
type Target = ReturnType<typeof target>;

async function issue(to: Target, now = NOW): Promise<string | null> {
  const { code, insert } = await issueOtp(SECRET, POLICY, to, now);
  return (await database.all(insert)).length === 1 ? code : null;
}

async function issued(to: Target, now = NOW): Promise<string> {
  const code = await issue(to, now);
  if (code === null) throw new Error("No code");
  return code;
}

async function redeem(to: Target, code: string, now = NOW): Promise<boolean> {
  const { attempt, succeeded } = await redeemOtp(SECRET, POLICY, to, code, now);
  const [, [row] = []] = await database.batch([
    attempt,
    statement(`SELECT ${succeeded.sql} AS ok`, ...succeeded.params),
  ]);
  return row?.ok === 1;
}

const other = (code: string, by = 1) => String((Number(code) + by) % 10_000).padStart(4, "0");

describe("a one-time code", () => {
  it("has the digits of its policy and works once", async () => {
    const to = target();
    const code = await issued(to);
    expect(code).toMatch(/^\d{4}$/);
    expect(await redeem(to, code)).toBe(true);
    expect(await redeem(to, code)).toBe(false);
  });

  it("is stored as a keyed hash", async () => {
    const to = target();
    const code = await issued(to);
    const [row] = await database.all(statement("SELECT * FROM otpCodes WHERE address = ?", to.address));
    expect(Object.values(row ?? {})).not.toContain(code);
    expect(row?.codeHash).toMatch(/^[\w-]{43}$/);
  });

  it("expires to the millisecond", async () => {
    const [early, late] = [target(), target()];
    const codes = [await issued(early), await issued(late)];
    expect(await redeem(early, codes[0] ?? "", NOW + 119_999)).toBe(true);
    expect(await redeem(late, codes[1] ?? "", NOW + 120_000)).toBe(false);
  });

  it("survives four wrong guesses, not five", async () => {
    const [four, five] = [target(), target()];
    const codes = [await issued(four), await issued(five)];
    for (let i = 1; i <= 4; i += 1) expect(await redeem(four, other(codes[0] ?? "", i))).toBe(false);
    for (let i = 1; i <= 5; i += 1) expect(await redeem(five, other(codes[1] ?? "", i))).toBe(false);
    expect(await redeem(four, codes[0] ?? "")).toBe(true);
    expect(await redeem(five, codes[1] ?? "")).toBe(false);
  });

  it("counts concurrent guesses one by one", async () => {
    const to = target();
    const code = await issued(to);
    const guesses = Array.from({ length: 20 }, (_, i) => redeem(to, other(code, i + 1)));
    expect((await Promise.all(guesses)).some(Boolean)).toBe(false);
    const [row] = await database.all(statement("SELECT attempts FROM otpCodes WHERE address = ?", to.address));
    expect(row?.attempts).toBe(5);
    expect(await redeem(to, code)).toBe(false);
  });

  it("is used by one of twenty that know it", async () => {
    const to = target();
    const code = await issued(to);
    const uses = await Promise.all(Array.from({ length: 20 }, () => redeem(to, code)));
    expect(uses.filter(Boolean)).toHaveLength(1);
  });

  it("is killed by a newer one", async () => {
    const to = target();
    const [first, second] = [await issued(to), await issued(to)];
    if (first !== second) expect(await redeem(to, first)).toBe(false);
    expect(await redeem(to, second)).toBe(true);
    expect(await redeem(to, first)).toBe(false);
  });

  it("serves its purpose and its address alone", async () => {
    const to = target();
    const code = await issued(to);
    expect(await redeem({ ...to, purpose: "login" }, code)).toBe(false);
    expect(await redeem({ ...to, address: "+998901234567" }, code)).toBe(false);
    expect(await redeem(to, code)).toBe(true);
  });

  it("comes five times an hour to one address, whoever asks at once", async () => {
    const to = target();
    const codes = await Promise.all(Array.from({ length: 8 }, () => issue(to)));
    expect(codes.filter((code) => code !== null)).toHaveLength(5);
    expect(await issue(to, NOW + HOUR - 1)).toBe(null);
    expect(await issue(to, NOW + HOUR)).not.toBe(null);
    expect(await issue({ ...to, purpose: "login" })).not.toBe(null);
  });
});
