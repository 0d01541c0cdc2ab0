import { constants, deflateRawSync, gzipSync } from "node:zlib";

/** Headers of a JSON body that is compressed by gzip. */
export const GZIPPED = { "Content-Type": "application/json", "Content-Encoding": "gzip" };

export const gzip = (content: string | Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(gzipSync(content));

/** A form as compressed bytes, and its headers. */
export async function gzipForm(
  form: FormData,
): Promise<{ body: Uint8Array<ArrayBuffer>; headers: Record<string, string> }> {
  const encoded = new Response(form);
  const headers = { "Content-Type": encoded.headers.get("content-type") ?? "", "Content-Encoding": "gzip" };
  return { body: gzip(new Uint8Array(await encoded.arrayBuffer())), headers };
}

/** A header without name and time (RFC 1952). */
const HEADER = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
const MIB = 1024 * 1024;
const BOMB_MIB = 1000;

/**
 * Not quite 1 MiB that inflates to 1,000 MiB of zeros, and then to garbage: whoever inflates all of it before looking at its size
 * finds a corrupt file, if memory lasts.
 */
export function bomb(): Uint8Array<ArrayBuffer> {
  const block = deflateRawSync(new Uint8Array(MIB), { finishFlush: constants.Z_FULL_FLUSH });
  const whole = new Uint8Array(HEADER.length + BOMB_MIB * block.byteLength + 8);
  whole.set(HEADER);
  for (let index = 0; index < BOMB_MIB; index += 1) whole.set(block, HEADER.length + index * block.byteLength);
  return whole.fill(0xff, -8);
}
