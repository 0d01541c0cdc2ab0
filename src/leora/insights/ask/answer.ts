import type { Day } from "../../../kernel/time.ts";
import { EXPENSE_CATEGORIES, INCOME_CATEGORIES } from "../../categories/catalog.ts";
import type { AppLanguage } from "../../languages.ts";
import {
  formatAmount,
  formatCount,
  formatDay,
  formatNearDay,
  formatNumber,
  formatPercent,
  formatRange,
  plainName,
  quoted,
} from "../texts/format.ts";
import { list } from "../texts/phrases.ts";
import { ar } from "./answers/ar.ts";
import { en } from "./answers/en.ts";
import { type AnswerKit, type AnswerPhrases, firstOf, NAMED_ROWS, type TalkStyle } from "./answers/phrases.ts";
import { ru } from "./answers/ru.ts";
import { tr } from "./answers/tr.ts";
import { uz } from "./answers/uz.ts";
import type { AskedAmount, AskFindings, BalanceFacts, DebtFacts, MoneyFacts, TaskFacts, TaskScope } from "./facts.ts";

// Answers a question from its facts, in the user's language. After the days, the first number of an answer is the one that was asked for.

const PHRASES: Readonly<Record<AppLanguage, AnswerPhrases>> = { uz, ru, en, tr, ar };

const NAME_MAX = 40;
/** So many accounts are named with their balances. */
const ACCOUNTS_NAMED = 5;

const CATEGORY_NAMES = new Map(
  [...EXPENSE_CATEGORIES, ...INCOME_CATEGORIES]
    .flatMap((category) => [category, ...(category.subcategories ?? [])])
    .map(({ id, names }) => [id, names]),
);

export interface AnswerVoice {
  readonly language: AppLanguage;
  readonly style: TalkStyle;
  readonly today: Day;
  /** Names of the user's own categories by their ids. */
  readonly categoryNames: ReadonlyMap<string, string>;
}

/** The answer as plain text. */
export function answerOf(findings: AskFindings, voice: AnswerVoice): string {
  const phrases = PHRASES[voice.language];
  const opening = phrases.openings[voice.style];
  const answer = statementOf(findings, phrases, kitOf(findings, voice), voice);
  return opening === "" ? answer : `${opening} ${answer}`;
}

function statementOf(findings: AskFindings, phrases: AnswerPhrases, kit: AnswerKit, voice: AnswerVoice): string {
  switch (findings.intent) {
    case "spending":
      return findings.asked
        ? askedFor(findings.asked, findings.facts, phrases.spendingOf, phrases.spendingOfAll, kit, voice)
        : phrases.spending(findings.facts, kit);
    case "income":
      return findings.asked
        ? askedFor(findings.asked, findings.facts, phrases.incomeOf, phrases.incomeOfAll, kit, voice)
        : phrases.income(findings.facts, kit);
    case "savings":
      return phrases.savings(findings.facts, kit);
    case "overview":
      return phrases.overview(findings.facts, kit);
    case "balance":
      return balance(findings.facts, phrases, kit);
    case "budgets":
      return phrases.budgets(findings.facts, kit);
    case "debts":
      return phrases.debts(
        findings.facts,
        owedIn("i_owe", findings.facts, phrases, kit, voice),
        owedIn("they_owe_me", findings.facts, phrases, kit, voice),
        kit,
      );
    case "tasks":
      return tasks(findings.facts, findings.scope, phrases, kit);
    case "goals":
      return phrases.goals(findings.facts, kit);
    case "habits":
      return phrases.habits(findings.facts, kit);
    case "focus":
      return phrases.focus(findings.facts, kit);
  }
}

function kitOf({ facts, dateRange: { from, to } }: AskFindings, voice: AnswerVoice): AnswerKit {
  const { language } = voice;
  const money = (amount: number, currency: string) => formatAmount(amount, currency, language);
  return {
    money,
    number: (value) => formatNumber(value, language),
    percent: (value) => formatPercent(value, language),
    count: (count, forms) => formatCount(count, forms, language),
    quoted: (name) => quoted(name, language, NAME_MAX),
    day: (day) => formatNearDay(day, voice.today, language),
    range: from === to ? formatDay(from, language) : formatRange(from, to, language),
    top:
      "byCategory" in facts
        ? firstOf(
            facts.byCategory,
            ({ categoryId, amount, percent }) =>
              `${categoryName(categoryId, voice)} ${money(amount, facts.currency)} (${formatPercent(percent, language)})`,
            separatorOf(language),
          )
        : "",
  };
}

