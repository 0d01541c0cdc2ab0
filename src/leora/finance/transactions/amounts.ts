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

export type Own = OwnColumns<typeof transactions>;
/** What a client may say, and what an import says of the rows it creates. */
export type Patch = z.output<typeof TransactionPatch> & { importId?: string };

type Parties = Pick<Own, "type" | "accountId" | "fromAccountId" | "toAccountId">;
type Arrival = Pick<Own, "toAmount" | "toCurrency" | "effectiveRateFromTo" | "isRateFixed">;
type Amounts = Pick<Own, "amount" | "currency" | "date" | "accountCurrency" | "feeAmount" | "splits">;

/** What a client decides of a transaction's money: who pays whom, how much, when, and at which rate of its own. */
export type Terms = Parties & Amounts & Arrival;

/**
 * The terms of a row after a change, complete and consistent with each other, whichever fields the change names.
 * @param isFresh the row is new or comes back from deletion: nothing it holds of its accounts is known to be so still
 * @throws invalid_input, not_found for an account that is gone, fx_rate_unavailable
 */
export function termsOf(work: UnitOfWork, row: Own, patch: Patch, isFresh: boolean): Terms {
  const parties = partiesOf(row, patch);
  const date = patch.date ?? row.date;
  const currency = patch.currency ?? row.currency;
  const amount =
    patch.amount === undefined
      ? restate(row.amount, row.currency, currency, "amount")
      : positiveMinor(patch.amount, currency, "amount");
  const accountCurrency =
    isFresh || payerOf(parties) !== payerOf(row) ? currencyOf(work, payerOf(parties)) : row.accountCurrency;
  const splits = splitsOf(work, row, patch, parties.type, currency);
  checkSplits(splits, amount);
  const base = { ...parties, amount, currency, date, accountCurrency, splits };
  return { ...base, feeAmount: feeOf(row, patch, accountCurrency), ...arrivalOf(work, row, patch, base) };
}

/** The patch's value, null included; the row's when the patch says nothing. */
export const pick = <Value>(patched: Value | undefined, kept: Value): Value => (patched === undefined ? kept : patched);

/** The account whose currency fees are in. */
const payerOf = ({ type, accountId, fromAccountId }: Omit<Parties, "toAccountId">): string | null =>
  type === "transfer" ? fromAccountId : accountId;

/** Deleted accounts count: their history may still change. @throws not_found */
export function currencyOf(work: UnitOfWork, accountId: string | null): string {
  const account = accountId === null ? undefined : work.find(accounts, accountId);
  if (!account) throw notFound("accountId");
  return account.currency;
}

function partiesOf(row: Own, patch: Patch): Parties {
  const type = patch.type ?? row.type;
  if (type !== "transfer") {
    const misfit = TRANSFER_FIELDS.find((field) => pick(patch[field], null) !== null);
    if (misfit) throw invalid(misfit, "Only transfers have it");
    const accountId = required(pick(patch.accountId, row.accountId), "accountId");
    return { type, accountId, fromAccountId: null, toAccountId: null };
  }
  if (pick(patch.accountId, null) !== null) throw invalid("accountId", "A transfer has fromAccountId and toAccountId");
  const fromAccountId = required(pick(patch.fromAccountId, row.fromAccountId), "fromAccountId");
  const toAccountId = required(pick(patch.toAccountId, row.toAccountId), "toAccountId");
  if (fromAccountId === toAccountId) throw invalid("toAccountId", "Must be another account");
  return { type, accountId: null, fromAccountId, toAccountId };
}

function required(id: string | null, field: string): string {
  if (id === null) throw invalid(field, "Required");
  return id;
}

