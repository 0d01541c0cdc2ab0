import { addDays, type Day, timeOf, type UserMoment } from "../../../kernel/time.ts";
import { type CategoryMention, type CategoryType, categoryIn } from "../../words/category-words.ts";
import { dayIn, periodTokens } from "../../words/days.ts";
import { type Token, tokensOf } from "../../words/tokens.ts";
import { amountIn, type SpokenAmount } from "./amounts.ts";
import { beginsWithOwn, isIncome, namesThing, type Signals, signalsOf } from "./kinds.ts";
import { isMovement } from "./movements.ts";
import { accountIn, NOTHING_OWN, type Own, ownCategoryIn } from "./own.ts";
import { momentIn } from "./spans.ts";
import { timeIn } from "./times.ts";
import { titleOf, withoutCase, withoutObjectCase } from "./titles.ts";

// Reads a spoken sentence in Uzbek (Latin or Cyrillic), Russian or English. What it costs grows with the sentence alone: each
// word is looked up a bounded number of times, and no pattern goes over the whole text.

export type ParsedVoice =
  | { readonly intent: "create_transaction"; readonly transaction: SpokenTransaction; readonly confidence: number }
  | { readonly intent: "create_task"; readonly task: SpokenTask; readonly confidence: number }
  | { readonly intent: "ask"; readonly confidence: number }
  /** `currency`: of a number that is too small to be money on its own; null without one. */
  | { readonly intent: "unknown"; readonly confidence: number; readonly currency: string | null };

export interface SpokenTransaction {
  readonly type: "income" | "expense";
  /** Decimal of the currency; null when none is said, or none that the currency can have. */
  readonly amount: number | null;
  readonly currency: string;
  /** The account that the sentence names; null when it names none. */
  readonly accountId: string | null;
  readonly categoryId: string;
  readonly subcategoryId: string | null;
  readonly date: Day;
  /** `HH:mm`. */
  readonly time: string | null;
  readonly name: string | null;
}

export interface SpokenTask {
  /** Empty when nothing is said but that there is a task. */
  readonly title: string;
  readonly dueDate: Day | null;
  /** `HH:mm`. */
  readonly timeOfDay: string | null;
}

/** The longest name and title by the contracts of transactions and tasks. */
const NAME_MAX = 200;
const TITLE_MAX = 500;
/** `HH:mm`: earlier hours of today that are over are hours of the night. */
const NIGHT_END = "05:00";
/** The most that is said of a draft which leaves out a part of the sentence, or which a transaction does not quite fit. */
const DOUBTFUL = 0.5;

/**
 * Reads a sentence at the user's moment. Amounts without a currency are of the primary one.
 * @param own what the user has named; what is understood as a task or a question is so whatever it is
 */
export function parseVoice(
  transcript: string,
  at: Pick<UserMoment, "now" | "today" | "timezone">,
  primaryCurrency: string,
  own: Own = NOTHING_OWN,
): ParsedVoice {
  const tokens = tokensOf(transcript);
  const signals = signalsOf(tokens);
  if (signals.hasTaskWord) return taskOf(tokens, signals, at, 0.95);
  if (signals.isQuestion) return { intent: "ask", confidence: 0.9 };
  if (signals.hasDuty) return taskOf(tokens, signals, at, 0.75);
  return transactionOf(tokens, signals, at, primaryCurrency, own);
}

/** The tokens that something was understood of. */
class Taken {
  private readonly indexes = new Set<number>();
  readonly has = (index: number): boolean => this.indexes.has(index);

  add(range: { readonly start: number; readonly end: number } | undefined): void {
    for (let index = range?.start ?? 0; index < (range?.end ?? 0); index += 1) this.indexes.add(index);
  }

  addAll(indexes: Iterable<number>): void {
    for (const index of indexes) this.indexes.add(index);
  }
}

function taskOf(
  tokens: readonly Token[],
  signals: Signals,
  at: Pick<UserMoment, "now" | "today" | "timezone">,
  confidence: number,
): Extract<ParsedVoice, { intent: "create_task" }> {
  const taken = new Taken();
  const moment = momentIn(tokens, at);
  const day = moment ?? dayIn(tokens, at.today, "future");
  taken.add(day);
  const time = moment ?? timeIn(tokens, taken.has, true);
  taken.add(time);
  taken.addAll(signals.taskTokens);
  const title = withoutObjectCase(titleOf(tokens, taken.has, TITLE_MAX));
  // An hour without a day is the next such hour.
  const isOver = time !== undefined && time.time <= timeOf(at.now, at.timezone);
  const next = isOver ? addDays(at.today, 1) : at.today;
  // `bugun tungi 1 da`, `tonight at 12` mean the night that comes.
  const isComingNight = day?.day === at.today && isOver && time.time < NIGHT_END;
  const dueDate = isComingNight ? next : (day?.day ?? (time ? next : null));
  return {
    intent: "create_task",
    task: { title, dueDate, timeOfDay: time?.time ?? null },
    confidence: title === "" ? 0.5 : confidence,
  };
}

