import { z } from "zod";
import { changes, creation, view } from "../../../engine/contract.ts";
import { amount, clockTime, currency, day, instant, label, note, uuid } from "../../../kernel/contract.ts";
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

const type = z.enum(TRANSACTION_TYPES).meta({ example: "expense" });
const tags = z.array(label(50, "oila")).max(LIMITS.finance.tags);
const attachments = z.array(label(2048, "https://files.leora.app/check.jpg")).max(LIMITS.finance.attachments);

const optional = {
  accountId: uuid().nullish(),
  fromAccountId: uuid().nullish(),
  toAccountId: uuid().nullish(),
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
  goalId: uuid().nullish(),
  budgetId: uuid().nullish(),
  debtId: uuid().nullish(),
  habitId: uuid().nullish(),
  counterpartyId: uuid().nullish(),
  plannedAmount: amount(150000).nullish(),
  paidAmount: amount(150000).nullish(),
  originalCurrency: currency().nullish(),
  originalAmount: amount(12).nullish(),
  conversionRate: rate(12500).nullish(),
  recurringId: note(64, "rent-monthly").nullish(),
  externalId: note(255, "20261117-000123").nullish(),
  attachments: attachments.nullish(),
  tags: tags.nullish(),
  splits: z
    .array(z.object({ id: uuid().optional(), categoryId: category("food"), amount: amount(100000) }))
    .max(LIMITS.finance.splits)
    .nullish(),
};

export const TransactionCreate = creation({
  type,
  amount: amount(),
  currency: currency(),
  date: day(),
  isBalanceAdjustment: z.boolean().optional().meta({ example: false }),
  ...optional,
});

export const TransactionPatch = changes({
  type,
  amount: amount(),
  currency: currency(),
  date: day(),
  isBalanceAdjustment: z.boolean().meta({ example: false }),
  ...optional,
});

export const TransactionView = view("Transaction", {
  type,
  accountId: uuid().nullable(),
  fromAccountId: uuid().nullable(),
  toAccountId: uuid().nullable(),
  amount: amount(),
  currency: currency(),
  baseCurrency: currency(),
  rateUsedToBase: rate(1),
  convertedAmountToBase: amount(),
  isRateEstimated: z.boolean().meta({
    example: false,
    description: "The day is before the first known rate: the base amount is by the oldest one",
  }),
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
  goalId: uuid().nullable(),
  budgetId: uuid().nullable(),
  debtId: uuid().nullable(),
  habitId: uuid().nullable(),
  counterpartyId: uuid().nullable(),
  goalName: z.string().nullable(),
  goalType: z.string().nullable(),
  relatedBudgetId: uuid().nullable(),
  relatedDebtId: uuid().nullable(),
  plannedAmount: amount().nullable(),
  paidAmount: amount().nullable(),
  originalCurrency: currency().nullable(),
  originalAmount: amount(12).nullable(),
  conversionRate: rate(12500).nullable(),
  isBalanceAdjustment: z.boolean(),
  recurringId: z.string().nullable(),
  externalId: z.string().nullable(),
  importId: uuid().nullable(),
  attachments: z.array(z.string()),
  tags: z.array(z.string()),
  splits: z.array(z.object({ id: uuid(), transactionId: uuid(), categoryId: z.string(), amount: amount(100000) })),
  deletedAt: instant().nullable(),
});
