import { type Direction, directionMark } from "./directions.ts";

// Reads amounts as bank files write them, with any grouping of digits, any sign and any currency beside them.

export const DECIMAL_SEPARATORS = [".", ","] as const;
export type DecimalSeparator = (typeof DECIMAL_SEPARATORS)[number];

/**
 * What is before the digits, the digits with what separates them, and what is after them, in compatibility form. A point
 * before the first digit belongs to it (`.5`), but not one that ends an abbreviation (`руб.5`).
 */
const PARTS = /^(\D*?)((?:(?<!\p{L})[.,])?\d(?:[\d.,'’ ]*\d)?)(\D*)$/u;
/** One part of what is beside the digits: a parenthesis, a sign, or the name of a currency: `$`, `UZS`, `so'm`, `руб.`. */
const AFFIX = /\s*(?:([()])|([-−–+])|([\p{L}\p{Sc}][\p{L}\p{Sc}'’‘`ʻʼ]{0,11}\.?))\s*/uy;
/** Digits in groups of three, or in groups of two before the last group, as in India. */
const GROUPED_DIGITS = /^\d{1,3}(?:[.,'’ ]\d{2,3})*[.,'’ ]\d{3}$/;

/** A longer text is no amount. Without the bound the patterns above would take long for hostile texts. */
const LENGTH_MAX = 40;

/** An amount with what is written beside it. */
export interface ParsedAmount {
  /** Plain decimal text with the written sign: `-1234.56`. It stays text, so that no digit is lost to a binary fraction. */
  decimal: string;
  /** What `DR` or `CR` beside the amount says. */
  direction: Direction | null;
  /** Names of currencies beside it. */
  units: string[];
}

interface Written {
  isNegative: boolean;
  /** Digits with whatever separates them. */
  digits: string;
  direction: Direction | null;
  units: string[];
}

/** Takes an amount apart; undefined when it has two signs, or anything that does not belong to an amount. */
function takeApart(text: string): Written | undefined {
  if (text.length > LENGTH_MAX) return undefined;
  const [, before = "", digits = "", after = ""] = PARTS.exec(text.normalize("NFKC").trim()) ?? [];
  const [prefix, suffix] = [affixesOf(before), affixesOf(after)];
  if (digits === "" || !prefix || !suffix) return undefined;
  const isInParentheses = prefix.parentheses === "(" && suffix.parentheses === ")";
  if (!isInParentheses && prefix.parentheses + suffix.parentheses !== "") return undefined;
  const signs = prefix.signs + suffix.signs;
  // Accountants write negative amounts in parentheses, with or without a minus.
  if (signs.length > 1 || suffix.signs === "+" || (isInParentheses && signs === "+")) return undefined;
  const words = [...prefix.words, ...suffix.words];
  const directions = words.flatMap((word) => directionMark(word) ?? []);
  if (directions.length > 1) return undefined;
  return {
    isNegative: isInParentheses || (signs !== "" && signs !== "+"),
    digits,
    direction: directions[0] ?? null,
    units: words.filter((word) => directionMark(word) === undefined),
  };
}

function affixesOf(text: string): { parentheses: string; signs: string; words: string[] } | undefined {
  const found = { parentheses: "", signs: "", words: [] as string[] };
  AFFIX.lastIndex = 0;
  for (let end = 0; end < text.trimEnd().length; end = AFFIX.lastIndex) {
    const match = AFFIX.exec(text);
    if (!match) return undefined;
    const [, parenthesis = "", sign = "", word = ""] = match;
    found.parentheses += parenthesis;
    found.signs += sign;
    if (word !== "") found.words.push(word);
  }
  return found;
}

/**
 * Reads an amount.
 * @returns undefined when the text is no amount with this decimal separator
 */
export function parseAmount(text: string, separator: DecimalSeparator): ParsedAmount | undefined {
  const amount = takeApart(text);
  if (!amount) return undefined;
  const [whole = "", fraction = "", ...furtherParts] = amount.digits.split(separator);
  if (furtherParts.length > 0 || !/^\d*$/.test(fraction)) return undefined;
  if (!/^\d*$/.test(whole) && !GROUPED_DIGITS.test(whole)) return undefined;
  const decimal = `${whole.replace(/\D/g, "") || "0"}${fraction && `.${fraction}`}`;
  const { direction, units } = amount;
  return { decimal: amount.isNegative ? `-${decimal}` : decimal, direction, units };
}

/** The same amount with the other sign. */
export const negate = (decimal: string): string => (decimal.startsWith("-") ? decimal.slice(1) : `-${decimal}`);

/** An amount without its sign. */
export const absolute = (decimal: string): string => decimal.replace(/^-/, "");

/**
 * The decimal separator of a file, as its amounts show it together.
 * @returns undefined when they contradict each other, or when none of them decides whether `1,234` has a fraction
 */
export function detectDecimalSeparator(texts: readonly string[]): DecimalSeparator | undefined {
  const separators = new Set(texts.map((text) => separatorShownBy(takeApart(text)?.digits ?? "")));
  const isUndecided = separators.delete("either");
  separators.delete("none");
  const [separator = isUndecided ? undefined : ".", contradiction] = separators;
  return contradiction || separator === "either" || separator === "none" ? undefined : separator;
}

/** `none` when there is no separator; `either` when it could separate thousands as well as decimals. */
function separatorShownBy(digits: string): DecimalSeparator | "either" | "none" {
  const last = Math.max(digits.lastIndexOf("."), digits.lastIndexOf(","));
  if (last < 0) return "none";
  const [lastSeparator, otherSeparator] = digits[last] === "." ? ([".", ","] as const) : ([",", "."] as const);
  if (digits.includes(otherSeparator)) return lastSeparator;
  // A separator that occurs twice groups thousands.
  if (digits.indexOf(lastSeparator) !== last) return otherSeparator;
  const [whole = "", fraction = ""] = digits.split(lastSeparator);
  const mayBeGroup = fraction.length === 3 && /^[1-9]\d{0,2}$/.test(whole);
  return mayBeGroup ? "either" : lastSeparator;
}
