import { allocate } from "../../../kernel/money.ts";
import { addDays, type Day, daysBetween } from "../../../kernel/time.ts";
import { LIMITS } from "../../../limits.ts";
import { accrue, type Balance, type BalanceColumns, type LoanTerms, levelPayment, termsOf } from "./rules.ts";
import { addMonths, type Frequency, parseScheduleHint, type ScheduleHint } from "./schedule-hint.ts";

// The repayment plan of a debt: its installments, and which of them are paid.

export const INSTALLMENT_STATUSES = ["paid", "due", "overdue", "upcoming"] as const;
export type InstallmentStatus = (typeof INSTALLMENT_STATUSES)[number];

/** Installments of a debt without a due day and a number of payments. */
const COUNT_WITHOUT_END = 12;

/** One payment of the plan, without what was paid of it. Amounts are minor units of the debt's outstanding currency. */
interface PlannedInstallment {
  dueDate: Day;
  principal: number;
  interest: number;
}

export interface Installment extends PlannedInstallment {
  /** From 1. */
  number: number;
  /** Principal and interest. */
  amount: number;
  paidAmount: number;
  status: InstallmentStatus;
}

type DebtWithSchedule = BalanceColumns & { dueDate: Day | null; scheduleHint: string | null; totalPaid: number };

/**
 * The plan that a debt began with, and what is paid of it on a day. Equal installments fall on the days of its hint; each
 * covers the interest since the one before and then principal, the last one also what rounding left. Payments pay the
 * installments in order, whatever the days of the payments. The last installment is paid when the debt is; a canceled
 * debt has no plan.
 */
export function scheduleOf(debt: DebtWithSchedule, today: Day): Installment[] {
  if (debt.isCanceled) return [];
  const terms = termsOf(debt);
  const plan = installments(terms, dueDays(parseScheduleHint(debt.scheduleHint), debt.startDate, debt.dueDate));
  const isPaid = debt.settledAt !== null;
  let unassigned = debt.totalPaid;
  return plan.map(({ principal, interest, dueDate }, index) => {
    const amount = principal + interest;
    const paidAmount = isPaid ? amount : Math.min(unassigned, amount);
    unassigned -= paidAmount;
    const isCovered = paidAmount === amount && (isPaid || index < plan.length - 1);
    const status = isCovered ? "paid" : dueDate < today ? "overdue" : dueDate === today ? "due" : "upcoming";
    return { number: index + 1, dueDate, amount, principal, interest, paidAmount, status };
  });
}

/** The installments on these days, without interest in equal parts, with interest as equal payments. */
function installments(terms: LoanTerms, days: readonly Day[]): PlannedInstallment[] {
  if (days.length === 0) return [];
  if (terms.rate === null) {
    const parts = allocate(
      terms.principal,
      days.map(() => 1),
    );
    return days.map((dueDate, index) => ({ dueDate, principal: parts[index] ?? 0, interest: 0 }));
  }
  const level = levelPayment(terms, days);
  let balance: Balance = { principal: terms.principal, interest: 0, through: terms.startDate };
  return days.map((dueDate, index) => {
    balance = accrue(balance, terms, dueDate);
    const { interest } = balance;
    const isLast = index === days.length - 1;
    const principal = isLast ? balance.principal : Math.min(Math.max(level - interest, 0), balance.principal);
    balance = { ...balance, principal: balance.principal - principal, interest: 0 };
    return { dueDate, principal, interest };
  });
}

/** The days of a hint's payments, after the first day of the debt and up to its due day, which is always the last one. */
function dueDays({ frequency, count }: ScheduleHint, startDate: Day, dueDate: Day | null): Day[] {
  if (frequency === null && count === null) return dueDate === null ? [] : [dueDate];
  const dayOf = frequency ?? evenIntervals(startDate, dueDate, count ?? 1);
  const last = count ?? (dueDate === null ? COUNT_WITHOUT_END : LIMITS.finance.installments);
  const days: Day[] = [];
  for (let number = 1; days.length < last; number += 1) {
    const day = dayOf(startDate, number);
    if (day === days.at(-1)) break;
    if (dueDate !== null && (day >= dueDate || days.length === last - 1)) return [...days, dueDate];
    days.push(day);
  }
  return days;
}

/**
 * As many equal intervals as there are payments: months for a debt without a due day; up to a due day whole months where
 * that comes out even, else days.
 */
function evenIntervals(startDate: Day, dueDate: Day | null, count: number): Frequency {
  if (dueDate === null) return addMonths;
  const total = daysBetween(startDate, dueDate);
  const months = Math.round(total / 30.44 / count);
  if (months >= 1 && addMonths(startDate, months * count) === dueDate) {
    return (start, number) => addMonths(start, months * number);
  }
  return (start, number) => addDays(start, Math.round((total * number) / count));
}
