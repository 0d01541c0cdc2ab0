import type { UnitOfWork } from "../../../../engine/unit-of-work.ts";
import { invalid } from "../../../../kernel/errors.ts";
import { convertMinor, divideRates } from "../../../../kernel/money.ts";
import type { Day } from "../../../../kernel/time.ts";
import { rateOn, rateOrOldestOn } from "../../fx/reads.ts";
import type { Debt } from "../table.ts";
import type { DebtPayment } from "./table.ts";

/** What was paid and when. */
export interface PaidAmount {
  /** Minor units of `currency`. */
  amount: number;
  currency: string;
  paymentDate: Day;
  /** Rates that the user gave, decimal text: units of the principal's or the base currency for one of `currency`. */
  rateToDebt: string | null;
  rateToBase: string | null;
}

type ConvertedAmounts = Pick<
  DebtPayment,
  | "amount"
  | "currency"
  | "paymentDate"
  | "baseCurrency"
  | "rateUsedToBase"
  | "convertedAmountToBase"
  | "isRateEstimated"
  | "rateUsedToDebt"
  | "convertedAmountToDebt"
  | "isRateToBaseFixed"
  | "isRateToDebtFixed"
  | "debtCurrency"
  | "repaymentCurrency"
  | "convertedAmountToRepayment"
  | "debtRateToBase"
>;

/**
 * A payment in the currencies of its debt: the principal's, the one of repayment, and the base currency. Rates that the
 * user gave for the payment come first, then the debt's `customRateUsed` between principal and repayment currency, then those of
 * the payment's day. What is owed never changes by an estimate; the base amount may be one.
 * @throws fx_rate_unavailable; invalid_input on `amount` when nothing would arrive, or more than an amount can be
 */
export function convertPayment(work: UnitOfWork, debt: Debt, paid: PaidAmount): ConvertedAmounts {
  const { amount, currency, paymentDate } = paid;
  const { principalCurrency, baseCurrency, customRateUsed } = debt;
  const repaymentCurrency = debt.repaymentCurrency ?? principalCurrency;
  const rateTo = (to: string, givenRate: string | null): string =>
    currency === to ? "1" : (givenRate ?? rateOn(work, currency, to, paymentDate));
  const customRateToDebt =
    customRateUsed !== null && currency === repaymentCurrency ? divideRates("1", customRateUsed) : null;
  const customRateToRepayment = currency === principalCurrency ? customRateUsed : null;
  const rateUsedToDebt = rateTo(principalCurrency, paid.rateToDebt ?? customRateToDebt);
  const toBase =
    paid.rateToBase !== null && currency !== baseCurrency
      ? { rate: paid.rateToBase, isEstimated: false }
      : rateOrOldestOn(work, currency, baseCurrency, paymentDate);
  const debtToBase = rateOrOldestOn(work, principalCurrency, baseCurrency, paymentDate);
  const rateToRepayment =
    repaymentCurrency === principalCurrency ? rateUsedToDebt : rateTo(repaymentCurrency, customRateToRepayment);
  const convertTo = (to: string, rate: string) => convertMinor(amount, currency, to, rate, "amount");
  const converted: ConvertedAmounts = {
    amount,
    currency,
    paymentDate,
    baseCurrency,
    rateUsedToBase: toBase.rate,
    convertedAmountToBase: convertTo(baseCurrency, toBase.rate),
    isRateEstimated: toBase.isEstimated || debtToBase.isEstimated,
    rateUsedToDebt,
    convertedAmountToDebt: convertTo(principalCurrency, rateUsedToDebt),
    isRateToBaseFixed: paid.rateToBase !== null && currency !== baseCurrency,
    isRateToDebtFixed: paid.rateToDebt !== null && currency !== principalCurrency,
    debtCurrency: principalCurrency,
    repaymentCurrency,
    convertedAmountToRepayment: convertTo(repaymentCurrency, rateToRepayment),
    debtRateToBase: debtToBase.rate,
  };
  if (converted.convertedAmountToDebt === 0 || converted.convertedAmountToRepayment === 0) {
    throw invalid("amount", "Too little: nothing of the debt would be paid");
  }
  return converted;
}
