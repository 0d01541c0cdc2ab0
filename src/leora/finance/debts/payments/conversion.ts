import type { OwnColumns, RowOf } from "../../../../engine/columns.ts";
import type { UnitOfWork } from "../../../../engine/unit-of-work.ts";
import { invalid } from "../../../../kernel/errors.ts";
import { convertMinor, divideRates } from "../../../../kernel/money.ts";
import type { Day } from "../../../../kernel/time.ts";
import { rateOn } from "../../fx/reads.ts";
import type { debts } from "../table.ts";
import type { debtPayments } from "./table.ts";

type Own = OwnColumns<typeof debtPayments>;
type Debt = RowOf<typeof debts>;

/** What was paid and when, and the rates that the user fixed: decimal text, null where the day decides. */
export interface Paid {
  amount: number;
  currency: string;
  paymentDate: Day;
  rateToDebt: string | null;
  rateToBase: string | null;
}

type Converted = Pick<
  Own,
  | "amount"
  | "currency"
  | "paymentDate"
  | "baseCurrency"
  | "rateUsedToBase"
  | "convertedAmountToBase"
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
 * A payment in every currency its debt knows. Its own rates win, then the debt's `customRateUsed` between principal and
 * repayment currency, then the day's.
 * @throws fx_rate_unavailable; invalid_input when nothing would arrive, or more than an amount can be
 */
export function converted(work: UnitOfWork, debt: Debt, paid: Paid): Converted {
  const { amount, currency, paymentDate: date } = paid;
  const { principalCurrency, baseCurrency, customRateUsed: custom } = debt;
  const repaymentCurrency = debt.repaymentCurrency ?? principalCurrency;
  const rateTo = (to: string, fixed: string | null): string =>
    currency === to ? "1" : (fixed ?? rateOn(work, currency, to, date));
  const agreed = (from: string, rate: string | null) => (custom !== null && currency === from ? rate : null);
  const toDebt = agreed(repaymentCurrency, custom && divideRates("1", custom));
  const rateUsedToDebt = rateTo(principalCurrency, paid.rateToDebt ?? toDebt);
  const rateUsedToBase = rateTo(baseCurrency, paid.rateToBase);
  const rateToRepayment =
    repaymentCurrency === principalCurrency
      ? rateUsedToDebt
      : rateTo(repaymentCurrency, agreed(principalCurrency, custom));
  const into = (to: string, rate: string) => convertMinor(amount, currency, to, rate, "amount");
  const own: Converted = {
    amount,
    currency,
    paymentDate: date,
    baseCurrency,
    rateUsedToBase,
    convertedAmountToBase: into(baseCurrency, rateUsedToBase),
    rateUsedToDebt,
    convertedAmountToDebt: into(principalCurrency, rateUsedToDebt),
    isRateToBaseFixed: paid.rateToBase !== null && currency !== baseCurrency,
    isRateToDebtFixed: paid.rateToDebt !== null && currency !== principalCurrency,
    debtCurrency: principalCurrency,
    repaymentCurrency,
    convertedAmountToRepayment: into(repaymentCurrency, rateToRepayment),
    debtRateToBase: rateOn(work, principalCurrency, baseCurrency, date),
  };
  if (own.convertedAmountToDebt === 0 || own.convertedAmountToRepayment === 0) {
    throw invalid("amount", "Too little: nothing of the debt would be paid");
  }
  return own;
}
