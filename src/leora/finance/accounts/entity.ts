import type { RowOf } from "../../../engine/columns.ts";
import { defineEntity } from "../../../engine/entity.ts";
import { changedFields, newRow } from "../../../engine/fields.ts";
import { equals } from "../../../engine/list.ts";
import type { Lookup } from "../../../engine/read-plan.ts";
import { isNothing, NOTHING, raw, render, type Sql, sql, union } from "../../../engine/sql.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { currency } from "../../../kernel/contract.ts";
import { idOfStored } from "../../../kernel/db/stored-id.ts";
import { invalidState } from "../../../kernel/errors.ts";
import { toDecimal, toMinor } from "../../../kernel/money.ts";
import { profileOf } from "../../profile.ts";
import { planRates } from "../fx/reads.ts";
import { transactions } from "../transactions/table.ts";
import { AccountCreate, AccountPatch, AccountView } from "./contract.ts";
import { accounts } from "./table.ts";

export type Account = RowOf<typeof accounts>;

/** Accounts (spec 4.1). Deleting an account keeps its transactions: they are history, and count in summaries as before. */
export const accountEntity = defineEntity({
  name: "accounts",
  table: accounts,
  contract: { create: AccountCreate, patch: AccountPatch, view: AccountView },
  links: { linkedGoalId: "goals" },
  isKeptForever: true,
  derived: ["currentBalance"],
  counted: [
    {
      feature: "accounts",
      table: accounts,
      where: "showStatus = 'active'",
      counts: ({ showStatus }) => showStatus === "active",
    },
    {
      feature: "multi_currency",
      table: accounts,
      where: "showStatus = 'active' AND currency <> :user",
      parameter: (user) => profileOf(user).primaryCurrency,
      distinct: "currency",
      counts: ({ showStatus, currency }: Account, user) =>
        showStatus === "active" && currency !== profileOf(user).primaryCurrency,
    },
  ],
  list: {
    filters: {
      accountType: equals(AccountView.shape.accountType, "accountType"),
      currency: equals(currency(), "currency"),
    },
    sorts: ["name"],
  },

  search: ({ name }) => [name],

  reads(plan, rows) {
    const mayChangeCurrency = rows.inputs.some((input) => input.currency !== undefined);
    plan.lookup(usedAccounts, mayChangeCurrency ? rows.stored : NOTHING);
    // A push may create an account and transactions on it, which are converted from and to its currency.
    planRates(plan, [rows.givenValues("currency")], []);
  },

  create(_work, input) {
    const initialBalance = toMinor(input.initialBalance ?? 0, input.currency, "initialBalance");
    return newRow(accounts, input, { initialBalance, currentBalance: initialBalance });
  },

  update(work, row, patch) {
    const { initialBalance, currency = row.currency } = patch;
    if (currency !== row.currency) requireNoTransactions(work, row);
    const decimal = initialBalance ?? toDecimal(row.initialBalance, row.currency);
    const isRestated = initialBalance !== undefined || currency !== row.currency;
    return changedFields(accounts, patch, {
      initialBalance: isRestated ? toMinor(decimal, currency, "initialBalance") : undefined,
    });
  },

  effects(work, before, after) {
    if (before) work.add(accounts, after.id, "currentBalance", after.initialBalance - before.initialBalance);
  },

  view: (row) => ({
    initialBalance: toDecimal(row.initialBalance, row.currency),
    currentBalance: toDecimal(row.currentBalance, row.currency),
  }),
});

/**
 * What transactions moved on an account is stored in its currency, so that this cannot change afterwards.
 * @throws invalid_state
 */
function requireNoTransactions(work: UnitOfWork, { id, showStatus }: Account): void {
  const isUsedByThisWrite = work
    .writtenTo(transactions)
    .some(({ row }) => row.accountId === id || row.fromAccountId === id || row.toAccountId === id);
  if (isUsedByThisWrite || work.answer(usedAccounts).has(id)) {
    throw invalidState("The currency of an account with transactions cannot change", "currency");
  }
  // A transaction that another write records meanwhile changes the balance, so that this write starts again.
  if (showStatus !== "deleted") work.guardRow(accounts, id);
}

/** Which of these accounts have transactions, archived ones included. */
const usedAccounts: Lookup<Sql, ReadonlySet<string>> = {
  name: "accounts with transactions",
  statement(owner, accountIds) {
    const ids = union(accountIds);
    if (isNothing(ids)) return null;
    const isUsedAs = (field: string) => sql`EXISTS (
      SELECT 1 FROM transactions WHERE owner = ${owner} AND ${raw(field)} = a.id AND showStatus <> 'deleted')`;
    return render(sql`
      WITH a(id) AS (${ids})
      SELECT a.id FROM a
      WHERE ${isUsedAs("accountId")} OR ${isUsedAs("fromAccountId")} OR ${isUsedAs("toAccountId")}`);
  },
  parse: (rows) => new Set(rows.map(({ id }) => idOfStored(String(id)))),
};
