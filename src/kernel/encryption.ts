import { Buffer } from "node:buffer";
import { z } from "zod";

// Secrets that must be read again, such as those of authenticator apps and of vendors' accounts, lie encrypted in tables: AES-GCM by Web
// Crypto, with keys that are variables. Whoever reads a table has nothing without them.
//
// A sealed text is `<key id>.<nonce>.<ciphertext and tag>`, the last two in base64url. What it is about is authenticated with it
// (`SealedFor`), so that a text which somebody copies to another row, or to another column, is refused there.

const ALGORITHM = "AES-GCM";
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const KEY_ID = /^[\w-]{1,32}$/;
const BASE64 = /^[A-Za-z0-9+/]{43}=$/;
const SEALED = /^([\w-]{1,32})\.([\w-]{16})\.([\w-]{22,})$/;

export interface EncryptionKey {
  id: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Keys in their order: the first encrypts, all of them decrypt. */
export type EncryptionKeys = readonly [EncryptionKey, ...EncryptionKey[]];

/** Whose secret it is, what for, and which of its fields. */
export interface SealedFor {
  userId: string;
  purpose: string;
  field: string;
}

/** A sealed text that none of the keys opens: it was tampered with, belongs elsewhere, or its key is gone. */
export class CannotDecrypt extends Error {
  override readonly name = "CannotDecrypt";
}

/**
 * A variable that holds keys: `id:base64,…`, each of 32 bytes and with an id of its own. A refused value is not repeated in the message.
 */
export const encryptionKeys = z.string().transform((text, issue): EncryptionKeys => {
  const parts = text.split(",").map((part) => part.trim().split(":"));
  const keys = parts.flatMap(([id = "", base64 = "", ...rest]): EncryptionKey[] =>
    KEY_ID.test(id) && BASE64.test(base64) && rest.length === 0 ? [{ id, bytes: bytesOf(base64, "base64") }] : [],
  );
  const [first, ...others] = keys;
  const ids = new Set(keys.map(({ id }) => id));
  if (first && keys.length === parts.length && ids.size === keys.length) return [first, ...others];
  issue.addIssue({
    code: "custom",
    message: `expected keys such as id:base64, of ${KEY_BYTES} bytes each and with different ids`,
  });
  return z.NEVER;
});

/** Encrypts a text by the first key. */
export async function encryptText(keys: EncryptionKeys, text: string, about: SealedFor): Promise<string> {
  const [{ id, bytes }] = keys;
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const key = await crypto.subtle.importKey("raw", bytes, ALGORITHM, false, ["encrypt"]);
  const ciphertext = await crypto.subtle.encrypt(parameters(nonce, about), key, new TextEncoder().encode(text));
  return [id, ...[nonce, ciphertext].map((part) => Buffer.from(part).toString("base64url"))].join(".");
}

/** The text that `encryptText` sealed for the same purpose. @throws CannotDecrypt */
export async function decryptText(keys: EncryptionKeys, sealed: string, about: SealedFor): Promise<string> {
  const [, id, nonce = "", ciphertext = ""] = SEALED.exec(sealed) ?? [];
  const known = keys.find((candidate) => candidate.id === id);
  if (!known) throw new CannotDecrypt(id === undefined ? "Not a sealed text" : `No key with the id ${id}`);
  const key = await crypto.subtle.importKey("raw", known.bytes, ALGORITHM, false, ["decrypt"]);
  try {
    const opened = await crypto.subtle.decrypt(
      parameters(bytesOf(nonce, "base64url"), about),
      key,
      bytesOf(ciphertext, "base64url"),
    );
    return new TextDecoder().decode(opened);
  } catch {
    throw new CannotDecrypt("The text was changed, or is another's");
  }
}

const parameters = (iv: Uint8Array<ArrayBuffer>, { userId, purpose, field }: SealedFor) => ({
  name: ALGORITHM,
  iv,
  additionalData: new TextEncoder().encode(JSON.stringify([userId, purpose, field])),
});

const bytesOf = (text: string, encoding: "base64" | "base64url"): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.from(text, encoding));
