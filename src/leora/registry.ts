import { createRegistry } from "../engine/registry.ts";
import { accountEntity } from "./finance/accounts/entity.ts";
import { budgetEntity } from "./finance/budgets/entity.ts";
import { counterpartyEntity } from "./finance/counterparties/entity.ts";
import { debtEntity } from "./finance/debts/entity.ts";
import { debtPaymentEntity } from "./finance/debts/payments/entity.ts";
import { transactionEntity } from "./finance/transactions/entity.ts";
import { notificationEntity } from "./notifications/entity.ts";
import { focusSessionEntity } from "./planner/focus-sessions/entity.ts";
import { goalCheckInEntity } from "./planner/goals/check-ins/entity.ts";
import { goalEntity } from "./planner/goals/entity.ts";
import { habitCompletionEntity } from "./planner/habits/completions/entity.ts";
import { habitEntity } from "./planner/habits/entity.ts";
import { taskEntity } from "./planner/tasks/entity.ts";
import { recurrenceEntity } from "./recurring/entity.ts";

/** Leora's synced entities: one line each. */
export const registry = createRegistry([
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
]);