function transactionOf(
  tokens: readonly Token[],
  signals: Signals,
  at: Pick<UserMoment, "now" | "today" | "timezone">,
  primaryCurrency: string,
  own: Own,
): ParsedVoice {
  const taken = new Taken();
  const day = dayIn(tokens, at.today, "past");
  taken.add(day);
  const time = timeIn(tokens, taken.has, false);
  taken.add(time);
  const account = accountIn(tokens, own);
  const isOfAccount = (index: number) => account !== undefined && index >= account.start && index < account.end;
  const amount = amountIn(tokens, (index) => taken.has(index) || isOfAccount(index), primaryCurrency);
  taken.add(amount);
  taken.addAll(periodTokens(tokens));

  // Of two purchases the first one is meant: the app asks for the other.
  const said = tokens.slice(0, amount?.sentenceEnd);
  const categoryOf = (type: CategoryType) => ownCategoryIn(said, type, own) ?? categoryIn(said, type);
  const [bought, earned] = [categoryOf("expense"), categoryOf("income")];
  const hasVerb = signals.hasSpent || signals.hasReceived || signals.hasTaken || signals.hasGiven;
  const hasNoun = bought !== undefined || earned !== undefined;
  const isOfMoney = isMoney(amount, hasVerb, hasNoun);
  // `buy groceries tomorrow`, `завтра в 9 стоматолог`, `meeting at 3 pm`: without an amount, what lies ahead or has an hour is to be done.
  if (!amount?.isCertain && ((day && day.day > at.today) || (time && !isOfMoney))) {
    const planned = taskOf(tokens, signals, at, 0.6);
    if (planned.task.title !== "") return planned;
  }
  if (!isOfMoney) {
    if (beginsWithOwn(tokens)) return { intent: "ask", confidence: 0.6 };
    return { intent: "unknown", confidence: 0, currency: amount?.currency ?? null };
  }

  const isUnnamed = (index: number) => taken.has(index) || isOfAccount(index) || signals.moneyTokens.has(index);
  const hasThing = namesThing(said, isUnnamed);
  const isBought = signals.hasTaken && !earned && hasThing;
  const income = isIncome(signals, earned, bought, isBought || isPrice(tokens, amount));
  const category = income ? earned : bought;
  taken.addAll(withoutCategory(tokens, signals.moneyTokens, category));
  if (earned) taken.addAll(signals.comingTokens);
  if (!category || !isOfAccount(category.index)) taken.add(account);
  const title = titleOf(said, taken.has, NAME_MAX);
  const name = category ? withoutCase(title, category.stem) : title;
  return {
    intent: "create_transaction",
    transaction: {
      type: income ? "income" : "expense",
      amount: amount?.amount ?? null,
      currency: amount?.currency ?? primaryCurrency,
      accountId: account?.accountId ?? null,
      categoryId: category?.categoryId ?? (income ? "other_income" : "other_expense"),
      subcategoryId: category?.subcategoryId ?? null,
      date: day?.day ?? at.today,
      time: time?.time ?? null,
      name: name === "" ? null : name,
    },
    confidence: Math.min(
      confidenceOf(amount, hasVerb, category !== undefined),
      said.length < tokens.length || isMovement(said, hasThing) ? DOUBTFUL : 1,
    ),
  };
}

/** A verb of money or an amount make a transaction; a small number alone, or a noun alone, may be anything. */
const isMoney = (amount: SpokenAmount | undefined, hasVerb: boolean, hasNoun: boolean): boolean =>
  amount ? amount.isCertain || hasVerb || hasNoun : hasVerb && hasNoun;

/** In Uzbek what something cost stands in the dative: `20 dollarga`. */
const isPrice = (tokens: readonly Token[], amount: SpokenAmount | undefined): boolean =>
  amount !== undefined && (tokens[amount.end - 1]?.forms.at(-1) ?? "").endsWith("ga");

/** A word of money that alone names the category stays in the title: `xarid`, but `telefon` of `telefon oldim`. No verb does. */
const withoutCategory = (
  tokens: readonly Token[],
  words: ReadonlySet<number>,
  category: CategoryMention | undefined,
): number[] =>
  [...words].filter(
    (index) => category?.count !== 1 || index !== category.index || PAST.test(tokens[index]?.forms[0] ?? ""),
  );

/** `qaytdi`, `подарили`, `gifted`. */
const PAST = /(?:di|ил|ила|или|ули|ed)$/;

/** How sure it is, from 0 to 1: by what of amount, currency, verb and category the sentence itself says. */
function confidenceOf(amount: SpokenAmount | undefined, hasVerb: boolean, hasCategory: boolean): number {
  const parts = [
    amount?.amount ? 0.45 : 0.1,
    amount?.isCurrencyNamed ? 0.15 : 0.05,
    hasVerb ? 0.15 : 0.05,
    hasCategory ? 0.2 : 0,
  ];
  return Math.round(parts.reduce((sum, part) => sum + part, 0) * 100) / 100;
}
