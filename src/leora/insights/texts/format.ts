import { exponentOf } from "../../../kernel/money.ts";
import type { Day } from "../../../kernel/time.ts";
import type { AppLanguage } from "../../languages.ts";

// How texts write amounts, numbers, days and counted things in the five languages. Digits are 0–9 everywhere.

const NO_BREAK_SPACE = "\u00a0";
const MINUS = "\u2212";
/** A left-to-right isolate: in a line of Arabic, an amount would otherwise show its minus sign and currency in odd places. */
const [LEFT_TO_RIGHT, FIRST_STRONG, END_OF_ISOLATE] = ["\u2066", "\u2068", "\u2069"];
const DECIMAL_COMMA: ReadonlySet<AppLanguage> = new Set(["uz", "ru", "tr"]);
const MAX_DECIMALS = 2;
/** As many as quantities have. */
const QUANTITY_DECIMALS = 4;
const UNIT_MAX = 20;

const MONTH = { month: "long", year: "numeric" } as const;
const DAY = { ...MONTH, day: "numeric" } as const;
const DAY_OF_YEAR = { month: "long", day: "numeric" } as const;
/** `Intl` has them in Node, but the data of workerd know no Uzbek: it would write `M10`. */
const UZBEK_MONTHS = [
  "yanvar",
  "fevral",
  "mart",
  "aprel",
  "may",
  "iyun",
  "iyul",
  "avgust",
  "sentabr",
  "oktabr",
  "noyabr",
  "dekabr",
];

/** Made once each, because their construction takes longer than all else here. */
const dayFormats = new Map<string, Intl.DateTimeFormat>();
const pluralRules = new Map<AppLanguage, Intl.PluralRules>();

/** `Intl` formats moments; a plain day is its midnight in UTC, in which all formats here are. */
const midnight = (day: Day): number => Date.parse(`${day}T00:00:00Z`);

