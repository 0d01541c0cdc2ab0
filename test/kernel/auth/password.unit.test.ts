import bcrypt from "bcryptjs";
import { describe, expect, it, vi } from "vitest";
import { hashPassword, newPassword, passwordMatches } from "../../../src/kernel/auth/password.ts";

const configured = { PASSWORD_COST: 10 };
const accepts = (password: string) => newPassword().safeParse(password).success;

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
    const timeOf = async (target: string | null) => {
      const start = performance.now();
      await passwordMatches(configured, "wrong", target);
      return performance.now() - start;
    };
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
