import type { z } from "zod";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { invalid } from "../../../kernel/errors.ts";
import { convertMinor, positiveMinor, rateText, restate, toDecimal } from "../../../kernel/money.ts";
import { rateOn, rateOrOldestOn } from "../fx/reads.ts";
import { valueAfter } from "../transactions/amounts.ts";
import type { DebtCreate, DebtPatch } from "./contract.ts";
import { counterpartyNameAfter } from "./counterparty.ts";
import type { Debt } from "./table.ts";

// The columns of a debt that a change computes rather than copies: amounts, rates, interest, and the columns that depend on these.

/** Columns that the computed ones depend on: each is given by a client, or stays as it was. */
type Stated = Pick<Debt, "counterpartyId" | "isFixedRepaymentAmount" | "startDate" | "dueDate">;

type Money = Pick<
  Debt,
  | "principalAmount"
  | "principalCurrency"
  | "decimalPrincipal"
  | "principalOriginalAmount"
  | "principalOriginalCurrency"
  | "repaymentCurrency"
  | "repaymentAmount"
>;
type Interest = Pick<Debt, "interestMode" | "interestRateAnnual">;
type Rates = Pick<
  Debt,
  "rateOnStart" | "principalBaseValue" | "isRateEstimated" | "repaymentRateOnStart" | "customRateUsed"
>;

/** The computed columns. */
type Amounts = Money & Interest & Rates & Pick<Debt, "counterpartyName" | "baseCurrency">;

type Patch = z.output<typeof DebtPatch> | z.output<typeof DebtCreate>;

/** The columns of a new debt before any of them is computed. */
export const emptyAmounts = (
  { principalCurrency, startDate }: z.output<typeof DebtCreate>,
  baseCurrency: string,
): Stated & Amounts => ({
  counterpartyId: null,
  counterpartyName: "",
  principalAmount: 0,
  principalCurrency,
  decimalPrincipal: 0,
  principalOriginalAmount: null,
  principalOriginalCurrency: null,
  baseCurrency,
  rateOnStart: "1",
  principalBaseValue: 0,
  isRateEstimated: false,
  repaymentCurrency: null,
  repaymentAmount: null,
  repaymentRateOnStart: null,
  isFixedRepaymentAmount: false,
  startDate,
  dueDate: null,
  interestMode: null,
  interestRateAnnual: null,
  customRateUsed: null,
});

/**
 * The computed columns of a debt after a change, consistent with each other whichever fields the change names.
 * @param isFresh the debt is new or comes back from deletion: the rates of its first day are looked up anew
 * @throws invalid_input, not_found for an unknown counterparty, fx_rate_unavailable
 */
export function amountsAfter(work: UnitOfWork, debt: Stated & Amounts, patch: Patch, isFresh: boolean): Amounts {
  const money = moneyAfter(debt, patch);
  const counterpartyName = counterpartyNameAfter(work, debt, patch);
  const interest = interestAfter(debt, patch);
  const startDate = patch.startDate ?? debt.startDate;
  const dueDate = valueAfter(patch.dueDate, debt.dueDate);
  if (dueDate !== null && dueDate < startDate) throw invalid("dueDate", "Must not be before startDate");
  const next = { ...debt, ...money, startDate };
  const isRerated =
    isFresh ||
    (["startDate", "principalCurrency", "repaymentCurrency"] as const).some((name) => next[name] !== debt[name]);
  const rates = ratesAfter(work, next, patch, isRerated);
  const isFixedRepaymentAmount = patch.isFixedRepaymentAmount ?? debt.isFixedRepaymentAmount;
  return {
    ...money,
    ...interest,
    ...rates,
    counterpartyName,
    baseCurrency: debt.baseCurrency,
    repaymentAmount: repaymentAmountOf({ ...money, ...rates, isFixedRepaymentAmount }),
  };
}

/** The patch's rate as the decimal text that rows keep; the kept one when the patch says nothing. */
const rateAfter = (patched: number | null | undefined, kept: string | null): string | null =>
  patched === undefined ? kept : patched === null ? null : rateText(patched);

