import { z } from "zod";
import { changes, creation, view } from "../../../engine/contract.ts";
import {
  amount,
  calendarDay,
  currency,
  day,
  exampleIdOf,
  idOf,
  instant,
  label,
  uuid,
} from "../../../kernel/contract.ts";
import { LIMITS } from "../../../limits.ts";
import { category } from "../transactions/contract.ts";
import { BUDGET_TYPES, DIRECTIONS, PERIOD_TYPES, ROLLOVER_MODES } from "./rules.ts";

const EXAMPLE = {
  name: "Oziq-ovqat byudjeti",
  budgetType: "category",
  categoryIds: ["food"],
  transactionType: "expense",
  currency: "UZS",
  limitAmount: 2000000,
  periodType: "monthly",
  notifyOnExceed: true,
} as const;

const BudgetType = z.enum(BUDGET_TYPES).meta({ id: "BudgetType" });
const BudgetPeriodType = z.enum(PERIOD_TYPES).meta({ id: "BudgetPeriodType" });
const BudgetTransactionType = z.enum(DIRECTIONS).meta({ id: "BudgetTransactionType" });
const RolloverMode = z.enum(ROLLOVER_MODES).meta({ id: "RolloverMode" });

const notifyOnExceed = z.boolean().meta({ example: true });

const required = {
  name: label(200, EXAMPLE.name),
  budgetType: BudgetType,
  currency: currency(),
  limitAmount: amount(2000000),
  periodType: BudgetPeriodType,
};
const optional = {
  categoryIds: z.array(category("food")).max(LIMITS.finance.budgetCategories).nullish(),
  linkedGoalId: idOf("Goal").nullish(),
  accountId: idOf("Account").nullish(),
  transactionType: BudgetTransactionType.nullish(),
  startDate: calendarDay().nullish(),
  endDate: calendarDay().nullish(),
  rolloverMode: RolloverMode.nullish(),
};

export const BudgetCreate = creation(
  "Budget",
  {
    ...required,
    notifyOnExceed: notifyOnExceed.optional(),
    ...optional,
  },
  { id: exampleIdOf("Budget"), ...EXAMPLE },
);

export const BudgetPatch = changes(
  "Budget",
  {
    ...required,
    notifyOnExceed,
    ...optional,
  },
  { limitAmount: 2500000, rolloverMode: "carryover" },
);

export const BudgetView = view(
  "Budget",
  {
    name: required.name,
    budgetType: BudgetType,
    categoryIds: z.array(z.string().meta({ example: "food" })),
    linkedGoalId: idOf("Goal").nullable(),
    accountId: idOf("Account").nullable(),
    transactionType: BudgetTransactionType,
    currency: currency(),
    limitAmount: required.limitAmount,
    periodType: BudgetPeriodType,
    startDate: day().nullable(),
    endDate: day().nullable(),
    spentAmount: amount(150000),
    remainingAmount: amount(1850000),
    percentUsed: z.number().meta({ example: 7.5 }),
    contributionTotal: amount(150000),
    currentBalance: amount(1850000),
    isOverspent: z.boolean().meta({ example: false }),
    rolloverMode: RolloverMode,
    notifyOnExceed,
    carriedAmount: amount(0),
    periodStart: day().nullable(),
    periodEnd: day().nullable(),
  },
  { ...EXAMPLE, rolloverMode: "none", periodStart: "2026-12-01", periodEnd: "2026-12-31" },
);

export const BudgetEntryView = z
  .object({
    id: uuid(),
    budgetId: idOf("Budget"),
    transactionId: idOf("Transaction"),
    appliedAmountBudgetCurrency: amount(150000),
    rateUsedTxnToBudget: z.number().meta({ example: 1 }),
    isRateEstimated: z.boolean().meta({ example: false }),
    snapshottedAt: instant(),
    date: day(),
    isCounted: z.boolean(),
  })
  .meta({ id: "BudgetEntry" });
