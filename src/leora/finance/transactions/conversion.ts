import { sameValue } from "../../../engine/tracked-row.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { allocate, convertMinor, toDecimal } from "../../../kernel/money.ts";
import { profileOf } from "../../profile.ts";
import { convertOn, rateOrOldestOn } from "../fx/reads.ts";
import { type Amounts, currencyOf, type TransactionColumns } from "./amounts.ts";

// Converts what a transaction moves at the rates of its day: into the currencies of its accounts, whose balances it
// changes by exactly that, and into the user's base currency, in which reports sum it. Both are stored, so that undoing a
// transaction is exact whatever the rates have become since. A balance moves by known rates alone; what it is worth in the
// base currency moves none, so that it may be an estimate for days before the first known rate.

/** The columns whose change makes a transaction be converted again. */
const CONVERTED_FROM = [
  "type",
  "accountId",
  "fromAccountId",
  "toAccountId",
  "amount",
  "currency",
  "date",
  "toAmount",
  "toCurrency",
  "feeAmount",
  "splits",
] as const satisfies readonly (keyof Amounts)[];

/**
 * The converted columns of a row that is to have these amounts; none when it was converted from the same ones.
 * @param isNewOrRestored as in `amountsAfter`: such a row is converted in any case
 * @throws not_found for an account that does not exist; fx_rate_unavailable; invalid_input when a converted amount leaves
 * the exact range
 */
export function conversionsAfter(
  work: UnitOfWork,
  row: TransactionColumns,
  amounts: Amounts,
  isNewOrRestored: boolean,
): Partial<TransactionColumns> {
  const isConverted = !isNewOrRestored && CONVERTED_FROM.every((name) => sameValue(amounts[name], row[name]));
  return isConverted ? {} : { ...inAccountCurrencies(work, amounts), ...inBaseCurrency(work, amounts) };
}

function inAccountCurrencies(work: UnitOfWork, amounts: Amounts) {
  const { amount, currency, accountCurrency, date, toAccountId, toAmount, toCurrency } = amounts;
  return {
    accountAmount: convertOn(work, amount, currency, accountCurrency, date, "amount"),
    toAccountAmount:
      toAmount === null || toCurrency === null
        ? null
        : convertOn(work, toAmount, toCurrency, currencyOf(work, toAccountId), date, "toAmount"),
    decimalAmount: toDecimal(amount, currency),
  };
}

function inBaseCurrency(work: UnitOfWork, { amount, currency, date, feeAmount, accountCurrency, splits }: Amounts) {
  const baseCurrency = profileOf(work.user).primaryCurrency;
  const { rate, isEstimated } = rateOrOldestOn(work, currency, baseCurrency, date);
  const convertedAmountToBase = convertMinor(amount, currency, baseCurrency, rate, "amount");
  const fee = feeAmount === null ? null : rateOrOldestOn(work, accountCurrency, baseCurrency, date);
  const splitAmounts = splits.map((split) => split.amount);
  return {
    baseCurrency,
    rateUsedToBase: rate,
    isRateEstimated: isEstimated || fee?.isEstimated === true,
    convertedAmountToBase,
    splitsToBase: splitAmounts.length === 0 ? [] : allocate(convertedAmountToBase, splitAmounts),
    feeAmountToBase:
      feeAmount === null || fee === null
        ? null
        : convertMinor(feeAmount, accountCurrency, baseCurrency, fee.rate, "feeAmount"),
  };
}
