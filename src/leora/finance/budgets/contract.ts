import { z } from "zod";
import { changes, creation, view } from "../../../engine/contract.ts";
import { amount, currency, day, instant, label, uuid } from "../../../kernel/contract.ts";
import { LIMITS } from "../../../limits.ts";
import { category } from "../transactions/contract.ts";
import { BUDGET_TYPES, DIRECTIONS, PERIOD_TYPES, ROLLOVER_MODES } from "./rules.ts";

/** The first or the last day of a budget. Periods are counted between the two, so years far from any plan are refused. */
const boundary = () => day().refine((text) => text >= "1900-01-01" && text <= "2999-12-31", "Expected 1900 to 2999");

const name = label(200, "Oziq-ovqat byudjeti");
const budgetType = z.enum(BUDGET_TYPES).meta({ example: "category" });
const periodType = z.enum(PERIOD_TYPES).meta({ example: "monthly" });
const transactionType = z.enum(DIRECTIONS).meta({ example: "expense" });
const rolloverMode = z.enum(ROLLOVER_MODES).meta({ example: "none" });
const limitAmount = amount(2000000);
const notifyOnExceed = z.boolean().meta({ example: true });

const optional = {
  categoryIds: z.array(category("food")).max(LIMITS.finance.budgetCategories).nullish(),
  linkedGoalId: uuid().nullish(),
  accountId: uuid().nullish(),
  transactionType: transactionType.nullish(),
  startDate: boundary().nullish(),
  endDate: boundary().nullish(),
  rolloverMode: rolloverMode.nullish(),
};

export const BudgetCreate = creation("Budget", {
  name,
  budgetType,
  currency: currency(),
  limitAmount,
  periodType,
  notifyOnExceed: notifyOnExceed.optional(),
  ...optional,
});

export const BudgetPatch = changes("Budget", {
  name,
  budgetType,
  currency: currency(),
  limitAmount,
  periodType,
  notifyOnExceed,
  ...optional,
});

export const BudgetView = view("Budget", {
  name,
  budgetType,
  categoryIds: z.array(z.string().meta({ example: "food" })),
  linkedGoalId: uuid().nullable(),
  accountId: uuid().nullable(),
  transactionType,
  currency: currency(),
  limitAmount,
  periodType,
  startDate: day().nullable(),
  endDate: day().nullable(),
  spentAmount: amount(1500000),
  remainingAmount: amount(500000).meta({ description: "limit + carried − spent: negative when overspent" }),
  percentUsed: z.number().meta({ example: 75, description: "of limit + carried, one decimal" }),
  contributionTotal: amount(4500000).meta({ description: "everything counted since the budget began" }),
  currentBalance: amount(500000).meta({ description: "what is left to spend; of an income budget, what came in" }),
  isOverspent: z.boolean(),
  rolloverMode,
  notifyOnExceed,
  carriedAmount: amount(0).meta({ description: "left over from earlier periods; negative when those were overspent" }),
  periodStart: day().nullable(),
  periodEnd: day().nullable(),
});

export const BudgetEntryView = z
  .object({
    id: uuid(),
    budgetId: uuid(),
    transactionId: uuid(),
    appliedAmountBudgetCurrency: amount(150000),
    rateUsedTxnToBudget: z.number().meta({ example: 1 }),
    isRateEstimated: z
      .boolean()
      .meta({ example: false, description: "The day is before the first known rate: converted by the oldest one" }),
    snapshottedAt: instant(),
    date: day(),
    isCounted: z.boolean().meta({ description: "false outside the present period" }),
  })
  .meta({ id: "BudgetEntry" });
