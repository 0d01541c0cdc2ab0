import { EXPENSE_CATEGORIES, INCOME_CATEGORIES } from "../../categories/catalog.ts";
import type { AppLanguage } from "../../languages.ts";
import {
  formatAmount,
  formatCount,
  formatDay,
  formatNumber,
  formatPercent,
  formatRange,
  quoted,
} from "../texts/format.ts";
import { ar } from "./answers/ar.ts";
import { en } from "./answers/en.ts";
import { type AnswerKit, type AnswerPhrases, type AskedCategory, firstOf, type TalkStyle } from "./answers/phrases.ts";
import { ru } from "./answers/ru.ts";
import { tr } from "./answers/tr.ts";
import { uz } from "./answers/uz.ts";
import type { AskFindings, BalanceFacts, CategoryAmount, DebtFacts, MoneyFacts } from "./facts.ts";

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
      return findings.category
        ? phrases.spendingOf(askedCategory(findings.category, findings.facts, kit, voice), kit)
        : phrases.spending(findings.facts, kit);
    case "income":
      return findings.category
        ? phrases.incomeOf(askedCategory(findings.category, findings.facts, kit, voice), kit)
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
        debtTotal(findings.facts, "i_owe", kit),
        debtTotal(findings.facts, "they_owe_me", kit),
        kit,
      );
    case "tasks":
      return phrases.tasks(
        findings.facts,
        firstOf(findings.facts.tasks, ({ title }) => kit.quoted(title)),
        kit,
      );
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
    range: from === to ? formatDay(from, language) : formatRange(from, to, language),
    top:
      "byCategory" in facts
        ? firstOf(
            facts.byCategory,
            ({ categoryId, amount, percent }) =>
              `${categoryName(categoryId, voice)} ${money(amount, facts.currency)} (${formatPercent(percent, language)})`,
            language === "ar" ? "، " : ", ",
          )
        : "",
  };
}

/** The name of a category in quotation marks: of the catalogue, else the user's own, else its id, which may be gone by now. */
const categoryName = (id: string, { language, categoryNames }: AnswerVoice): string =>
  quoted(CATEGORY_NAMES.get(id)?.[language] ?? categoryNames.get(id) ?? id, language, NAME_MAX);

const askedCategory = (
  { categoryId, amount }: CategoryAmount,
  { currency }: MoneyFacts,
  { money }: AnswerKit,
  voice: AnswerVoice,
): AskedCategory => ({
  name: categoryName(categoryId, voice),
  amount: money(amount, currency),
  isNothing: amount === 0,
});

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

const debtTotal = ({ totals }: DebtFacts, direction: "i_owe" | "they_owe_me", { money }: AnswerKit): string =>
  totals
    .filter((total) => total.direction === direction)
    .map(({ outstanding, currency }) => money(outstanding, currency))
    .join(", ");
