import type { Descriptions } from "../../../kernel/openapi/descriptions.ts";

/** What the filters of lists of transactions mean that compare more or less than the field they are named like. */
export const transactionFilters = {
  accountId: "Only transactions of this account; of a transfer, either side counts",
  categoryId:
    "Only transactions with this category or subcategory, or with a split in it; a category does not include its subcategories here",
  dateFrom: "Only transactions of this day or later",
  dateTo: "Only transactions of this day or earlier",
  minAmount: "Only amounts of at least this: the numbers are compared, whatever the currencies",
  maxAmount: "Only amounts of at most this: the numbers are compared, whatever the currencies",
  tags: "Only transactions with at least one of these tags, separated by commas",
  search: "Only transactions whose name or description contains this text; case and accents make no difference",
};

/** What the fields of transactions mean (spec 4.2), for the OpenAPI document. */
export const transactionDescriptions: Descriptions = {
  components: {
    TransactionType:
      "`income`: money reaches an account; `expense`: money leaves one; `transfer`: money moves between two of the user's accounts.",
    TransactionSplitCreate: "A part of an income or an expense under a category of its own.",
  },
  fields: {
    Transaction: {
      type: "Which way the money moves",
      accountId:
        "Of income and expenses, which need it: the account that the money reaches or leaves; null for transfers",
      fromAccountId: "Of transfers, which need it: the account that the money leaves; else null",
      toAccountId: "Of transfers, which need it: the account that the money reaches, another one; else null",
      amount: "How much moves, in `currency`; greater than 0",
      currency: "The currency of `amount`; an account of another one moves by what that is at the day's rate",
      baseCurrency: "The user's primary currency when the amount was converted to it",
      rateUsedToBase: "Units of `baseCurrency` for one of `currency` on the transaction's day",
      convertedAmountToBase: "`amount` in `baseCurrency`, which reports add up",
      isRateEstimated:
        "Whether the day is before the first known rate, so that the base amount is by the oldest one; balances never are",
      toAmount: "Of transfers: what arrives, in `toCurrency`; the amount at the day's rate unless stated",
      toCurrency: "Of transfers: the currency of what arrives; that of `toAccountId` unless stated",
      effectiveRateFromTo:
        "Of transfers: units of `toCurrency` for one of `currency`. Sent with `toAmount` it must fit the amounts, without it it decides what arrives",
      feeAmount: "A fee in the currency of the account that pays it: it leaves that account as well, and is an expense",
      feeCategoryId: "The category of the fee; `other_expense` unless stated",
      categoryId:
        "The category, of the catalogue or the client's own; income and expenses need one, also when they have splits",
      subcategoryId: "A finer category within the category",
      name: "What the transaction is, in short",
      description: "Anything else about the transaction",
      date: "The day of the transaction in the user's calendar; its rates are used",
      time: "The time of day, `HH:mm`",
      goalId: "The goal that the transaction serves: while it is active, its amount counts for a goal of money",
      budgetId: "The one budget that the transaction counts for, whole, in place of those that match it",
      debtId:
        "The debt that the transaction belongs to. An expense for what the user owes, or income from what the user lent, becomes a payment of it with the same id",
      habitId: "The habit that the transaction belongs to",
      counterpartyId: "Whom the money comes from or goes to",
      goalName: "The title of the goal when it was linked",
      goalType: "The type of the goal when it was linked",
      relatedBudgetId: "The oldest budget that the transaction counts for",
      relatedDebtId: "The same debt as `debtId`",
      plannedAmount: "What was planned, in `currency`: for the client, no balance changes by it",
      paidAmount: "What is paid of it, in `currency`: for the client, no balance changes by it",
      originalCurrency: "The currency of `originalAmount`, which needs it",
      originalAmount:
        "What the price was in another currency, for the client. In a payment of a debt in another currency, the server writes what it pays of the debt",
      conversionRate:
        "A rate for the client. In a payment of a debt in another currency, the server writes the units of the debt's for one of `currency`",
      isBalanceAdjustment:
        "Whether it only sets a balance right: then reports and budgets leave it out; `false` unless stated, and for transfers",
      recurringId: "The series that created the transaction, or the client's own name of one",
      externalId: "The id that the bank gave it, by which an import recognizes what it has imported before",
      importId: "The import that created the transaction",
      attachments: "Addresses of files, such as receipts; a list that is sent replaces the one before",
      tags: "The user's own words for it; a list that is sent replaces the one before",
      splits:
        "Parts under categories of their own, which sum to `amount`; a list that is sent replaces the one before. Transfers have none",
      deletedAt: "When the transaction was deleted; null while it is not",
    },
    TransactionSplit: {
      id: "The id of the part, a UUID; the server gives it one unless the client does",
      transactionId: "The transaction that it is a part of",
      categoryId: "The category of the part, which reports, budgets and habits count it under",
      amount: "The part of the amount, in the transaction's currency; greater than 0",
    },
  },
  parameters: { "GET /transactions": transactionFilters },
};