/** Amounts keep their decimal when only their currency changes: 100 USD become 100 UZS. */
function moneyAfter(debt: Money, patch: Patch): Money {
  const principalCurrency = patch.principalCurrency ?? debt.principalCurrency;
  const principalAmount =
    patch.principalAmount === undefined
      ? restate(debt.principalAmount, debt.principalCurrency, principalCurrency, "principalAmount")
      : positiveMinor(patch.principalAmount, principalCurrency, "principalAmount");
  const repaymentCurrency = valueAfter(patch.repaymentCurrency, debt.repaymentCurrency);
  const originalCurrency = valueAfter(patch.principalOriginalCurrency, debt.principalOriginalCurrency);
  const optionalAmount = (field: "principalOriginalAmount" | "repaymentAmount", from: string, to: string) => {
    const amount = patch[field];
    if (typeof amount === "number") return positiveMinor(amount, to, field);
    const kept = valueAfter(amount, debt[field]);
    return kept === null ? null : restate(kept, from, to, field);
  };
  return {
    principalAmount,
    principalCurrency,
    decimalPrincipal: toDecimal(principalAmount, principalCurrency),
    principalOriginalAmount: optionalAmount(
      "principalOriginalAmount",
      debt.principalOriginalCurrency ?? debt.principalCurrency,
      originalCurrency ?? principalCurrency,
    ),
    principalOriginalCurrency: originalCurrency,
    repaymentCurrency,
    repaymentAmount: optionalAmount(
      "repaymentAmount",
      debt.repaymentCurrency ?? debt.principalCurrency,
      repaymentCurrency ?? principalCurrency,
    ),
  };
}

/** A rate without a mode is simple interest; no rate, or 0, is none. */
function interestAfter(debt: Interest, patch: Patch): Interest {
  const rate = rateAfter(patch.interestRateAnnual, debt.interestRateAnnual);
  const mode = valueAfter(patch.interestMode, debt.interestMode);
  return { interestMode: mode ?? (rate === null ? null : "simple"), interestRateAnnual: rate };
}

/**
 * What the principal was worth on the first day, in the base currency and in the one it is repaid in. The former may be
 * an estimate; what is owed follows from the latter.
 * @param isRerated the day or a currency is another one: rates that the client does not give are the day's
 */
function ratesAfter(
  work: UnitOfWork,
  debt: Money & Rates & Pick<Debt, "baseCurrency" | "startDate">,
  patch: Patch,
  isRerated: boolean,
): Rates {
  const { principalCurrency, repaymentCurrency, baseCurrency, startDate } = debt;
  const { rate: rateOnStart, isEstimated: isRateEstimated } = isRerated
    ? rateOrOldestOn(work, principalCurrency, baseCurrency, startDate)
    : { rate: debt.rateOnStart, isEstimated: debt.isRateEstimated };
  const repaymentRate = rateAfter(patch.repaymentRateOnStart, isRerated ? null : debt.repaymentRateOnStart);
  const repaymentRateOfDay = () =>
    repaymentCurrency === null ? null : rateOn(work, principalCurrency, repaymentCurrency, startDate);
  return {
    rateOnStart,
    isRateEstimated,
    principalBaseValue: convertMinor(
      debt.principalAmount,
      principalCurrency,
      baseCurrency,
      rateOnStart,
      "principalAmount",
    ),
    repaymentRateOnStart: repaymentRate ?? repaymentRateOfDay(),
    customRateUsed: rateAfter(patch.customRateUsed, debt.customRateUsed),
  };
}

/** A fixed repayment amount that nobody names is what the principal is worth on the first day. */
function repaymentAmountOf(debt: Money & Rates & Pick<Debt, "isFixedRepaymentAmount">): number | null {
  const { isFixedRepaymentAmount, repaymentAmount, principalAmount, principalCurrency } = debt;
  if (!isFixedRepaymentAmount || repaymentAmount !== null) return repaymentAmount;
  const repaymentCurrency = debt.repaymentCurrency ?? principalCurrency;
  const rate = debt.customRateUsed ?? debt.repaymentRateOnStart ?? "1";
  return convertMinor(principalAmount, principalCurrency, repaymentCurrency, rate, "repaymentAmount");
}
