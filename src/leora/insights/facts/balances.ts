import { raw, render, type Sql, sql } from "../../../engine/sql.ts";
import { tableSql } from "../../../engine/table-sql.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import { idOfStored } from "../../../kernel/db/stored-id.ts";
import { exactSum, readSum } from "../../../kernel/db/sums.ts";
import { addDays, type Day } from "../../../kernel/time.ts";
import { LIMITS } from "../../../limits.ts";
import { type DebtDirection, owedOn, statusOn } from "../../finance/debts/rules.ts";
import { type Debt, debts } from "../../finance/debts/table.ts";
import type { Basis } from "./basis.ts";
import { ask, type Question } from "./question.ts";

// What a user has and owes. Amounts are minor units of the currency beside them.

/** For how many days from today on debts fall due soon. */
const DUE_SOON_DAYS = 3;

/** An active account below zero. */
export interface LowAccount {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly balance: number;
}

/** Accounts below zero, except those that are made to be: of credit and debt. */
export const askLowAccounts = ({ owner }: Basis): Question<LowAccount[]> =>
  ask(
    render(sql`
      SELECT id, name, currency, currentBalance AS balance FROM accounts
      WHERE owner = ${owner} AND showStatus = 'active' AND currentBalance < 0 AND accountType NOT IN ('credit', 'debt')
      ORDER BY createdAt, id LIMIT ${LIMITS.insights.rows}`),
    (rows) => rows.map((row) => ({ ...unsafeCast<LowAccount>(row), id: idOfStored(String(row.id)) })),
  );

/** Condition on `accounts`: those with money to live on. */
const HOLDS_CASH = raw("showStatus = 'active' AND accountType IN ('cash', 'card', 'savings')");

/** Query of one column: the currencies of these accounts. */
export const cashCurrencies = (owner: number): Sql =>
  sql`SELECT currency FROM accounts WHERE owner = ${owner} AND ${HOLDS_CASH}`;

/** What is on these accounts by currency. */
export const askCash = ({ owner }: Basis): Question<{ currency: string; total: bigint }[]> =>
  ask(
    render(sql`
      SELECT currency, ${raw(exactSum("currentBalance"))} FROM accounts
      WHERE owner = ${owner} AND ${HOLDS_CASH} GROUP BY currency`),
    (rows) => rows.map((row) => ({ currency: String(row.currency), total: readSum(row) })),
  );

/** An open debt that is due soon, or was. */
export interface DueDebt {
  readonly id: string;
  readonly direction: DebtDirection;
  readonly counterparty: string;
  readonly outstanding: bigint;
  readonly currency: string;
  readonly dueDate: Day;
  readonly isOverdue: boolean;
}

/**
 * Open debts that are due by the third day from today, the earliest first. The stored status may still be active when it
 * is overdue. The plus sign keeps SQLite at the index of days, which finds fewer.
 */
export const askDueDebts = ({ owner, at: { today } }: Basis): Question<DueDebt[]> =>
  ask(
    tableSql(debts).where(
      owner,
      "showStatus = 'active' AND dueDate <= ?2 AND +status IN ('active', 'overdue') ORDER BY dueDate, id LIMIT ?3",
      addDays(today, DUE_SOON_DAYS),
      LIMITS.insights.rows,
    ),
    (rows) => rows.map((row) => dueDebt(unsafeCast<Debt>(tableSql(debts).decode(row)), today)),
  );

function dueDebt(debt: Debt, today: Day): DueDebt {
  const owed = owedOn(debt, today);
  return {
    id: debt.id,
    direction: debt.direction,
    counterparty: debt.counterpartyName,
    outstanding: BigInt(owed.principal) + BigInt(owed.interest),
    currency: debt.outstandingCurrency,
    dueDate: debt.dueDate ?? today,
    isOverdue: statusOn(debt, today) === "overdue",
  };
}
