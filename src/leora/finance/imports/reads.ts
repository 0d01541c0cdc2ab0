import type { z } from "zod";
import type { Lookup, ReadPlan } from "../../../engine/read-plan.ts";
import { render, type Sql, sql } from "../../../engine/sql.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { type RawRow, statement } from "../../../kernel/db/database.ts";
import type { Day } from "../../../kernel/time.ts";
import { accounts } from "../accounts/table.ts";
import { transactionEntity } from "../transactions/entity.ts";
import type { ImportBody } from "./contract.ts";
import type { Entry } from "./parsing/entries.ts";
import type { ParsedFile } from "./parsing/file.ts";
import type { StoredTransaction } from "./rules.ts";

// What an import reads: what creating its transactions reads, and the stored transactions that its rows may repeat.

/** One account, and the days from the first to the last entry of a file. */
interface AccountPeriod {
  accountId: string;
  from: Day;
  to: Day;
}

/** Declares what `importEntries` reads. */
export function planImport(plan: ReadPlan, { accountId }: z.output<typeof ImportBody>, { entries }: ParsedFile): void {
  const inputs = entries.map(({ date, currency, amount }) => ({
    accountId,
    type: amount.startsWith("-") ? "expense" : "income",
    ...(date !== "" && { date }),
    ...(currency !== null && { currency }),
  }));
  plan.writesInputs(transactionEntity.table, [], inputs);
  plan.rows(accounts, [accountId]);
  plan.lookup(storedTransactions, periodOf(accountId, entries));
}

function periodOf(accountId: string, entries: readonly Entry[]): AccountPeriod {
  const days = entries.flatMap(({ date }) => (date === "" ? [] : [date])).toSorted();
  return { accountId, from: days[0] ?? "", to: days.at(-1) ?? "" };
}

/**
 * The account's stored transactions in the file's period. The index of dates finds them: an account has years of
 * transactions, a bank statement covers a month.
 */
const inPeriod = (userId: string, { accountId, from, to }: AccountPeriod): Sql => sql`
  FROM transactions
  WHERE userId = ${userId} AND showStatus IN ('active', 'archived') AND date BETWEEN ${from} AND ${to}
    AND ${accountId} IN (accountId, fromAccountId, toAccountId)`;

/** All transactions that moved money on the account, transfers included: a bank statement has the account's side of them. */
const storedTransactions: Lookup<AccountPeriod, StoredTransaction[]> = {
  name: "stored transactions in the period of an import",
  statement: (userId, [period]) =>
    period
      ? render(sql`
          SELECT id, date, externalId, type, accountId, toAccountId, amount, currency, toAmount, toCurrency
          ${inPeriod(userId, period)}
          ORDER BY date, id`)
      : null,
  parse: (rows, [period]) => rows.map((row) => storedTransactionOf(row, period?.accountId)),
};

function storedTransactionOf(row: RawRow, accountId: string | undefined): StoredTransaction {
  const isIncomingTransfer = row.toAccountId === accountId;
  const sign = isIncomingTransfer || row.type === "income" ? 1 : -1;
  return {
    id: String(row.id),
    date: String(row.date),
    externalId: row.externalId === null ? null : String(row.externalId),
    amount: sign * Number(isIncomingTransfer ? row.toAmount : row.amount),
    currency: String(isIncomingTransfer ? row.toCurrency : row.currency),
  };
}

/**
 * The stored transactions that the rows of a file may repeat. The commit fails when their number has changed by then: an
 * import of the same file at the same time would find none of the other's transactions, and both would create them.
 */
export function guardedStoredTransactions(
  work: UnitOfWork,
  accountId: string,
  entries: readonly Entry[],
): StoredTransaction[] {
  const stored = work.answer(storedTransactions);
  const isUnchanged = sql`(SELECT count(*) ${inPeriod(work.user.userId, periodOf(accountId, entries))}) = ${stored.length}`;
  work.guardCondition("imports.storedTransactions", statement(isUnchanged.sql, ...isUnchanged.values));
  return stored;
}
