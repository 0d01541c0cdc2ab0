import { Buffer } from "node:buffer";
import { LIMITS } from "../limits.ts";
import { invalid } from "./errors.ts";

// Hashes, signatures, random tokens and canonical JSON, on Web Crypto.

const encoder = new TextEncoder();

/** SHA-256 of bytes, or of the text's UTF-8 bytes, 64 hex digits. */
export async function sha256Hex(content: string | Uint8Array): Promise<string> {
  return Buffer.from(await sha256(content)).toString("hex");
}

/**
 * HMAC-SHA-256 as 43 characters of base64url. Let `text` begin with its purpose (`otp …`), so that a value made for
 * one purpose is never valid for another.
 */
export async function hmacBase64Url(secret: string, text: string): Promise<string> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(secret), algorithm, false, ["sign"]);
  return Buffer.from(await crypto.subtle.sign("HMAC", key, encoder.encode(text))).toString("base64url");
}

/** `bytes` random bytes as base64url. */
export const randomToken = (bytes = 32): string =>
  Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString("base64url");

/** Compares two texts in a time that does not depend on them. Hashing them first hides their lengths, too. */
export async function constantTimeEqual(a: string, b: string): Promise<boolean> {
  const [left, right] = await Promise.all([sha256(a), sha256(b)]);
  return crypto.subtle.timingSafeEqual(left, right);
}

/**
 * JSON with the keys of objects in code-unit order, for fingerprints: two bodies that parse to the same value give the
 * same text.
 * @param value what `JSON.parse` returns; `undefined` properties are left out.
 * @throws invalid_input when nested deeper than any body may be (`LIMITS.http.jsonDepth`).
 */
export const canonicalJson = (value: unknown): string => canonical(value, 0);

function canonical(value: unknown, depth: number): string {
  if (depth > LIMITS.http.jsonDepth) throw invalid("", `Nested more than ${LIMITS.http.jsonDepth} levels deep`);
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item ?? null, depth + 1)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members: Readonly<Record<string, unknown>> = { ...value };
  let text = "";
  for (const key of Object.keys(members).sort()) {
    const member = members[key];
    if (member !== undefined) text += `${text && ","}${JSON.stringify(key)}:${canonical(member, depth + 1)}`;
  }
  return `{${text}}`;
}

const sha256 = (content: string | Uint8Array): Promise<ArrayBuffer> =>
  crypto.subtle.digest("SHA-256", typeof content === "string" ? encoder.encode(content) : content);
