// Reads amounts as bank files write them, with any grouping of digits, any sign and any currency beside them.

export const DECIMAL_SEPARATORS = [".", ","] as const;
export type DecimalSeparator = (typeof DECIMAL_SEPARATORS)[number];

/** A currency's symbol or name beside the amount: `$`, `UZS`, `so'm`, `руб.`. */
const UNIT = "[\\p{L}\\p{Sc}][\\p{L}\\p{Sc}'’ʻʼ]{0,9}\\.?";
/** `-1 234,56`, `(123.45)`, `1,234.56-`, `UZS 1 000`, `12 000 so'm`, after Unicode compatibility normalization. */
const AMOUNT = new RegExp(
  `^(\\()?\\s*([-−–+]?)\\s*(?:${UNIT})?\\s*([-−–+]?)\\s*([\\d.,'’ ]*\\d)\\s*(?:${UNIT})?\\s*([-−–]?)\\s*(\\))?$`,
  "u",
);
/** Digits in groups of three, or in groups of two before the last group, as in India. */
const GROUPED_DIGITS = /^\d{1,3}(?:[.,'’ ]\d{2,3})*[.,'’ ]\d{3}$/;

/** A longer text is no amount. Without the bound the pattern above would take long for hostile texts. */
const LENGTH_MAX = 40;

interface SignedDigits {
  isNegative: boolean;
  /** Digits with whatever separates them. */
  digits: string;
}

/** The sign and the digits of an amount; accountants write negative ones in parentheses. */
function signedDigits(text: string): SignedDigits | undefined {
  if (text.length > LENGTH_MAX) return undefined;
  const match = AMOUNT.exec(text.normalize("NFKC").trim());
  if (!match) return undefined;
  const [, open = "", sign = "", innerSign = "", digits = "", trailingSign = "", close = ""] = match;
  if ((open === "") !== (close === "")) return undefined;
  return { isNegative: open !== "" || /[-−–]/.test(sign + innerSign + trailingSign), digits };
}

/**
 * An amount as plain decimal text: `-1234.56`. It stays text, so that no digit is lost to a binary fraction.
 * @returns undefined when the text is no amount with this decimal separator
 */
export function parseAmount(text: string, separator: DecimalSeparator): string | undefined {
  const amount = signedDigits(text);
  if (!amount) return undefined;
  const [whole = "", fraction = "", ...furtherParts] = amount.digits.split(separator);
  if (furtherParts.length > 0 || !/^\d*$/.test(fraction)) return undefined;
  if (!/^\d*$/.test(whole) && !GROUPED_DIGITS.test(whole)) return undefined;
  const decimal = `${whole.replace(/\D/g, "") || "0"}${fraction && `.${fraction}`}`;
  return amount.isNegative ? `-${decimal}` : decimal;
}

/** The same amount with the other sign. */
export const negate = (decimal: string): string => (decimal.startsWith("-") ? decimal.slice(1) : `-${decimal}`);

/**
 * The decimal separator of a file, as its amounts show it together.
 * @returns undefined when they contradict each other, or when none of them decides whether `1,234` has a fraction
 */
export function detectDecimalSeparator(texts: readonly string[]): DecimalSeparator | undefined {
  const separators = new Set(texts.map((text) => separatorShownBy(signedDigits(text)?.digits ?? "")));
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
