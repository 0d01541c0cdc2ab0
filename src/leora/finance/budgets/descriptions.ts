import type { Descriptions } from "../../../kernel/openapi/descriptions.ts";

/** What the fields of budgets mean (spec 4.3), for the OpenAPI document. */
export const budgetDescriptions: Descriptions = {
  components: {
    BudgetType:
      "`category`: counts transactions by category and account; `project`: of these, only those of the goal `linkedGoalId`.",
    BudgetPeriodType:
      "How often the budget begins anew. `none`: never; `weekly`: every Monday; `monthly`: on the first of every month; `custom_range`: " +
      "never, and it lasts from `startDate` to `endDate`, which it needs.",
    BudgetTransactionType: "`expense`: limits what is spent; `income`: is a target of what comes in.",
    RolloverMode:
      "`none`: every period begins with the limit; `carryover`: what earlier periods left over is added, what they overspent taken off.",
    BudgetEntry: "What one transaction counts for in one budget.",
  },
  fields: {
    Budget: {
      name: "What the budget is for",
      budgetType: "Which transactions count",
      categoryIds:
        "The categories that count, with their subcategories; without any, all categories of the account or goal count. A budget without " +
        "categories, account and goal counts only the transactions that name it",
      linkedGoalId: "The goal whose transactions a `project` budget counts; of another budget, a mere link",
      accountId: "The account whose transactions count; null: those of all accounts",
      transactionType: "Whether expenses or income count; `expense` unless stated",
      currency: "The currency of all amounts of the budget, ISO 4217; it cannot change once transactions count",
      limitAmount: "How much may be spent in a period, greater than 0",
      periodType: "How long a period lasts, in the user's time zone",
      startDate:
        "The first day that counts. Without it a `weekly` or `monthly` budget begins with the period that it was created in, others count from the first transaction",
      endDate: "The last day that counts; null: there is none",
      spentAmount: "What counts in the present period: spent, or for an income budget received",
      remainingAmount: "The limit and what was carried, less what was spent: negative when the budget is overspent",
      percentUsed: "How many percent of the limit and what was carried are spent, with one decimal; it may exceed 100",
      contributionTotal: "What has counted since the budget began, earlier and later periods included",
      currentBalance: "What is left to spend; of an income budget, all that came in",
      isOverspent: "Whether more is spent than the limit and what was carried",
      rolloverMode: "Whether periods carry over to the next; `none` unless stated",
      notifyOnExceed:
        "Whether the user is notified when a period is overspent, once each time that it becomes so; `false` unless stated",
      carriedAmount: "What earlier periods left over, negative when they were overspent; 0 without `carryover`",
      periodStart: "The first day of the present period; null when it has no beginning",
      periodEnd: "The last day of the present period; null when it has no end",
    },
    BudgetEntry: {
      id: "The id of the entry, a UUID",
      budgetId: "The budget that the transaction counts for",
      transactionId: "The transaction that counts",
      appliedAmountBudgetCurrency:
        "What it counts for in the budget's currency, fees included; negative for a return, such as a refund that names an expense budget",
      rateUsedTxnToBudget: "Units of the budget's currency for one of the transaction's on its day",
      isRateEstimated: "Whether the day is before the first known rate, so that the oldest one was used",
      snapshottedAt: "When the rates were looked up; later changes of rates leave the entry as it is",
      date: "The day of the transaction",
      isCounted: "Whether that day is in the present period; entries of other periods are kept",
    },
  },
  parameters: {
    "GET /budgets": { search: "Only budgets whose name contains this text; case and accents make no difference" },
    "GET /budgets/{id}/entries": {
      sortBy: "`date`: the day of the transaction; `createdAt`, `updatedAt`: when the entry's rates were looked up",
    },
  },
};
