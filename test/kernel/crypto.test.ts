import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, constantTimeEqual, hmacBase64Url, randomToken, sha256Hex } from "../../src/kernel/crypto.ts";
import { AppError } from "../../src/kernel/errors.ts";

describe("sha256Hex", () => {
  it.each([
    ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
  ])("of %j is %s", async (text, digest) => {
    expect(await sha256Hex(text)).toBe(digest);
  });
});

describe("hmacBase64Url", () => {
  it("follows RFC 4231, test case 2", async () => {
    const mac = await hmacBase64Url("Jefe", "what do ya want for nothing?");
    const expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    expect(mac).toBe(Buffer.from(expected, "hex").toString("base64url"));
  });
});

describe("randomToken", () => {
  it("has as many bytes as asked, and no two are equal", () => {
    expect(randomToken()).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(randomToken(16)).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(new Set(Array.from({ length: 1000 }, () => randomToken())).size).toBe(1000);
  });
});

describe("constantTimeEqual", () => {
  it.each([
    ["123456", "123456", true],
    ["123456", "123457", false],
    ["123456", "12345", false],
    ["", "", true],
    ["kalit", "KALIT", false],
  ])("%j and %j: %s", async (a, b, equal) => {
    expect(await constantTimeEqual(a, b)).toBe(equal);
  });
});

describe("canonicalJson", () => {
  it("puts keys in code-unit order at every depth and leaves undefined members out", () => {
    const value = { b: [{ z: 1, a: undefined, Z: null }], a: "o‘q", 10: true, 9: 1.5 };
    expect(canonicalJson(value)).toBe('{"10":true,"9":1.5,"a":"o‘q","b":[{"Z":null,"z":1}]}');
  });

  it("keeps arrays in order, and scalars as JSON writes them", () => {
    expect(canonicalJson([2, 1, "", null, false, 1e21])).toBe('[2,1,"",null,false,1e+21]');
  });

  it("takes __proto__ for a key like any other", () => {
    expect(canonicalJson(JSON.parse('{"__proto__":{"b":1,"a":2},"a":1}'))).toBe('{"__proto__":{"a":2,"b":1},"a":1}');
  });

  it("means the same, and is the same for the same members in any order", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reversed(value))).toBe(text);
      }),
    );
  });

  it("refuses what is nested deeper than a body may be", () => {
    const nested = (depth: number): unknown => JSON.parse("[".repeat(depth) + "]".repeat(depth));
    expect(canonicalJson(nested(33))).toHaveLength(66);
    expect(() => canonicalJson(nested(34))).toThrow(AppError);
  });
});

/** The same value with the members of every object the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed(member)]),
  );
}
