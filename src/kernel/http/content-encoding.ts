import { gunzipSync } from "node:zlib";
import { AppError } from "../errors.ts";

// Compressed request bodies (RFC 9110, section 8.4). They are inflated by zlib and not by `DecompressionStream`, which in
// workerd unpacks each chunk that it gets to its end: a chunk of 64 KiB may become 66 MB in memory before anybody counts.

/** `x-gzip` is an old name of the same coding (RFC 9110, section 8.4.1.3). */
const GZIP = new Set(["gzip", "x-gzip"]);

/**
 * True when the body is compressed by gzip, false when it is sent as it is.
 * @throws unsupported_encoding, with the codings that are accepted, when it is coded in any other way
 */
export function isGzipped(headers: Headers): boolean {
  const codings = (headers.get("content-encoding") ?? "")
    .split(",")
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== "" && coding !== "identity");
  if (codings.length === 0) return false;
  if (codings.length === 1 && codings.every((coding) => GZIP.has(coding))) return true;
  throw new AppError("unsupported_encoding", { headers: { "Accept-Encoding": "gzip" } });
}

/**
 * The inflated bytes; "too large" as soon as there are more than `max`, of which no more is kept in memory than that and
 * one chunk of zlib's. "corrupt" when the bytes are not gzip, or end too early.
 */
export function inflate(bytes: Uint8Array, max: number): Uint8Array<ArrayBuffer> | "too large" | "corrupt" {
  try {
    return new Uint8Array(gunzipSync(bytes, { maxOutputLength: max }));
  } catch (error) {
    return error instanceof RangeError ? "too large" : "corrupt";
  }
}
