/** The kinds of photos: the extension of their names, and their media types. */
export const PHOTO_TYPES = { jpg: "image/jpeg", png: "image/png", webp: "image/webp" } as const;
export type PhotoExtension = keyof typeof PHOTO_TYPES;

type Signature = readonly [offset: number, bytes: readonly number[]];

/** The bytes that files of each kind begin with. The kind that the client names is not trusted. */
const SIGNATURES: Readonly<Record<PhotoExtension, readonly Signature[]>> = {
  jpg: [[0, [0xff, 0xd8, 0xff]]],
  png: [[0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]]],
  // "RIFF", a length, "WEBP"
  webp: [
    [0, [0x52, 0x49, 0x46, 0x46]],
    [8, [0x57, 0x45, 0x42, 0x50]],
  ],
};

/** The kind of an image by its content; undefined when it is none of `PHOTO_TYPES`. */
export function photoExtensionOf(content: Uint8Array): PhotoExtension | undefined {
  const found = Object.entries(SIGNATURES).find(([, signatures]) =>
    signatures.every(([offset, bytes]) => bytes.every((byte, index) => content[offset + index] === byte)),
  );
  return found?.[0] as PhotoExtension | undefined;
}
