import type { AnyEntity } from "../../engine/entity.ts";
import type { UnitOfWork } from "../../engine/unit-of-work.ts";
import { unsafeCast } from "../../kernel/cast.ts";
import { checkInput as checkPayment, debtPaymentEntity } from "../finance/debts/payments/entity.ts";
import { transactionEntity } from "../finance/transactions/entity.ts";
import { checkInput as checkTransaction } from "../finance/transactions/patch.ts";
import { taskEntity } from "../planner/tasks/entity.ts";
import type { RecurringEntity } from "./rules.ts";

/** An entity whose rows a recurrence can create, and which of its fields hold an occurrence's date and time of day. */
interface Target {
  entity: AnyEntity;
  dateField: string;
  /** null: its rows have no time of day. */
  timeField: string | null;
  /**
   * What creating a row would refuse beyond the contract, as far as it can be known before the row's day: it reads accounts
   * and debts that the input links to. @param input as the contract returns it
   */
  check(work: UnitOfWork, input: Record<string, unknown>): void;
}

/** The entities whose rows `check` reads. */
export const CHECKED_BY = ["accounts", "debts"];

export const TARGETS: Readonly<Record<RecurringEntity, Target>> = {
  tasks: { entity: taskEntity, dateField: "dueDate", timeField: "timeOfDay", check: () => {} },
  transactions: {
    entity: transactionEntity,
    dateField: "date",
    timeField: "time",
    check: (work, input) => checkTransaction(work, unsafeCast(input)),
  },
  debtPayments: {
    entity: debtPaymentEntity,
    dateField: "paymentDate",
    timeField: null,
    check: (work, input) => checkPayment(work, unsafeCast(input)),
  },
};

/** The definition of the entity whose rows a recurrence creates. */
export const targetOf = (entity: RecurringEntity): AnyEntity => TARGETS[entity].entity;
