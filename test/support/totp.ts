import { createHmac } from "node:crypto";

// An authenticator app of our own: RFC 6238 with SHA-1 and 30 seconds, so that the Worker's codes are not checked by its own package.

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const STEP_MS = 30_000;

/** The code that the app shows `steps` steps from now. */
export const totp = (secret: string, steps = 0, at = Date.now()): string =>
  hotp(secret, Math.floor(at / STEP_MS) + steps, 6);

/** RFC 4226 */
export function hotp(secret: string, counter: number, digits: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac("sha1", bytesOf(secret)).update(message).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, "0");
}

function bytesOf(secret: string): Buffer {
  const bits = Array.from(secret, (letter) => BASE32.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []);
}

/** Another code of six digits, which no step near now has. */
export function wrongTotp(secret: string): string {
  const near = [-2, -1, 0, 1, 2].map((steps) => totp(secret, steps));
  return ["000000", "111111", "222222", "333333", "444444", "555555"].find((code) => !near.includes(code)) ?? "";
}
