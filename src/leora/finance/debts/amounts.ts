import type { z } from "zod";
import type { OwnColumns } from "../../../engine/columns.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { definedFields } from "../../../kernel/contract.ts";
import { invalid } from "../../../kernel/errors.ts";
import { convertMinor, positiveMinor, rateText, restate, toDecimal } from "../../../kernel/money.ts";
import { counterparties } from "../counterparties/table.ts";
import { rateOn } from "../fx/reads.ts";
import { valueAfter } from "../transactions/amounts.ts";
import type { DebtPatch } from "./contract.ts";
import type { debts } from "./table.ts";

export type Own = OwnColumns<typeof debts>;
export type Patch = Omit<z.output<typeof DebtPatch>, "counterpartyName"> & {
  counterpartyName?: string | null | undefined;
};

/** A debt after a change, as a whole. @throws invalid_input, not_found, fx_rate_unavailable */
export function amend(work: UnitOfWork, row: Own, patch: Patch, isFresh: boolean): Own {
  const money = moneyOf(row, patch);
  const next: Own = { ...row, ...labels(patch), ...money, ...nameOf(work, row, patch), ...interestOf(row, patch) };
  if (next.dueDate !== null && next.dueDate < next.startDate) throw invalid("dueDate", "Must not be before startDate");
  const isRerated =
    isFresh ||
    (["startDate", "principalCurrency", "repaymentCurrency"] as const).some((name) => next[name] !== row[name]);
  const rated = { ...next, ...ratesOf(work, next, patch, isRerated) };
  return { ...rated, ...repaymentOf(rated) };
}

function labels({
  status,
  isFixedRepaymentAmount,
  reminderEnabled,
  startDate,
  dueDate,
  ...patch
}: Patch): Partial<Own> {
  const { direction, counterpartyId, description, scheduleHint, linkedGoalId, linkedBudgetId, reminderTime } = patch;
  const { fundingAccountId, lentFromAccountId, returnToAccountId, receivedToAccountId, payFromAccountId } = patch;
  return definedFields({
    ...{ direction, counterpartyId, description, scheduleHint, linkedGoalId, linkedBudgetId, reminderTime },
    ...{ fundingAccountId, lentFromAccountId, returnToAccountId, receivedToAccountId, payFromAccountId },
    ...{ isFixedRepaymentAmount, reminderEnabled, startDate, dueDate },
    isCanceled: status === undefined ? undefined : status === "canceled",
  });
}

/** The name is the debt's own: given, or taken from the counterparty when that is named; a later renaming leaves it. */
function nameOf(
  work: UnitOfWork,
  row: Own,
  { counterpartyName, counterpartyId }: Patch,
): Pick<Own, "counterpartyName"> {
  if (counterpartyName) return { counterpartyName };
  if (counterpartyId && (counterpartyId !== row.counterpartyId || row.counterpartyName === "")) {
    return { counterpartyName: work.require(counterparties, counterpartyId, "counterpartyId").displayName };
  }
  if (row.counterpartyName === "") throw invalid("counterpartyName", "Required without counterpartyId");
  return { counterpartyName: row.counterpartyName };
}

type Money = Pick<
  Own,
  | "principalAmount"
  | "principalCurrency"
  | "decimalPrincipal"
  | "principalOriginalAmount"
  | "principalOriginalCurrency"
  | "repaymentCurrency"
  | "repaymentAmount"
>;

/** Amounts keep their decimal when only their currency changes: 100 USD become 100 UZS. */
function moneyOf(row: Own, patch: Patch): Money {
  const principalCurrency = patch.principalCurrency ?? row.principalCurrency;
  const principalAmount =
    patch.principalAmount === undefined
      ? restate(row.principalAmount, row.principalCurrency, principalCurrency, "principalAmount")
      : positiveMinor(patch.principalAmount, principalCurrency, "principalAmount");
  const repaymentCurrency = valueAfter(patch.repaymentCurrency, row.repaymentCurrency);
  const originalCurrency = valueAfter(patch.principalOriginalCurrency, row.principalOriginalCurrency);
  const stated = (field: "principalOriginalAmount" | "repaymentAmount", from: string, to: string): number | null => {
    const amount = patch[field];
    if (typeof amount === "number") return positiveMinor(amount, to, field);
    const kept = valueAfter(amount, row[field]);
    return kept === null ? null : restate(kept, from, to, field);
  };
  return {
    principalAmount,
    principalCurrency,
    decimalPrincipal: toDecimal(principalAmount, principalCurrency),
    principalOriginalAmount: stated(
      "principalOriginalAmount",
      row.principalOriginalCurrency ?? row.principalCurrency,
      originalCurrency ?? principalCurrency,
    ),
    principalOriginalCurrency: originalCurrency,
    repaymentCurrency,
    repaymentAmount: stated(
      "repaymentAmount",
      row.repaymentCurrency ?? row.principalCurrency,
      repaymentCurrency ?? principalCurrency,
    ),
  };
}

/** A rate without a mode is simple interest; no rate, or 0, is none. */
function interestOf(row: Own, patch: Patch): Pick<Own, "interestMode" | "interestRateAnnual"> {
  const rate = rateOf(patch.interestRateAnnual, row.interestRateAnnual);
  const mode = valueAfter(patch.interestMode, row.interestMode);
  return { interestMode: mode ?? (rate === null ? null : "simple"), interestRateAnnual: rate };
}

type Rates = Pick<Own, "rateOnStart" | "principalBaseValue" | "repaymentRateOnStart" | "customRateUsed">;

/** What the principal was worth on the first day, in the base currency and in the one it is repaid in. */
function ratesOf(work: UnitOfWork, debt: Own, patch: Patch, isRerated: boolean): Rates {
  const { principalCurrency, repaymentCurrency, baseCurrency, startDate } = debt;
  const rateOnStart = isRerated ? rateOn(work, principalCurrency, baseCurrency, startDate) : debt.rateOnStart;
  const repaymentRate = rateOf(patch.repaymentRateOnStart, isRerated ? null : debt.repaymentRateOnStart);
  const dayRate = () =>
    repaymentCurrency === null ? null : rateOn(work, principalCurrency, repaymentCurrency, startDate);
  return {
    rateOnStart,
    principalBaseValue: convertMinor(
      debt.principalAmount,
      principalCurrency,
      baseCurrency,
      rateOnStart,
      "principalAmount",
    ),
    repaymentRateOnStart: repaymentRate ?? dayRate(),
    customRateUsed: rateOf(patch.customRateUsed, debt.customRateUsed),
  };
}

/** The patch's rate as the row keeps rates; the row's when the patch says nothing. */
const rateOf = (patched: number | null | undefined, kept: string | null): string | null =>
  patched === undefined ? kept : patched === null ? null : rateText(patched);

/** A fixed repayment amount that nobody names is what the principal is worth on the first day. */
function repaymentOf(debt: Own): Pick<Own, "repaymentAmount"> {
  const { isFixedRepaymentAmount, repaymentAmount, principalAmount, principalCurrency } = debt;
  if (!isFixedRepaymentAmount || repaymentAmount !== null) return { repaymentAmount };
  const to = debt.repaymentCurrency ?? principalCurrency;
  const rate = debt.customRateUsed ?? debt.repaymentRateOnStart ?? "1";
  return { repaymentAmount: convertMinor(principalAmount, principalCurrency, to, rate, "repaymentAmount") };
}
