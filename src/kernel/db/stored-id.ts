// A UUID is stored as 22 characters instead of 36: three hexadecimal digits become two characters of an alphabet that sorts
// like the digits, so that stored ids sort as the UUIDs do. A blob would take 16 bytes, but D1 returns one as an array of
// numbers, and takes none inside a JSON parameter (docs/decisions/009-ids-as-short-text.md).

/** 64 characters in the order of their codes: SQLite compares text by bytes. */
const ALPHABET = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
/** Where a UUID has digits: all places but those of its dashes. */
const PLACES = Array.from({ length: 36 }, (_, place) => place).filter((place) => ![8, 13, 18, 23].includes(place));
/** The places of each three digits; the last two digits form a group with a zero after them, at no place. */
const GROUPS = Array.from({ length: 11 }, (_, group) => [0, 1, 2].map((index) => PLACES[3 * group + index] ?? 36)) as [
  number,
  number,
  number,
][];
const NO_DIGIT = 1 << 12;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** By character code: the value of a hexadecimal digit, and of a character of the alphabet. */
const DIGITS = new Uint16Array(128).fill(NO_DIGIT);
for (let value = 0; value < 16; value += 1) DIGITS[value.toString(16).charCodeAt(0)] = value;
const VALUES = new Uint8Array(128);
for (let value = 0; value < 64; value += 1) VALUES[ALPHABET.charCodeAt(value)] = value;

/** By twelve bits: two characters of the alphabet, and three hexadecimal digits. */
const PAIRS = Array.from({ length: 4096 }, (_, bits) => ALPHABET.charAt(bits >> 6) + ALPHABET.charAt(bits & 63));
const TRIPLES = Array.from({ length: 4096 }, (_, bits) => bits.toString(16).padStart(3, "0"));

/**
 * The stored form of an id.
 * @throws Error unless it is a UUID in lower case, which contracts make of any: a programming error
 */
export function storedId(id: string): string {
  let stored = "";
  let seen = 0;
  for (const [first, second, third] of GROUPS) {
    const last = third < 36 ? (DIGITS[id.charCodeAt(third)] ?? NO_DIGIT) : 0;
    const bits =
      ((DIGITS[id.charCodeAt(first)] ?? NO_DIGIT) << 8) | ((DIGITS[id.charCodeAt(second)] ?? NO_DIGIT) << 4) | last;
    seen |= bits;
    stored += PAIRS[bits];
  }
  if (seen >= NO_DIGIT || id.length !== 36) throw new Error(`Not an id: ${id.slice(0, 40)}`);
  return stored;
}

/** The UUID of a stored id. */
export function idOfStored(stored: string): string {
  let digits = "";
  for (let place = 0; place < 22; place += 2) {
    digits += TRIPLES[((VALUES[stored.charCodeAt(place)] ?? 0) << 6) | (VALUES[stored.charCodeAt(place + 1)] ?? 0)];
  }
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20, 32)}`;
}

/**
 * The stored form of a text that usually is a UUID, such as a key that a client chose: `~` and the stored id. Any other text
 * stays, and gets a second `~` when it begins with one.
 */
export function storedKey(key: string): string {
  if (key.length === 36 && UUID.test(key)) return `~${storedId(key)}`;
  return key.startsWith("~") ? `~${key}` : key;
}

/** The text that `storedKey` stored. */
export function keyOfStored(stored: string): string {
  if (!stored.startsWith("~")) return stored;
  return stored.startsWith("~~") ? stored.slice(1) : idOfStored(stored.slice(1));
}
