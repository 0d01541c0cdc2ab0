import BigDefault from "big.js";
import { invalid } from "../../../kernel/errors.ts";
import { compareText } from "../../../kernel/text.ts";
import { type Day, daysBetween } from "../../../kernel/time.ts";

// What is owed of a debt: interest, payments, and the status that follows from them. Amounts are minor units.

export const DEBT_DIRECTIONS = ["i_owe", "they_owe_me"] as const;
export type DebtDirection = (typeof DEBT_DIRECTIONS)[number];

export const DEBT_STATUSES = ["active", "paid", "overdue", "canceled"] as const;
export type DebtStatus = (typeof DEBT_STATUSES)[number];

export const INTEREST_MODES = ["simple", "compound"] as const;
export type InterestMode = (typeof INTEREST_MODES)[number];

/** The type of the transaction that funds a debt, and of those that pay it, by the debt's direction. */
export const FUNDING_TYPE = { i_owe: "income", they_owe_me: "expense" } as const;
export const PAYING_TYPE = { i_owe: "expense", they_owe_me: "income" } as const;
/** The category of these transactions by their type. They count neither as income nor as expense in reports. */
export const CATEGORY = { income: "other_income", expense: "other_expense" } as const;

/** Division keeps 40 decimals, far more than any amount has, so that rounding a result again makes no difference. */
const Decimal = BigDefault();
Decimal.DP = 40;
const HALF_EVEN = 2;
Decimal.RM = HALF_EVEN;

/** Significant digits of the intermediate results when a power is computed. */
const PRECISION = 50;
/** Actual/365: every day of the calendar counts, and a year has 365 of them. */
const YEAR_DAYS = 365;

/** What is lent and what it costs. */
export interface LoanTerms {
  principal: number;
  startDate: Day;
  mode: InterestMode;
  /** Percent a year, decimal text; null without interest. */
  rate: string | null;
}

/** What is owed at the end of the day `through`: principal, and interest that no payment has covered yet. */
export interface Balance {
  principal: number;
  interest: number;
  through: Day;
}

/**
 * The balance at the end of a later day; an earlier day leaves it as it is. One step of accrual is rounded half to even
 * to the minor unit once:
 * - simple: interest += principal × rate/100 × days/365; interest bears no interest.
 * - compound, daily: principal + interest becomes (principal + interest) × (1 + rate/100/365)^days.
 *
 * What is stored is a balance on the day of a payment, so the result does not depend on how often it is read.
 * Interest stops growing where principal and interest together would exceed the range of amounts.
 */
export function accrue(balance: Balance, { mode, rate }: Pick<LoanTerms, "mode" | "rate">, day: Day): Balance {
  const days = daysBetween(balance.through, day);
  if (days <= 0) return balance;
  const { principal, interest } = balance;
  if (rate === null) return { ...balance, through: day };
  const interestAfter = mode === "simple" ? simpleInterest : compoundInterest;
  const accrued = interestAfter(principal, interest, new Decimal(rate).div(100), days);
  const most = Number.MAX_SAFE_INTEGER - principal;
  return { principal, interest: accrued.gt(most) ? most : Number(accrued.toFixed()), through: day };
}

/** All interest that is owed some days later, `interest` included; `rate` is a fraction a year, 0.24 for 24 %. */
const simpleInterest = (principal: number, interest: number, rate: BigDefault, days: number): BigDefault =>
  new Decimal(principal).times(rate).times(days).div(YEAR_DAYS).round(0, HALF_EVEN).plus(interest);

const compoundInterest = (principal: number, interest: number, rate: BigDefault, days: number): BigDefault =>
  growth(rate, days)
    .times(principal + interest)
    .round(0, HALF_EVEN)
    .minus(principal);

/** Results of `growth`, the latest ones. A push that pays one debt 500 times asks for the same ones a hundred thousand times. */
const growths = new Map<string, BigDefault>();
const GROWTHS_KEPT = 5_000;

function growth(rate: BigDefault, days: number): BigDefault {
  const key = `${rate.toFixed()} ${days}`;
  const known = growths.get(key);
  if (known) return known;
  if (growths.size >= GROWTHS_KEPT) growths.clear();
  const result = power(rate, days);
  growths.set(key, result);
  return result;
}

/** (1 + rate/365)^days, by repeated squaring. */
function power(rate: BigDefault, days: number): BigDefault {
  let result = new Decimal(1);
  let square = rate.div(YEAR_DAYS).plus(1);
  for (let exponent = days; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) result = result.times(square).prec(PRECISION);
    square = square.times(square).prec(PRECISION);
  }
  return result;
}

