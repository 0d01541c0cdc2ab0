import type { Descriptions } from "../../../kernel/openapi/descriptions.ts";

/** What the fields of accounts mean (spec 4.1), for the OpenAPI document. */
export const accountDescriptions: Descriptions = {
  components: {
    AccountType:
      "`cash`: banknotes and coins; `card`: a bank card; `savings`: money put aside; `investment`: invested money; `credit`: a credit " +
      "card; `debt`: an account of debts; `other`: anything else.",
  },
  fields: {
    Account: {
      name: "What the user calls the account",
      accountType: "What kind of place the money is in",
      currency: "The currency of its balance, ISO 4217; it cannot change once the account has transactions",
      initialBalance:
        "The balance before all transactions, which may be negative; 0 unless stated. Changing it moves the current balance as much",
      currentBalance: "The balance now: the initial one and what active transactions of any day have moved",
      linkedGoalId: "The goal that the money is for",
      customTypeId: "A kind of account of the client's own, beside `accountType`; the server only keeps it",
      icon: "The name of an icon, for the client",
      color: "A colour for the client, as `#RGB`, `#RGBA`, `#RRGGBB` or `#RRGGBBAA`",
    },
    BalanceAdjustment: {
      newBalance: "The balance that the account is to have, in its currency; it may be negative",
      reason: "Why; it becomes the description of the transaction that is written",
    },
    AccountsSummary: {
      totalBalance: "The sum of the balances in each currency",
      totalBalanceInBaseCurrency:
        "All balances together in `baseCurrency` at today's rates; null while one of the currencies has no rate to it",
      baseCurrency: "The user's primary currency",
      accountsCount: "How many active accounts there are",
      byType: "How many active accounts of each type there are; types without accounts are left out",
    },
  },
  parameters: {
    "GET /accounts": { search: "Only accounts whose name contains this text; case and accents make no difference" },
  },
};
