import { Unzip, UnzipInflate } from "fflate";

/**
 * Compressed bytes that are unpacked at a time. Deflate unpacks to at most 1,032 times as much, so that a file that unpacks
 * to more than it may is noticed 4 MiB later at most.
 */
const CHUNK_BYTES = 4 * 1024;

export class ZipRefused extends Error {}

interface ZipBounds {
  files: number;
  /** Unpacked bytes of all wanted files together. */
  bytes: number;
}

/**
 * Unpacks the wanted files of a ZIP archive, by their paths. What the archive says of its sizes is not believed.
 * @throws ZipRefused when it is no ZIP archive, or exceeds the bounds
 */
export function unzip(
  archive: Uint8Array,
  isWanted: (path: string) => boolean,
  bounds: ZipBounds,
): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array[]>();
  let [count, size] = [0, 0];
  const unpacking = new Unzip((file) => {
    count += 1;
    if (count > bounds.files) throw new ZipRefused(`More than ${bounds.files} files in the archive`);
    // Some programs write paths with backslashes, or from the root.
    const path = file.name.replaceAll("\\", "/").replace(/^\//, "");
    if (!isWanted(path) || files.has(path)) return;
    const chunks: Uint8Array[] = [];
    files.set(path, chunks);
    file.ondata = (error, chunk) => {
      if (error) throw error;
      size += chunk.byteLength;
      if (size > bounds.bytes) throw new ZipRefused(`Unpacks to more than ${bounds.bytes / 1024 / 1024} MiB`);
      chunks.push(chunk);
    };
    file.start();
  });
  unpacking.register(UnzipInflate);
  try {
    for (let start = 0; start < archive.byteLength; start += CHUNK_BYTES) {
      const end = start + CHUNK_BYTES;
      unpacking.push(archive.subarray(start, end), end >= archive.byteLength);
    }
  } catch (error) {
    throw error instanceof ZipRefused ? error : new ZipRefused("Not a valid ZIP archive");
  }
  return new Map([...files].map(([path, chunks]) => [path, joined(chunks)]));
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}
