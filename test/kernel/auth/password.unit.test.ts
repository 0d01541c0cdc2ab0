import bcrypt from "bcryptjs";
import { describe, expect, it, vi } from "vitest";
import {
  hashPassword,
  matchPassword,
  newPassword,
  passwordMatches,
  repeatedPassword,
} from "../../../src/kernel/auth/password.ts";
import { cpuTimeOf } from "../../support/cpu.ts";

const configured = { PASSWORD_COST: 10 };
const accepts = (password: string) => newPassword().safeParse(password).success;

it("refuses long texts before it composes them", async () => {
  const text = `a1${"\u0301\u0323".repeat(100_000)}`;
  const results: boolean[] = [];
  const time = await cpuTimeOf(() => {
    for (const contract of [newPassword(), repeatedPassword()]) results.push(contract.safeParse(text).success);
  });
  expect(results).toEqual([false, false]);
  expect(time).toBeLessThan(500);
});

describe("the policy for new passwords", () => {
  it.each([
    ["abcdef1", false],
    ["abcdefg1", true],
    ["abcdefgh", false],
    ["12345678", false],
    ["!!!!!!a1", true],
    // Bytes count, not characters: four Cyrillic letters are eight bytes.
    ["парол1", true],
    ["пар1", false],
    ["ƻƻƻƻƻƻƻ1", true],
    [`${"a".repeat(71)}1`, true],
    [`${"a".repeat(72)}1`, false],
    [`${"я".repeat(36)}1`, false],
  ])("%s: %s", (password, accepted) => {
    expect(accepts(password)).toBe(accepted);
  });
});

/** The same letters, each accented one as one character and as two. */
const [COMPOSED, DECOMPOSED] = ["P\u00e4ssw\u00f6rd-1", "Pa\u0308sswo\u0308rd-1"];

describe("a password with accents", () => {
  const cheap = { PASSWORD_COST: 4 };

  it("is the same whichever way it is typed", async () => {
    const hash = await hashPassword(cheap, DECOMPOSED);
    expect(await matchPassword(cheap, COMPOSED, hash)).toBe("composed");
    expect(await matchPassword(cheap, DECOMPOSED, hash)).toBe("composed");
    expect(await matchPassword(cheap, "Passwo\u0308rd-1", hash)).toBe(null);
    expect(newPassword().parse(DECOMPOSED)).toBe(COMPOSED);
    expect(repeatedPassword().parse(DECOMPOSED)).toBe(COMPOSED);
  });

  it("matches a hash from before it was composed, in the form of then", async () => {
    const old = await bcrypt.hash(DECOMPOSED, 4);
    expect(await matchPassword(cheap, DECOMPOSED, old)).toBe("typed");
    expect(await matchPassword(cheap, COMPOSED, old)).toBe(null);
  });

  it("is measured as it is hashed", () => {
    // 35 letters and a digit: 71 bytes composed, 106 as typed.
    expect(accepts(`${"a\u0308".repeat(35)}1`)).toBe(true);
    expect(accepts(`${"a\u0308".repeat(36)}1`)).toBe(false);
    expect(accepts("a\u0308a\u0308a\u03081")).toBe(false);
  });

  it("takes two comparisons for nobody as well", async () => {
    const compare = vi.spyOn(bcrypt, "compare");
    const counts: number[] = [];
    for (const hash of [null, await bcrypt.hash("other", 4)]) {
      for (const password of [COMPOSED, DECOMPOSED]) {
        compare.mockClear();
        expect(await matchPassword(cheap, password, hash)).toBe(null);
        counts.push(compare.mock.calls.length);
      }
    }
    compare.mockRestore();
    expect(counts).toEqual([1, 2, 1, 2]);
  });
});

describe("a hashed password", () => {
  it("matches itself alone, and is salted", async () => {
    const [hash, again] = [
      await hashPassword(configured, "Secure-Pass-123"),
      await hashPassword(configured, "Secure-Pass-123"),
    ];
    expect(hash).toMatch(/^\$2[aby]\$10\$/);
    expect(hash).not.toBe(again);
    expect(await passwordMatches(configured, "Secure-Pass-123", hash)).toBe(true);
    expect(await passwordMatches(configured, "secure-pass-123", hash)).toBe(false);
  });

  it("is not matched by a longer password that bcrypt would cut", async () => {
    const password = `${"a".repeat(71)}1`;
    const hash = await hashPassword(configured, password);
    expect(await passwordMatches(configured, password, hash)).toBe(true);
    expect(await passwordMatches(configured, `${password}x`, hash)).toBe(false);
  });

  it("carries its cost, and matches whatever cost is configured later", async () => {
    const hash = await hashPassword({ PASSWORD_COST: 4 }, "Secure-Pass-123");
    expect(hash).toMatch(/^\$2[aby]\$04\$/);
    expect(await passwordMatches(configured, "Secure-Pass-123", hash)).toBe(true);
  });

  it("is compared for nobody too, at the same cost", async () => {
    expect(await passwordMatches(configured, "Secure-Pass-123", null)).toBe(false);
    const hash = await hashPassword(configured, "Secure-Pass-123");
    const timeOf = (target: string | null) => cpuTimeOf(() => passwordMatches(configured, "wrong", target));
    // Far apart from a comparison that was left out, which takes no time at all.
    expect(await timeOf(null)).toBeGreaterThan((await timeOf(hash)) / 5);
  });

  it.each([4, 10, 11])("is compared for nobody at the configured cost: %i", async (cost) => {
    const compare = vi.spyOn(bcrypt, "compare");
    expect(await passwordMatches({ PASSWORD_COST: cost }, "Secure-Pass-123", null)).toBe(false);
    const [, hash = ""] = compare.mock.lastCall ?? [];
    compare.mockRestore();
    // bcrypt refuses text of another length at once.
    expect([bcrypt.getRounds(hash), hash.length]).toEqual([cost, 60]);
  });
});