/** The name of a category in quotation marks: of the catalogue, else the user's own, else its id, which may be gone by now. */
const categoryName = (id: string, { language, categoryNames }: AnswerVoice): string =>
  quoted(CATEGORY_NAMES.get(id)?.[language] ?? categoryNames.get(id) ?? id, language, NAME_MAX);

function askedFor(
  { amount, categories }: AskedAmount,
  { currency }: MoneyFacts,
  ofOne: AnswerPhrases["spendingOf"],
  ofAll: AnswerPhrases["spendingOfAll"],
  kit: AnswerKit,
  voice: AnswerVoice,
): string {
  const total = kit.money(amount, currency);
  const parts = categories.map((each) => ({
    name: categoryName(each.categoryId, voice),
    amount: kit.money(each.amount, currency),
  }));
  const [first] = parts;
  if (parts.length === 1 && first) return ofOne({ name: first.name, amount: total, isNothing: amount === 0 }, kit);
  const separator = separatorOf(voice.language);
  return ofAll(total, parts.map((each) => `${each.name} ${each.amount}`).join(separator), kit);
}

/** What stands between the parts of a list. */
const separatorOf = (language: AppLanguage): string => (language === "ar" ? "، " : ", ");

/** Sums of currencies are not added up: no rate is part of the facts. */
function balance({ accounts }: BalanceFacts, phrases: AnswerPhrases, kit: AnswerKit): string {
  if (accounts.length === 0) return phrases.noAccounts;
  const totals = [...Map.groupBy(accounts, ({ currency }) => currency)].map(([currency, group]) =>
    kit.money(sumOf(group.map((account) => account.balance)), currency),
  );
  const named = accounts
    .slice(0, ACCOUNTS_NAMED)
    .map(({ name, balance: amount, currency }) => `${kit.quoted(name)}: ${kit.money(amount, currency)}`);
  return phrases.balance(totals.join(", "), accounts.length > 1 ? named.join(", ") : "", kit);
}

/** The sum of decimals of one currency, without the error of adding binary fractions. */
const sumOf = (amounts: readonly number[]): number =>
  Number(amounts.reduce((sum, amount) => sum + amount, 0).toFixed(DECIMALS_MAX));
/** No currency has more. */
const DECIMALS_MAX = 4;

/**
 * What is owed in a direction, and in brackets to or by whom: `5 000 000 UZS (Akmal: 2 000 000 UZS, 5-dekabrgacha; Ali: …)`. Of
 * all debts so many are named as of other rows, those that are due first.
 */
function owedIn(
  direction: "i_owe" | "they_owe_me",
  { totals, debts }: DebtFacts,
  phrases: AnswerPhrases,
  { money, day }: AnswerKit,
  { language }: AnswerVoice,
): string {
  const total = totals
    .filter((each) => each.direction === direction)
    .map(({ outstanding, currency }) => money(outstanding, currency))
    .join(", ");
  const isOnly = debts.filter((debt) => debt.direction === direction).length === 1;
  const named = debts
    .slice(0, NAMED_ROWS)
    .filter((debt) => debt.direction === direction)
    .map(({ counterpartyName, outstanding, currency, dueDate, status }) => {
      const name = plainName(counterpartyName, language, NAME_MAX);
      const due = dueDate === null ? "" : phrases.due(day(dueDate), status === "overdue");
      return list([isOnly ? name : `${name}: ${money(outstanding, currency)}`, due], separatorOf(language));
    });
  return named.length === 0 ? total : `${total} (${named.join(language === "ar" ? "؛ " : "; ")})`;
}

function tasks(facts: TaskFacts, scope: TaskScope, phrases: AnswerPhrases, kit: AnswerKit): string {
  const listed = firstOf(facts.tasks, ({ title, timeOfDay }) =>
    scope === "days" && timeOfDay !== null ? `${kit.quoted(title)} (${timeOfDay})` : kit.quoted(title),
  );
  if (scope === "overdue") return phrases.tasksOverdue(facts, listed, kit);
  if (scope === "days") return phrases.tasksOfDays(facts, facts.dueInRange - facts.completedInRange, listed, kit);
  return phrases.tasks(facts, listed, kit);
}
