import { unsafeCast } from "../../../kernel/cast.ts";
import { EXPENSE_CATEGORIES, INCOME_CATEGORIES } from "../../categories/catalog.ts";
import type { AppLanguage } from "../../languages.ts";
import type { Facts, Finding, InsightActionType, InsightTone } from "../finding.ts";
import { ar } from "./ar.ts";
import { en } from "./en.ts";
import {
  clip,
  formatAmount,
  formatCount,
  formatDay,
  formatMonth,
  formatNumber,
  formatPercent,
  formatQuantity,
  formatRange,
  quoted,
} from "./format.ts";
import type { Kit, Phrases, Wording } from "./phrases.ts";
import { quoteOf } from "./quotes/quotes.ts";
import { ru } from "./ru.ts";
import { tr } from "./tr.ts";
import { uz } from "./uz.ts";

// The words of insights: what a rule has found, said in the user's language and tone. They name the numbers of the finding's
// facts; beside them only `explain` names numbers, those of the rule itself.

const PHRASES: Readonly<Record<AppLanguage, Phrases>> = { uz, ru, en, tr, ar };

/** Longer ones are cut off by phones. */
const PUSH_MAX = 120;
/** Names of users' rows may be much longer than a notification. */
const NAME_MAX = 40;

const CATEGORY_NAMES = new Map(
  [...EXPENSE_CATEGORIES, ...INCOME_CATEGORIES]
    .flatMap((category) => [category, ...(category.subcategories ?? [])])
    .map(({ id, names }) => [id, names]),
);

export interface InsightTexts {
  readonly title: string;
  readonly body: string;
  readonly explain: string;
  readonly push: string;
}

export interface Voice {
  readonly language: AppLanguage;
  readonly tone: InsightTone;
}

/** The texts of what a rule has found. Of a finding they read the rule, level, facts and names. */
export function textsOf(finding: Pick<Finding, "rule" | "level" | "facts" | "names">, voice: Voice): InsightTexts {
  const { language, tone } = voice;
  const { openings, advise, rules } = PHRASES[language];
  // Each rule makes its facts and names as its own template expects them (`Contents` in facts.ts).
  const template = unsafeCast<(facts: Facts, kit: Kit) => Wording>(rules[finding.rule]);
  const { title, statement, advice, explain, push } = template(finding.facts, kitOf(finding, voice));
  const sentences = [
    openings[tone][finding.level],
    statement,
    advice && `${capitalized(advise[tone](...advice), language)}.`,
  ];
  return { title, body: sentences.filter(Boolean).join(" "), explain, push: clip(push, PUSH_MAX) };
}

/** A saying of a mentor with its author, as the insight of the day states it. @throws RangeError as `quoteOf` */
export function sayingOf(mentorId: string, index: number, language: AppLanguage): string {
  const facts = { mentorId, author: quoteOf(mentorId, index, language).author, quote: index };
  const voice: Voice = { language, tone: "friend" };
  return PHRASES[language].rules.wisdom_quote(facts, kitOf({ facts, names: {} }, voice)).statement;
}

/** The label of an action that the app offers. */
export const actionLabel = (type: InsightActionType, language: AppLanguage): string => PHRASES[language].actions[type];

function kitOf({ facts, names }: Pick<Finding, "facts" | "names">, { language, tone }: Voice): Kit<Finding["names"]> {
  return {
    names,
    money: (amount) => formatAmount(amount, String(facts.currency), language),
    number: (value) => formatNumber(value, language),
    quantity: (value, unit = "") => formatQuantity(value, unit, language),
    percent: (value) => formatPercent(value, language),
    day: (day) => formatDay(day, language),
    month: (month) => formatMonth(month, language),
    range: (from, to) => formatRange(from, to, language),
    count: (count, forms) => formatCount(count, forms, language),
    quoted: (name) => quoted(name, language, NAME_MAX),
    category: (id) => quoted(CATEGORY_NAMES.get(id)?.[language] ?? names.category ?? id, language, NAME_MAX),
    quote: (mentorId, index) => quoteOf(mentorId, index, language),
    you: (friend, formal) => (tone === "friend" ? friend : formal),
  };
}

const capitalized = (text: string, language: AppLanguage): string =>
  `${text.slice(0, 1).toLocaleUpperCase(language)}${text.slice(1)}`;
