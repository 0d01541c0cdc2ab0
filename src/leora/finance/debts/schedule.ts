import { allocate } from "../../../kernel/money.ts";
import { addDays, type Day, daysBetween } from "../../../kernel/time.ts";
import { accrue, type Balance, levelPayment, type Standing, type Terms, termsOf } from "./rules.ts";
import { addMonths, type Hint, type Rhythm, readHint } from "./schedule-hint.ts";

export const INSTALLMENT_STATUSES = ["paid", "due", "overdue", "upcoming"] as const;
export type InstallmentStatus = (typeof INSTALLMENT_STATUSES)[number];

/** A debt that nobody gave an end is shown a year of monthly payments, or as many of another rhythm. */
const COUNT_WITHOUT_END = 12;
const COUNT_MAX = 600;

/** One payment of a plan; minor units of the debt's outstanding currency. */
export interface Installment {
  number: number;
  dueDate: Day;
  amount: number;
  principal: number;
  interest: number;
  paidAmount: number;
  status: InstallmentStatus;
}

type Planned = Standing & { dueDate: Day | null; scheduleHint: string | null; totalPaid: number };

/**
 * The plan that a debt began with: equal installments on the days of its hint, each covering the interest since the one
 * before and then principal; the last one takes what rounding left. Payments fill installments in order, whatever their
 * day. A canceled debt has no plan; the last installment is paid when the debt is.
 */
export function scheduleOf(debt: Planned, today: Day): Installment[] {
  if (debt.isCanceled) return [];
  const terms = termsOf(debt);
  const plan = installments(terms, dueDays(readHint(debt.scheduleHint), debt.startDate, debt.dueDate));
  const isPaid = debt.settledAt !== null;
  let left = debt.totalPaid;
  return plan.map(({ principal, interest, dueDate }, index) => {
    const amount = principal + interest;
    const paidAmount = isPaid ? amount : Math.min(left, amount);
    left -= paidAmount;
    const isCovered = paidAmount === amount && (isPaid || index < plan.length - 1);
    const status = isCovered ? "paid" : dueDate < today ? "overdue" : dueDate === today ? "due" : "upcoming";
    return { number: index + 1, dueDate, amount, principal, interest, paidAmount, status };
  });
}

interface Part {
  dueDate: Day;
  principal: number;
  interest: number;
}

function installments(terms: Terms, days: readonly Day[]): Part[] {
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

/** The days a hint means, after the first day and up to the due day, which is always the last one. */
export function dueDays(hint: Hint, startDate: Day, dueDate: Day | null): Day[] {
  const { count } = hint;
  if (hint.every === null && count === null) return dueDate === null ? [] : [dueDate];
  const every = hint.every ?? evenly(startDate, dueDate, count ?? 1);
  const last = count ?? (dueDate === null ? COUNT_WITHOUT_END : COUNT_MAX);
  const days: Day[] = [];
  for (let number = 1; days.length < last; number += 1) {
    const day = every(startDate, number);
    if (day === days.at(-1)) break;
    if (dueDate !== null && (day >= dueDate || days.length === last - 1)) return [...days, dueDate];
    days.push(day);
  }
  return days;
}

/** As many parts as asked, a month each; up to a due day in whole months where it allows, else in days. */
function evenly(startDate: Day, dueDate: Day | null, count: number): Rhythm {
  if (dueDate === null) return addMonths;
  const total = daysBetween(startDate, dueDate);
  const months = Math.round(total / 30.44 / count);
  if (months >= 1 && addMonths(startDate, months * count) === dueDate) {
    return (start, number) => addMonths(start, months * number);
  }
  return (start, number) => addDays(start, Math.round((total * number) / count));
}
