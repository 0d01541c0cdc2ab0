import { raw, render, type Sql, sql } from "../../../engine/sql.ts";
import type { RawRow, Statement } from "../../../kernel/db/database.ts";
import { idOfStored } from "../../../kernel/db/stored-id.ts";
import { sumToDecimal, toDecimal } from "../../../kernel/money.ts";
import type { UserMoment } from "../../../kernel/time.ts";
import { withSubcategories } from "../../categories/tree.ts";
import { rateBookOf } from "../../finance/fx/reads.ts";
import {
  cashFlowOf,
  type MovementSum,
  readSums,
  sumsByName,
  sumsOfCategories,
  sumsOfOwnCategories,
} from "../../finance/reports/cash-flow.ts";
import { summaryOf, summaryStatements } from "../../finance/reports/summary.ts";
import { isOfCategory, type NamedCategory } from "../../words/category-words.ts";
import {
  type AskedAmount,
  type AskFindings,
  type BalanceFacts,
  type FocusFacts,
  type MoneyFacts,
  primaryFirst,
} from "./facts.ts";
import { ownCategoriesIn } from "./own-names.ts";
import { plannerFacts, plannerStatements } from "./planner-reads.ts";
import type { Question } from "./question.ts";
import type { DateRange, RangeToRead } from "./ranges.ts";
import { standingFacts, standingStatements } from "./standing-reads.ts";
import type { AskIntent } from "./subjects.ts";

// Reads the facts of a question: the statements of one D1 call, and what their answers say.

export interface FactsRequest {
  /** The integer of the user in their rows. */
  readonly owner: number;
  readonly at: UserMoment;
  readonly primaryCurrency: string;
  readonly question: Pick<Question, "intent" | "categories" | "scope" | "tokens" | "taken">;
  readonly range: RangeToRead;
}

/** Accounts of which the balances are told. */
const ACCOUNTS_MAX = 100;

/** The statements of one call; `parseFacts` takes their answers. */
export function factStatements(request: FactsRequest): Statement[] {
  const { owner, question, range } = request;
  return [firstDay(owner, question.intent, range), ...statementsOf(request)];
}

/**
 * Reads the answers to `factStatements`.
 * @param categoryNames names of the user's own categories by their ids
 * @throws fx_rate_unavailable as `GET /transactions/summary` does
 */
export function parseFacts(
  request: FactsRequest,
  [first = [], ...answers]: RawRow[][],
  categoryNames: ReadonlyMap<string, string>,
): AskFindings {
  const { question, range } = request;
  const dateRange = rangeRead(range, first);
  const { intent } = question;
  switch (intent) {
    case "spending":
    case "income":
    case "savings":
    case "overview":
      return { dateRange, ...moneyFindings(request, intent, dateRange, answers, categoryNames) };
    case "balance":
      return { intent, dateRange, facts: balanceFacts(answers, request.primaryCurrency), asked: null };
    case "focus":
      return { intent, dateRange, facts: focusFacts(answers), asked: null };
    case "budgets":
    case "debts":
      return { dateRange, asked: null, ...standingFacts(intent, answers, request) };
    default:
      return { dateRange, asked: null, ...plannerFacts(intent, answers, request) };
  }
}

function statementsOf({ owner, at, primaryCurrency, question, range }: FactsRequest): Statement[] {
  const { intent, categories, scope } = question;
  switch (intent) {
    case "spending":
    case "income":
    case "savings":
    case "overview":
      return [
        ...summaryStatements(owner, { currency: primaryCurrency, today: at.today }, range, null),
        ...(intent === "savings" ? [] : [sumsOfOwnCategories(owner, range)]),
        ...categories.flatMap((category) => sumsOfCategory(owner, range, category)),
      ];
    case "balance":
      return [balances(owner)];
    case "focus":
      return [focusTotals(owner, range)];
    case "budgets":
    case "debts":
      return standingStatements(intent, owner);
    default:
      return plannerStatements(intent, owner, at.today, range, scope);
  }
}

/** Rows of the subcategory, or of the category with all its subcategories. */
const categoryIdsOf = ({ categoryId, subcategoryId }: NamedCategory): Iterable<string> =>
  subcategoryId === null ? withSubcategories([categoryId]) : [subcategoryId];

/** The day of the first row that the answer is about. */
function firstDay(owner: number, intent: AskIntent, { beginsWithFirstRow }: RangeToRead): Statement {
  const [table, column] =
    intent === "focus"
      ? ["focusSessions", "dateKey"]
      : intent === "tasks"
        ? ["tasks", "dueDate"]
        : ["transactions", "date"];
  return render(sql`
    SELECT min(${raw(column)}) AS day FROM ${raw(table)}
    WHERE ${beginsWithFirstRow ? 1 : 0} AND owner = ${owner} AND showStatus = 'active' AND ${raw(column)} IS NOT NULL`);
}

/** The range that was asked for; one that begins with the first row, from that day on, or of today alone without rows. */
function rangeRead({ from, to, beginsWithFirstRow }: RangeToRead, [row]: readonly RawRow[]): DateRange {
  if (!beginsWithFirstRow) return { from, to };
  const first = typeof row?.day === "string" ? row.day : to;
  return { from: first < from ? from : first > to ? to : first, to };
}

