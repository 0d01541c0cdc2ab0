import type { z } from "zod";
import type { OwnColumns } from "../../../engine/columns.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { invalid, notFound } from "../../../kernel/errors.ts";
import { newId } from "../../../kernel/id.ts";
import { convertMinor, positiveMinor, rateText, restate, toDecimal } from "../../../kernel/money.ts";
import { accounts } from "../accounts/table.ts";
import { rateOn } from "../fx/reads.ts";
import type { TransactionPatch } from "./contract.ts";
import { checkSplits, rateBetween, type Split, TRANSFER_FIELDS } from "./rules.ts";
import type { transactions } from "./table.ts";

// What a client decides about a transaction's money: which accounts it concerns, how much moves, when, and, in a
// transfer, how much arrives. Everything here is in the currencies that the client names; conversion.ts derives from it
// what the accounts gain or lose and what it is worth in the user's base currency.

export type TransactionColumns = OwnColumns<typeof transactions>;
/** What a client may say of a transaction, and what an import adds to the rows that it creates. */
export type Patch = z.output<typeof TransactionPatch> & { importId?: string };

/** The kind of a transaction and the accounts that it concerns. */
type Accounts = Pick<TransactionColumns, "type" | "accountId" | "fromAccountId" | "toAccountId">;
/** What reaches the account `toAccountId` of a transfer, and at which rate. */
type Arrival = Pick<TransactionColumns, "toAmount" | "toCurrency" | "effectiveRateFromTo" | "isRateFixed">;
/** What leaves the account `accountId` or `fromAccountId`, or reaches the former, and the fee for it. */
type Payment = Pick<TransactionColumns, "amount" | "currency" | "date" | "accountCurrency" | "feeAmount" | "splits">;

/** The columns that say which accounts a transaction concerns and how much it moves. */
export type Amounts = Accounts & Payment & Arrival;

/**
 * The accounts and amounts of a row after a patch: complete and consistent with each other, whichever fields it names.
 * @param isNewOrRestored the row is new or was deleted: its accounts may have another currency than it says
 * @throws invalid_input; not_found for an account that does not exist; fx_rate_unavailable
 */
export function amountsAfter(
  work: UnitOfWork,
  row: TransactionColumns,
  patch: Patch,
  isNewOrRestored: boolean,
): Amounts {
  const payment = paymentAfter(work, row, patch, isNewOrRestored);
  return { ...payment, ...arrivalAfter(work, row, patch, payment) };
}

/**
 * Checks the amounts of a new transaction as `amountsAfter` does, as far as that needs no rate of its day: `input` may be
 * for a day to come.
 * @throws invalid_input; not_found for an account that does not exist
 */
export function checkAmounts(work: UnitOfWork, row: TransactionColumns, input: Patch): void {
  const payment = paymentAfter(work, row, input, true);
  const isArrivalStated = typeof input.toAmount === "number" || typeof input.effectiveRateFromTo === "number";
  if (isArrivalStated) arrivalAfter(work, row, input, payment);
}

function paymentAfter(
  work: UnitOfWork,
  row: TransactionColumns,
  patch: Patch,
  isNewOrRestored: boolean,
): Accounts & Payment {
  const accountsAfterPatch = accountsAfter(row, patch);
  const date = patch.date ?? row.date;
  const currency = patch.currency ?? row.currency;
  const amount =
    patch.amount === undefined
      ? restate(row.amount, row.currency, currency, "amount")
      : positiveMinor(patch.amount, currency, "amount");
  const payingAccount = payingAccountOf(accountsAfterPatch);
  const accountCurrency =
    isNewOrRestored || payingAccount !== payingAccountOf(row) ? currencyOf(work, payingAccount) : row.accountCurrency;
  const splits = splitsAfter(work, row, patch, accountsAfterPatch.type, currency);
  checkSplits(splits, amount);
  const feeAmount = feeAfter(row, patch, accountCurrency);
  return { ...accountsAfterPatch, amount, currency, date, accountCurrency, feeAmount, splits };
}

/** A field after a patch: what the patch says, null included; what is stored when the patch leaves it out. */
export const valueAfter = <Value>(patched: Value | undefined, stored: Value): Value =>
  patched === undefined ? stored : patched;

/** The account that a fee is taken from, in whose currency fees are. */
const payingAccountOf = ({ type, accountId, fromAccountId }: Omit<Accounts, "toAccountId">): string | null =>
  type === "transfer" ? fromAccountId : accountId;

/** The currency of an account. A deleted one has it still: its transactions may change. @throws not_found */
export function currencyOf(work: UnitOfWork, accountId: string | null): string {
  const account = accountId === null ? undefined : work.find(accounts, accountId);
  if (!account) throw notFound("accountId");
  return account.currency;
}

function accountsAfter(row: TransactionColumns, patch: Patch): Accounts {
  const type = patch.type ?? row.type;
  if (type !== "transfer") {
    const transferField = TRANSFER_FIELDS.find((field) => (patch[field] ?? null) !== null);
    if (transferField) throw invalid(transferField, "Only transfers have it");
    const accountId = requireId(valueAfter(patch.accountId, row.accountId), "accountId");
    return { type, accountId, fromAccountId: null, toAccountId: null };
  }
  if ((patch.accountId ?? null) !== null) throw invalid("accountId", "A transfer has fromAccountId and toAccountId");
  const fromAccountId = requireId(valueAfter(patch.fromAccountId, row.fromAccountId), "fromAccountId");
  const toAccountId = requireId(valueAfter(patch.toAccountId, row.toAccountId), "toAccountId");
  if (fromAccountId === toAccountId) throw invalid("toAccountId", "Must be another account");
  return { type, accountId: null, fromAccountId, toAccountId };
}

