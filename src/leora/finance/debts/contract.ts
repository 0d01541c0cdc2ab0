import { z } from "zod";
import { changes, creation, view } from "../../../engine/contract.ts";
import { amount, clockTime, currency, day, exampleIdOf, idOf, instant, label, note } from "../../../kernel/contract.ts";
import { DEBT_DIRECTIONS, DEBT_STATUSES, INTEREST_MODES } from "./rules.ts";
import { INSTALLMENT_STATUSES } from "./schedule.ts";

const RATE_ANNUAL_MAX = 1000;

/** A friend lends a million, which reaches the account and is to be paid back from it on the 25th of five months. */
const EXAMPLE = {
  direction: "i_owe",
  counterpartyId: exampleIdOf("Counterparty"),
  counterpartyName: "Alisher Karimov",
  description: "Noutbuk uchun",
  principalAmount: 1000000,
  principalCurrency: "UZS",
  startDate: "2026-10-25",
  dueDate: "2027-03-25",
  scheduleHint: "monthly:25",
  receivedToAccountId: exampleIdOf("Account"),
  payFromAccountId: exampleIdOf("Account"),
  reminderEnabled: true,
} as const;

const DebtDirection = z.enum(DEBT_DIRECTIONS).meta({ id: "DebtDirection" });
const DebtStatus = z.enum(DEBT_STATUSES).meta({ id: "DebtStatus" });
/** What clients may set; `paid` and `overdue` follow from payments and the calendar. */
const SettableDebtStatus = DebtStatus.extract(["active", "canceled"]).meta({ id: "SettableDebtStatus" });
const InterestMode = z.enum(INTEREST_MODES).meta({ id: "InterestMode" });

const counterpartyName = label(200, EXAMPLE.counterpartyName);
const rate = (example: number) => z.number().positive().meta({ example });
const interestRateAnnual = z.number().min(0).max(RATE_ANNUAL_MAX).meta({ example: 24 });

const optional = {
  counterpartyId: idOf("Counterparty").nullish(),
  description: note(10_000, EXAMPLE.description).nullish(),
  principalOriginalAmount: amount(1000000).nullish(),
  principalOriginalCurrency: currency().nullish(),
  repaymentCurrency: currency().nullish(),
  repaymentAmount: amount(1100000).nullish(),
  repaymentRateOnStart: rate(1).nullish(),
  isFixedRepaymentAmount: z.boolean().optional().meta({ example: false }),
  dueDate: day().nullish(),
  interestMode: InterestMode.nullish(),
  interestRateAnnual: interestRateAnnual.nullish(),
  scheduleHint: note(200, EXAMPLE.scheduleHint).nullish(),
  linkedGoalId: idOf("Goal").nullish(),
  linkedBudgetId: idOf("Budget").nullish(),
  fundingAccountId: idOf("Account").nullish(),
  lentFromAccountId: idOf("Account").nullish(),
  returnToAccountId: idOf("Account").nullish(),
  receivedToAccountId: idOf("Account").nullish(),
  payFromAccountId: idOf("Account").nullish(),
  customRateUsed: rate(12600).nullish(),
  reminderEnabled: z.boolean().optional().meta({ example: true }),
  reminderTime: clockTime().nullish(),
};

export const DebtCreate = creation(
  "Debt",
  {
    direction: DebtDirection,
    counterpartyName: counterpartyName.nullish(),
    principalAmount: amount(1000000),
    principalCurrency: currency(),
    startDate: day(),
    status: SettableDebtStatus.optional(),
    ...optional,
  },
  { id: exampleIdOf("Debt"), ...EXAMPLE },
);

export const DebtPatch = changes(
  "Debt",
  {
    direction: DebtDirection,
    counterpartyName,
    principalAmount: amount(1000000),
    principalCurrency: currency(),
    startDate: day(),
    status: SettableDebtStatus,
    ...optional,
  },
  { description: "Noutbuk va sichqoncha uchun", reminderTime: "10:00" },
);

export const DebtView = view(
  "Debt",
  {
    direction: DebtDirection,
    counterpartyId: idOf("Counterparty").nullable(),
    counterpartyName,
    description: z.string().nullable(),
    principalAmount: amount(1000000),
    principalOriginalAmount: amount(1000000).nullable(),
    principalCurrency: currency(),
    principalOriginalCurrency: currency().nullable(),
    baseCurrency: currency(),
    rateOnStart: rate(1),
    principalBaseValue: amount(1000000),
    isRateEstimated: z.boolean().meta({ example: false }),
    repaymentCurrency: currency().nullable(),
    repaymentAmount: amount(1100000).nullable(),
    repaymentRateOnStart: rate(1).nullable(),
    isFixedRepaymentAmount: z.boolean().meta({ example: false }),
    startDate: day(),
    dueDate: day().nullable(),
    interestMode: InterestMode.nullable(),
    interestRateAnnual: interestRateAnnual.nullable(),
    scheduleHint: z.string().nullable(),
    linkedGoalId: idOf("Goal").nullable(),
    linkedBudgetId: idOf("Budget").nullable(),
    fundingAccountId: idOf("Account").nullable(),
    fundingTransactionId: idOf("Debt").nullable(),
    lentFromAccountId: idOf("Account").nullable(),
    returnToAccountId: idOf("Account").nullable(),
    receivedToAccountId: idOf("Account").nullable(),
    payFromAccountId: idOf("Account").nullable(),
    customRateUsed: rate(12600).nullable(),
    reminderEnabled: z.boolean(),
    reminderTime: clockTime().nullable(),
    status: DebtStatus,
    settledAt: instant().nullable(),
    finalRateUsed: rate(1).nullable(),
    finalProfitLoss: amount(0).nullable(),
    finalProfitLossCurrency: currency().nullable(),
    totalPaidInRepaymentCurrency: amount(200000),
    accruedInterest: amount(0),
    outstandingAmount: amount(800000),
    outstandingCurrency: currency(),
  },
  { ...EXAMPLE, fundingTransactionId: exampleIdOf("Debt"), status: "active" },
);

/** The account that the rest of a debt is paid from or to, and the day; see `settle` in service.ts. */
export const Settlement = z
  .object({ accountId: idOf("Account").nullish(), date: day().optional() })
  .meta({ id: "DebtSettlement", example: { accountId: exampleIdOf("Account"), date: "2026-12-25" } });

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

const InstallmentStatus = z.enum(INSTALLMENT_STATUSES).meta({ id: "InstallmentStatus" });

export const Installment = z
  .object({
    number: z.int().meta({ example: 1 }),
    dueDate: day().meta({ example: "2026-11-25" }),
    currency: currency(),
    amount: amount(200000),
    principal: amount(200000),
    interest: amount(0),
    paidAmount: amount(200000),
    status: InstallmentStatus,
  })
  .meta({ id: "DebtInstallment" });
