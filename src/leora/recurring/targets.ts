import type { AnyEntity } from "../../engine/entity.ts";
import { debtPaymentEntity } from "../finance/debts/payments/entity.ts";
import { transactionEntity } from "../finance/transactions/entity.ts";
import { taskEntity } from "../planner/tasks/entity.ts";
import type { RecurringEntity } from "./rules.ts";

/** An entity whose rows a recurrence can create, and which of its fields hold an occurrence's date and time of day. */
interface Target {
  entity: AnyEntity;
  dateField: string;
  /** null: its rows have no time of day. */
  timeField: string | null;
}

export const TARGETS: Readonly<Record<RecurringEntity, Target>> = {
  tasks: { entity: taskEntity, dateField: "dueDate", timeField: "timeOfDay" },
  transactions: { entity: transactionEntity, dateField: "date", timeField: "time" },
  debtPayments: { entity: debtPaymentEntity, dateField: "paymentDate", timeField: null },
};

/** The definition of the entity whose rows a recurrence creates. */
export const targetOf = (entity: RecurringEntity): AnyEntity => TARGETS[entity].entity;
