import { isInCatalogue } from "../../categories/tree.ts";
import { inLatin } from "../../words/transliteration.ts";

// What leaves for the model: facts without row ids, texts without contact data, in one JSON object of bounded length.

/** Characters of a user message. */
export const MESSAGE_CHARS = 8_000;

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const EMAIL = /[^\s@<>,;:]{1,64}@[^\s@<>,;:]{1,255}/g;
/** With a plus and a country code, or so many digits in a row, or by four, that they are a phone, a card or an account. */
const PHONE = /\+\d[\d ().-]{6,20}\d|(?<!\d)(?:\d{11,}|\d{4}(?:[ -]\d{4}){2}[ -]\d{1,7})(?!\d)/g;
const HIDDEN = "…";

/** Ids of a catalogue, which are words and no rows; those of categories may also be a user's own. */
const CATEGORY_IDS: ReadonlySet<string> = new Set(["categoryId", "subcategoryId", "topCategoryId"]);
const CATALOGUE_IDS: ReadonlySet<string> = new Set([...CATEGORY_IDS, "mentorId"]);

/** What decides about the data of one user. */
export interface Privacy {
  /** The user's name, addresses and number. */
  readonly privateTexts: readonly string[];
  /** The name of a category that the user has made; undefined for any other id. */
  categoryName(id: string): string | undefined;
}

/** JSON values without row ids, addresses and phone numbers, and without `privateTexts`, wherever they stand. */
export function withoutPrivateData(value: unknown, { privateTexts, categoryName }: Privacy): unknown {
  const hide = hiderOf(privateTexts);
  const cleaned = (item: unknown): unknown => {
    if (typeof item === "string") return hide(item);
    if (Array.isArray(item)) return item.map(cleaned);
    if (typeof item !== "object" || item === null) return item;
    return Object.fromEntries(
      Object.entries(item)
        .filter(([name]) => CATALOGUE_IDS.has(name) || !/(?:^id|Ids?|^ids)$/.test(name))
        .map(([name, inner]) => [
          name,
          CATEGORY_IDS.has(name) && typeof inner === "string" ? category(inner) : cleaned(inner),
        ]),
    );
  };
  // The id of a category of the user's own is the id of a row. One that nobody knows may be anything that was typed.
  const category = (id: string): string => (isInCatalogue(id) ? id : hide(categoryName(id) ?? HIDDEN));
  return cleaned(value);
}

/** Makes what hides all contact data in a text, and these private texts. */
function hiderOf(privateTexts: readonly string[]): (text: string) => string {
  const secrets = privateTexts.map((secret) => secret.trim()).filter((secret) => secret !== "");
  const patterns = secrets.map((secret) => phonePattern(secret) ?? wholeText(secret));
  const prefixes = secrets
    .filter((secret) => !secret.includes("@"))
    .flatMap((secret) => (secret.match(WORD) ?? []).flatMap(writings))
    .filter((word) => word.length >= PREFIX_LETTERS);
  return (text) => {
    const cleaned = text.replace(UUID, HIDDEN).replace(EMAIL, HIDDEN).replace(PHONE, HIDDEN);
    return patterns
      .reduce((rest, pattern) => rest.replace(pattern, HIDDEN), cleaned)
      .replace(WORD, (word) => (isPrivate(writings(word), prefixes) ? HIDDEN : word))
      .replace(HIDDEN_IN_A_ROW, HIDDEN);
  };
}

const HIDDEN_IN_A_ROW = /…(?:\s*…)+/g;

