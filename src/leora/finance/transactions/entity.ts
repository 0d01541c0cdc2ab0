import type { z } from "zod";
import type { RowOf } from "../../../engine/columns.ts";
import { commonView } from "../../../engine/contract.ts";
import { defineEntity } from "../../../engine/entity.ts";
import { anyColumn, anyTag, atLeast, atMost, customFilter, equals } from "../../../engine/list.ts";
import { listed, sql, union } from "../../../engine/sql.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { currency as currencyCode, day, definedFields, uuid } from "../../../kernel/contract.ts";
import { invalid } from "../../../kernel/errors.ts";
import { positiveMinor, rateText, restate, toDecimal, toMinor } from "../../../kernel/money.ts";
import { toIso } from "../../../kernel/time.ts";
import { profileOf } from "../../profile.ts";
import { accounts } from "../accounts/table.ts";
import { planRates } from "../fx/reads.ts";
import { type Own, type Patch, pick } from "./amounts.ts";
import { amountFilter, category, TransactionCreate, TransactionPatch, TransactionView } from "./contract.ts";
import { settle } from "./conversion.ts";
import { balanceEffects, FEE_CATEGORY } from "./rules.ts";
import { transactions } from "./table.ts";

export type Transaction = RowOf<typeof transactions>;

/** Spec 4.2. */
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
      accountId: anyColumn(uuid(), ["accountId", "fromAccountId", "toAccountId"]),
      categoryId: customFilter(category("food"), (id) => ({
        sql: "(categoryId = ? OR subcategoryId = ? OR EXISTS (SELECT 1 FROM json_each(splits) split WHERE split.value ->> 'categoryId' = ?))",
        params: [id, id, id],
      })),
      currency: equals(currencyCode(), "currency"),
      dateFrom: atLeast(day(), "date"),
      dateTo: atMost(day(), "date"),
      minAmount: atLeast(amountFilter(100000), "decimalAmount"),
      maxAmount: atMost(amountFilter(500000), "decimalAmount"),
      goalId: equals(uuid(), "goalId"),
      budgetId: equals(uuid(), "budgetId"),
      debtId: equals(uuid(), "debtId"),
      counterpartyId: equals(uuid(), "counterpartyId"),
      importId: equals(uuid(), "importId"),
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
        sql`SELECT currency FROM accounts WHERE userId = ${plan.userId} AND id IN (${accountIds})`,
      ],
      [rows.values("date")],
    );
  },

  create: (work, input) => amend(work, blank(input), input, true),

  update: (work, row, patch) => amend(work, row, patch, row.showStatus === "deleted"),

  effects(work, before, after) {
    const effects = [...(before ? balanceEffects(before).map(undone) : []), ...balanceEffects(after)];
    const byAccount = Map.groupBy(effects, ([accountId]) => accountId);
    for (const [accountId, group] of byAccount) {
      const delta = group.reduce((sum, [, by]) => sum + BigInt(by), 0n);
      work.add(accounts, accountId, "currentBalance", Number(delta));
    }
    const isDeleted = after.showStatus === "deleted";
    if (isDeleted !== (after.deletedAt !== null)) {
      work.update(transactions, after.id, { deletedAt: isDeleted ? work.now : null });
    }
  },

  view: (row) => ({
    ...commonView(row),
    type: row.type,
    accountId: row.accountId,
    fromAccountId: row.fromAccountId,
    toAccountId: row.toAccountId,
    amount: toDecimal(row.amount, row.currency),
    currency: row.currency,
    baseCurrency: row.baseCurrency,
    rateUsedToBase: Number(row.rateUsedToBase),
    convertedAmountToBase: toDecimal(row.convertedAmountToBase, row.baseCurrency),
    toAmount: optionalDecimal(row.toAmount, row.toCurrency),
    toCurrency: row.toCurrency,
    effectiveRateFromTo: optionalRate(row.effectiveRateFromTo),
    feeAmount: optionalDecimal(row.feeAmount, row.accountCurrency),
    feeCategoryId: row.feeCategoryId,
    categoryId: row.categoryId,
    subcategoryId: row.subcategoryId,
    name: row.name,
    description: row.description,
    date: row.date,
    time: row.time,
    goalId: row.goalId,
    budgetId: row.budgetId,
    debtId: row.debtId,
    habitId: row.habitId,
    counterpartyId: row.counterpartyId,
    goalName: row.goalName,
    goalType: row.goalType,
    relatedBudgetId: row.relatedBudgetId,
    relatedDebtId: row.relatedDebtId,
    plannedAmount: optionalDecimal(row.plannedAmount, row.currency),
    paidAmount: optionalDecimal(row.paidAmount, row.currency),
    originalCurrency: row.originalCurrency,
    originalAmount: optionalDecimal(row.originalAmount, row.originalCurrency),
    conversionRate: optionalRate(row.conversionRate),
    isBalanceAdjustment: row.isBalanceAdjustment,
    recurringId: row.recurringId,
    externalId: row.externalId,
    importId: row.importId,
    attachments: row.attachments,
    tags: row.tags,
    splits: row.splits.map(({ id, categoryId, amount }) => ({
      id,
      transactionId: row.id,
      categoryId,
      amount: toDecimal(amount, row.currency),
    })),
    deletedAt: row.deletedAt === null ? null : toIso(row.deletedAt),
  }),
});

