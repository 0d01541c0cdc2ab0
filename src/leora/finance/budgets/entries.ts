import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { AppError, invalid } from "../../../kernel/errors.ts";
import { newId } from "../../../kernel/id.ts";
import { convertSum } from "../../../kernel/money.ts";
import type { LeoraErrorCode } from "../../errors.ts";
import { type Budget, type Facts, type Share, shareOf } from "./matching.ts";
import { rateBetween } from "./reads.ts";
import type { budgetEntries } from "./table.ts";

export type Entry = typeof budgetEntries.$inferSelect;

/**
 * What a transaction counts for in a budget, or null. Rates are the day's; those of an entry of the same day and
 * currencies stay. Where a rate is missing or the amount leaves the exact range, there is no entry.
 */
export function entryFor(work: UnitOfWork, budget: Budget, facts: Facts, current: Entry | undefined): Entry | null {
  const share = shareOf(budget, facts);
  if (!share) return null;
  const rates = ratesFor(work, budget, facts, share, current);
  if (rates.rate === null || (share.fee !== 0 && rates.feeRate === null)) return null;
  const { rate } = rates;
  const appliedAmount =
    convert(share.amount, facts.currency, budget.currency, rate) +
    convert(share.fee, facts.accountCurrency, budget.currency, rates.feeRate ?? "1");
  if (!Number.isSafeInteger(appliedAmount)) return null;
  const entry = {
    appliedAmount,
    rate,
    currency: facts.currency,
    feeRate: rates.feeRate,
    feeCurrency: share.fee === 0 ? null : facts.accountCurrency,
    date: facts.date,
  };
  if (current && isSame(current, entry)) return current;
  const isSnapshot = current?.date === facts.date && current.rate === rate && current.feeRate === rates.feeRate;
  return {
    userId: work.user.userId,
    transactionId: facts.id,
    budgetId: budget.id,
    id: current?.id ?? newId(work.now),
    snapshottedAt: isSnapshot ? current.snapshottedAt : work.now,
    ...entry,
  };
}

/**
 * A transaction that names its budget must count there.
 * @throws fx_rate_unavailable; invalid_input when the amount is out of range in the budget's currency
 */
export function requireEntry(work: UnitOfWork, budget: Budget, facts: Facts): void {
  const { currency, accountCurrency, date } = facts;
  for (const from of [currency, ...(facts.feeAmount === null ? [] : [accountCurrency])]) {
    if (rateBetween(work, from, budget.currency, date) === null) {
      throw new AppError<LeoraErrorCode>("fx_rate_unavailable", {
        message: `No rate from ${from} to ${budget.currency} on ${date}`,
      });
    }
  }
  throw invalid("amount", "Amount is out of range");
}

function ratesFor(work: UnitOfWork, budget: Budget, facts: Facts, { fee }: Share, current: Entry | undefined) {
  const { date, currency, accountCurrency } = facts;
  const kept = current?.date === date ? current : undefined;
  const fresh = (from: string) => rateBetween(work, from, budget.currency, date);
  return {
    rate: kept?.currency === currency ? kept.rate : fresh(currency),
    feeRate:
      fee === 0
        ? null
        : kept?.feeCurrency === accountCurrency && kept.feeRate !== null
          ? kept.feeRate
          : fresh(accountCurrency),
  };
}

/** What leaves the exact range stays outside it. */
const convert = (minor: number, from: string, to: string, rate: string): number =>
  minor === 0 || from === to ? minor : Number(convertSum(BigInt(minor), from, to, rate));

const isSame = (entry: Entry, other: Partial<Entry>): boolean =>
  (Object.keys(other) as (keyof Entry)[]).every((name) => entry[name] === other[name]);
