import { isCurrency } from "../../../../kernel/money.ts";
import { fold } from "../../../../kernel/text.ts";

// Which currency a file means by a code, a symbol or a word beside an amount or in a column of its own.

/** What a file calls a currency. A symbol may stand for several: `$` is shown by every country that has dollars. */
export interface Denomination {
  /** As the file writes it. */
  text: string;
  /** ISO 4217 codes that it may stand for. */
  codes: readonly string[];
  /** The one that is meant unless the account has another of `codes`; null when nobody can tell. */
  usual: string | null;
}

const DOLLARS = ["USD", "AUD", "CAD", "HKD", "NZD", "SGD", "TWD", "MXN", "ARS", "CLP", "COP"];
const POUNDS = ["GBP", "EGP", "LBP", "SYP", "GIP", "FKP", "SHP"];

/** Names beside ISO codes, and the codes that they stand for. The first is usual, unless it is null. */
const NAMES: ReadonlyMap<string, readonly (string | null)[]> = new Map(
  Object.entries({
    "so'm": ["UZS"],
    som: ["UZS", "KGS"],
    sum: ["UZS"],
    сум: ["UZS"],
    сўм: ["UZS"],
    сом: [null, "KGS", "UZS"],
    $: DOLLARS,
    us$: ["USD"],
    долл: ["USD"],
    доллар: ["USD"],
    dollar: ["USD"],
    ca$: ["CAD"],
    c$: ["CAD"],
    a$: ["AUD"],
    nz$: ["NZD"],
    s$: ["SGD"],
    hk$: ["HKD"],
    r$: ["BRL"],
    "€": ["EUR"],
    евро: ["EUR"],
    euro: ["EUR"],
    evro: ["EUR"],
    "£": POUNDS,
    "¥": [null, "JPY", "CNY"],
    "₽": ["RUB"],
    rur: ["RUB"],
    rub: ["RUB"],
    руб: ["RUB"],
    р: ["RUB"],
    "₸": ["KZT"],
    тг: ["KZT"],
    тенге: ["KZT"],
    tenge: ["KZT"],
    "₴": ["UAH"],
    грн: ["UAH"],
    "₺": ["TRY"],
    tl: ["TRY"],
    "₼": ["AZN"],
    "₾": ["GEL"],
    "֏": ["AMD"],
    "₹": ["INR"],
    "₩": [null, "KRW", "KPW"],
    "₪": ["ILS"],
    "₫": ["VND"],
    "฿": ["THB"],
    rs: [null, "INR", "PKR", "LKR", "NPR"],
    kr: [null, "SEK", "NOK", "DKK", "ISK"],
    zł: ["PLN"],
    kč: ["CZK"],
    fr: ["CHF"],
  } satisfies Record<string, (string | null)[]>).map(([name, codes]) => [fold(name), codes]),
);

/** What a text beside an amount stands for; undefined for one that is the name of no currency. */
export function denominationOf(text: string): Denomination | undefined {
  const name = fold(text.trim()).replace(/\.$/, "");
  const codes = NAMES.get(name);
  if (codes) return { text, codes: codes.filter((code) => code !== null), usual: codes[0] ?? null };
  const code = name.toUpperCase();
  return isCurrency(code) ? { text, codes: [code], usual: code } : undefined;
}

/** What two names of one amount's currency mean together, such as `$` and `CAD`; undefined when they exclude each other. */
export function commonDenomination(one: Denomination, other: Denomination): Denomination | undefined {
  const codes = one.codes.filter((code) => other.codes.includes(code));
  const [first] = codes;
  if (first === undefined) return undefined;
  const isUsual = (code: string | null) => code !== null && codes.includes(code);
  const usual = [one.usual, other.usual].find(isUsual) ?? (codes.length === 1 ? first : null);
  return { text: one.codes.length < other.codes.length ? one.text : other.text, codes, usual };
}

/** The currency that is meant in a file of an account; null when it could be several. */
export const currencyMeant = ({ codes, usual }: Denomination, accountCurrency: string): string | null =>
  codes.includes(accountCurrency) ? accountCurrency : usual;
