import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { codeOf, issueOtp, type OtpPolicy, redeemOtp } from "../../../src/kernel/auth/otp.ts";
import { ALWAYS } from "../../../src/kernel/db/condition.ts";
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
  const [row] = await database.all(await issueOtp(SECRET, POLICY, to, now, ALWAYS));
  return row ? codeOf(SECRET, POLICY.digits, to, String(row.nonce)) : null;
}

async function issued(to: Target, now = NOW): Promise<string> {
  const code = await issue(to, now);
  if (code === null) throw new Error("No code");
  return code;
}

async function redeem(to: Target, code: string, now = NOW): Promise<boolean> {
  const { attempt, succeeded } = await redeemOtp(SECRET, POLICY, to, code, now, ALWAYS);
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
    expect(await codeOf("another-secret-of-more-than-thirty-two", 4, to, String(row?.nonce))).not.toBe(code);
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

  it("is the same when it is asked for again, and good for another two minutes from then", async () => {
    const to = target();
    const code = await issued(to);
    expect(await issue(to, NOW + 119_999)).toBe(code);
    const rows = await database.all(statement("SELECT createdAt FROM otpCodes WHERE address = ?", to.address));
    expect(rows).toEqual([{ createdAt: NOW }]);
    expect(await redeem(to, code, NOW + 239_998)).toBe(true);
  });

  it("keeps its wrong guesses when it is asked for again", async () => {
    const to = target();
    const code = await issued(to);
    for (let i = 1; i <= 4; i += 1) await redeem(to, other(code, i));
    expect(await issue(to)).toBe(code);
    await redeem(to, other(code, 5));
    expect(await redeem(to, code)).toBe(false);
  });

  it("is followed by another when it has expired, is used, or was guessed too often", async () => {
    const [expired, used, guessed] = [target(), target(), target()];
    const codes = [await issued(expired), await issued(used), await issued(guessed)];
    await redeem(used, codes[1] ?? "");
    for (let i = 1; i <= 5; i += 1) await redeem(guessed, other(codes[2] ?? "", i));
    const later = NOW + 120_000;
    const next = [await issued(expired, later), await issued(used), await issued(guessed)];
    const counts = await database.all(
      statement(
        "SELECT count(*) AS made FROM otpCodes WHERE address IN (?, ?, ?) GROUP BY address",
        expired.address,
        used.address,
        guessed.address,
      ),
    );
    expect(counts).toEqual([{ made: 2 }, { made: 2 }, { made: 2 }]);
    // The guesses that killed the code before do not count against this one.
    for (let i = 1; i <= 4; i += 1) await redeem(guessed, other(next[2] ?? "", i));
    expect(await redeem(guessed, next[2] ?? "")).toBe(true);
    if (codes[0] !== next[0]) expect(await redeem(expired, codes[0] ?? "", later)).toBe(false);
    expect(await redeem(expired, next[0] ?? "", later)).toBe(true);
  });

  it("is replaced an hour after it was made, however often it was sent", async () => {
    const to = target();
    const code = await issued(to);
    for (let minutes = 1; minutes < 60; minutes += 1) expect(await issue(to, NOW + minutes * 60_000)).toBe(code);
    await issued(to, NOW + HOUR);
    const [row] = await database.all(statement("SELECT count(*) AS made FROM otpCodes WHERE address = ?", to.address));
    expect(row?.made).toBe(2);
  });

  it("serves its purpose and its address alone", async () => {
    const to = target();
    const code = await issued(to);
    expect(await redeem({ ...to, purpose: "login" }, code)).toBe(false);
    expect(await redeem({ ...to, address: "+998901234567" }, code)).toBe(false);
    expect(await redeem(to, code)).toBe(true);
  });

  it("is not replaced by one of another purpose or address", async () => {
    const to = target();
    const codes = [await issued(to), await issued({ ...to, purpose: "login" }), await issued(target())];
    expect(await redeem(to, codes[0] ?? "")).toBe(true);
    expect(await redeem({ ...to, purpose: "login" }, codes[1] ?? "")).toBe(true);
  });

  it("is one, whoever asks at once", async () => {
    const to = target();
    const codes = await Promise.all(Array.from({ length: 8 }, () => issue(to)));
    expect(new Set(codes).size).toBe(1);
  });

  /** Makes five codes, and kills each by guesses or lets it expire. */
  async function useUp(to: Target, kill: boolean): Promise<string> {
    let code = "";
    for (let made = 1; made <= 5; made += 1) {
      const at = NOW + made * 120_000;
      code = await issued(to, at);
      if (kill) for (let i = 1; i <= 5; i += 1) await redeem(to, other(code, i), at);
    }
    return code;
  }

  it("comes five times an hour to one address and purpose", async () => {
    const to = target();
    await useUp(to, true);
    const first = NOW + 120_000;
    expect(await issue(to, first + HOUR - 1)).toBe(null);
    expect(await issue({ ...to, purpose: "login" }, first + HOUR - 1)).not.toBe(null);
    expect(await issue(to, first + HOUR)).not.toBe(null);
  });

  it("is renewed when five have only expired: a stranger who asks for them silences nobody", async () => {
    const to = target();
    const last = await useUp(to, false);
    const [row] = await database.all(statement("SELECT count(*) AS made FROM otpCodes WHERE address = ?", to.address));
    expect(row?.made).toBe(5);
    const later = NOW + 30 * 60_000;
    expect(await redeem(to, last, later)).toBe(false);
    expect(await issue(to, later)).toBe(last);
    expect(await redeem(to, last, later)).toBe(true);
    expect(await issue(to, later)).toBe(null);
  });
});
