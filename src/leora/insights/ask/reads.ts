import { raw, render, type Sql, sql } from "../../../engine/sql.ts";
import type { RawRow, Statement } from "../../../kernel/db/database.ts";
import { idOfStored } from "../../../kernel/db/stored-id.ts";
import { sumToDecimal, toDecimal } from "../../../kernel/money.ts";
import type { UserMoment } from "../../../kernel/time.ts";
import { withSubcategories } from "../../categories/tree.ts";
import { rateBookOf } from "../../finance/fx/reads.ts";
import { cashFlowOf, readSums, sumsOfCategories } from "../../finance/reports/cash-flow.ts";
import { summaryOf, summaryStatements } from "../../finance/reports/summary.ts";
import type { NamedCategory } from "../../words/category-words.ts";
import type { AskFindings, BalanceFacts, CategoryAmount, FocusFacts, MoneyFacts } from "./facts.ts";
import { plannerFacts, plannerStatements } from "./planner-reads.ts";
import type { AskIntent, Question } from "./question.ts";
import type { DateRange, RangeToRead } from "./ranges.ts";
import { standingFacts, standingStatements } from "./standing-reads.ts";

// Reads the facts of a question: the statements of one D1 call, and what their answers say.

export interface FactsRequest {
  /** The integer of the user in their rows. */
  readonly owner: number;
  readonly at: UserMoment;
  readonly primaryCurrency: string;
  readonly question: Pick<Question, "intent" | "category">;
  readonly range: RangeToRead;
}

/** Accounts of which the balances are told. */
const ACCOUNTS_MAX = 100;

/** The statements of one call; `parseFacts` takes their answers. */
export function factStatements(request: FactsRequest): Statement[] {
  const { owner, question, range } = request;
  return [firstDay(owner, question.intent, range), ...statementsOf(request)];
}

/** Reads the answers to `factStatements`. @throws fx_rate_unavailable as `GET /transactions/summary` does */
export function parseFacts(request: FactsRequest, [first = [], ...answers]: RawRow[][]): AskFindings {
  const { question, range, at } = request;
  const dateRange = rangeRead(range, first);
  const { intent } = question;
  switch (intent) {
    case "spending":
    case "income":
    case "savings":
    case "overview":
      return { intent, dateRange, ...moneyFacts(request, dateRange, answers) };
    case "balance":
      return { intent, dateRange, facts: balanceFacts(answers), category: null };
    case "focus":
      return { intent, dateRange, facts: focusFacts(answers), category: null };
    case "budgets":
    case "debts":
      return { dateRange, category: null, ...standingFacts(intent, answers, at) };
    default:
      return { dateRange, category: null, ...plannerFacts(intent, answers, at) };
  }
}

function statementsOf({ owner, at, primaryCurrency, question, range }: FactsRequest): Statement[] {
  const { intent, category } = question;
  switch (intent) {
    case "spending":
    case "income":
    case "savings":
    case "overview":
      return [
        ...summaryStatements(owner, { currency: primaryCurrency, today: at.today }, range, null),
        ...(category ? [sumsOfCategories(owner, range, categoryIdsOf(category))] : []),
      ];
    case "balance":
      return [balances(owner)];
    case "focus":
      return [focusTotals(owner, range)];
    case "budgets":
    case "debts":
      return standingStatements(intent, owner);
    default:
      return plannerStatements(intent, owner, at.today, range);
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

function moneyFacts(
  { question, primaryCurrency: currency, at }: FactsRequest,
  dateRange: DateRange,
  answers: RawRow[][],
): { facts: MoneyFacts; category: CategoryAmount | null } {
  const { today } = at;
  const { totals, byCategory } = summaryOf(answers, { currency, today }, dateRange);
  const { income, expense, net } = totals;
  const facts = { currency, income, expense, net, byCategory };
  const [rates = [], , , ofCategory = []] = answers;
  if (!question.category) return { facts, category: null };
  const { categoryId, subcategoryId } = question.category;
  const cashFlow = cashFlowOf(readSums("categoryId", ofCategory, currency, rateBookOf(rates), today));
  const amount = sumToDecimal(question.intent === "income" ? cashFlow.income : cashFlow.expense, currency);
  return { facts, category: { categoryId: subcategoryId ?? categoryId, amount } };
}

const balances = (owner: number): Statement =>
  render(sql`
    SELECT id, name, currency, currentBalance FROM accounts
    WHERE owner = ${owner} AND showStatus = 'active' ORDER BY createdAt, id LIMIT ${ACCOUNTS_MAX}`);

const balanceFacts = ([rows = []]: RawRow[][]): BalanceFacts => ({
  accounts: rows.map(({ id, name, currency, currentBalance }) => ({
    accountId: idOfStored(String(id)),
    name: String(name),
    currency: String(currency),
    balance: toDecimal(Number(currentBalance), String(currency)),
  })),
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
