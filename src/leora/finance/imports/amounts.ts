export const DECIMAL_SEPARATORS = [".", ","] as const;
export type DecimalSeparator = (typeof DECIMAL_SEPARATORS)[number];

const UNIT = "[\\p{L}\\p{Sc}][\\p{L}\\p{Sc}'’ʻʼ]{0,9}\\.?";
/** `-1 234,56`, `(123.45)`, `1,234.56-`, `UZS 1 000`, `12 000 so'm`; compatibility forms are normalized before. */
const SHAPE = new RegExp(
  `^(\\()?\\s*([-−–+]?)\\s*(?:${UNIT})?\\s*([-−–+]?)\\s*([\\d.,'’ ]*\\d)\\s*(?:${UNIT})?\\s*([-−–]?)\\s*(\\))?$`,
  "u",
);
const GROUPED = /^\d{1,3}(?:[.,'’ ]\d{2,3})*[.,'’ ]\d{3}$/;

/** Nothing longer is an amount, and the pattern above would take its time. */
const LENGTH_MAX = 40;

interface Figure {
  isNegative: boolean;
  /** Digits with whatever separates them. */
  digits: string;
}

function figureOf(text: string): Figure | undefined {
  if (text.length > LENGTH_MAX) return undefined;
  const match = SHAPE.exec(text.normalize("NFKC").trim());
  if (!match) return undefined;
  const [, open = "", sign = "", innerSign = "", digits = "", trailingSign = "", close = ""] = match;
  if ((open === "") !== (close === "")) return undefined;
  return { isNegative: open !== "" || /[-−–]/.test(sign + innerSign + trailingSign), digits };
}

/**
 * An amount as plain decimal text: `-1234.56`. It is never a binary fraction on its way.
 * @returns undefined when the text is no amount with this decimal separator
 */
export function readAmount(text: string, separator: DecimalSeparator): string | undefined {
  const figure = figureOf(text);
  if (!figure) return undefined;
  const [whole = "", fraction = "", ...rest] = figure.digits.split(separator);
  if (rest.length > 0 || !/^\d*$/.test(fraction)) return undefined;
  if (!/^\d*$/.test(whole) && !GROUPED.test(whole)) return undefined;
  const decimal = `${whole.replace(/\D/g, "") || "0"}${fraction && `.${fraction}`}`;
  return figure.isNegative ? `-${decimal}` : decimal;
}

/** The same amount with the other sign. */
export const negated = (decimal: string): string => (decimal.startsWith("-") ? decimal.slice(1) : `-${decimal}`);

/**
 * The decimal separator that all amounts of a file prove.
 * @returns undefined when they contradict each other, or `1,234` could be either and nothing else tells
 */
export function provenSeparator(texts: readonly string[]): DecimalSeparator | undefined {
  const proofs = new Set(texts.map((text) => proofOf(figureOf(text)?.digits ?? "")));
  const isUndecided = proofs.delete("either");
  proofs.delete("none");
  const [proof = isUndecided ? undefined : ".", contradiction] = proofs;
  return contradiction || proof === "either" || proof === "none" ? undefined : proof;
}

function proofOf(digits: string): DecimalSeparator | "either" | "none" {
  const last = Math.max(digits.lastIndexOf("."), digits.lastIndexOf(","));
  if (last < 0) return "none";
  const [found, other] = digits[last] === "." ? ([".", ","] as const) : ([",", "."] as const);
  if (digits.includes(other)) return found;
  if (digits.indexOf(found) !== last) return other;
  const [whole = "", fraction = ""] = digits.split(found);
  const couldGroup = fraction.length === 3 && /^[1-9]\d{0,2}$/.test(whole);
  return couldGroup ? "either" : found;
}
