import { toMinor } from "../../../kernel/money.ts";
import { Lexicon } from "../../words/lexicon.ts";
import { numberAt, type SpokenNumber } from "../../words/numbers.ts";
import { isAdjacent, isSign, type Token } from "../../words/tokens.ts";

// The amount of money in a sentence, and its currency.

export interface SpokenAmount {
  /** Decimal of the currency; null when the currency cannot have it: more decimals, or out of range. */
  readonly amount: number | null;
  readonly currency: string;
  /** True when the sentence names the currency. */
  readonly isCurrencyNamed: boolean;
  /** True when more than the number itself says that it is money. */
  readonly isCertain: boolean;
  /** Where the sentence goes on to another amount: there what this one is for ends. Its length when there is no other. */
  readonly sentenceEnd: number;
  /** The tokens that it takes, the last one excluded. */
  readonly start: number;
  readonly end: number;
}

/** A currency that several countries call so: that of the user when it is one of them, else the first. */
const CURRENCIES = new Lexicon<readonly string[]>([
  [["UZS"], "so'm, so'mlik*, sum=, sumga=, sumdan=, сум=, сума=, сумов=, сумы=, uzs="],
  [["UZS", "KGS"], "som=, сом=, сома=, сомов=, сомы="],
  [["USD"], "dollar*, dollor*, usd=, bucks=, buck=, доллар*, долл=, бакс*, ye=, уе="],
  [["EUR"], "euro, evro, yevro, eur=, евро="],
  [["RUB"], "rubl*, ruble*, rouble*, rub=, рубл*, руб=, rus rubli"],
  [["KZT"], "tenge*, kzt=, тенге=, тг="],
  [["TRY"], "lira*, tl=, try=, лир=, лира=, лиры=, лиру="],
  [["GBP"], "pound*, funt*, gbp=, sterling=, фунт*"],
  [["CNY"], "yuan*, cny=, юан*"],
  [["JPY"], "yen=, jpy=, иен=, иены=, йен=, йены="],
  [["KRW"], "won=, krw=, вон=, вона="],
  [["AED"], "dirham*, dirxam*, aed=, дирхам*"],
  [["SAR"], "riyal*, riyol*, sar=, риал*, риял*, ريال*"],
  [["KGS"], "kgs=, кгс="],
  [["TJS"], "somoni*, tjs=, сомони="],
  [["UAH"], "hryvnia*, uah=, гривн*, гривен="],
  [["AZN", "TMT"], "manat*, azn=, манат*"],
  [["TMT"], "tmt="],
  [["GEL"], "gel=, лари="],
  [["AMD"], "dram, amd=, драм="],
  [["INR"], "rupee*, inr=, рупи*"],
  [["CHF"], "frank*, franc*, chf=, франк*"],
]);

/** These are verbs where no amount stands before them: `won 500`. */
const VERBS: ReadonlySet<string> = new Set(["won", "try"]);

const SIGNS: ReadonlyMap<string, string> = new Map([
  ["$", "USD"],
  ["€", "EUR"],
  ["£", "GBP"],
  ["₽", "RUB"],
  ["₸", "KZT"],
  ["₺", "TRY"],
  ["₴", "UAH"],
  ["₼", "AZN"],
  ["₾", "GEL"],
  ["֏", "AMD"],
  ["₹", "INR"],
  ["₩", "KRW"],
  ["¥", "JPY"],
]);

/** What is counted after a number is no money: `2 ta non`, `3 kg`. */
const COUNTERS = new Lexicon<true>([
  [
    true,
    `ta=, tasi=, tadan=, dona*, kg=, kilo*, gramm*, litr*, metr*, marta=, kishi*, kun=, kunlik=, soat*, daqiqa*, minut*, oy=, oylik=, yil*, hafta*, foiz*,
    шт=, штук*, кг=, грамм*, литр*, метр*, раз=, раза=, человек*, дней=, дня=, день=, час=, часа=, часов=, минут*, месяц*, лет=, год*, пачк*, бутыл*, билет*,
    pcs=, piece*, kilogram*, gram*, liter*, litre*, people=, person*, times=, day=, days=, hour*, minute*, month*, year*, week*, bottle*, pack=, packs=, percent*`,
  ],
]);

/** Smaller numbers without a word for thousands, a currency or a verb are no amounts of money. */
const BARE_MIN = 100;

/** What leads to a second purchase. */
const CONNECTORS = new Lexicon<true>([[true, "va=, hamda=, yana=, и=, а=, плюс=, еще=, and=, plus="]]);

type Found = Omit<SpokenAmount, "sentenceEnd"> & { readonly spoken: SpokenNumber };

/**
 * The amount that a sentence is about: the first whose currency is named or that is in thousands or more, else the largest.
 * Number words count only so: `bir` and `one` are said of anything.
 * @param isTaken tokens that mean something else, such as a date
 */
