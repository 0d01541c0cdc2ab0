import { addDays, type Day, timeOf, type UserMoment } from "../../../kernel/time.ts";
import { type CategoryMention, categoryIn } from "../../words/category-words.ts";
import { dayIn, periodTokens } from "../../words/days.ts";
import { type Token, tokensOf } from "../../words/tokens.ts";
import { amountIn, type SpokenAmount } from "./amounts.ts";
import { beginsWithOwn, isIncome, namesThing, type Signals, signalsOf } from "./kinds.ts";
import { momentIn } from "./spans.ts";
import { timeIn } from "./times.ts";
import { titleOf, withoutCase, withoutObjectCase } from "./titles.ts";

// Reads a spoken sentence in Uzbek (Latin or Cyrillic), Russian or English. What it costs grows with the sentence alone: each
// word is looked up a bounded number of times, and no pattern goes over the whole text.

export type ParsedVoice =
  | { readonly intent: "create_transaction"; readonly transaction: SpokenTransaction; readonly confidence: number }
  | { readonly intent: "create_task"; readonly task: SpokenTask; readonly confidence: number }
  | { readonly intent: "ask" | "unknown"; readonly confidence: number };

export interface SpokenTransaction {
  readonly type: "income" | "expense";
  /** Decimal of the currency; null when none is said, or none that the currency can have. */
  readonly amount: number | null;
  readonly currency: string;
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

/** Reads a sentence at the user's moment. Amounts without a currency are of the primary one. */
export function parseVoice(
  transcript: string,
  at: Pick<UserMoment, "now" | "today" | "timezone">,
  primaryCurrency: string,
): ParsedVoice {
  const tokens = tokensOf(transcript);
  const signals = signalsOf(tokens);
  if (signals.hasTaskWord) return taskOf(tokens, signals, at, 0.95);
  if (signals.isQuestion) return { intent: "ask", confidence: 0.9 };
  if (signals.hasDuty) return taskOf(tokens, signals, at, 0.75);
  return transactionOf(tokens, signals, at, primaryCurrency);
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
  const dueDate = day?.day ?? (time ? (isOver ? addDays(at.today, 1) : at.today) : null);
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
): ParsedVoice {
  const taken = new Taken();
  const day = dayIn(tokens, at.today, "past");
  taken.add(day);
  const time = timeIn(tokens, taken.has, false);
  taken.add(time);
  const amount = amountIn(tokens, taken.has, primaryCurrency);
  taken.add(amount);
  taken.addAll(periodTokens(tokens));

  const [bought, earned] = [categoryIn(tokens, "expense"), categoryIn(tokens, "income")];
  const hasVerb = signals.hasSpent || signals.hasReceived || signals.hasTaken || signals.hasGiven;
  const hasNoun = bought !== undefined || earned !== undefined;
  const isOfMoney = isMoney(amount, hasVerb, hasNoun);
  // `buy groceries tomorrow`, `завтра в 9 стоматолог`, `meeting at 3 pm`: without an amount, what lies ahead or has an hour is to be done.
  if (!amount?.isCertain && ((day && day.day > at.today) || (time && !isOfMoney))) {
    const planned = taskOf(tokens, signals, at, 0.6);
    if (planned.task.title !== "") return planned;
  }
  if (!isOfMoney) {
    return beginsWithOwn(tokens) ? { intent: "ask", confidence: 0.6 } : { intent: "unknown", confidence: 0 };
  }

  const isUnnamed = (index: number) => taken.has(index) || signals.moneyTokens.has(index);
  const isBought = signals.hasTaken && !earned && namesThing(tokens, isUnnamed);
  const income = isIncome(signals, earned, bought, isBought || isPrice(tokens, amount));
  const category = income ? earned : bought;
  taken.addAll(withoutCategory(signals.moneyTokens, category));
  const title = titleOf(tokens, taken.has, NAME_MAX);
  const name = category ? withoutCase(title, category.stem) : title;
  return {
    intent: "create_transaction",
    transaction: {
      type: income ? "income" : "expense",
      amount: amount?.amount ?? null,
      currency: amount?.currency ?? primaryCurrency,
      categoryId: category?.categoryId ?? (income ? "other_income" : "other_expense"),
      subcategoryId: category?.subcategoryId ?? null,
      date: day?.day ?? at.today,
      time: time?.time ?? null,
      name: name === "" ? null : name,
    },
    confidence: confidenceOf(amount, hasVerb, category !== undefined),
  };
}

/** A verb of money or an amount make a transaction; a small number alone, or a noun alone, may be anything. */
const isMoney = (amount: SpokenAmount | undefined, hasVerb: boolean, hasNoun: boolean): boolean =>
  amount ? amount.isCertain || hasVerb || hasNoun : hasVerb && hasNoun;

/** In Uzbek what something cost stands in the dative: `20 dollarga`. */
const isPrice = (tokens: readonly Token[], amount: SpokenAmount | undefined): boolean =>
  amount !== undefined && (tokens[amount.end - 1]?.forms.at(-1) ?? "").endsWith("ga");

/** A verb that alone names the category stays in the title: `xarid`, but `telefon` of `telefon oldim`. */
const withoutCategory = (words: ReadonlySet<number>, category: CategoryMention | undefined): number[] =>
  [...words].filter((index) => category?.count !== 1 || index !== category.index);

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
