import { describe, expect, it } from "vitest";
import { hashPassword, newPassword, passwordMatches } from "../../../src/kernel/auth/password.ts";

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
    const [hash, again] = [await hashPassword("Secure-Pass-123"), await hashPassword("Secure-Pass-123")];
    expect(hash).toMatch(/^\$2[aby]\$10\$/);
    expect(hash).not.toBe(again);
    expect(await passwordMatches("Secure-Pass-123", hash)).toBe(true);
    expect(await passwordMatches("secure-pass-123", hash)).toBe(false);
  });

  it("is not matched by a longer password that bcrypt would cut", async () => {
    const password = `${"a".repeat(71)}1`;
    const hash = await hashPassword(password);
    expect(await passwordMatches(password, hash)).toBe(true);
    expect(await passwordMatches(`${password}x`, hash)).toBe(false);
  });

  it("is compared for nobody too, at the same cost", async () => {
    expect(await passwordMatches("Secure-Pass-123", null)).toBe(false);
    const hash = await hashPassword("Secure-Pass-123");
    const timeOf = async (target: string | null) => {
      const start = performance.now();
      await passwordMatches("wrong", target);
      return performance.now() - start;
    };
    // Far apart from a comparison that was left out, which takes no time at all.
    expect(await timeOf(null)).toBeGreaterThan((await timeOf(hash)) / 5);
  });
});