function splitsOf(work: UnitOfWork, row: Own, patch: Patch, type: Own["type"], currency: string): Split[] {
  const { splits } = patch;
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

function feeOf(row: Own, { feeAmount }: Patch, accountCurrency: string): number | null {
  if (typeof feeAmount === "number") return positiveMinor(feeAmount, accountCurrency, "feeAmount");
  if (feeAmount === null || row.feeAmount === null) return null;
  return restate(row.feeAmount, row.accountCurrency, accountCurrency, "feeAmount");
}

const NOTHING_ARRIVES: Arrival = { toAmount: null, toCurrency: null, effectiveRateFromTo: null, isRateFixed: false };

/** What leaves in a transfer, and the currency it arrives in. */
interface Leg {
  amount: number;
  currency: string;
  toCurrency: string;
}

/** What arrives: as the client says, by amount or rate; as it was fixed before; else by the day's rate. */
function arrivalOf(
  work: UnitOfWork,
  row: Own,
  patch: Patch,
  { type, toAccountId, amount, currency, date }: Parties & Pick<Amounts, "amount" | "currency" | "date">,
): Arrival {
  if (type !== "transfer") return NOTHING_ARRIVES;
  const kept = patch.toCurrency === undefined && row.toAccountId === toAccountId ? row.toCurrency : null;
  const leg = { amount, currency, toCurrency: patch.toCurrency ?? kept ?? currencyOf(work, toAccountId) };
  const { toAmount, effectiveRateFromTo: rate } = patch;
  if (leg.currency === leg.toCurrency) return sameCurrencyArrival(leg, toAmount, rate);

  const isSamePair = row.currency === currency && row.toCurrency === leg.toCurrency;
  const isSameLeg = isSamePair && row.amount === amount;
  const isUnsaid = isSameLeg ? repeatsArrival(row, patch) : toAmount === undefined && rate === undefined;
  if (isUnsaid && isSamePair && row.effectiveRateFromTo !== null) {
    if (isSameLeg && (row.isRateFixed || row.date === date)) return arrivalIn(row);
    if (row.isRateFixed) return arrivalAt(leg, row.effectiveRateFromTo, true);
  }
  if (!isUnsaid && typeof toAmount === "number") {
    const arriving = { amount: positiveMinor(toAmount, leg.toCurrency, "toAmount"), currency: leg.toCurrency };
    const effectiveRateFromTo = rateBetween(leg, arriving, rate ?? null);
    return { toAmount: arriving.amount, toCurrency: leg.toCurrency, effectiveRateFromTo, isRateFixed: true };
  }
  if (!isUnsaid && typeof rate === "number") return arrivalAt(leg, rateText(rate), true);
  return arrivalAt(leg, rateOn(work, currency, leg.toCurrency, date), false);
}

function sameCurrencyArrival(leg: Leg, toAmount: Patch["toAmount"], rate: Patch["effectiveRateFromTo"]): Arrival {
  if (typeof toAmount === "number" && positiveMinor(toAmount, leg.toCurrency, "toAmount") !== leg.amount) {
    throw invalid("toAmount", "Must equal amount between accounts of one currency");
  }
  if (typeof rate === "number" && rate !== 1) {
    throw invalid("effectiveRateFromTo", "Must be 1 between accounts of one currency");
  }
  return { toAmount: leg.amount, toCurrency: leg.toCurrency, effectiveRateFromTo: "1", isRateFixed: false };
}

function arrivalAt({ amount, currency, toCurrency }: Leg, rate: string, isRateFixed: boolean): Arrival {
  const toAmount = convertMinor(amount, currency, toCurrency, rate, "toAmount");
  if (toAmount === 0) throw invalid("amount", "Too little: nothing would arrive");
  return { toAmount, toCurrency, effectiveRateFromTo: rate, isRateFixed };
}

const arrivalIn = ({ toAmount, toCurrency, effectiveRateFromTo, isRateFixed }: Own): Arrival => ({
  toAmount,
  toCurrency,
  effectiveRateFromTo,
  isRateFixed,
});

/** Says no more of the arrival than the row does: clients send whole rows. */
function repeatsArrival({ toAmount, toCurrency, effectiveRateFromTo }: Own, patch: Patch): boolean {
  if (toAmount === null || toCurrency === null)
    return patch.toAmount === undefined && patch.effectiveRateFromTo === undefined;
  return (
    pick(patch.toAmount, toDecimal(toAmount, toCurrency)) === toDecimal(toAmount, toCurrency) &&
    pick(patch.effectiveRateFromTo, Number(effectiveRateFromTo)) === Number(effectiveRateFromTo)
  );
}
