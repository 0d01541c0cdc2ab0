import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { AppError, invalid } from "../../../kernel/errors.ts";
import { newId } from "../../../kernel/id.ts";
import { convertSum } from "../../../kernel/money.ts";
import type { LeoraErrorCode } from "../../errors.ts";
import type { PossiblyEstimatedRate } from "../fx/rate-book.ts";
import { type CountedAmounts, countedAmounts, type MatchedTransaction } from "./matching.ts";
import { rateBetween } from "./rates.ts";
import type { Budget, BudgetEntry } from "./table.ts";

// One entry of a budget: what a transaction counts for in it, converted at the rates of the transaction's day.

/**
 * The entry of a transaction in a budget; null when it does not count there, when no rate is known, and when the amount
 * leaves the range of exact numbers. Rates are those of the transaction's day, else the oldest.
 * @param current the stored entry: it is returned when it is right, and keeps its rates for the same day and currencies
 */
export function entryFor(
  work: UnitOfWork,
  budget: Budget,
  transaction: MatchedTransaction,
  current: BudgetEntry | undefined,
): BudgetEntry | null {
  const counted = countedAmounts(budget, transaction);
  if (!counted) return null;
  const rates = ratesFor(work, budget, transaction, counted, current);
  if (rates === null) return null;
  const { rate, feeRate } = rates;
  const appliedAmount =
    convert(counted.amount, transaction.currency, budget.currency, rate.rate) +
    convert(counted.fee, transaction.accountCurrency, budget.currency, feeRate?.rate ?? "1");
  if (!Number.isSafeInteger(appliedAmount)) return null;
  const entry = {
    appliedAmount,
    rate: rate.rate,
    currency: transaction.currency,
    feeRate: feeRate?.rate ?? null,
    feeCurrency: counted.fee === 0 ? null : transaction.accountCurrency,
    isRateEstimated: rate.isEstimated || feeRate?.isEstimated === true,
    date: transaction.date,
  };
  if (current && hasValues(current, entry)) return current;
  const keepsRates = current?.date === entry.date && current.rate === entry.rate && current.feeRate === entry.feeRate;
  return {
    owner: work.user.owner,
    transactionId: transaction.id,
    budgetId: budget.id,
    id: current?.id ?? newId(work.now),
    snapshottedAt: keepsRates ? current.snapshottedAt : work.now,
    ...entry,
  };
}

/**
 * Why a transaction that names a budget has no entry there, although it must count: no rate is known
 * (fx_rate_unavailable), or the amount is out of range in the budget's currency (invalid_input).
 */
export function missingEntryError(work: UnitOfWork, budget: Budget, transaction: MatchedTransaction): Error {
  const { currency, accountCurrency, feeAmount, date } = transaction;
  for (const from of [currency, ...(feeAmount === null ? [] : [accountCurrency])]) {
    if (rateBetween(work, from, budget.currency, date) === null) {
      const message = `No rate from ${from} to ${budget.currency} is known`;
      return new AppError<LeoraErrorCode>("fx_rate_unavailable", { message });
    }
  }
  return invalid("amount", "Amount is out of range");
}

/** The rates into the budget's currency. */
interface EntryRates {
  /** Of the amount. */
  rate: PossiblyEstimatedRate;
  /** Of the fee; null when none counts. */
  feeRate: PossiblyEstimatedRate | null;
}

/** The rates of an entry; null when one is missing. Those of the present entry are kept, but estimates are made anew. */
function ratesFor(
  work: UnitOfWork,
  budget: Budget,
  { date, currency, accountCurrency }: MatchedTransaction,
  { fee }: CountedAmounts,
  current: BudgetEntry | undefined,
): EntryRates | null {
  const kept = current?.date === date && !current.isRateEstimated ? current : undefined;
  const rateOf = (from: string, keptRate: string | null): PossiblyEstimatedRate | null =>
    keptRate === null ? rateBetween(work, from, budget.currency, date) : { rate: keptRate, isEstimated: false };
  const rate = rateOf(currency, kept?.currency === currency ? kept.rate : null);
  const feeRate =
    fee === 0 ? null : rateOf(accountCurrency, kept?.feeCurrency === accountCurrency ? kept.feeRate : null);
  return rate === null || (fee !== 0 && feeRate === null) ? null : { rate, feeRate };
}

/** Minor units in another currency. A result beyond the range of exact numbers is not exact, and stays beyond it. */
const convert = (minor: number, from: string, to: string, rate: string): number =>
  minor === 0 || from === to ? minor : Number(convertSum(BigInt(minor), from, to, rate));

/** True when the stored entry has the values of all columns that are given. */
const hasValues = (current: BudgetEntry, wanted: Partial<BudgetEntry>): boolean =>
  (Object.keys(wanted) as (keyof BudgetEntry)[]).every((name) => current[name] === wanted[name]);
