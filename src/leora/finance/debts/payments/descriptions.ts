import type { Descriptions } from "../../../../kernel/openapi/descriptions.ts";

const FILTERS = {
  dateFrom: "Only payments of this day or later",
  dateTo: "Only payments of this day or earlier",
  search: "Only payments whose note contains this text; case and accents make no difference",
};

/** What the fields of debts' payments mean (spec 4.4), for the OpenAPI document. */
export const debtPaymentDescriptions: Descriptions = {
  components: { DebtPaymentAddition: "A payment of the debt that the path names." },
  fields: {
    DebtPayment: {
      debtId: "The debt that is paid",
      amount: "What is paid, in `currency`; greater than 0. It covers interest first, then principal",
      currency: "The currency of `amount`; the debt's `outstandingCurrency` unless stated",
      baseCurrency: "The `baseCurrency` of the debt",
      rateUsedToBase: "Units of `baseCurrency` for one of `currency`; the rate of the payment's day unless stated",
      convertedAmountToBase: "The amount in `baseCurrency`",
      isRateEstimated:
        "Whether the day is before the first known rate, so that base amounts are by the oldest one; what is owed never is",
      rateUsedToDebt:
        "Units of the debt's `principalCurrency` for one of `currency`; by the debt's own rate, else the rate of the day, unless stated",
      convertedAmountToDebt: "The amount in the debt's `principalCurrency`",
      paymentDate: "The day of the payment; today in the user's time zone unless stated",
      accountId:
        "The account that the money leaves or reaches, by a transaction that the server writes; the debt's own unless stated; null: none",
      note: "Anything else about the payment; the transaction begins with it as its description",
      allowOverpay:
        "Whether the payment may bring more than is owed, which is refused otherwise; `false` unless stated",
      relatedTransactionId: "The transaction over the payment, which has the payment's id; null without an account",
      recurringId: "The series that created the payment",
    },
  },
  parameters: {
    "GET /debt-payments": FILTERS,
    "GET /debts/{id}/payments": FILTERS,
  },
};
