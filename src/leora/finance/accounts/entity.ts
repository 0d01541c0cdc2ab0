import type { RowOf } from "../../../engine/columns.ts";
import { commonView } from "../../../engine/contract.ts";
import { defineEntity } from "../../../engine/entity.ts";
import { equals } from "../../../engine/list.ts";
import type { Lookup } from "../../../engine/read-plan.ts";
import { isNothing, raw, render, type Sql, sql, union } from "../../../engine/sql.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { currency, definedFields } from "../../../kernel/contract.ts";
import { invalidState } from "../../../kernel/errors.ts";
import { toDecimal, toMinor } from "../../../kernel/money.ts";
import { planRates } from "../fx/reads.ts";
import { transactions } from "../transactions/table.ts";
import { AccountCreate, AccountPatch, AccountView } from "./contract.ts";
import { accounts } from "./table.ts";

export type Account = RowOf<typeof accounts>;

/** Spec 4.1. Deleting an account keeps its transactions: they are history, and count in summaries as before. */
export const accountEntity = defineEntity({
  name: "accounts",
  table: accounts,
  contract: { create: AccountCreate, patch: AccountPatch, view: AccountView },
  links: { linkedGoalId: "goals" },
  isKeptForever: true,
  derived: ["currentBalance"],
  list: {
    filters: {
      accountType: equals(AccountView.shape.accountType, "accountType"),
      currency: equals(currency(), "currency"),
    },
    sorts: ["name"],
  },

  search: ({ name }) => [name],

  reads(plan, rows) {
    plan.lookup(usedAccounts, rows.stored);
    // Transactions of the same push may be on an account that exists in the push alone.
    planRates(plan, [rows.givenValues("currency")], []);
  },

  create(_work, input) {
    const initialBalance = toMinor(input.initialBalance ?? 0, input.currency, "initialBalance");
    return {
      name: input.name,
      accountType: input.accountType,
      currency: input.currency,
      initialBalance,
      currentBalance: initialBalance,
      linkedGoalId: input.linkedGoalId ?? null,
      customTypeId: input.customTypeId ?? null,
      icon: input.icon ?? null,
      color: input.color ?? null,
    };
  },

  update(work, row, patch) {
    const { showStatus: _kernel, initialBalance, currency = row.currency, ...plain } = patch;
    if (currency !== row.currency) forbidHistory(work, row);
    const decimal = initialBalance ?? toDecimal(row.initialBalance, row.currency);
    const isRestated = initialBalance !== undefined || currency !== row.currency;
    return {
      ...definedFields(plain),
      currency,
      initialBalance: isRestated ? toMinor(decimal, currency, "initialBalance") : row.initialBalance,
    };
  },

  effects(work, before, after) {
    if (before) work.add(accounts, after.id, "currentBalance", after.initialBalance - before.initialBalance);
  },

  view: (row) => ({
    ...commonView(row),
    name: row.name,
    accountType: row.accountType,
    currency: row.currency,
    initialBalance: toDecimal(row.initialBalance, row.currency),
    currentBalance: toDecimal(row.currentBalance, row.currency),
    linkedGoalId: row.linkedGoalId,
    customTypeId: row.customTypeId,
    icon: row.icon,
    color: row.color,
  }),
});

/** Amounts that hit an account are kept in its currency. @throws invalid_state */
function forbidHistory(work: UnitOfWork, { id, showStatus }: Account): void {
  const isUsedHere = work
    .writtenTo(transactions)
    .some(({ row }) => row.accountId === id || row.fromAccountId === id || row.toAccountId === id);
  if (isUsedHere || work.answer(usedAccounts).has(id)) {
    throw invalidState("The currency of an account with transactions cannot change", "currency");
  }
  // A transaction that arrives meanwhile moves the balance, and with it the revision this pins.
  if (showStatus !== "deleted") work.guardRow(accounts, id);
}

/** Which of these accounts have transactions, archived ones included. */
const usedAccounts: Lookup<Sql, ReadonlySet<string>> = {
  name: "accounts with transactions",
  statement(userId, accountIds) {
    const ids = union(accountIds);
    if (isNothing(ids)) return null;
    const isUsedAs = (field: string) => sql`EXISTS (
      SELECT 1 FROM transactions WHERE userId = ${userId} AND ${raw(field)} = a.id AND showStatus <> 'deleted')`;
    return render(sql`
      WITH a(id) AS (${ids})
      SELECT a.id FROM a
      WHERE ${isUsedAs("accountId")} OR ${isUsedAs("fromAccountId")} OR ${isUsedAs("toAccountId")}`);
  },
  parse: (rows) => new Set(rows.map(({ id }) => String(id))),
};
