import { z } from "zod";
import { changes, creation, view } from "../../../../engine/contract.ts";
import { amount, currency, day, note, uuid } from "../../../../kernel/contract.ts";

const rate = (example: number) => z.number().positive().meta({ example });

const optional = {
  accountId: uuid().nullish().meta({ description: "Absent: the debt's own account; null: no account" }),
  note: note(2000, "Birinchi to'lov").nullish(),
  recurringId: uuid().nullish(),
  rateUsedToDebt: rate(1).nullish(),
  rateUsedToBase: rate(12600).nullish(),
  allowOverpay: z.boolean().optional().meta({ example: false }),
};

export const DebtPaymentCreate = creation("DebtPayment", {
  debtId: uuid(),
  amount: amount(100),
  currency: currency().optional().meta({ description: "The debt's unless given" }),
  paymentDate: day().optional().meta({ description: "Today unless given" }),
  ...optional,
});

/** A payment under its debt's path. */
export const PaymentOfDebt = DebtPaymentCreate.omit({ debtId: true });

export const DebtPaymentPatch = changes("DebtPayment", {
  amount: amount(100),
  currency: currency(),
  paymentDate: day(),
  ...optional,
});

export const DebtPaymentView = view("DebtPayment", {
  debtId: uuid(),
  amount: amount(100),
  currency: currency(),
  baseCurrency: currency(),
  rateUsedToBase: rate(12600),
  convertedAmountToBase: amount(1260000),
  isRateEstimated: z.boolean().meta({
    example: false,
    description: "The day is before the first known rate: base amounts are by the oldest one",
  }),
  rateUsedToDebt: rate(1),
  convertedAmountToDebt: amount(100),
  paymentDate: day(),
  accountId: uuid().nullable(),
  note: z.string().nullable(),
  allowOverpay: z.boolean(),
  relatedTransactionId: uuid().nullable(),
  recurringId: uuid().nullable(),
});

export const ByPayment = z.object({ id: uuid(), paymentId: uuid() });
