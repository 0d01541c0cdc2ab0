import type { Descriptions } from "../../../kernel/openapi/descriptions.ts";

/** What the filters of lists of debts mean that are not named like the field that they compare. */
export const debtFilters = {
  currency: "Only debts with this `principalCurrency`",
  dueDateFrom: "Only debts that are due on this day or later",
  dueDateTo: "Only debts that are due on this day or earlier",
  search: "Only debts whose `counterpartyName` or description contains this text; case and accents make no difference",
};

/** What the fields of debts mean (spec 4.4), for the OpenAPI document. */
export const debtDescriptions: Descriptions = {
  components: {
    DebtDirection: "`i_owe`: the user has borrowed; `they_owe_me`: the user has lent.",
    DebtStatus:
      "`active`: something is owed and not overdue; `paid`: nothing is left; `overdue`: something is owed and the due day is over; `canceled`: given up, nothing is owed.",
    SettableDebtStatus: "What a client may set: payments and the calendar decide the other statuses.",
    InterestMode: "`simple`: interest bears no interest; `compound`: it is added to what is owed every day.",
    InstallmentStatus:
      "`paid`: payments cover it; `due`: it is to be paid today; `overdue`: its day is over; `upcoming`: its day is to come.",
  },
  fields: {
    Debt: {
      direction: "Who owes whom; it cannot change once there are payments or a funding transaction",
      counterpartyId: "The counterparty who lends or borrows; the debt's transactions name it, too",
      counterpartyName:
        "The name of who lends or borrows; that of the counterparty when it is linked unless stated, and required without one",
      description: "Anything else about the debt",
      principalAmount: "What was lent, in `principalCurrency`; greater than 0",
      principalOriginalAmount:
        "What was lent as agreed in another currency, for the client: nothing is computed from it",
      principalCurrency: "The currency of the principal; it cannot change once there are payments",
      principalOriginalCurrency: "The currency of `principalOriginalAmount`; null: the principal's",
      baseCurrency: "The user's primary currency when the debt was created",
      rateOnStart: "Units of `baseCurrency` for one of the principal's on the first day",
      principalBaseValue: "The principal in `baseCurrency` at that rate",
      isRateEstimated:
        "Whether the first day is before the first known rate, so that the base value is by the oldest one",
      repaymentCurrency:
        "The currency that the debt is repaid in; null: the principal's. It cannot change once there are payments",
      repaymentAmount: "All that is to be repaid, in the repayment currency, where the amount is fixed",
      repaymentRateOnStart:
        "Units of `repaymentCurrency` for one of the principal's on the first day; the day's rate unless stated",
      isFixedRepaymentAmount:
        "Whether `repaymentAmount` is owed in place of principal and interest; without that amount, what the principal was worth. `false` unless stated",
      startDate: "The day on which the debt begins, and interest with it",
      dueDate:
        "The last day to repay, not before `startDate`; the debt is overdue when it is over in the user's time zone",
      interestMode: "How interest grows; `simple` where there is a rate and no mode",
      interestRateAnnual: "Interest in percent a year of 365 days, counted by the day; null or 0: none",
      scheduleHint: "How often and how many times it is repaid, such as `monthly:15` or `monthly x6`: see the schedule",
      linkedGoalId: "The goal that the debt belongs to",
      linkedBudgetId: "The budget that the debt belongs to",
      fundingAccountId: "The account that the principal left or reached, unless one of the debt's direction is named",
      fundingTransactionId:
        "The transaction that the server wrote over the principal; it has the debt's id. Null without an account for it",
      lentFromAccountId:
        "Of `they_owe_me`: the account that the principal left, by a transaction that the server writes",
      returnToAccountId: "Of `they_owe_me`: the account that payments reach unless they name another",
      receivedToAccountId:
        "Of `i_owe`: the account that the principal reached, by a transaction that the server writes",
      payFromAccountId: "Of `i_owe`: the account that payments leave unless they name another",
      customRateUsed:
        "Units of the repayment currency for one of the principal's, by which payments are converted in place of the day's rate",
      reminderEnabled:
        "Whether the user is reminded the day before the debt is due and on the day; `false` unless stated",
      reminderTime: "The time of the reminders, `HH:mm` in the user's time zone; null: 09:00",
      status: "How the debt stands; a client sets only `active` and `canceled`",
      settledAt: "When the debt was recorded as paid off; null while something is owed",
      finalRateUsed:
        "Units of `baseCurrency` for one of the principal's on the day of the last payment; null until paid off",
      finalProfitLoss:
        "What the user has gained between lending and getting back, or borrowing and paying back; negative: lost; null until paid off",
      finalProfitLossCurrency: "The currency of `finalProfitLoss`, which is `baseCurrency`",
      totalPaidInRepaymentCurrency: "What all payments come to in the repayment currency, each at its own rate",
      accruedInterest: "Interest up to today that no payment has covered, in `outstandingCurrency`",
      outstandingAmount: "Principal and interest that are owed today, in `outstandingCurrency`",
      outstandingCurrency: "The principal's currency; the repayment currency where the repayment amount is fixed",
    },
    DebtSettlement: {
      accountId: "The account that the rest leaves or reaches; the debt's own unless stated; null: none",
      date: "The day of the payment, not before that of the last one; today unless stated",
    },
    DebtsSummary: {
      totalIOwe: "What the user owes in each currency",
      totalTheyOweMe: "What others owe the user in each currency",
      netPosition: "What others owe the user less what the user owes, in each currency",
      overdueCount: "How many open debts are past their due day",
      activeCount: "How many open debts are not",
    },
    DebtInstallment: {
      number: "The place of the installment in the plan, from 1",
      dueDate: "The day on which it is to be paid",
      currency: "The debt's `outstandingCurrency`, which all amounts are in",
      amount: "What is to be paid: principal and interest",
      principal: "The part of the amount that repays the principal",
      interest: "The part of the amount that is interest since the installment before",
      paidAmount: "What payments have covered of it: they pay the installments in order, whatever their days",
      status: "How the installment stands",
    },
  },
  parameters: {
    "GET /debts": debtFilters,
    "PATCH /debts/{id}/payments/{paymentId}": { paymentId: "The id of the payment, which is one of this debt" },
    "DELETE /debts/{id}/payments/{paymentId}": { paymentId: "The id of the payment, which is one of this debt" },
  },
};
