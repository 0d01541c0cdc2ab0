import { tableSql } from "../../../engine/table-sql.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import type { Day } from "../../../kernel/time.ts";
import { inPeriodOf, isOverspent } from "../../finance/budgets/rules.ts";
import { type Budget, budgets } from "../../finance/budgets/table.ts";
import { availableOf, percentUsed } from "../../finance/budgets/usage.ts";
import type { Basis } from "./basis.ts";
import { ask, type Question } from "./question.ts";

/** An active budget of expenses in the period of today. Amounts are minor units of its currency. */
export interface BudgetFacts {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  /** The limit and what earlier periods carried to it: what `percentUsed` is a part of. */
  readonly available: bigint;
  readonly spent: bigint;
  readonly percentUsed: number;
  readonly isOverspent: boolean;
  /** The first and the last day of the period; null where it is open. */
  readonly start: Day | null;
  readonly end: Day | null;
}

/** All active budgets that limit expenses: who earns more than a budget of income says needs no warning. */
export const askBudgets = ({ owner, at }: Basis): Question<BudgetFacts[]> =>
  ask(tableSql(budgets).where(owner, "showStatus = 'active' AND transactionType = 'expense'"), (rows) =>
    rows.map((row) => budgetFacts(unsafeCast<Budget>(tableSql(budgets).decode(row)), at.today)),
  );

function budgetFacts(stored: Budget, today: Day): BudgetFacts {
  const budget = inPeriodOf(stored, today);
  return {
    id: budget.id,
    name: budget.name,
    currency: budget.currency,
    available: availableOf(budget),
    spent: BigInt(budget.spentAmount),
    percentUsed: percentUsed(budget),
    isOverspent: isOverspent(budget),
    start: budget.periodStart,
    end: budget.periodEnd,
  };
}
