import { z } from "zod";
import { changes, creation, view } from "../../../../engine/contract.ts";
import { amount, currency, day, exampleIdOf, idOf, note } from "../../../../kernel/contract.ts";

const rate = (example: number) => z.number().positive().meta({ example });

const EXAMPLE = {
  amount: 200000,
  currency: "UZS",
  paymentDate: "2026-11-25",
  accountId: exampleIdOf("Account"),
  note: "Birinchi to'lov",
} as const;

const optional = {
  accountId: idOf("Account").nullish(),
  note: note(2000, EXAMPLE.note).nullish(),
  recurringId: idOf("Recurrence").nullish(),
  rateUsedToDebt: rate(1).nullish(),
  rateUsedToBase: rate(1).nullish(),
  allowOverpay: z.boolean().optional().meta({ example: false }),
};

export const DebtPaymentCreate = creation(
  "DebtPayment",
  {
    debtId: idOf("Debt"),
    amount: amount(200000),
    currency: currency().optional(),
    paymentDate: day().optional(),
    ...optional,
  },
  { id: exampleIdOf("DebtPayment"), debtId: exampleIdOf("Debt"), ...EXAMPLE },
);

/** What examples call the payment that is added under its debt's path: the second one of the debt. */
const SECOND_PAYMENT = "Payment";

/** A payment under its debt's path. */
export const PaymentOfDebt = DebtPaymentCreate.omit({ debtId: true }).meta({
  id: "DebtPaymentAddition",
  example: { id: exampleIdOf(SECOND_PAYMENT), ...EXAMPLE, paymentDate: "2026-12-25", note: "Ikkinchi to'lov" },
});

export const DebtPaymentPatch = changes(
  "DebtPayment",
  {
    amount: amount(200000),
    currency: currency(),
    paymentDate: day(),
    ...optional,
  },
  { note: "Naqd pulda berildi" },
);

export const DebtPaymentView = view(
  "DebtPayment",
  {
    debtId: idOf("Debt"),
    amount: amount(200000),
    currency: currency(),
    baseCurrency: currency(),
    rateUsedToBase: rate(1),
    convertedAmountToBase: amount(200000),
    isRateEstimated: z.boolean().meta({ example: false }),
    rateUsedToDebt: rate(1),
    convertedAmountToDebt: amount(200000),
    paymentDate: day(),
    accountId: idOf("Account").nullable(),
    note: z.string().nullable(),
    allowOverpay: z.boolean().meta({ example: false }),
    relatedTransactionId: idOf("DebtPayment").nullable(),
    recurringId: idOf("Recurrence").nullable(),
  },
  { ...EXAMPLE, relatedTransactionId: exampleIdOf("DebtPayment") },
);

export const ByPayment = z.object({ id: idOf("Debt"), paymentId: idOf(SECOND_PAYMENT) });
