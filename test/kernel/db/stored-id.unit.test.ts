import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idOfStored, keyOfStored, storedId, storedKey } from "../../../src/kernel/db/stored-id.ts";

const uuid = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
});
const ALPHABET = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
const KEY = "01a0f6cc-9dc0-7288-a4dd-6bb074edea74";
const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));

describe("an id in the database", () => {
  it("has 22 characters, each with six bits of the id", () => {
    expect(storedId("00000000-0000-0000-0000-000000000000")).toBe("----------------------");
    expect(storedId("ffffffff-ffff-ffff-ffff-ffffffffffff")).toBe("zzzzzzzzzzzzzzzzzzzzzk");
  });

  it("is the number that the id is, in base 64", () => {
    fc.assert(
      fc.property(uuid, (id) => {
        // Four bits more make a whole number of characters.
        const bits = BigInt(`0x${id.replaceAll("-", "")}0`);
        const digits = Array.from({ length: 22 }, (_, place) => Number((bits >> BigInt(6 * (21 - place))) & 63n));
        expect(storedId(id)).toBe(digits.map((digit) => ALPHABET.charAt(digit)).join(""));
      }),
    );
  });

  it("is read back as it was, and sorts like it", () => {
    fc.assert(
      fc.property(uuid, uuid, (a, b) => {
        expect(idOfStored(storedId(a))).toBe(a);
        expect(storedId(a)).toMatch(/^[-0-9A-Z_a-z]{22}$/);
        expect(compare(storedId(a), storedId(b))).toBe(compare(a, b));
      }),
    );
  });

  it.each([
    "",
    "task",
    "01A0F6CC-9DC0-7288-A4DD-6BB074EDEA74",
    "01a0f6cc-9dc0-7288-a4dd-6bb074edea7",
    "01a0f6cc-9dc0-7288-a4dd-6bb074edea744",
    "01a0f6cc-9dc0-7288-a4dd-6bb074edea7g",
    "01a0f6cc-9dc0-7288-a4dd-6bb074edea7é",
  ])("is no other text: %s", (text) => {
    expect(() => storedId(text)).toThrow("Not an id");
  });
});

describe("a client's key in the database", () => {
  it("is a stored id where it is a UUID, and any other text as it is", () => {
    expect(storedKey(KEY)).toBe(`~${storedId(KEY)}`);
    expect(storedKey("order 7")).toBe("order 7");
    expect(storedKey("~order")).toBe("~~order");
  });

  it("is read back as it was, and no two keys are one", () => {
    const text = fc.oneof(
      uuid,
      fc.string(),
      uuid.map(storedKey),
      uuid.map(storedId),
      fc.string().map((s) => `~${s}`),
    );
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(keyOfStored(storedKey(a))).toBe(a);
        expect(storedKey(a) === storedKey(b)).toBe(a === b);
      }),
    );
  });
});
