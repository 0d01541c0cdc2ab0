import type { Charset } from "../../src/kernel/files/charset.ts";

/** The bytes of a text in a charset of one byte a character, or in UTF-8. */
export function encode(text: string, charset: Charset): Uint8Array<ArrayBuffer> {
  if (charset === "utf-8") return new Uint8Array(new TextEncoder().encode(text));
  const decoder = new TextDecoder(charset);
  const byteOf = new Map(
    Array.from({ length: 256 }, (_, byte) => [decoder.decode(new Uint8Array([byte])), byte] as const),
  );
  return new Uint8Array(
    [...text].map((letter) => {
      const byte = byteOf.get(letter);
      if (byte === undefined) throw new Error(`${letter} is not in ${charset}`);
      return byte;
    }),
  );
}
