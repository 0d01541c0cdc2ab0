import { createRegistry } from "../engine/registry.ts";
import { accountEntity } from "./finance/accounts/entity.ts";
import { budgetEntity } from "./finance/budgets/entity.ts";
import { counterpartyEntity } from "./finance/counterparties/entity.ts";
import { debtEntity } from "./finance/debts/entity.ts";
import { debtPaymentEntity } from "./finance/debts/payments/entity.ts";
import { transactionEntity } from "./finance/transactions/entity.ts";
import { notificationEntity } from "./notifications/entity.ts";
import { planLimits } from "./plan-limits.ts";
import { focusSessionEntity } from "./planner/focus-sessions/entity.ts";
import { goalCheckInEntity } from "./planner/goals/check-ins/entity.ts";
import { goalEntity } from "./planner/goals/entity.ts";
import { habitCompletionEntity } from "./planner/habits/completions/entity.ts";
import { habitEntity } from "./planner/habits/entity.ts";
import { taskEntity } from "./planner/tasks/entity.ts";
import { recurrenceEntity } from "./recurring/entity.ts";

/**
 * Leora's synced entities: one line each.
 *
 * **The order matters.** When a row changes, the reactions of other entities run in this order, and each sees what the ones
 * before it did in the same write:
 * - `budgetEntity` comes before `goalEntity`. Both react to transactions. The budgets' reaction writes which budgets a
 *   transaction counts for (`budgetEntries`), and the goals' reaction reads exactly those entries to find the goals that these
 *   budgets are linked to. The other way round, a new transaction would not count for such a goal
 *   (checked by test/leora/planner/goals.sources.test.ts).
 * - The other reactions do not need each other: debts and habits decide by the transaction's or task's own columns, goals
 *   decide by those and by completions, and a write to a debt payment or completion runs the reactions to it at once,
 *   wherever it is listed here.
 *
 * Rows of one write are also pulled by sync in this order.
 */
export const registry = createRegistry(
  [
    counterpartyEntity,
    focusSessionEntity,
    taskEntity,
    accountEntity,
    budgetEntity,
    debtEntity,
    debtPaymentEntity,
    habitEntity,
    habitCompletionEntity,
    goalEntity,
    goalCheckInEntity,
    recurrenceEntity,
    transactionEntity,
    notificationEntity,
  ],
  planLimits,
);

/** `"tasks"`, `"goals"`, … */
export type EntityName = (typeof registry)["entities"][number]["name"];