type MoneyIntent = "spending" | "income" | "savings" | "overview";

function moneyFindings(
  { question, primaryCurrency: currency, at }: FactsRequest,
  intent: MoneyIntent,
  dateRange: DateRange,
  answers: RawRow[][],
  categoryNames: ReadonlyMap<string, string>,
): { intent: MoneyIntent; facts: MoneyFacts; asked: AskedAmount | null } {
  const { today } = at;
  const { totals, byCategory } = summaryOf(answers, { currency, today }, dateRange);
  const { income, expense, net } = totals;
  const facts = { currency, income, expense, net, byCategory };
  if (intent === "savings") return { intent, facts, asked: null };

  const [rates = [], , , ofOwn = [], ...ofNamed] = answers;
  const book = rateBookOf(rates);
  const read = (rows: readonly RawRow[]) => readSums("categoryId", rows, currency, book, today);
  const ids = ownCategoriesIn(question, categoryNames);
  const flow = cashFlowOf(read(ofOwn).filter(({ key }) => key !== null && ids.includes(key)));
  // A question that names nothing but a category is about what its rows are.
  const isIncome = intent === "income" || (intent === "overview" && flow.income > flow.expense);
  const kind = isIncome ? "income" : "expense";
  const own = flow[kind];
  const rest = ofNamed.values();
  const next = () => read(rest.next().value ?? []);
  const parts = question.categories.map((category) => ({
    categoryId: category.subcategoryId ?? category.categoryId,
    amount: sumOfCategory(category, next, kind),
  }));
  const [ownId] = ids.toReversed();
  // Of a category of the catalogue and one of the user's own, the user's own is meant, unless it has nothing.
  const isOwn = ownId !== undefined && (own !== 0n || totalOf(parts) === 0n);
  const asked = isOwn ? [{ categoryId: ownId, amount: own }] : parts;
  if (asked.length === 0) return { intent, facts, asked: null };
  return {
    intent: isIncome ? "income" : "spending",
    facts,
    asked: {
      amount: sumToDecimal(totalOf(asked), currency),
      categories: asked.map(({ categoryId, amount }) => ({ categoryId, amount: sumToDecimal(amount, currency) })),
    },
  };
}

const totalOf = (parts: readonly { readonly amount: bigint }[]): bigint =>
  parts.reduce((sum, { amount }) => sum + amount, 0n);

/** The sums of a category; of a subcategory also those by the names of rows of its category, which may belong to it. */
const sumsOfCategory = (owner: number, range: DateRange, category: NamedCategory): Statement[] => [
  sumsOfCategories(owner, range, categoryIdsOf(category)),
  ...(category.subcategoryId === null ? [] : [sumsByName(owner, range, category.categoryId)]),
];

/**
 * What a category comes to. A subcategory that has nothing is what those rows of its category come to that are named so: a rent
 * under housing, named `Ijara`. @param next reads the next answer to `sumsOfCategory`
 */
function sumOfCategory(category: NamedCategory, next: () => MovementSum[], kind: "income" | "expense"): bigint {
  const own = cashFlowOf(next())[kind];
  if (category.subcategoryId === null) return own;
  const named = next().filter(({ key }) => key !== null && isOfCategory(key, category));
  return own === 0n ? cashFlowOf(named)[kind] : own;
}

const balances = (owner: number): Statement =>
  render(sql`
    SELECT id, name, currency, currentBalance FROM accounts
    WHERE owner = ${owner} AND showStatus = 'active' ORDER BY createdAt, id LIMIT ${ACCOUNTS_MAX}`);

const balanceFacts = ([rows = []]: RawRow[][], primaryCurrency: string): BalanceFacts => ({
  accounts: rows
    .map(({ id, name, currency, currentBalance }) => ({
      accountId: idOfStored(String(id)),
      name: String(name),
      currency: String(currency),
      balance: toDecimal(Number(currentBalance), String(currency)),
    }))
    .toSorted(primaryFirst(primaryCurrency)),
});

/** Minutes are those of completed sessions, as in the statistics of focus; canceled ones count nowhere. */
const focusTotals = (owner: number, range: DateRange): Statement =>
  render(sql`
    SELECT ifnull(sum(CASE status WHEN 'completed' THEN actualMinutes END), 0) AS totalMinutes, count(*) AS sessions,
      ifnull(sum(status = 'completed'), 0) AS completed, count(DISTINCT CASE status WHEN 'completed' THEN dateKey END) AS days
    FROM focusSessions
    WHERE owner = ${owner} AND showStatus = 'active' AND status <> 'canceled' AND ${within("dateKey", range)}`);

function focusFacts([totals]: RawRow[][]): FocusFacts {
  const row = totals?.[0];
  return {
    totalMinutes: Number(row?.totalMinutes),
    sessions: Number(row?.sessions),
    completed: Number(row?.completed),
    days: Number(row?.days),
  };
}

const within = (column: string, { from, to }: DateRange): Sql => sql`${raw(column)} BETWEEN ${from} AND ${to}`;