function formatOf(language: AppLanguage, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${Object.keys(options).join()}`;
  const format = dayFormats.get(key) ?? new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" });
  dayFormats.set(key, format);
  return format;
}

const withGroups = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, NO_BREAK_SPACE);

function writeDecimal(text: string, language: AppLanguage): string {
  const [, sign = "", whole = "", decimals = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  const point = DECIMAL_COMMA.has(language) ? "," : ".";
  return `${sign && MINUS}${withGroups(whole)}${decimals && point}${decimals}`;
}

/** A number with at most two decimals, thousands grouped by no-break spaces: `1 234,5`. */
export const formatNumber = (value: number, language: AppLanguage): string =>
  isolated(writeDecimal(String(Number(value.toFixed(MAX_DECIMALS))), language), language, value < 0);

/** `1 234 500 UZS`, `4.50 USD`: decimals, as many as the currency has, only when the amount is not whole. */
export function formatAmount(amount: number, currency: string, language: AppLanguage): string {
  const decimals = Number.isInteger(amount) ? 0 : exponentOf(currency);
  // Sums may be so large that a double has an exponent; they have no decimals then.
  const text = Number.isSafeInteger(amount) || decimals > 0 ? amount.toFixed(decimals) : BigInt(amount).toString();
  return isolated(`${writeDecimal(text, language)}${NO_BREAK_SPACE}${currency}`, language, true);
}

/** `12,5 km`: a number and what the user counts it in. */
export function formatQuantity(value: number, unit: string, language: AppLanguage): string {
  const text = writeDecimal(String(Number(value.toFixed(QUANTITY_DECIMALS))), language);
  if (unit === "") return text;
  return typed(`${text}${NO_BREAK_SPACE}${onOneLine(unit, UNIT_MAX)}`, language);
}

/** `92,5 %`, written as the language does. */
export function formatPercent(percent: number, language: AppLanguage): string {
  const number = writeDecimal(String(Number(percent.toFixed(MAX_DECIMALS))), language);
  const text = {
    en: `${number}%`,
    ru: `${number}${NO_BREAK_SPACE}%`,
    uz: `${number}%`,
    tr: `%${number}`,
    ar: `${number}%`,
  };
  return isolated(text[language], language, true);
}

function isolated(text: string, language: AppLanguage, isMixed: boolean): string {
  return language === "ar" && isMixed ? `${LEFT_TO_RIGHT}${text}${END_OF_ISOLATE}` : text;
}

/** A day with its year, such as `5 октября 2026 года`. */
export const formatDay = (day: Day, language: AppLanguage): string =>
  language === "uz" ? `${yearOf(day)}-yil ${uzbekDay(day)}` : spelled(formatOf(language, DAY).format(midnight(day)));

/** A day without its year when that is this year, such as `5 октября`. */
export function formatNearDay(day: Day, today: Day, language: AppLanguage): string {
  if (yearOf(day) !== yearOf(today)) return formatDay(day, language);
  return language === "uz" ? uzbekDay(day) : spelled(formatOf(language, DAY_OF_YEAR).format(midnight(day)));
}

/** A month `YYYY-MM` with its year, such as `октябрь 2026 года`. */
export const formatMonth = (month: string, language: AppLanguage): string =>
  language === "uz"
    ? `${yearOf(month)}-yil ${uzbekMonth(month)}`
    : spelled(formatOf(language, MONTH).format(midnight(`${month}-01`)));

/** From one day to another, such as `5–11 Ekim 2026`. */
export function formatRange(from: Day, to: Day, language: AppLanguage): string {
  if (language !== "uz") return spelled(formatOf(language, DAY).formatRange(midnight(from), midnight(to)));
  if (from === to) return formatDay(from, "uz");
  if (yearOf(from) !== yearOf(to)) return `${formatDay(from, "uz")} – ${formatDay(to, "uz")}`;
  if (uzbekMonth(from) !== uzbekMonth(to)) return `${formatDay(from, "uz")} – ${uzbekDay(to)}`;
  return `${yearOf(from)}-yil ${dayOfMonth(from)}–${uzbekDay(to)}`;
}

const yearOf = (day: string): number => Number(day.slice(0, 4));
const dayOfMonth = (day: Day): number => Number(day.slice(8));
const uzbekMonth = (day: string): string => UZBEK_MONTHS[Number(day.slice(5, 7)) - 1] ?? "";
const uzbekDay = (day: Day): string => `${dayOfMonth(day)}-${uzbekMonth(day)}`;

/**
 * The Russian word for year is written out: its abbreviation has a full stop, which may meet that of the sentence. Thin spaces
 * around a dash become plain ones: not every font and search knows them.
 */
const spelled = (date: string): string => date.replaceAll("г.", "года").replace(/[\u2009\u202f]/g, " ");

/** What a language says of a number of things, by the plural forms that it has; `#` is the number. */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

/** `3 задачи`, `3 مهام`. */
export function formatCount(count: number, forms: Forms, language: AppLanguage): string {
  const rules = pluralRules.get(language) ?? new Intl.PluralRules(language);
  pluralRules.set(language, rules);
  return (forms[rules.select(count)] ?? forms.other).replace("#", formatNumber(count, language));
}

/** At most `max` characters, the last of them `…` when something was left out. Never half a character. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  let kept = "";
  for (const { segment } of new Intl.Segmenter().segment(text.slice(0, max))) {
    if (kept.length + segment.length > max - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** A name that a user typed, on one line, clipped. */
const onOneLine = (name: string, max: number): string => clip(name.replace(/[\s\p{Cc}]+/gu, " ").trim(), max);

/** What a user typed, which in a line of Arabic keeps a direction of its own. */
const typed = (text: string, language: AppLanguage): string =>
  language === "ar" ? `${FIRST_STRONG}${text}${END_OF_ISOLATE}` : text;

/** The name of a person or firm, which no quotation marks belong around. */
export const plainName = (name: string, language: AppLanguage, max: number): string =>
  typed(onOneLine(name, max), language);

/** A name that a user typed, on one line and in quotation marks of the language. */
export function quoted(name: string, language: AppLanguage, max: number): string {
  const text = onOneLine(name, max);
  const marks = {
    en: `“${text}”`,
    ru: `«${text}»`,
    uz: `“${text}”`,
    tr: `“${text}”`,
    ar: `«${typed(text, "ar")}»`,
  };
  return marks[language];
}
