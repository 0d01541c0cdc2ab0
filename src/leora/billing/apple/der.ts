// A reader of ASN.1 in DER that looks only at what it is asked for. Certificates are parsed by a library, after their signatures were
// checked; a receipt comes from a stranger, and the library, which parses all of a text at once, takes half a second for a hostile one.

export const TAGS = {
  integer: 0x02,
  octetString: 0x04,
  objectId: 0x06,
  utf8: 0x0c,
  sequence: 0x30,
  set: 0x31,
  first: 0xa0,
};
/** The low bits of a tag that goes on in further bytes. */
const LONG_TAG = 0x1f;
const LONG_LENGTH = 0x80;
const LENGTH_BYTES_MAX = 4;

export interface DerValue {
  readonly tag: number;
  readonly content: Uint8Array;
}

/**
 * The values that follow one another in `bytes`. It ends before one that is cut off, or that DER does not allow.
 * @param bytes what a sequence or a set contains
 */
export function* derValues(bytes: Uint8Array): Generator<DerValue> {
  let at = 0;
  while (at + 2 <= bytes.length) {
    const [tag = 0, first = 0] = [bytes[at], bytes[at + 1]];
    const lengthBytes = first < LONG_LENGTH ? 0 : first - LONG_LENGTH;
    const isIndefinite = first === LONG_LENGTH;
    if ((tag & LONG_TAG) === LONG_TAG || isIndefinite || lengthBytes > LENGTH_BYTES_MAX) return;
    const start = at + 2 + lengthBytes;
    const length = lengthBytes === 0 ? first : bigEndian(bytes.subarray(at + 2, start));
    if (start + length > bytes.length) return;
    yield { tag, content: bytes.subarray(start, start + length) };
    at = start + length;
  }
}

/** The content of the value at a place of `bytes`, when it has this tag. */
export function derAt(bytes: Uint8Array | undefined, index: number, tag: number): Uint8Array | undefined {
  if (!bytes) return undefined;
  const value = derValues(bytes).drop(index).next().value;
  return value?.tag === tag ? value.content : undefined;
}

/** The number that at most four bytes make up; the sign of an integer is not regarded. */
export const bigEndian = (bytes: Uint8Array): number => bytes.reduce((number, byte) => number * 256 + byte, 0);
