import type { RowOf } from "../../../engine/columns.ts";
import { defineEntity } from "../../../engine/entity.ts";
import { anyTag, atLeast, atMost, customFilter, equals, linksTo, linksToIn } from "../../../engine/list.ts";
import { listed, sql, union } from "../../../engine/sql.ts";
import { currency as currencyCode, day } from "../../../kernel/contract.ts";
import { toDecimal } from "../../../kernel/money.ts";
import { toIso } from "../../../kernel/time.ts";
import { profileOf } from "../../profile.ts";
import { accounts } from "../accounts/table.ts";
import { planRates } from "../fx/reads.ts";
import { amountFilter, category, TransactionCreate, TransactionPatch, TransactionView } from "./contract.ts";
import { applyPatch, newTransaction } from "./patch.ts";
import { balanceEffects } from "./rules.ts";
import { transactions } from "./table.ts";

export type Transaction = RowOf<typeof transactions>;

/** Transactions (spec 4.2). An active transaction is in the balances of its accounts; an archived or deleted one is not. */
export const transactionEntity = defineEntity({
  name: "transactions",
  table: transactions,
  contract: { create: TransactionCreate, patch: TransactionPatch, view: TransactionView },
  links: {
    accountId: "accounts",
    fromAccountId: "accounts",
    toAccountId: "accounts",
    goalId: "goals",
    budgetId: "budgets",
    debtId: "debts",
    habitId: "habits",
    counterpartyId: "counterparties",
  },
  derived: [
    "baseCurrency",
    "rateUsedToBase",
    "convertedAmountToBase",
    "isRateEstimated",
    "goalName",
    "goalType",
    "relatedBudgetId",
    "relatedDebtId",
    "deletedAt",
    "accountCurrency",
    "accountAmount",
    "toAccountAmount",
    "isRateFixed",
    "feeAmountToBase",
    "splitsToBase",
    "decimalAmount",
    "importId",
  ],
  list: {
    filters: {
      type: equals(TransactionView.shape.type, "type"),
      accountId: linksToIn(["accountId", "fromAccountId", "toAccountId"]),
      categoryId: customFilter(category("food"), (id) => ({
        sql: `(categoryId = ? OR subcategoryId = ?
          OR EXISTS (SELECT 1 FROM json_each(splits) split WHERE split.value ->> 'categoryId' = ?))`,
        params: [id, id, id],
      })),
      currency: equals(currencyCode(), "currency"),
      dateFrom: atLeast(day(), "date"),
      dateTo: atMost(day(), "date"),
      minAmount: atLeast(amountFilter(100000), "decimalAmount"),
      maxAmount: atMost(amountFilter(500000), "decimalAmount"),
      goalId: linksTo("goalId"),
      budgetId: linksTo("budgetId"),
      debtId: linksTo("debtId"),
      counterpartyId: linksTo("counterpartyId"),
      importId: linksTo("importId"),
      tags: anyTag("tags"),
    },
    sorts: ["date", "amount"],
    sortColumns: { amount: "decimalAmount" },
  },

  search: ({ name, description }) => [name, description],

  reads(plan, rows) {
    const accountIds = union(["accountId", "fromAccountId", "toAccountId"].map((field) => rows.values(field)));
    plan.rows(accounts, accountIds);
    planRates(
      plan,
      [
        listed([profileOf(plan.user).primaryCurrency]),
        rows.values("currency"),
        rows.values("toCurrency"),
        sql`SELECT currency FROM accounts WHERE owner = ${plan.owner} AND id IN (${accountIds})`,
      ],
      [rows.values("date")],
    );
  },

  create: newTransaction,

  update: (work, row, patch) => applyPatch(work, row, patch, row.showStatus === "deleted"),

  effects(work, before, after) {
    const undone = before ? balanceEffects(before).map(({ accountId, by }) => ({ accountId, by: -by })) : [];
    const byAccount = Map.groupBy([...undone, ...balanceEffects(after)], ({ accountId }) => accountId);
    for (const [accountId, effects] of byAccount) {
      const change = effects.reduce((sum, { by }) => sum + BigInt(by), 0n);
      work.add(accounts, accountId, "currentBalance", Number(change));
    }
    const isDeleted = after.showStatus === "deleted";
    if (isDeleted !== (after.deletedAt !== null)) {
      work.update(transactions, after.id, { deletedAt: isDeleted ? work.now : null });
    }
  },

  view: (row) => ({
    amount: toDecimal(row.amount, row.currency),
    rateUsedToBase: Number(row.rateUsedToBase),
    convertedAmountToBase: toDecimal(row.convertedAmountToBase, row.baseCurrency),
    toAmount: optionalDecimal(row.toAmount, row.toCurrency),
    effectiveRateFromTo: optionalRate(row.effectiveRateFromTo),
    feeAmount: optionalDecimal(row.feeAmount, row.accountCurrency),
    plannedAmount: optionalDecimal(row.plannedAmount, row.currency),
    paidAmount: optionalDecimal(row.paidAmount, row.currency),
    originalAmount: optionalDecimal(row.originalAmount, row.originalCurrency),
    conversionRate: optionalRate(row.conversionRate),
    splits: row.splits.map(({ id, categoryId, amount }) => ({
      id,
      transactionId: row.id,
      categoryId,
      amount: toDecimal(amount, row.currency),
    })),
    deletedAt: row.deletedAt === null ? null : toIso(row.deletedAt),
  }),
});

const optionalDecimal = (minor: number | null, currency: string | null): number | null =>
  minor === null || currency === null ? null : toDecimal(minor, currency);

const optionalRate = (rate: string | null): number | null => (rate === null ? null : Number(rate));
