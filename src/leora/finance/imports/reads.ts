import type { z } from "zod";
import type { RowOf } from "../../../engine/columns.ts";
import type { Lookup, ReadPlan } from "../../../engine/read-plan.ts";
import { listed, listedIds, render, type Sql, sql, union } from "../../../engine/sql.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { WrittenRows } from "../../../engine/written-rows.ts";
import { type RawRow, statement } from "../../../kernel/db/database.ts";
import { idOfStored, storedId } from "../../../kernel/db/stored-id.ts";
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
    // The account's own currency, which the others may turn out to be, is read with the account.
    ...(currency?.usual && { currency: currency.usual }),
  }));
  plan.writesInputs(transactionEntity.table, [], inputs);
  planTransfers(plan, accountId, entries);
  plan.rows(accounts, [accountId]);
  plan.lookup(storedTransactions, periodOf(accountId, entries));
}

/** What transfers read to and from accounts that entries name: their ids are known only to the database. */
function planTransfers(plan: ReadPlan, accountId: string, entries: readonly Entry[]): void {
  const transfers = entries.filter(({ otherAccount }) => otherAccount !== null);
  if (transfers.length === 0) return;
  const names = listed(transfers.flatMap(({ otherAccount }) => otherAccount ?? []));
  plan.rowsBy(accounts, ["name"], names);
  const named = sql`SELECT id FROM accounts WHERE owner = ${plan.owner} AND name IN (${names})`;
  const ids = union([listedIds([accountId]), named]);
  const days = listed(transfers.flatMap(({ date }) => (date === "" ? [] : [date])));
  const given = { fromAccountId: ids, toAccountId: ids, date: days };
  plan.writes(WrittenRows.described(plan.owner, transactionEntity.table, { given }));
}

/** The user's one active account of a name, as an entry writes it. */
export function accountNamed(work: UnitOfWork, name: string | null): RowOf<typeof accounts> | undefined {
  if (name === null) return undefined;
  const [account, another] = work.rowsBy(accounts, { name }).filter(({ showStatus }) => showStatus === "active");
  return another ? undefined : account;
}

function periodOf(accountId: string, entries: readonly Entry[]): AccountPeriod {
  const days = entries.flatMap(({ date }) => (date === "" ? [] : [date])).toSorted();
  return { accountId, from: days[0] ?? "", to: days.at(-1) ?? "" };
}

/**
 * The account's stored transactions in the file's period. The index of dates finds them: an account has years of
 * transactions, a bank statement covers a month.
 */
const inPeriod = (owner: number, { accountId, from, to }: AccountPeriod): Sql => sql`
  FROM transactions
  WHERE owner = ${owner} AND showStatus IN ('active', 'archived') AND date BETWEEN ${from} AND ${to}
    AND ${storedId(accountId)} IN (accountId, fromAccountId, toAccountId)`;

/** All transactions that moved money on the account, transfers included: a bank statement has the account's side of them. */
const storedTransactions: Lookup<AccountPeriod, StoredTransaction[]> = {
  name: "stored transactions in the period of an import",
  statement: (owner, [period]) =>
    period
      ? render(sql`
          SELECT id, date, externalId, type, accountId, toAccountId, amount, currency, toAmount, toCurrency
          ${inPeriod(owner, period)}
          ORDER BY date, id`)
      : null,
  parse: (rows, [period]) => rows.map((row) => storedTransactionOf(row, period && storedId(period.accountId))),
};

/** @param accountId as it is stored */
function storedTransactionOf(row: RawRow, accountId: string | undefined): StoredTransaction {
  const isIncomingTransfer = row.toAccountId === accountId;
  const sign = isIncomingTransfer || row.type === "income" ? 1 : -1;
  return {
    id: idOfStored(String(row.id)),
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
  const isUnchanged = sql`(SELECT count(*) ${inPeriod(work.user.owner, periodOf(accountId, entries))}) = ${stored.length}`;
  work.guardCondition("imports.storedTransactions", statement(isUnchanged.sql, ...isUnchanged.values));
  return stored;
}