function requireId(id: string | null, field: string): string {
  if (id === null) throw invalid(field, "Required");
  return id;
}

function splitsAfter(
  work: UnitOfWork,
  row: TransactionColumns,
  { splits }: Patch,
  type: TransactionColumns["type"],
  currency: string,
): Split[] {
  if (type === "transfer") {
    if (splits && splits.length > 0) throw invalid("splits", "A transfer has no categories");
    return [];
  }
  if (splits === undefined) {
    return row.splits.map((split) => ({ ...split, amount: restate(split.amount, row.currency, currency, "splits") }));
  }
  return (splits ?? []).map(({ id = newId(work.now), categoryId, amount }, index) => ({
    id,
    categoryId,
    amount: positiveMinor(amount, currency, `splits.${index}.amount`),
  }));
}

function feeAfter(row: TransactionColumns, { feeAmount }: Patch, accountCurrency: string): number | null {
  if (typeof feeAmount === "number") return positiveMinor(feeAmount, accountCurrency, "feeAmount");
  if (feeAmount === null || row.feeAmount === null) return null;
  return restate(row.feeAmount, row.accountCurrency, accountCurrency, "feeAmount");
}

const NOTHING_ARRIVES: Arrival = { toAmount: null, toCurrency: null, effectiveRateFromTo: null, isRateFixed: false };

/** What leaves in a transfer, in minor units of `currency`, and the currency that it arrives in. */
interface Departure {
  amount: number;
  currency: string;
  toCurrency: string;
}

/**
 * What arrives in a transfer: what the client states, as an amount or by a rate; else what it stated before, as long as
 * the currencies are the same; else the amount at the rate of the day.
 */
function arrivalAfter(
  work: UnitOfWork,
  row: TransactionColumns,
  patch: Patch,
  { type, toAccountId, amount, currency, date }: Accounts & Pick<Payment, "amount" | "currency" | "date">,
): Arrival {
  if (type !== "transfer") return NOTHING_ARRIVES;
  const storedCurrency = patch.toCurrency === undefined && row.toAccountId === toAccountId ? row.toCurrency : null;
  const toCurrency = patch.toCurrency ?? storedCurrency ?? currencyOf(work, toAccountId);
  const departure = { amount, currency, toCurrency };
  const { toAmount, effectiveRateFromTo: rate } = patch;
  if (currency === toCurrency) return arrivalInSameCurrency(departure, toAmount, rate);

  const hasSameCurrencies = row.currency === currency && row.toCurrency === toCurrency;
  const isSameDeparture = hasSameCurrencies && row.amount === amount;
  const isArrivalStated = isSameDeparture ? !repeatsArrival(row, patch) : toAmount !== undefined || rate !== undefined;
  if (!isArrivalStated && hasSameCurrencies && row.effectiveRateFromTo !== null) {
    if (isSameDeparture && (row.isRateFixed || row.date === date)) return storedArrival(row);
    if (row.isRateFixed) return arrivalAtRate(departure, row.effectiveRateFromTo, true);
  }
  if (isArrivalStated && typeof toAmount === "number") {
    const arriving = { amount: positiveMinor(toAmount, toCurrency, "toAmount"), currency: toCurrency };
    const effectiveRateFromTo = rateBetween(departure, arriving, rate ?? null);
    return { toAmount: arriving.amount, toCurrency, effectiveRateFromTo, isRateFixed: true };
  }
  if (isArrivalStated && typeof rate === "number") return arrivalAtRate(departure, rateText(rate), true);
  return arrivalAtRate(departure, rateOn(work, currency, toCurrency, date), false);
}

function arrivalInSameCurrency(
  { amount, toCurrency }: Departure,
  toAmount: Patch["toAmount"],
  rate: Patch["effectiveRateFromTo"],
): Arrival {
  if (typeof toAmount === "number" && positiveMinor(toAmount, toCurrency, "toAmount") !== amount) {
    throw invalid("toAmount", "Must equal amount between accounts of one currency");
  }
  if (typeof rate === "number" && rate !== 1) {
    throw invalid("effectiveRateFromTo", "Must be 1 between accounts of one currency");
  }
  return { toAmount: amount, toCurrency, effectiveRateFromTo: "1", isRateFixed: false };
}

function arrivalAtRate({ amount, currency, toCurrency }: Departure, rate: string, isRateFixed: boolean): Arrival {
  const toAmount = convertMinor(amount, currency, toCurrency, rate, "toAmount");
  if (toAmount === 0) throw invalid("amount", "Too little: nothing would arrive");
  return { toAmount, toCurrency, effectiveRateFromTo: rate, isRateFixed };
}

const storedArrival = ({ toAmount, toCurrency, effectiveRateFromTo, isRateFixed }: TransactionColumns): Arrival => ({
  toAmount,
  toCurrency,
  effectiveRateFromTo,
  isRateFixed,
});

/**
 * True when a patch gives for the arrival only what is stored already. Clients send whole rows, so a field that repeats
 * the stored value does not count as stated.
 */
function repeatsArrival({ toAmount, toCurrency, effectiveRateFromTo }: TransactionColumns, patch: Patch): boolean {
  if (toAmount === null || toCurrency === null) {
    return patch.toAmount === undefined && patch.effectiveRateFromTo === undefined;
  }
  const [storedAmount, storedRate] = [toDecimal(toAmount, toCurrency), Number(effectiveRateFromTo)];
  return (
    valueAfter(patch.toAmount, storedAmount) === storedAmount &&
    valueAfter(patch.effectiveRateFromTo, storedRate) === storedRate
  );
}