const undone = ([accountId, by]: [string, number]): [string, number] => [accountId, -by];

const optionalDecimal = (minor: number | null, currency: string | null): number | null =>
  minor === null || currency === null ? null : toDecimal(minor, currency);

const optionalRate = (rate: string | null): number | null => (rate === null ? null : Number(rate));

/** A row after a change, checked as a whole. @throws invalid_input, not_found, fx_rate_unavailable */
function amend(work: UnitOfWork, row: Own, patch: Patch, isFresh: boolean): Own {
  const next: Own = { ...row, ...labels(row, patch), ...settle(work, row, patch, isFresh) };
  const changed = { ...next, ...statedAmounts(row, patch, next.currency), feeCategoryId: feeCategory(next) };
  if (changed.type !== "transfer" && changed.categoryId === null) throw invalid("categoryId", "Required");
  if (changed.type === "transfer" && changed.isBalanceAdjustment) {
    throw invalid("isBalanceAdjustment", "A transfer adjusts no balance");
  }
  return changed;
}

/** Columns that a patch sets as they are. */
function labels(row: Own, patch: Patch): Partial<Own> {
  const { categoryId, subcategoryId, feeCategoryId, name, description, time, recurringId, isBalanceAdjustment } = patch;
  const { externalId, importId } = patch;
  const { goalId, budgetId, debtId, habitId, counterpartyId, conversionRate, attachments, tags } = patch;
  return {
    ...definedFields({ categoryId, subcategoryId, feeCategoryId, name, description, time, recurringId }),
    ...definedFields({ goalId, budgetId, debtId, habitId, counterpartyId, isBalanceAdjustment }),
    ...definedFields({ externalId, importId }),
    conversionRate:
      typeof conversionRate === "number" ? rateText(conversionRate) : pick(conversionRate, row.conversionRate),
    attachments: pick(attachments, row.attachments) ?? [],
    tags: pick(tags, row.tags) ?? [],
  };
}

const feeCategory = ({ feeAmount, feeCategoryId }: Own): string | null =>
  feeAmount === null ? feeCategoryId : (feeCategoryId ?? FEE_CATEGORY);

/** Amounts that are noted and move nothing. */
function statedAmounts(row: Own, patch: Patch, currency: string): Partial<Own> {
  const noted = (field: "plannedAmount" | "paidAmount"): number | null => {
    const stated = patch[field];
    if (typeof stated === "number") {
      if (stated < 0) throw invalid(field, "Must not be negative");
      return toMinor(stated, currency, field);
    }
    const kept = pick(stated, row[field]);
    return kept === null ? null : restate(kept, row.currency, currency, field);
  };
  return {
    plannedAmount: noted("plannedAmount"),
    paidAmount: noted("paidAmount"),
    ...original(row, patch),
  };
}

function original(row: Own, patch: Patch): Pick<Own, "originalCurrency" | "originalAmount"> {
  const originalCurrency = pick(patch.originalCurrency, row.originalCurrency);
  if (originalCurrency === null) {
    if (typeof patch.originalAmount === "number") throw invalid("originalCurrency", "Required with originalAmount");
    return { originalCurrency, originalAmount: null };
  }
  if (typeof patch.originalAmount === "number") {
    return {
      originalCurrency,
      originalAmount: positiveMinor(patch.originalAmount, originalCurrency, "originalAmount"),
    };
  }
  const kept = pick(patch.originalAmount, row.originalAmount);
  const from = row.originalCurrency ?? originalCurrency;
  return {
    originalCurrency,
    originalAmount: kept === null ? null : restate(kept, from, originalCurrency, "originalAmount"),
  };
}

/** A row of which nothing is known yet but what every transaction must say. */
const blank = ({ type, currency, date }: z.output<typeof TransactionCreate>): Own => ({
  type,
  accountId: null,
  fromAccountId: null,
  toAccountId: null,
  amount: 0,
  currency,
  baseCurrency: currency,
  rateUsedToBase: "1",
  convertedAmountToBase: 0,
  toAmount: null,
  toCurrency: null,
  effectiveRateFromTo: null,
  feeAmount: null,
  feeCategoryId: null,
  categoryId: null,
  subcategoryId: null,
  name: null,
  description: null,
  date,
  time: null,
  goalId: null,
  budgetId: null,
  debtId: null,
  habitId: null,
  counterpartyId: null,
  goalName: null,
  goalType: null,
  relatedBudgetId: null,
  relatedDebtId: null,
  plannedAmount: null,
  paidAmount: null,
  originalCurrency: null,
  originalAmount: null,
  conversionRate: null,
  isBalanceAdjustment: false,
  recurringId: null,
  externalId: null,
  importId: null,
  attachments: [],
  tags: [],
  splits: [],
  deletedAt: null,
  accountCurrency: currency,
  accountAmount: 0,
  toAccountAmount: null,
  isRateFixed: false,
  feeAmountToBase: null,
  splitsToBase: [],
  decimalAmount: 0,
});
