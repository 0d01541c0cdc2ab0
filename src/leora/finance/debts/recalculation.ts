import type { RowOf } from "../../../engine/columns.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { invalidState } from "../../../kernel/errors.ts";
import { counterparties } from "../counterparties/table.ts";
import { debtPayments } from "./payments/table.ts";
import { isFixed, replay, statusOn, termsOf } from "./rules.ts";
import { debts } from "./table.ts";

export type Debt = RowOf<typeof debts>;
export type DebtPayment = RowOf<typeof debtPayments>;

/** The payments of a debt that are not deleted. */
export const paymentsMade = (work: UnitOfWork, debtId: string): DebtPayment[] =>
  work.rowsBy(debtPayments, { debtId }).filter(({ showStatus }) => showStatus !== "deleted");

/** The payments of a debt that count: archived ones do not. */
const paymentsOf = (work: UnitOfWork, debtId: string): DebtPayment[] =>
  paymentsMade(work, debtId).filter(({ showStatus }) => showStatus === "active");

/** The counterparty that a transaction of the debt names: none once it is put away, for then nothing new may link to it. */
export function partnerOf(work: UnitOfWork, { counterpartyId }: Debt): string | null {
  const partner = counterpartyId === null ? undefined : work.find(counterparties, counterpartyId);
  return partner?.showStatus === "active" ? partner.id : null;
}

/**
 * Replays a debt's payments and writes what follows from them and the calendar into its row. A deleted debt stays as it is.
 * @param mayOverpay whether more than what is owed may come in
 * @param field what the caller sets, named by the refusal
 * @throws invalid_state otherwise
 */
export function settleDebt(work: UnitOfWork, debtId: string, mayOverpay: boolean, field = "amount"): void {
  const known = work.find(debts, debtId);
  if (!known || known.showStatus === "deleted") return;
  // Pinned: a payment that arrives meanwhile is part of the replay or makes it start again.
  const debt = work.guardRow(debts, debtId);
  const payments = paymentsOf(work, debtId);
  const ledger = replay(
    termsOf(debt),
    payments.map((payment) => ({
      id: payment.id,
      date: payment.paymentDate,
      amount: isFixed(debt) ? payment.convertedAmountToRepayment : payment.convertedAmountToDebt,
      createdAt: payment.createdAt,
    })),
  );
  if (ledger.overpaid > debt.overpaidAmount && !mayOverpay) {
    throw invalidState("This is more than what is owed; `allowOverpay` allows it", field);
  }
  const last = payments.find(({ id }) => id === ledger.lastPayment?.id);
  const settledAt = last ? (debt.settledAt ?? work.now) : null;
  work.update(debts, debtId, {
    outstandingCurrency: isFixed(debt) ? (debt.repaymentCurrency ?? debt.principalCurrency) : debt.principalCurrency,
    outstandingPrincipal: ledger.principal,
    unpaidInterest: ledger.interest,
    interestThrough: ledger.through,
    totalPaid: ledger.paid,
    overpaidAmount: ledger.overpaid,
    totalPaidInRepaymentCurrency: sum(payments.map((payment) => payment.convertedAmountToRepayment)),
    settledAt,
    finalRateUsed: last ? last.debtRateToBase : null,
    finalProfitLoss: last ? profitOf(debt, payments) : null,
    finalProfitLossCurrency: last ? debt.baseCurrency : null,
    status: statusOn({ ...debt, settledAt }, work.at.today),
  });
}

/** What the user gained between lending and getting back, or between borrowing and paying back; base currency. */
function profitOf({ direction, principalBaseValue }: Debt, payments: readonly DebtPayment[]): number {
  const paid = sum(payments.map((payment) => payment.convertedAmountToBase));
  return direction === "they_owe_me" ? paid - principalBaseValue : principalBaseValue - paid;
}

/** Payments are far fewer than what would leave the exact range; past it the sum stands at its end. */
const sum = (amounts: readonly number[]): number =>
  Math.min(
    amounts.reduce((so, amount) => so + amount, 0),
    Number.MAX_SAFE_INTEGER,
  );
