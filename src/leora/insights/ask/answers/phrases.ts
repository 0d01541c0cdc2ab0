import type { Day } from "../../../../kernel/time.ts";
import type { Forms } from "../../texts/format.ts";
import type { BudgetFacts, DebtFacts, FocusFacts, GoalFacts, HabitFacts, MoneyFacts, TaskFacts } from "../facts.ts";

// What a language consists of, to answer questions. Sentences are the same in every style but for the opening.

/** How the assistant talks (`ai.talkStyle` in the settings). */
export const TALK_STYLES = ["friendly", "strict", "polite"] as const;
export type TalkStyle = (typeof TALK_STYLES)[number];

/** What templates write values with, in their language. */
export interface AnswerKit {
  money(amount: number, currency: string): string;
  number(value: number): string;
  percent(value: number): string;
  count(count: number, forms: Forms): string;
  /** A name that the user typed, in quotation marks. */
  quoted(name: string): string;
  /** A day without its year when it is of this year. */
  day(day: Day): string;
  /** The days that are asked for: `5–11 Ekim 2026`. */
  readonly range: string;
  /** The largest categories with their amounts and percents; empty without expenses. */
  readonly top: string;
}

/** A category that is asked of. */
export interface AskedCategory {
  readonly name: string;
  /** Written with its currency. */
  readonly amount: string;
  readonly isNothing: boolean;
}

/** What each intent is answered with. A template returns whole sentences. */
export interface AnswerPhrases {
  /** The sentence before the answer; empty: none. */
  readonly openings: Readonly<Record<TalkStyle, string>>;
  spending(facts: MoneyFacts, kit: AnswerKit): string;
  spendingOf(category: AskedCategory, kit: AnswerKit): string;
  income(facts: MoneyFacts, kit: AnswerKit): string;
  incomeOf(category: AskedCategory, kit: AnswerKit): string;
  /** Of several categories. @param parts each of them with its amount */
  spendingOfAll(amount: string, parts: string, kit: AnswerKit): string;
  incomeOfAll(amount: string, parts: string, kit: AnswerKit): string;
  savings(facts: MoneyFacts, kit: AnswerKit): string;
  overview(facts: MoneyFacts, kit: AnswerKit): string;
  /** @param total sums by currency; @param accounts each account with its balance, empty for a single one */
  balance(total: string, accounts: string, kit: AnswerKit): string;
  noAccounts: string;
  budgets(facts: BudgetFacts, kit: AnswerKit): string;
  /** @param owed sums by currency, and in brackets whose they are */
  debts(facts: DebtFacts, owed: string, lent: string, kit: AnswerKit): string;
  /** When a debt is to be paid back, or was. */
  due(day: string, isOver: boolean): string;
  tasks(facts: TaskFacts, next: string, kit: AnswerKit): string;
  /** Those of the days that were asked for. @param open how many of them are not done */
  tasksOfDays(facts: TaskFacts, open: number, listed: string, kit: AnswerKit): string;
  tasksOverdue(facts: TaskFacts, listed: string, kit: AnswerKit): string;
  goals(facts: GoalFacts, kit: AnswerKit): string;
  habits(facts: HabitFacts, kit: AnswerKit): string;
  focus(facts: FocusFacts, kit: AnswerKit): string;
}

/** So many rows are named in a sentence. */
export const NAMED_ROWS = 3;

/** The first rows, as `write` writes each. */
export const firstOf = <Row>(rows: readonly Row[], write: (row: Row) => string, separator = ", "): string =>
  rows.slice(0, NAMED_ROWS).map(write).join(separator);

/** The part of the income that is left, in percent; null without income or when more was spent. */
export const savedPercent = ({ income, net }: MoneyFacts): number | null =>
  income > 0 && net >= 0 ? Math.round((net / income) * 1000) / 10 : null;