/** What one unit of principal becomes from one day to another. */
const growthBetween = ({ mode, rate }: LoanTerms, from: Day, to: Day): BigDefault => {
  const yearly = new Decimal(rate ?? 0).div(100);
  const days = daysBetween(from, to);
  return mode === "simple" ? yearly.times(days).div(YEAR_DAYS).plus(1) : growth(yearly, days);
};

/**
 * The amount that, paid on each of the days, leaves nothing: the principal divided by the sum of the days' discount
 * factors. 0 when interest is so high that these vanish: then every payment is interest.
 */
export function levelPayment(terms: LoanTerms, days: readonly Day[]): number {
  let [discount, discounts, before] = [new Decimal(1), new Decimal(0), terms.startDate];
  for (const day of days) {
    discount = discount.div(growthBetween(terms, before, day));
    discounts = discounts.plus(discount);
    before = day;
  }
  if (discounts.eq(0)) return 0;
  return Number(new Decimal(terms.principal).div(discounts).round(0, HALF_EVEN).toFixed());
}

/** A payment in the outstanding currency of its debt. */
export interface Payment {
  id: string;
  date: Day;
  amount: number;
  createdAt: number;
}

/** The balance after all payments, as of the day of the last one. */
export interface BalanceAfterPayments extends Balance {
  paid: number;
  /** What was paid beyond what was owed at the time. */
  overpaid: number;
  /** The payment that paid the debt off; null while something is owed. */
  lastPayment: Payment | null;
}

/**
 * Applies all payments to a debt from its first day: a payment covers the interest accrued to its day first, then
 * principal. Payments of one day are applied as they were recorded, those dated before the debt began on its first day.
 * @throws invalid_input when the payments sum to more than an amount can be
 */
export function applyPayments(terms: LoanTerms, payments: readonly Payment[]): BalanceAfterPayments {
  let balance: Balance = { principal: terms.principal, interest: 0, through: terms.startDate };
  let [paid, overpaid] = [0, 0];
  const ordered = payments.toSorted(byDay);
  for (const { date, amount } of ordered) {
    balance = accrue(balance, terms, date);
    const interest = Math.min(amount, balance.interest);
    const principal = Math.min(amount - interest, balance.principal);
    balance = { ...balance, interest: balance.interest - interest, principal: balance.principal - principal };
    overpaid += amount - interest - principal;
    paid += amount;
    if (!Number.isSafeInteger(paid)) throw invalid("amount", "The payments are too much to count");
  }
  const isPaid = balance.principal + balance.interest === 0;
  return { ...balance, paid, overpaid, lastPayment: isPaid ? (ordered.at(-1) ?? null) : null };
}

const byDay = (a: Payment, b: Payment): number =>
  compareText(a.date, b.date) || a.createdAt - b.createdAt || compareText(a.id, b.id);

/** The columns of a debt that its terms follow from. */
export interface TermsColumns {
  isFixedRepaymentAmount: boolean;
  principalAmount: number;
  repaymentAmount: number | null;
  startDate: Day;
  interestMode: InterestMode | null;
  interestRateAnnual: string | null;
}

/** With a fixed repayment amount, that amount in the repayment currency is what is owed, and no interest beside it. */
export const isFixed = ({ isFixedRepaymentAmount, repaymentAmount }: TermsColumns): boolean =>
  isFixedRepaymentAmount && repaymentAmount !== null;

export const termsOf = (debt: TermsColumns): LoanTerms => ({
  principal: isFixed(debt) ? (debt.repaymentAmount ?? 0) : debt.principalAmount,
  startDate: debt.startDate,
  mode: debt.interestMode ?? "simple",
  rate: isFixed(debt) ? null : debt.interestRateAnnual,
});

/** The columns of a debt from which it is computed what is owed on a day. */
export interface BalanceColumns extends TermsColumns {
  isCanceled: boolean;
  settledAt: number | null;
  outstandingPrincipal: number;
  unpaidInterest: number;
  interestThrough: Day;
}

/** What is owed on a day, which is not before the last payment; nothing when the debt is canceled. */
export function owedOn(debt: BalanceColumns, day: Day): Balance {
  if (debt.isCanceled) return { principal: 0, interest: 0, through: day };
  const { outstandingPrincipal: principal, unpaidInterest: interest, interestThrough: through } = debt;
  return accrue({ principal, interest, through }, termsOf(debt), day);
}

/** The status of a debt on a day: it is overdue when its due day is over. */
export function statusOn(
  { isCanceled, settledAt, dueDate }: Pick<BalanceColumns, "isCanceled" | "settledAt"> & { dueDate: Day | null },
  today: Day,
): DebtStatus {
  if (isCanceled) return "canceled";
  if (settledAt !== null) return "paid";
  return dueDate !== null && dueDate < today ? "overdue" : "active";
}
