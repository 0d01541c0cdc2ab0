import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { invalidState, limitReached } from "../../../kernel/errors.ts";
import { LIMITS } from "../../../limits.ts";
import { type DebtPayment, debtPayments } from "./payments/table.ts";
import { applyPayments, isFixed, statusOn, termsOf } from "./rules.ts";
import { type Debt, debts } from "./table.ts";

// What follows from the payments of a debt: what is owed, what was paid, and whether it is paid off.

/** The payments of a debt, archived ones included and deleted ones not. */
export const paymentsOf = (work: UnitOfWork, debtId: string): DebtPayment[] =>
  work.rowsBy(debtPayments, { debtId }).filter(({ showStatus }) => showStatus !== "deleted");

interface Options {
  /** Whether more than what is owed may come in. */
  mayOverpay: boolean;
  /** The field that the client has set, which a refusal names; `amount` unless given. */
  field?: string;
}

/**
 * Computes the derived columns of a debt anew from its active payments and the calendar. A deleted debt stays as it is.
 * @throws limit_reached when the debt has too many payments; invalid_state on `field` when the payments bring more than what is owed and more than before
 */
export function recalculateDebt(work: UnitOfWork, debtId: string, { mayOverpay, field = "amount" }: Options): void {
  const stored = work.find(debts, debtId);
  if (!stored || stored.showStatus === "deleted") return;
  // A payment that arrives meanwhile changes the debt's row: with the guard, this write then starts again and sees it.
  const debt = work.guardRow(debts, debtId);
  const known = paymentsOf(work, debtId);
  if (known.length > LIMITS.finance.paymentsOfDebt) {
    throw limitReached(`A debt has at most ${LIMITS.finance.paymentsOfDebt} payments`, "debtId");
  }
  const payments = known.filter(({ showStatus }) => showStatus === "active");
  const result = applyPayments(
    termsOf(debt),
    payments.map((payment) => ({
      id: payment.id,
      date: payment.paymentDate,
      amount: isFixed(debt) ? payment.convertedAmountToRepayment : payment.convertedAmountToDebt,
      createdAt: payment.createdAt,
    })),
  );
  if (result.overpaid > debt.overpaidAmount && !mayOverpay) {
    throw invalidState("This is more than what is owed; `allowOverpay` allows it", field);
  }
  const last = payments.find(({ id }) => id === result.lastPayment?.id);
  const settledAt = last ? (debt.settledAt ?? work.now) : null;
  work.update(debts, debtId, {
    outstandingCurrency: isFixed(debt) ? (debt.repaymentCurrency ?? debt.principalCurrency) : debt.principalCurrency,
    outstandingPrincipal: result.principal,
    unpaidInterest: result.interest,
    interestThrough: result.through,
    totalPaid: result.paid,
    overpaidAmount: result.overpaid,
    totalPaidInRepaymentCurrency: sumOf(payments.map((payment) => payment.convertedAmountToRepayment)),
    settledAt,
    finalRateUsed: last ? last.debtRateToBase : null,
    finalProfitLoss: last ? profitOf(debt, payments) : null,
    finalProfitLossCurrency: last ? debt.baseCurrency : null,
    status: statusOn({ ...debt, settledAt }, work.at.today),
  });
}

/**
 * What the user gained between lending and getting back, or between borrowing and paying back, in minor units of the base
 * currency; negative when it was a loss.
 */
function profitOf({ direction, principalBaseValue }: Debt, payments: readonly DebtPayment[]): number {
  const paid = sumOf(payments.map((payment) => payment.convertedAmountToBase));
  return direction === "they_owe_me" ? paid - principalBaseValue : principalBaseValue - paid;
}

/** A sum of minor units; one that leaves the range of exact numbers, which no real debt reaches, ends at its bound. */
const sumOf = (amounts: readonly number[]): number =>
  Math.min(
    amounts.reduce((total, amount) => total + amount, 0),
    Number.MAX_SAFE_INTEGER,
  );
