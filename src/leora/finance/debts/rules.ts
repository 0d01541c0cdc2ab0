import BigDefault from "big.js";
import { invalid } from "../../../kernel/errors.ts";
import { compareText } from "../../../kernel/text.ts";
import { type Day, daysBetween } from "../../../kernel/time.ts";

export const DEBT_DIRECTIONS = ["i_owe", "they_owe_me"] as const;
export type DebtDirection = (typeof DEBT_DIRECTIONS)[number];

export const DEBT_STATUSES = ["active", "paid", "overdue", "canceled"] as const;
export type DebtStatus = (typeof DEBT_STATUSES)[number];

export const INTEREST_MODES = ["simple", "compound"] as const;
export type InterestMode = (typeof INTEREST_MODES)[number];

/** What moves the money of a new debt, and what pays it back. */
export const FUNDING_TYPE = { i_owe: "income", they_owe_me: "expense" } as const;
export const PAYING_TYPE = { i_owe: "expense", they_owe_me: "income" } as const;
/** Where both are shown; neither counts as income or expense. */
export const CATEGORY = { income: "other_income", expense: "other_expense" } as const;

const Decimal = BigDefault();
Decimal.DP = 40;
const HALF_EVEN = 2;
Decimal.RM = HALF_EVEN;

/** Significant digits of a power on its way. */
const PRECISION = 50;
/** Actual/365: every day of the calendar counts, and a year has 365 of them. */
const YEAR_DAYS = 365;

/** What is lent, in minor units, and what it costs; `rate` is percent a year, decimal text, null without interest. */
export interface Terms {
  principal: number;
  startDate: Day;
  mode: InterestMode;
  rate: string | null;
}

/** What is owed at the end of a day: principal, and interest that nobody paid yet. Minor units. */
export interface Balance {
  principal: number;
  interest: number;
  through: Day;
}

/**
 * A balance at a later day; an earlier one changes nothing. One step of accrual, rounded half-even to the minor unit once:
 * - simple: interest += principal × rate/100 × days/365; interest bears none.
 * - compound, daily: principal + interest becomes (principal + interest) × (1 + rate/100/365)^days.
 * Steps end where payments are, so rounding never depends on when somebody looks. Interest stops at the range of amounts.
 */
export function accrue(balance: Balance, { mode, rate }: Pick<Terms, "mode" | "rate">, day: Day): Balance {
  const days = daysBetween(balance.through, day);
  if (days <= 0) return balance;
  const { principal, interest } = balance;
  const room = Number.MAX_SAFE_INTEGER - principal;
  if (rate === null) return { ...balance, through: day };
  const grown = (mode === "simple" ? simple : compound)(principal, interest, new Decimal(rate).div(100), days);
  return { principal, interest: grown.gt(room) ? room : Number(grown.toFixed()), through: day };
}

const simple = (principal: number, interest: number, rate: BigDefault, days: number): BigDefault =>
  new Decimal(principal).times(rate).times(days).div(YEAR_DAYS).round(0, HALF_EVEN).plus(interest);

const compound = (principal: number, interest: number, rate: BigDefault, days: number): BigDefault =>
  growth(rate, days)
    .times(principal + interest)
    .round(0, HALF_EVEN)
    .minus(principal);

/** (1 + rate/365)^days. */
function growth(rate: BigDefault, days: number): BigDefault {
  let result = new Decimal(1);
  let square = rate.div(YEAR_DAYS).plus(1);
  for (let rest = days; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = result.times(square).prec(PRECISION);
    square = square.times(square).prec(PRECISION);
  }
  return result;
}

/** What one unit of principal becomes from one day to another. */
const growthBetween = ({ mode, rate }: Terms, from: Day, to: Day): BigDefault => {
  const share = new Decimal(rate ?? 0).div(100);
  const days = daysBetween(from, to);
  return mode === "simple" ? share.times(days).div(YEAR_DAYS).plus(1) : growth(share, days);
};

/** The amount that, paid on each of the days, leaves nothing: principal ÷ the sum of the days' discounts. */
export function levelPayment(terms: Terms, days: readonly Day[]): number {
  let [discount, discounts, before] = [new Decimal(1), new Decimal(0), terms.startDate];
  for (const day of days) {
    discount = discount.div(growthBetween(terms, before, day));
    discounts = discounts.plus(discount);
    before = day;
  }
  // So dear that all of it is interest, to 40 decimals.
  if (discounts.eq(0)) return 0;
  return Number(new Decimal(terms.principal).div(discounts).round(0, HALF_EVEN).toFixed());
}

/** A payment in the currency the debt is counted in. */
export interface Payment {
  id: string;
  date: Day;
  amount: number;
  createdAt: number;
}

/** Where all payments lead, in minor units. */
export interface Ledger extends Balance {
  paid: number;
  /** What came in beyond what was owed at the time. */
  overpaid: number;
  /** Null while something is owed. */
  lastPayment: Payment | null;
}

/**
 * Replays a debt from its first day: a payment covers the interest accrued to its day first, then principal. Payments of
 * one day follow each other as they were recorded; one dated before the debt began counts from its first day.
 * @throws invalid_input when the payments sum to more than an amount can be
 */
export function replay(terms: Terms, payments: readonly Payment[]): Ledger {
  let balance: Balance = { principal: terms.principal, interest: 0, through: terms.startDate };
  let [paid, overpaid] = [0, 0];
  const ordered = payments.toSorted(inOrder);
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

const inOrder = (a: Payment, b: Payment): number =>
  compareText(a.date, b.date) || a.createdAt - b.createdAt || compareText(a.id, b.id);

/** The columns of a debt that tell what is owed. */
export interface Owing {
  isFixedRepaymentAmount: boolean;
  principalAmount: number;
  repaymentAmount: number | null;
  startDate: Day;
  interestMode: InterestMode | null;
  interestRateAnnual: string | null;
}

/** A fixed repayment amount is all there is to repay, in the repayment currency: it holds whatever interest there is. */
export const isFixed = ({ isFixedRepaymentAmount, repaymentAmount }: Owing): boolean =>
  isFixedRepaymentAmount && repaymentAmount !== null;

export const termsOf = (debt: Owing): Terms => ({
  principal: isFixed(debt) ? (debt.repaymentAmount ?? 0) : debt.principalAmount,
  startDate: debt.startDate,
  mode: debt.interestMode ?? "simple",
  rate: isFixed(debt) ? null : debt.interestRateAnnual,
});

export interface Standing extends Owing {
  isCanceled: boolean;
  settledAt: number | null;
  outstandingPrincipal: number;
  unpaidInterest: number;
  interestThrough: Day;
}

/** What is owed on a day, minor units; a canceled debt is owed by nobody. The day is not before the last payment. */
export function owedOn(debt: Standing, day: Day): Balance {
  if (debt.isCanceled) return { principal: 0, interest: 0, through: day };
  const { outstandingPrincipal: principal, unpaidInterest: interest, interestThrough: through } = debt;
  return accrue({ principal, interest, through }, termsOf(debt), day);
}

/** A debt falls overdue when its due day is over. */
export function statusOn(
  { isCanceled, settledAt, dueDate }: Pick<Standing, "isCanceled" | "settledAt"> & { dueDate: Day | null },
  today: Day,
): DebtStatus {
  if (isCanceled) return "canceled";
  if (settledAt !== null) return "paid";
  return dueDate !== null && dueDate < today ? "overdue" : "active";
}
