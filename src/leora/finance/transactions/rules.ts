import { invalid } from "../../../kernel/errors.ts";
import { convertMinor, divideRates, exponentOf, rateText } from "../../../kernel/money.ts";

export const TRANSACTION_TYPES = ["income", "expense", "transfer"] as const;
export type TransactionType = (typeof TRANSACTION_TYPES)[number];

/** Where a fee counts unless the user says otherwise. */
export const FEE_CATEGORY = "other_expense";

/** A part of an amount under a category of its own; `amount` in minor units of the transaction's currency. */
export interface Split {
  id: string;
  categoryId: string;
  amount: number;
}

/** Fields that one kind of transaction alone has. */
export const TRANSFER_FIELDS = [
  "fromAccountId",
  "toAccountId",
  "toAmount",
  "toCurrency",
  "effectiveRateFromTo",
] as const;

/** What a transaction does to balances: minor units by account. Archived and deleted ones do nothing. */
export function balanceEffects(row: {
  showStatus: string;
  type: TransactionType;
  accountId: string | null;
  fromAccountId: string | null;
  toAccountId: string | null;
  accountAmount: number;
  toAccountAmount: number | null;
  feeAmount: number | null;
}): [accountId: string, by: number][] {
  if (row.showStatus !== "active") return [];
  const payer = row.type === "transfer" ? row.fromAccountId : row.accountId;
  const sign = row.type === "income" ? 1 : -1;
  const effects: [string, number][] = [];
  if (payer !== null) effects.push([payer, sign * row.accountAmount - (row.feeAmount ?? 0)]);
  if (row.toAccountId !== null) effects.push([row.toAccountId, row.toAccountAmount ?? 0]);
  return effects;
}

/** @throws invalid_input unless the parts sum to the amount and each id occurs once */
export function checkSplits(splits: readonly Split[], amount: number): void {
  if (splits.length === 0) return;
  const ids = new Set<string>();
  for (const [index, { id }] of splits.entries()) {
    if (ids.has(id)) throw invalid(`splits.${index}.id`, "This id occurs twice");
    ids.add(id);
  }
  const sum = splits.reduce((so, split) => so + BigInt(split.amount), 0n);
  if (sum !== BigInt(amount)) throw invalid("splits", "The parts must sum to the amount");
}

/** One side of a transfer, minor units of `currency`. */
export interface Side {
  amount: number;
  currency: string;
}

/**
 * The rate between what leaves and what arrives: as given, when it explains both amounts, else their quotient.
 * @param given the rate the user states, which may be rounded
 * @throws invalid_input on `effectiveRateFromTo` when the given rate contradicts the amounts
 */
export function rateBetween(from: Side, to: Side, given: number | null): string {
  const decimal = ({ amount, currency }: Side) => `${amount}e-${exponentOf(currency)}`;
  const exact = divideRates(decimal(to), decimal(from));
  if (given === null) return exact;
  const stated = rateText(given);
  if (convertMinor(from.amount, from.currency, to.currency, stated, "toAmount") === to.amount) return stated;
  const decimals = stated.split(".")[1]?.length ?? 0;
  if (Math.abs(given - Number(exact)) < 10 ** -decimals) return exact;
  throw invalid("effectiveRateFromTo", "The rate contradicts amount and toAmount");
}
