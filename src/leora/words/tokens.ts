import { fold } from "../../kernel/text.ts";
import { inLatin } from "./transliteration.ts";

// What somebody says or asks, taken apart into words, numbers and signs.

export type TokenKind = "word" | "number" | "sign";

export interface Token {
  readonly kind: TokenKind;
  /** As written. */
  readonly text: string;
  /** Where it begins and ends in the whole text. */
  readonly start: number;
  readonly end: number;
  /** What lexicons compare: the folded text without apostrophes, Cyrillic also as Uzbek Latin, Arabic also without its article. */
  readonly forms: readonly string[];
}

/** Longer texts are cut: no question and no spoken sentence is longer, and nothing a stranger sends may cost much. */
const CHARS_MAX = 1000;

/**
 * A code, such as `A12-3b45`: one or two letters stand between its digits. It is one word, because its parts mean neither hours
 * nor months. `20k`, `soat9da` and `2mln500ming` are no codes. The search looks at most eight hyphens ahead, so that a long text
 * without codes costs little.
 */
const CODE = String.raw`(?:[\p{L}\p{Nd}]+-){0,8}[\p{L}\p{Nd}]*?\p{Nd}\p{L}{1,2}\p{Nd}[\p{L}\p{Nd}]*(?:-[\p{L}\p{Nd}]+)*`;

/** A code, letters with the apostrophes inside them (`\u0060` is the backtick), digits, or any other character but white space. */
const TOKEN = new RegExp(String.raw`(${CODE}|[\p{L}\p{M}][\p{L}\p{M}'ʹʻʼʽ‘’‛′\u0060´]*)|(\p{Nd}+)|([^\s\p{C}])`, "gu");

const CYRILLIC = /\p{Script=Cyrillic}/u;
/** The article of Arabic, with what is written together with it: and, so, by, like, to. */
const ARABIC_PREFIX = /^(?:[وف]?(?:[بك]?ال|لل)|و(?=\p{L}{4}))/u;
const ARABIC = /\p{Script=Arabic}/u;

export function tokensOf(text: string): Token[] {
  return Array.from(text.slice(0, CHARS_MAX).matchAll(TOKEN), (match) => {
    const [whole, word, number] = match;
    const start = match.index;
    return {
      kind: word === undefined ? (number === undefined ? "sign" : "number") : "word",
      text: whole,
      start,
      end: start + whole.length,
      forms: word === undefined ? [fold(whole)] : formsOf(whole),
    };
  });
}

/** A form of each word and number of a text, signs left out: the first (0) as it is written, the last (-1) in Latin. */
export const wordForms = (text: string, form: 0 | -1): string[] =>
  tokensOf(text)
    .filter(({ kind }) => kind !== "sign")
    .map(({ forms }) => forms.at(form) ?? "");

/** The forms of a word that lexicons know it by. */
export function formsOf(word: string): string[] {
  const folded = withoutApostrophes(fold(word));
  if (CYRILLIC.test(word)) {
    const latin = withoutApostrophes(inLatin(word.toLowerCase().normalize("NFC")));
    return [folded, latin];
  }
  if (!ARABIC.test(word)) return [folded];
  const bare = folded.replace(ARABIC_PREFIX, "");
  return bare === folded || bare.length < 2 ? [folded] : [folded, bare];
}

/** The apostrophes of Uzbek are often left out, so they tell no words apart. */
export const withoutApostrophes = (folded: string): string => folded.replaceAll("'", "");

/** True when nothing stands between two tokens: `20` and `$`, `50` and `k`. */
export const isAdjacent = (left: Token | undefined, right: Token | undefined): boolean =>
  left !== undefined && right !== undefined && left.end === right.start;

/** True for a token that is this sign. */
export const isSign = (token: Token | undefined, signs: string): boolean =>
  token?.kind === "sign" && signs.includes(token.text);
