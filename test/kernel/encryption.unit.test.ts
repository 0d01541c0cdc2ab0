import { describe, expect, it } from "vitest";
import {
  CannotDecrypt,
  decryptText,
  type EncryptionKeys,
  encryptionKeys,
  encryptText,
} from "../../src/kernel/encryption.ts";

const keyOf = (fill: number) => Buffer.alloc(32, fill).toString("base64");
const keysOf = (text: string): EncryptionKeys => encryptionKeys.parse(text);
const ABOUT = { userId: "ann", purpose: "two-factor", field: "secret" };
const OLD = `old:${keyOf(1)}`;
const NEW = `new:${keyOf(2)}`;

/** The sealed text with one bit of one of its parts changed. */
function tampered(sealed: string, part: number): string {
  const parts = sealed.split(".");
  const bytes = Buffer.from(parts[part] ?? "", "base64url");
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return parts.with(part, bytes.toString("base64url")).join(".");
}

it("gives the text back, and shows nothing of it", async () => {
  const keys = keysOf(OLD);
  for (const text of ["GEZDGNBVGY3TQOJQ", "", "çà и 🙂"]) {
    const sealed = await encryptText(keys, text, ABOUT);
    expect(sealed).toMatch(/^old\.[\w-]{16}\.[\w-]{22,}$/);
    expect(await decryptText(keys, sealed, ABOUT)).toBe(text);
  }
  expect(await encryptText(keys, "same", ABOUT)).not.toBe(await encryptText(keys, "same", ABOUT));
});

it("encrypts by the first key, and decrypts by all: keys are replaced by putting a new one before them", async () => {
  const sealed = await encryptText(keysOf(OLD), "secret", ABOUT);
  const both = keysOf(`${NEW}, ${OLD}\n`);
  expect(await decryptText(both, sealed, ABOUT)).toBe("secret");
  const renewed = await encryptText(both, "secret", ABOUT);
  expect(renewed).toMatch(/^new\./);
  expect(await decryptText(keysOf(NEW), renewed, ABOUT)).toBe("secret");
});

describe("refuses", () => {
  const sealing = encryptText(keysOf(OLD), "secret", ABOUT);
  const opening = async (keys: string, sealed: string, about = ABOUT) => decryptText(keysOf(keys), sealed, about);

  it("a text whose key is gone", async () => {
    await expect(opening(NEW, await sealing)).rejects.toThrow(new CannotDecrypt("No key with the id old"));
  });

  it("a text of another key with the same id", async () => {
    await expect(opening(`old:${keyOf(2)}`, await sealing)).rejects.toThrow(CannotDecrypt);
  });

  it.each([1, 2])("a text whose part %d was changed", async (part) => {
    await expect(opening(OLD, tampered(await sealing, part))).rejects.toThrow(CannotDecrypt);
  });

  it.each(["", "secret", "old.", "old.AAAAAAAAAAAAAAAA.", "old.AAAA.AAAAAAAAAAAAAAAAAAAAAAAA"])(
    "what was never sealed: %j",
    async (text) => {
      await expect(opening(OLD, text)).rejects.toThrow(new CannotDecrypt("Not a sealed text"));
    },
  );

  it.each([
    { userId: "bob" },
    { purpose: "integration" },
    { field: "token" },
    // The parts together are the same text.
    { userId: "a", purpose: "nntwo-factor" },
  ])("a text that is another's: %j", async (other) => {
    await expect(opening(OLD, await sealing, { ...ABOUT, ...other })).rejects.toThrow(CannotDecrypt);
  });
});

it.each([
  "",
  keyOf(1),
  `:${keyOf(1)}`,
  `two words:${keyOf(1)}`,
  `short:${Buffer.alloc(31, 1).toString("base64")}`,
  `long:${Buffer.alloc(33, 1).toString("base64")}`,
  `a:${keyOf(1)},`,
  `a:${keyOf(1)},a:${keyOf(2)}`,
  `a:b:${keyOf(1)}`,
])("takes no other keys: %j, and does not print them", (text) => {
  const { error } = encryptionKeys.safeParse(text);
  expect(error?.issues.map(({ message }) => message)).toEqual([
    "expected keys such as id:base64, of 32 bytes each and with different ids",
  ]);
});
