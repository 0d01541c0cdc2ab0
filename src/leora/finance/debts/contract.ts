import { z } from "zod";
import { changes, creation, view } from "../../../engine/contract.ts";
import { amount, clockTime, currency, day, instant, label, note, uuid } from "../../../kernel/contract.ts";
import { DEBT_DIRECTIONS, DEBT_STATUSES, INTEREST_MODES } from "./rules.ts";
import { INSTALLMENT_STATUSES } from "./schedule.ts";

const RATE_ANNUAL_MAX = 1000;

const direction = z.enum(DEBT_DIRECTIONS).meta({ example: "i_owe" });
const counterpartyName = label(200, "Alisher");
const rate = (example: number) => z.number().positive().meta({ example });
const interestMode = z.enum(INTEREST_MODES).meta({ example: "simple" });
const interestRateAnnual = z.number().min(0).max(RATE_ANNUAL_MAX).meta({ example: 24 });

/** What clients may set; `paid` and `overdue` follow from payments and the calendar. */
const status = z.enum(["active", "canceled"]).meta({ example: "active" });

const optional = {
  counterpartyId: uuid().nullish(),
  description: note(10_000, "Mashina uchun").nullish(),
  principalOriginalAmount: amount(500).nullish(),
  principalOriginalCurrency: currency().nullish(),
  repaymentCurrency: currency().nullish(),
  repaymentAmount: amount(550).nullish(),
  repaymentRateOnStart: rate(1).nullish(),
  isFixedRepaymentAmount: z.boolean().optional().meta({ example: false }),
  dueDate: day().nullish(),
  interestMode: interestMode.nullish(),
  interestRateAnnual: interestRateAnnual.nullish(),
  scheduleHint: note(200, "monthly:15").nullish(),
  linkedGoalId: uuid().nullish(),
  linkedBudgetId: uuid().nullish(),
  fundingAccountId: uuid().nullish(),
  lentFromAccountId: uuid().nullish(),
  returnToAccountId: uuid().nullish(),
  receivedToAccountId: uuid().nullish(),
  payFromAccountId: uuid().nullish(),
  customRateUsed: rate(12600)
    .nullish()
    .meta({ description: "Units of the repayment currency for one of the principal's, for payments" }),
  reminderEnabled: z.boolean().optional().meta({ example: true }),
  reminderTime: clockTime().nullish(),
};

export const DebtCreate = creation("Debt", {
  direction,
  counterpartyName: counterpartyName.nullish().meta({ description: "The counterparty's own name unless given" }),
  principalAmount: amount(500),
  principalCurrency: currency(),
  startDate: day(),
  status: status.optional(),
  ...optional,
});

export const DebtPatch = changes("Debt", {
  direction,
  counterpartyName,
  principalAmount: amount(500),
  principalCurrency: currency(),
  startDate: day(),
  status,
  ...optional,
});

export const DebtView = view("Debt", {
  direction,
  counterpartyId: uuid().nullable(),
  counterpartyName,
  description: z.string().nullable(),
  principalAmount: amount(500),
  principalOriginalAmount: amount(500).nullable(),
  principalCurrency: currency(),
  principalOriginalCurrency: currency().nullable(),
  baseCurrency: currency(),
  rateOnStart: rate(12600),
  principalBaseValue: amount(6300000),
  isRateEstimated: z.boolean().meta({
    example: false,
    description: "The first day is before the first known rate: the base value is by the oldest one",
  }),
  repaymentCurrency: currency().nullable(),
  repaymentAmount: amount(550).nullable(),
  repaymentRateOnStart: rate(1).nullable(),
  isFixedRepaymentAmount: z.boolean(),
  startDate: day(),
  dueDate: day().nullable(),
  interestMode: interestMode.nullable(),
  interestRateAnnual: interestRateAnnual.nullable(),
  scheduleHint: z.string().nullable(),
  linkedGoalId: uuid().nullable(),
  linkedBudgetId: uuid().nullable(),
  fundingAccountId: uuid().nullable(),
  fundingTransactionId: uuid().nullable(),
  lentFromAccountId: uuid().nullable(),
  returnToAccountId: uuid().nullable(),
  receivedToAccountId: uuid().nullable(),
  payFromAccountId: uuid().nullable(),
  customRateUsed: rate(12600).nullable(),
  reminderEnabled: z.boolean(),
  reminderTime: clockTime().nullable(),
  status: z.enum(DEBT_STATUSES),
  settledAt: instant().nullable(),
  finalRateUsed: rate(12600).nullable(),
  finalProfitLoss: amount(0).nullable(),
  finalProfitLossCurrency: currency().nullable(),
  totalPaidInRepaymentCurrency: amount(100),
  accruedInterest: amount(0).meta({ description: "Interest up to today that no payment covered yet" }),
  outstandingAmount: amount(400).meta({ description: "Principal and interest that are owed today" }),
  outstandingCurrency: currency().meta({
    description: "The principal's currency, or the repayment currency when the repayment amount is fixed",
  }),
});

/** The account that the rest of a debt is paid from or to, and the day; see `settle` in service.ts. */
export const Settlement = z.object({
  accountId: uuid().nullish(),
  date: day().optional(),
});

const sums = (example: Record<string, number>) => z.record(z.string(), z.number()).meta({ example });
const count = (example: number) => z.int().meta({ example });

export const DebtsSummary = z
  .object({
    totalIOwe: sums({ UZS: 15000000, USD: 0 }),
    totalTheyOweMe: sums({ UZS: 0, USD: 800 }),
    netPosition: sums({ UZS: -15000000, USD: 800 }),
    overdueCount: count(2),
    activeCount: count(5),
  })
  .meta({ id: "DebtsSummary" });

export const Installment = z
  .object({
    number: z.int().meta({ example: 1 }),
    dueDate: day(),
    currency: currency(),
    amount: amount(550),
    principal: amount(500),
    interest: amount(50),
    paidAmount: amount(0),
    status: z.enum(INSTALLMENT_STATUSES).meta({ example: "upcoming" }),
  })
  .meta({ id: "DebtInstallment" });
