import { invalid } from "../errors.ts";

// Decodes files of text whose charset their sender may not know.

/** Charsets of bank files, by their names in the Encoding standard. */
export const CHARSETS = [
  "utf-8",
  "utf-16le",
  "utf-16be",
  "windows-1251",
  "windows-1252",
  "windows-1254",
  "koi8-r",
  "ibm866",
  "iso-8859-5",
] as const;
export type Charset = (typeof CHARSETS)[number];

/** What detection may answer, by the names of the package: of other charsets a short text proves nothing. */
const CYRILLIC: ReadonlyMap<string, Charset> = new Map([
  ["windows-1251", "windows-1251"],
  ["KOI8-R", "koi8-r"],
]);
const WESTERN: ReadonlyMap<string, Charset> = new Map([
  ["windows-1252", "windows-1252"],
  ["ISO-8859-1", "windows-1252"],
  ["ISO-8859-9", "windows-1254"],
  ["windows-1254", "windows-1254"],
]);

/** Detection counts letters; more of them change no answer. */
const SAMPLE_BYTES = 16 * 1024;

/** The charset of a name, which may be any that the Encoding standard knows, such as `cp1251`; undefined if it is not read. */
export function charsetNamed(name: string): Charset | undefined {
  try {
    const { encoding } = new TextDecoder(name);
    return CHARSETS.find((charset) => charset === encoding);
  } catch {
    return undefined;
  }
}

interface TextFile {
  /** What the sender says. */
  stated?: Charset | undefined;
  /** What the file says of itself. Many a bank declares windows-1252 and writes UTF-8, so that it counts less. */
  declared?: Charset | undefined;
  /** Names the file in errors. */
  field: string;
}

/**
 * The text of a file, without a byte order mark: in the charset that is stated, else in the one that its byte order mark
 * shows, else in UTF-8 when it is valid in it, else in the one that it declares, else in the one that its letters show.
 * @throws invalid_input on `field` when the bytes are no text in that charset, or have NUL in it
 */
export async function decodeText(bytes: Uint8Array, { stated, declared, field }: TextFile): Promise<string> {
  const charset = stated ?? markedCharset(bytes);
  const text =
    decoded(bytes, charset ?? "utf-8") ?? (charset ? null : decoded(bytes, declared ?? (await detect(bytes))));
  if (text === null || text.includes("\0")) {
    throw invalid(
      field,
      charset ? `Not valid text in ${charset}` : "Not text: say its charset, or is it no text file?",
    );
  }
  return text;
}

function markedCharset([first, second]: Uint8Array): Charset | undefined {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : undefined;
}

function decoded(bytes: Uint8Array, charset: Charset): string | null {
  try {
    return new TextDecoder(charset, { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return null;
  }
}

/** Loaded only for files that are no UTF-8, so that starting the Worker costs nothing. */
async function detect(bytes: Uint8Array): Promise<Charset> {
  const { analyse } = await import("chardet");
  const firstLetter = bytes.findIndex((byte) => byte > 0x7f);
  const sample = bytes.subarray(firstLetter, firstLetter + SAMPLE_BYTES);
  const [candidates, usual] = isCyrillic(bytes)
    ? ([CYRILLIC, "windows-1251"] as const)
    : ([WESTERN, "windows-1252"] as const);
  const charsets = analyse(sample).map(({ name }) => candidates.get(name));
  return charsets.find((charset) => charset !== undefined) ?? usual;
}

/**
 * True when most letters beyond ASCII stand beside another one: a Cyrillic word has no others, while in western languages most
 * accented letters stand alone. The package goes by the whole text, of which a table has more delimiters and digits.
 */
function isCyrillic(bytes: Uint8Array): boolean {
  const isLetter = (byte: number | undefined) => byte !== undefined && byte >= 0xc0;
  let [letters, joined] = [0, 0];
  for (const [index, byte] of bytes.entries()) {
    if (!isLetter(byte)) continue;
    letters += 1;
    if (isLetter(bytes[index - 1]) || isLetter(bytes[index + 1])) joined += 1;
  }
  return joined * 2 > letters;
}
