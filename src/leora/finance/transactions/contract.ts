import { z } from "zod";
import { changes, creation, view } from "../../../engine/contract.ts";
import { amount, clockTime, currency, day, exampleIdOf, idOf, instant, label, note } from "../../../kernel/contract.ts";
import { LIMITS } from "../../../limits.ts";
import { TRANSACTION_TYPES } from "./rules.ts";

/** The id of a category. The app has custom categories beside those of our catalog, so that any id is accepted. */
export const category = (example: string) =>
  z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, "Expected a category id")
    .meta({ example });

/** An amount in a query, compared with decimal amounts whatever their currencies are. */
export const amountFilter = (example: number) => z.coerce.number<string>().min(0).meta({ example });

const rate = (example: number) => z.number().positive().meta({ example });

export const TRANSACTION_EXAMPLE = {
  type: "expense",
  accountId: exampleIdOf("Account"),
  amount: 150000,
  currency: "UZS",
  categoryId: "food",
  subcategoryId: "groceries",
  name: "Oziq-ovqat",
  date: "2026-12-25",
} as const;

const TransactionType = z.enum(TRANSACTION_TYPES).meta({ id: "TransactionType" });
const tags = z.array(label(50, "oila")).max(LIMITS.finance.tags);
const attachments = z.array(label(2048, "https://files.leora.app/check.jpg")).max(LIMITS.finance.attachments);

const TransactionSplitCreate = z
  .object({ id: idOf("Split").optional(), categoryId: category("food"), amount: amount(100000) })
  .meta({ id: "TransactionSplitCreate" });

const TransactionSplit = z
  .object({
    id: idOf("Split"),
    transactionId: idOf("Transaction"),
    categoryId: z.string().meta({ example: "food" }),
    amount: amount(100000),
  })
  .meta({ id: "TransactionSplit" });

const required = {
  type: TransactionType,
  amount: amount(),
  currency: currency(),
  date: day(),
};
const isBalanceAdjustment = z.boolean().meta({ example: false });
const optional = {
  accountId: idOf("Account").nullish(),
  fromAccountId: idOf("Account").nullish(),
  toAccountId: idOf("Account").nullish(),
  toAmount: amount(1250000).nullish(),
  toCurrency: currency().nullish(),
  effectiveRateFromTo: rate(12500).nullish(),
  feeAmount: amount(1500).nullish(),
  feeCategoryId: category("other_expense").nullish(),
  categoryId: category("food").nullish(),
  subcategoryId: category("groceries").nullish(),
  name: note(200, "Oziq-ovqat").nullish(),
  description: note(10_000, "Haftalik bozorlik").nullish(),
  time: clockTime().nullish(),
  goalId: idOf("Goal").nullish(),
  budgetId: idOf("Budget").nullish(),
  debtId: idOf("Debt").nullish(),
  habitId: idOf("Habit").nullish(),
  counterpartyId: idOf("Counterparty").nullish(),
  plannedAmount: amount(150000).nullish(),
  paidAmount: amount(150000).nullish(),
  originalCurrency: currency().nullish(),
  originalAmount: amount(12).nullish(),
  conversionRate: rate(12500).nullish(),
  recurringId: note(64, "rent-monthly").nullish(),
  externalId: note(255, "20261117-000123").nullish(),
  attachments: attachments.nullish(),
  tags: tags.nullish(),
  splits: z.array(TransactionSplitCreate).max(LIMITS.finance.splits).nullish(),
};

export const TransactionCreate = creation(
  "Transaction",
  {
    ...required,
    isBalanceAdjustment: isBalanceAdjustment.optional(),
    ...optional,
  },
  { id: exampleIdOf("Transaction"), ...TRANSACTION_EXAMPLE },
);

export const TransactionPatch = changes(
  "Transaction",
  {
    ...required,
    isBalanceAdjustment,
    ...optional,
  },
  { amount: 175000, description: "Haftalik bozorlik", tags: ["oila"] },
);

export const TransactionView = view(
  "Transaction",
  {
    type: TransactionType,
    accountId: idOf("Account").nullable(),
    fromAccountId: idOf("Account").nullable(),
    toAccountId: idOf("Account").nullable(),
    amount: amount(),
    currency: currency(),
    baseCurrency: currency(),
    rateUsedToBase: rate(1),
    convertedAmountToBase: amount(),
    isRateEstimated: z.boolean().meta({ example: false }),
    toAmount: amount().nullable(),
    toCurrency: currency().nullable(),
    effectiveRateFromTo: rate(12500).nullable(),
    feeAmount: amount(1500).nullable(),
    feeCategoryId: z.string().nullable(),
    categoryId: z.string().nullable(),
    subcategoryId: z.string().nullable(),
    name: z.string().nullable(),
    description: z.string().nullable(),
    date: day(),
    time: clockTime().nullable(),
    goalId: idOf("Goal").nullable(),
    budgetId: idOf("Budget").nullable(),
    debtId: idOf("Debt").nullable(),
    habitId: idOf("Habit").nullable(),
    counterpartyId: idOf("Counterparty").nullable(),
    goalName: z.string().nullable().meta({ example: "Yangi mashina" }),
    goalType: z.string().nullable().meta({ example: "financial" }),
    relatedBudgetId: idOf("Budget").nullable(),
    relatedDebtId: idOf("Debt").nullable(),
    plannedAmount: amount().nullable(),
    paidAmount: amount().nullable(),
    originalCurrency: currency().nullable(),
    originalAmount: amount(12).nullable(),
    conversionRate: rate(12500).nullable(),
    isBalanceAdjustment: z.boolean().meta({ example: false }),
    recurringId: z.string().nullable(),
    externalId: z.string().nullable(),
    importId: idOf("Import").nullable(),
    attachments: z.array(z.string()).meta({ example: [] }),
    tags: z.array(z.string()).meta({ example: [] }),
    splits: z.array(TransactionSplit).meta({ example: [] }),
    deletedAt: instant().nullable(),
  },
  { ...TRANSACTION_EXAMPLE, relatedBudgetId: exampleIdOf("Budget") },
);
