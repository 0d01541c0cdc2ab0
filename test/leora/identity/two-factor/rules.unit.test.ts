import { describe, expect, it } from "vitest";
import { enteredCode, recoveryCodeOf, shownRecoveryCode } from "../../../../src/leora/identity/two-factor/rules.ts";
import { newSecret, otpauthUrl, stepOfCode } from "../../../../src/leora/identity/two-factor/totp.ts";
import { hotp } from "../../../support/totp.ts";

/** RFC 6238, appendix B: the ASCII text 12345678901234567890 in base32. */
const SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

describe("codes of the app", () => {
  it.each([
    [59, "94287082"],
    [1111111109, "07081804"],
    [1111111111, "14050471"],
    [1234567890, "89005924"],
    [2000000000, "69279037"],
    [20000000000, "65353130"],
  ])("are those of RFC 6238 at %d seconds", async (seconds, code) => {
    const step = Math.floor(seconds / 30);
    expect(hotp(SECRET, step, 8)).toBe(code);
    const sixDigits = code.slice(2);
    for (const now of [seconds, seconds - 30, seconds + 30]) {
      expect(await stepOfCode(SECRET, sixDigits, now * 1000)).toBe(step);
    }
    expect(await stepOfCode(SECRET, sixDigits, (step - 1) * 30_000 - 1)).toBeNull();
    expect(await stepOfCode(SECRET, sixDigits, (step - 1) * 30_000)).toBe(step);
    expect(await stepOfCode(SECRET, sixDigits, (step + 2) * 30_000 - 1)).toBe(step);
    expect(await stepOfCode(SECRET, sixDigits, (step + 2) * 30_000)).toBeNull();
  });

  it("are of secrets of 160 random bits", async () => {
    const [first, second] = [await newSecret(), await newSecret()];
    expect(first).toMatch(/^[A-Z2-7]{32}$/);
    expect(second).not.toBe(first);
  });

  it("come from an address that apps read", async () => {
    expect(await otpauthUrl(SECRET, "ann+home@example.com")).toBe(
      `otpauth://totp/Leora:ann%2Bhome%40example.com?issuer=Leora&secret=${SECRET}&algorithm=SHA1&digits=6&period=30`,
    );
  });
});

describe("entered codes", () => {
  it.each([
    ["123456", { kind: "app", canonical: "123456" }],
    [" 123 456 ", { kind: "app", canonical: "123456" }],
    ["k7m2x-9qpwd", { kind: "recovery", canonical: "k7m2x9qpwd" }],
    [" K7M2X 9qpwd", { kind: "recovery", canonical: "k7m2x9qpwd" }],
    ["12345", { kind: "neither" }],
    ["1234567", { kind: "neither" }],
    ["١٢٣٤٥٦", { kind: "neither" }],
    ["k7m2x-9qpw0", { kind: "neither" }],
    ["k7m2x-9qpwdd", { kind: "neither" }],
    ["-", { kind: "neither" }],
  ])("%j", (text, entered) => {
    expect(enteredCode(text)).toEqual(entered);
  });

  it("of recovery are made of 32 letters and digits, each as likely as the others", () => {
    const counts = Map.groupBy(recoveryCodeOf(Array.from({ length: 256 }, (_, byte) => byte)), (char) => char);
    expect(counts.size).toBe(32);
    expect([...counts.values()].every(({ length }) => length === 8)).toBe(true);
    expect(shownRecoveryCode(recoveryCodeOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 255]))).toBe("abcde-fghi9");
  });
});
