import { render, sql } from "../../../engine/sql.ts";
import { tableSql } from "../../../engine/table-sql.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import type { RawRow, Statement } from "../../../kernel/db/database.ts";
import { sumToDecimal, toDecimal } from "../../../kernel/money.ts";
import type { UserMoment } from "../../../kernel/time.ts";
import { budgetEntity } from "../../finance/budgets/entity.ts";
import { type Budget, budgets } from "../../finance/budgets/table.ts";
import { owedOn, statusOn } from "../../finance/debts/rules.ts";
import { type Debt, debts } from "../../finance/debts/table.ts";
import { type BudgetFacts, type DebtFacts, primaryFirst, ROWS_LISTED } from "./facts.ts";
import { counterpartiesIn } from "./own-names.ts";
import type { Question } from "./question.ts";

// The facts of questions about budgets and debts: how they stand today, whatever days are asked for.

/** Rows that are looked at. Interest and periods are computed from each row, so that SQL cannot add them up. */
const ROWS_READ = 200;

type Standing = { intent: "budgets"; facts: BudgetFacts } | { intent: "debts"; facts: DebtFacts };

export const standingStatements = (intent: Standing["intent"], owner: number): Statement[] =>
  intent === "budgets"
    ? [
        render(sql`
          SELECT * FROM budgets WHERE owner = ${owner} AND showStatus = 'active'
          ORDER BY createdAt DESC, id DESC LIMIT ${ROWS_READ}`),
      ]
    : [
        render(sql`
          SELECT * FROM debts WHERE owner = ${owner} AND showStatus = 'active' AND status IN ('active', 'overdue')
          ORDER BY createdAt DESC, id DESC LIMIT ${ROWS_READ}`),
      ];

interface StandingRequest {
  readonly at: UserMoment;
  readonly primaryCurrency: string;
  readonly question: Pick<Question, "tokens" | "taken">;
}

export const standingFacts = (
  intent: Standing["intent"],
  [rows = []]: RawRow[][],
  request: StandingRequest,
): Standing =>
  intent === "budgets" ? { intent, facts: budgetFacts(rows, request.at) } : { intent, facts: debtFacts(rows, request) };

function budgetFacts(rows: readonly RawRow[], at: UserMoment): BudgetFacts {
  const views = rows.map((row) => budgetEntity.wireView(unsafeCast<Budget>(tableSql(budgets).decode(row)), at));
  const listed = views.toSorted((a, b) => b.percentUsed - a.percentUsed).slice(0, ROWS_LISTED);
  return {
    count: views.length,
    budgets: listed.map((view) => ({
      budgetId: view.id,
      name: view.name,
      currency: view.currency,
      limit: view.limitAmount,
      spent: view.spentAmount,
      remaining: view.remainingAmount,
      percentUsed: view.percentUsed,
      periodEnd: view.periodEnd,
    })),
  };
}

/** Later than any day: debts without a day come last. */
const NEVER = "9999-12-31";

function debtFacts(rows: readonly RawRow[], { at: { today }, primaryCurrency, question }: StandingRequest): DebtFacts {
  const all = rows
    .map((row) => unsafeCast<Debt>(tableSql(debts).decode(row)))
    .map((debt) => ({ debt, owed: owedOn(debt, today), status: statusOn(debt, today) }))
    .filter(({ status }) => status === "active" || status === "overdue");
  const named = counterpartiesIn(
    question,
    all.map(({ debt }) => debt.counterpartyName),
  );
  const open = named.size === 0 ? all : all.filter(({ debt }) => named.has(debt.counterpartyName));
  const groups = Map.groupBy(open, ({ debt }) => `${debt.direction} ${debt.outstandingCurrency}`);
  const listed = open.toSorted((a, b) => ((a.debt.dueDate ?? NEVER) < (b.debt.dueDate ?? NEVER) ? -1 : 1));
  return {
    count: open.length,
    overdue: open.filter(({ status }) => status === "overdue").length,
    totals: [...groups.values()]
      .flatMap((group) => {
        const [first] = group;
        if (!first) return [];
        const { direction, outstandingCurrency: currency } = first.debt;
        const sum = group.reduce((total, { owed }) => total + BigInt(owed.principal) + BigInt(owed.interest), 0n);
        return { direction, currency, outstanding: sumToDecimal(sum, currency) };
      })
      .toSorted(primaryFirst(primaryCurrency)),
    debts: listed.slice(0, ROWS_LISTED).map(({ debt, owed, status }) => ({
      debtId: debt.id,
      direction: debt.direction,
      counterpartyName: debt.counterpartyName,
      currency: debt.outstandingCurrency,
      outstanding: toDecimal(owed.principal + owed.interest, debt.outstandingCurrency),
      dueDate: debt.dueDate,
      status,
    })),
  };
}