/** Shorter parts of a name are the beginning of too many words; as a part of the whole name they are hidden with it. */
const PREFIX_LETTERS = 3;
/** Letters, with what stands between letters of one word: accents, apostrophes, and what nobody sees. */
const WORD = /\p{L}[\p{L}\p{M}\p{Cf}'ʻʼ‘’`´]*/gu;
const CYRILLIC = /\p{Script=Cyrillic}/u;

/** True for a word that begins with a part of a name: endings follow names, such as `Valiyevning`. */
const isPrivate = (forms: readonly string[], prefixes: readonly string[]): boolean =>
  prefixes.some((prefix) => forms.some((form) => form.startsWith(prefix)));

/** A word as it may be compared: folded, and one in Cyrillic also as Latin, because people write their names in both. */
const writings = (word: string): string[] =>
  CYRILLIC.test(word) ? [folded(word), folded(inLatin(word.toLowerCase().normalize("NFC")))] : [folded(word)];

/**
 * A word without case, accents, apostrophes and invisible characters. The Turkish `ı` counts as `i`, and `x` as the `h` that many
 * write for the Cyrillic х.
 */
const folded = (word: string): string =>
  word
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\P{L}|\p{Lm}/gu, "")
    .replaceAll("ı", "i")
    .replaceAll("x", "h");

/** Signs that mean something in a pattern. */
const SYNTAX = /[\\^$.*+?()[\]{}|/]/g;

/** A private text as a word of its own: a short name may be a part of many words. */
const wholeText = (secret: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])${secret.replace(SYNTAX, "\\$&")}(?![\\p{L}\\p{N}])`, "giu");

/** The digits of a number within a country. */
const NATIONAL_DIGITS = 9;
const PHONE_NUMBER = /^\+?\d[\d ().-]{5,30}$/;
/** A digit as it is typed in Latin, Arabic and Persian, and in full width. */
const typedDigit = (digit: string): string =>
  `[${[0x30, 0x660, 0x6f0, 0xff10].map((zero) => String.fromCodePoint(zero + Number(digit))).join("")}]`;

/** A phone number however its digits are grouped, with its country code or without it; undefined for another text. */
function phonePattern(secret: string): RegExp | undefined {
  if (!PHONE_NUMBER.test(secret)) return undefined;
  const digits = secret.replace(/\D/g, "");
  const sequence = (part: string): string => [...part].map(typedDigit).join("[^\\p{L}\\p{N}]{0,3}");
  const [country, national] = [digits.slice(0, -NATIONAL_DIGITS), digits.slice(-NATIONAL_DIGITS)];
  const code = country === "" ? "" : `(?:\\+?${sequence(country)}[^\\p{L}\\p{N}]{0,3})?`;
  return new RegExp(`${code}${sequence(national)}`, "gu");
}

export interface AskMessage {
  readonly question: string;
  readonly language: string;
  readonly style: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** A question's message, cut until it fits: lists of facts lose their last rows, the longest list first, then the question its end. */
export function fittingAsk(message: AskMessage): AskMessage {
  let fitting = message;
  while (JSON.stringify(fitting).length > MESSAGE_CHARS) {
    const [longest] = Object.entries(fitting.facts)
      .filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]) && entry[1].length > 0)
      .toSorted(([, a], [, b]) => JSON.stringify(b).length - JSON.stringify(a).length);
    if (longest) {
      const [name, rows] = longest;
      fitting = { ...fitting, facts: { ...fitting.facts, [name]: rows.slice(0, Math.floor(rows.length / 2)) } };
    } else if (fitting.question !== "") {
      fitting = { ...fitting, question: fitting.question.slice(0, Math.floor(fitting.question.length / 2)) };
    } else return { ...fitting, facts: {} };
  }
  return fitting;
}

export interface RunMessage<Insight> {
  readonly language: string;
  readonly style: string;
  readonly insights: readonly Insight[];
}

/** A run's message, cut until it fits: the last insights are left out whole, and keep their local texts. */
export function fittingRun<Insight>(message: RunMessage<Insight>): RunMessage<Insight> {
  let { insights } = message;
  while (insights.length > 0 && JSON.stringify({ ...message, insights }).length > MESSAGE_CHARS) {
    insights = insights.slice(0, -1);
  }
  return { ...message, insights };
}
