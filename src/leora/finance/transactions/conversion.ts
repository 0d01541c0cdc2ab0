import { sameValue } from "../../../engine/tracked-row.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { allocate, toDecimal } from "../../../kernel/money.ts";
import { profileOf } from "../../profile.ts";
import { convertOn, rateOn } from "../fx/reads.ts";
import { currencyOf, type Own, type Patch, type Terms, termsOf } from "./amounts.ts";

/** What, when it changes, makes the day's rates count anew. */
const SETTLED_BY = [
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
] as const satisfies readonly (keyof Terms)[];

/**
 * The money columns of a row after a change: its terms, what they do to which account, and what they are in the user's
 * base currency.
 * @throws what `termsOf` throws; invalid_input when an amount leaves the exact range on its way
 */
export function settle(work: UnitOfWork, row: Own, patch: Patch, isFresh: boolean): Terms & Partial<Own> {
  const terms = termsOf(work, row, patch, isFresh);
  const isSettled = !isFresh && SETTLED_BY.every((name) => sameValue(terms[name], row[name]));
  return isSettled ? terms : { ...terms, ...accountEffects(work, terms), ...inBaseCurrency(work, terms) };
}

function accountEffects(work: UnitOfWork, { type, amount, currency, accountCurrency, date, ...terms }: Terms) {
  const { toAccountId, toAmount, toCurrency } = terms;
  return {
    accountAmount: convertOn(work, amount, currency, accountCurrency, date, "amount"),
    toAccountAmount:
      toAmount === null || toCurrency === null
        ? null
        : convertOn(work, toAmount, toCurrency, currencyOf(work, toAccountId), date, "toAmount"),
    decimalAmount: toDecimal(amount, currency),
  };
}

function inBaseCurrency(work: UnitOfWork, { amount, currency, date, feeAmount, accountCurrency, splits }: Terms) {
  const baseCurrency = profileOf(work.user).primaryCurrency;
  const convertedAmountToBase = convertOn(work, amount, currency, baseCurrency, date, "amount");
  const parts = splits.map((split) => split.amount);
  return {
    baseCurrency,
    rateUsedToBase: rateOn(work, currency, baseCurrency, date),
    convertedAmountToBase,
    splitsToBase: parts.length === 0 ? [] : allocate(convertedAmountToBase, parts),
    feeAmountToBase:
      feeAmount === null ? null : convertOn(work, feeAmount, accountCurrency, baseCurrency, date, "feeAmount"),
  };
}
