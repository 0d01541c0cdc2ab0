/**
 * Reads a stream to its end, unless it turns out to be longer than `max` bytes: then reading stops and the stream is canceled.
 * @throws what `tooLarge` returns
 */
export async function readBytesUpTo(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  max: number,
  tooLarge: () => Error,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > max) throw tooLarge();
    chunks.push(chunk);
  }
  const [first] = chunks;
  if (first && chunks.length === 1) return first;
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}
