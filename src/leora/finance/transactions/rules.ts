import { invalid } from "../../../kernel/errors.ts";
import { convertMinor, divideRates, exponentOf, rateText } from "../../../kernel/money.ts";

export const TRANSACTION_TYPES = ["income", "expense", "transfer"] as const;
export type TransactionType = (typeof TRANSACTION_TYPES)[number];

/** The category that a fee is counted under unless the user chooses another. */
export const FEE_CATEGORY = "other_expense";

/** A part of a transaction under a category of its own; `amount` in minor units of the transaction's currency. */
export interface Split {
  id: string;
  categoryId: string;
  amount: number;
}

/** Fields that only transfers have. */
export const TRANSFER_FIELDS = [
  "fromAccountId",
  "toAccountId",
  "toAmount",
  "toCurrency",
  "effectiveRateFromTo",
] as const;

/** By how much a transaction changes an account's balance, in minor units of the account's currency. */
interface BalanceEffect {
  accountId: string;
  by: number;
}

/** How a transaction changes the balances of its accounts. Archived and deleted ones change none. */
export function balanceEffects(row: {
  showStatus: string;
  type: TransactionType;
  accountId: string | null;
  fromAccountId: string | null;
  toAccountId: string | null;
  accountAmount: number;
  toAccountAmount: number | null;
  feeAmount: number | null;
}): BalanceEffect[] {
  if (row.showStatus !== "active") return [];
  const payingAccount = row.type === "transfer" ? row.fromAccountId : row.accountId;
  const sign = row.type === "income" ? 1 : -1;
  const effects: BalanceEffect[] = [];
  if (payingAccount !== null) {
    effects.push({ accountId: payingAccount, by: sign * row.accountAmount - (row.feeAmount ?? 0) });
  }
  if (row.toAccountId !== null) effects.push({ accountId: row.toAccountId, by: row.toAccountAmount ?? 0 });
  return effects;
}

/**
 * Checks the parts of an amount.
 * @throws invalid_input unless they sum to the amount and each id occurs once
 */
export function checkSplits(splits: readonly Split[], amount: number): void {
  if (splits.length === 0) return;
  const ids = new Set<string>();
  for (const [index, { id }] of splits.entries()) {
    if (ids.has(id)) throw invalid(`splits.${index}.id`, "This id occurs twice");
    ids.add(id);
  }
  const sum = splits.reduce((total, split) => total + BigInt(split.amount), 0n);
  if (sum !== BigInt(amount)) throw invalid("splits", "The parts must sum to the amount");
}

/** One side of a transfer, minor units of `currency`. */
export interface Side {
  amount: number;
  currency: string;
}

/**
 * The rate between what leaves and what arrives: the one that the user states, when it turns one amount into the other
 * to the last minor unit, else the quotient of the amounts.
 * @param statedRate units of `to` for one of `from`; it may be rounded
 * @throws invalid_input on `effectiveRateFromTo` when the stated rate differs from the quotient by more than its rounding
 */
export function rateBetween(from: Side, to: Side, statedRate: number | null): string {
  const decimal = ({ amount, currency }: Side) => `${amount}e-${exponentOf(currency)}`;
  const exact = divideRates(decimal(to), decimal(from));
  if (statedRate === null) return exact;
  const stated = rateText(statedRate);
  if (convertMinor(from.amount, from.currency, to.currency, stated, "toAmount") === to.amount) return stated;
  const decimals = stated.split(".")[1]?.length ?? 0;
  if (Math.abs(statedRate - Number(exact)) < 10 ** -decimals) return exact;
  throw invalid("effectiveRateFromTo", "The rate contradicts amount and toAmount");
}
