import type { z } from "zod";
import { defineEntity } from "../../../../engine/entity.ts";
import { changedFields, newRow } from "../../../../engine/fields.ts";
import { atLeast, atMost, equals, linksTo } from "../../../../engine/list.ts";
import type { UnitOfWork } from "../../../../engine/unit-of-work.ts";
import { currency as currencyCode, day } from "../../../../kernel/contract.ts";
import { invalidState } from "../../../../kernel/errors.ts";
import { positiveMinor, rateText, restate, toDecimal } from "../../../../kernel/money.ts";
import { accounts } from "../../accounts/table.ts";
import { recalculateDebt } from "../recalculation.ts";
import { type Debt, debts } from "../table.ts";
import { DebtPaymentCreate, DebtPaymentPatch, DebtPaymentView } from "./contract.ts";
import { convertPayment } from "./conversion.ts";
import { planPayments } from "./reads.ts";
import { type DebtPayment, debtPayments } from "./table.ts";
import { updateTransactionOfPayment } from "./transaction.ts";

type Patch = z.output<typeof DebtPaymentPatch>;

/** Columns that decide what is owed of the debt. */
const DEBT_RECALCULATED_BY = [
  "debtId",
  "showStatus",
  "paymentDate",
  "convertedAmountToDebt",
  "convertedAmountToRepayment",
  "convertedAmountToBase",
] as const satisfies readonly (keyof DebtPayment)[];

/** Leaves the columns as they are that a patch gives in other units. */
const UNCHANGED = { amount: undefined, rateUsedToDebt: undefined, rateUsedToBase: undefined };

/** Payments of debts (spec 4.4). What transactions do to payments is in `reactions.ts`. */
export const debtPaymentEntity = defineEntity({
  name: "debtPayments",
  table: debtPayments,
  contract: { create: DebtPaymentCreate, patch: DebtPaymentPatch, view: DebtPaymentView },
  links: { debtId: "debts", accountId: "accounts" },
  derived: [
    "baseCurrency",
    "rateUsedToBase",
    "convertedAmountToBase",
    "isRateEstimated",
    "rateUsedToDebt",
    "convertedAmountToDebt",
    "relatedTransactionId",
    "isRateToBaseFixed",
    "isRateToDebtFixed",
    "debtCurrency",
    "repaymentCurrency",
    "convertedAmountToRepayment",
    "debtRateToBase",
  ],
  list: {
    filters: {
      debtId: linksTo("debtId"),
      accountId: linksTo("accountId"),
      currency: equals(currencyCode(), "currency"),
      dateFrom: atLeast(day(), "paymentDate"),
      dateTo: atMost(day(), "paymentDate"),
    },
    sorts: ["paymentDate"],
  },

  search: ({ note }) => [note],

  reads: planPayments,

  create(work, input, id) {
    const debt = work.require(debts, input.debtId, "debtId");
    if (debt.isCanceled) throw invalidState("A canceled debt takes no payments", "debtId");
    const currency = input.currency ?? debt.outstandingCurrency;
    const accountId = input.accountId === undefined ? usualAccount(work, debt) : input.accountId;
    return newRow(debtPayments, input, {
      accountId,
      allowOverpay: input.allowOverpay ?? false,
      relatedTransactionId: accountId === null ? null : id,
      ...convertPayment(work, debt, {
        amount: positiveMinor(input.amount, currency, "amount"),
        currency,
        paymentDate: input.paymentDate ?? work.at.today,
        rateToDebt: rateOrNull(input.rateUsedToDebt),
        rateToBase: rateOrNull(input.rateUsedToBase),
      }),
    });
  },

  update(work, row, patch) {
    const { accountId = row.accountId } = patch;
    const converted = keepsConversion(row, patch) ? UNCHANGED : convertAgain(work, row, patch);
    return changedFields(debtPayments, patch, {
      ...converted,
      accountId,
      relatedTransactionId: accountId === null ? null : row.id,
    });
  },

  effects(work, before, after) {
    updateTransactionOfPayment(work, before, after);
    if (before && DEBT_RECALCULATED_BY.every((name) => before[name] === after[name])) return;
    recalculateDebt(work, after.debtId, { mayOverpay: after.allowOverpay || after.showStatus !== "active" });
    if (before && before.debtId !== after.debtId) recalculateDebt(work, before.debtId, { mayOverpay: true });
  },

  view: (row) => ({
    amount: toDecimal(row.amount, row.currency),
    rateUsedToBase: Number(row.rateUsedToBase),
    convertedAmountToBase: toDecimal(row.convertedAmountToBase, row.baseCurrency),
    rateUsedToDebt: Number(row.rateUsedToDebt),
    convertedAmountToDebt: toDecimal(row.convertedAmountToDebt, row.debtCurrency),
  }),
});

/**
 * Checks the input of a payment that is to be created later, by everything that does not depend on the rates of its day.
 * @throws invalid_input, not_found as creating it does
 */
export function checkInput(work: UnitOfWork, { debtId, amount, currency }: z.output<typeof DebtPaymentCreate>): void {
  const debt = work.require(debts, debtId, "debtId");
  positiveMinor(amount, currency ?? debt.outstandingCurrency, "amount");
}

/** The account that payments of the debt leave or reach unless they name another; null when it is not active. */
function usualAccount(work: UnitOfWork, { direction, payFromAccountId, returnToAccountId }: Debt): string | null {
  const id = direction === "i_owe" ? payFromAccountId : returnToAccountId;
  const account = id === null ? undefined : work.find(accounts, id);
  return account?.showStatus === "active" ? account.id : null;
}

/**
 * True when a change names nothing of the conversion, or only what the row has already: clients send whole rows. A rate of
 * null asks for the day's, which a row without a fixed rate has.
 */
function keepsConversion(row: DebtPayment, patch: Patch): boolean {
  const { amount, currency = row.currency, paymentDate = row.paymentDate, rateUsedToDebt, rateUsedToBase } = patch;
  const isOtherRate = (given: number | null | undefined, used: string, isFixed: boolean) =>
    given !== undefined && (given === null ? isFixed : given !== Number(used));
  return (
    row.showStatus !== "deleted" &&
    currency === row.currency &&
    paymentDate === row.paymentDate &&
    (amount === undefined || amount === toDecimal(row.amount, row.currency)) &&
    !isOtherRate(rateUsedToDebt, row.rateUsedToDebt, row.isRateToDebtFixed) &&
    !isOtherRate(rateUsedToBase, row.rateUsedToBase, row.isRateToBaseFixed)
  );
}

/** Rates that the user gave stay unless the currency changes or the change gives others. */
function convertAgain(work: UnitOfWork, row: DebtPayment, patch: Patch) {
  const { amount, currency = row.currency, paymentDate = row.paymentDate, rateUsedToDebt, rateUsedToBase } = patch;
  const rateAfter = (given: number | null | undefined, used: string, isFixed: boolean): string | null => {
    const kept = isFixed && currency === row.currency ? used : null;
    return given === undefined || given === Number(used) ? kept : rateOrNull(given);
  };
  return convertPayment(work, work.require(debts, row.debtId), {
    amount:
      amount === undefined
        ? restate(row.amount, row.currency, currency, "amount")
        : positiveMinor(amount, currency, "amount"),
    currency,
    paymentDate,
    rateToDebt: rateAfter(rateUsedToDebt, row.rateUsedToDebt, row.isRateToDebtFixed),
    rateToBase: rateAfter(rateUsedToBase, row.rateUsedToBase, row.isRateToBaseFixed),
  });
}

const rateOrNull = (rate: number | null | undefined): string | null =>
  typeof rate === "number" ? rateText(rate) : null;