export function amountIn(
  tokens: readonly Token[],
  isTaken: (index: number) => boolean,
  primaryCurrency: string,
): SpokenAmount | undefined {
  const found: Found[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const spoken = isTaken(index) ? undefined : numberAt(tokens, index);
    if (!spoken) continue;
    const amount = amountOf(tokens, spoken, primaryCurrency);
    if (amount && !rangeHas(spoken, isTaken)) found.push(amount);
    index = spoken.end - 1;
  }
  const clear = found.filter(({ isCurrencyNamed, spoken }) => isCurrencyNamed || spoken.isScaled);
  if (clear.length > 0) return firstOf(tokens, clear);
  // Bare numbers may count something or name a model: only what connects two says that both are amounts.
  const certain = found.filter(({ isCertain }) => isCertain);
  const [first, second] = certain;
  if (first && second && connectorsBetween(tokens, first, second).length > 0) return firstOf(tokens, certain);
  const [largest] = found.toSorted((a, b) => b.spoken.value.cmp(a.spoken.value));
  return largest && firstOf(tokens, [largest]);
}

/** The first of some amounts, and where the sentence goes on to the second one. */
function firstOf(tokens: readonly Token[], [first, second]: readonly Found[]): SpokenAmount | undefined {
  if (!first) return undefined;
  const { spoken: _, ...amount } = first;
  return { ...amount, sentenceEnd: second ? endBefore(tokens, first, second) : tokens.length };
}

/** What is named before its amount ends with it, or at the next connector: `taksi 50 ming va ovqat va non 30 ming`. */
function endBefore(tokens: readonly Token[], first: Found, second: Found): number {
  const connectors = connectorsBetween(tokens, first, second);
  const isNamedBefore = tokens.slice(0, first.start).some(({ kind }) => kind === "word");
  return isNamedBefore ? (connectors[0] ?? first.end) : (connectors.at(-1) ?? second.start);
}

function connectorsBetween(tokens: readonly Token[], first: Found, second: Found): number[] {
  const isConnector = (index: number) => isSign(tokens[index], ",;+") || CONNECTORS.at(tokens, index) !== undefined;
  const between = Array.from({ length: Math.max(0, second.start - first.end) }, (_, offset) => first.end + offset);
  return between.filter(isConnector);
}

const rangeHas = ({ start, end }: SpokenNumber, isTaken: (index: number) => boolean): boolean => {
  for (let index = start; index < end; index += 1) if (isTaken(index)) return true;
  return false;
};

function amountOf(tokens: readonly Token[], spoken: SpokenNumber, primaryCurrency: string): Found | undefined {
  const named = currencyAfter(tokens, spoken.end) ?? currencyBefore(tokens, spoken.start);
  const isBare = named === undefined && !spoken.isScaled;
  if (isBare && (COUNTERS.at(tokens, spoken.end) || isSign(tokens[spoken.end], "%"))) return undefined;
  if (isBare && !spoken.hasDigits && spoken.value.lt(BARE_MIN)) return undefined;
  if (spoken.value.lte(0)) return undefined;
  const codes = named?.codes ?? [primaryCurrency];
  const currency = codes.includes(primaryCurrency) ? primaryCurrency : (codes[0] ?? primaryCurrency);
  return {
    spoken,
    amount: representable(spoken, currency),
    currency,
    isCurrencyNamed: named !== undefined,
    isCertain: !isBare || spoken.value.gte(BARE_MIN),
    start: Math.min(spoken.start, named?.start ?? spoken.start),
    end: Math.max(spoken.end, named?.end ?? spoken.end),
  };
}

/**
 * The number as an amount, if the currency can have it. Rounding would invent an amount that nobody said, so `100,50 yen`
 * and what is beyond the range of amounts leave the draft without one, and the app asks for it.
 */
function representable({ value }: SpokenNumber, currency: string): number | null {
  try {
    toMinor(value.toFixed(), currency, "amount");
    return value.toNumber();
  } catch {
    return null;
  }
}

interface NamedCurrency {
  readonly codes: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** The currency that is named at a token, as it is after a number. */
export function currencyAfter(tokens: readonly Token[], index: number): NamedCurrency | undefined {
  const sign = SIGNS.get(tokens[index]?.text ?? "");
  if (sign) return { codes: [sign], start: index, end: index + 1 };
  // A single letter for roubles only right after the digits: `500р`.
  const isRouble = /^[рr]$/.test(tokens[index]?.forms[0] ?? "") && isAdjacent(tokens[index - 1], tokens[index]);
  if (isRouble) return { codes: ["RUB"], start: index, end: index + 1 };
  const match = CURRENCIES.at(tokens, index);
  return match && { codes: match.value, start: index, end: index + match.count };
}

function currencyBefore(tokens: readonly Token[], start: number): NamedCurrency | undefined {
  const index = start - 1;
  const sign = SIGNS.get(tokens[index]?.text ?? "");
  if (sign) return { codes: [sign], start: index, end: start };
  const match = index < 0 ? undefined : CURRENCIES.at(tokens, index);
  // Before the amount people write codes and nouns alone: `USD 20`, `dollar 20`.
  return match?.count === 1 && !VERBS.has(match.stem) ? { codes: match.value, start: index, end: start } : undefined;
}
