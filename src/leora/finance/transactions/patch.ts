import type { z } from "zod";
import { changedFields, newRow } from "../../../engine/fields.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { invalid } from "../../../kernel/errors.ts";
import { positiveMinor, rateText, restate, toMinor } from "../../../kernel/money.ts";
import { amountsAfter, checkAmounts, type Patch, type TransactionColumns, valueAfter } from "./amounts.ts";
import type { TransactionCreate } from "./contract.ts";
import { conversionsAfter } from "./conversion.ts";
import { FEE_CATEGORY } from "./rules.ts";
import { transactions } from "./table.ts";

// Creating a transaction is the first patch of an empty one, so that one set of rules holds for both.

/** A row with only the fields that every transaction must have, before its first patch. */
const emptyRow = ({
  type,
  currency,
  date,
}: Pick<TransactionColumns, "type" | "currency" | "date">): TransactionColumns =>
  newRow(
    transactions,
    { type, currency, date },
    {
      amount: 0,
      decimalAmount: 0,
      splits: [],
      accountCurrency: currency,
      accountAmount: 0,
      isRateFixed: false,
      baseCurrency: currency,
      rateUsedToBase: "1",
      convertedAmountToBase: 0,
      isRateEstimated: false,
      splitsToBase: [],
      isBalanceAdjustment: false,
      attachments: [],
      tags: [],
    },
  );

/** The columns of a new transaction. @throws as `applyPatch` */
export function newTransaction(work: UnitOfWork, input: z.output<typeof TransactionCreate>): TransactionColumns {
  const row = emptyRow(input);
  applyPatch(work, row, input, true, row);
  return row;
}

/**
 * The columns that a patch changes. The row that results is checked as a whole.
 * @param isNewOrRestored as in `amountsAfter`
 * @param into as in `changedFields`
 * @throws invalid_input; not_found for an account that does not exist; fx_rate_unavailable
 */
export function applyPatch(
  work: UnitOfWork,
  row: TransactionColumns,
  patch: Patch,
  isNewOrRestored: boolean,
  into?: TransactionColumns,
): Partial<TransactionColumns> {
  const amounts = amountsAfter(work, row, patch, isNewOrRestored);
  const feeCategoryId = valueAfter(patch.feeCategoryId, row.feeCategoryId);
  const stated = {
    ...amounts,
    ...conversionsAfter(work, row, amounts, isNewOrRestored),
    ...notedAmountsAfter(row, patch, amounts.currency),
    feeCategoryId: amounts.feeAmount === null ? feeCategoryId : (feeCategoryId ?? FEE_CATEGORY),
    conversionRate: typeof patch.conversionRate === "number" ? rateText(patch.conversionRate) : patch.conversionRate,
    attachments: patch.attachments === null ? [] : patch.attachments,
    tags: patch.tags === null ? [] : patch.tags,
  };
  const changed = changedFields(transactions, patch, stated, into);
  requireCoherent({
    type: changed.type ?? row.type,
    categoryId: valueAfter(changed.categoryId, row.categoryId),
    isBalanceAdjustment: changed.isBalanceAdjustment ?? row.isBalanceAdjustment,
  });
  return changed;
}

/**
 * Checks the input of a transaction that is to be created later, by everything that does not depend on the rates of its day.
 * @throws invalid_input, not_found as creating it does
 */
export function checkInput(work: UnitOfWork, input: z.output<typeof TransactionCreate>): void {
  const row = emptyRow(input);
  checkAmounts(work, row, input);
  notedAmountsAfter(row, input, input.currency);
  const { type, categoryId = null, isBalanceAdjustment = false } = input;
  requireCoherent({ type, categoryId, isBalanceAdjustment });
}

function requireCoherent({
  type,
  categoryId,
  isBalanceAdjustment,
}: Pick<TransactionColumns, "type" | "categoryId" | "isBalanceAdjustment">): void {
  if (type !== "transfer" && categoryId === null) throw invalid("categoryId", "Required");
  if (type === "transfer" && isBalanceAdjustment) {
    throw invalid("isBalanceAdjustment", "A transfer adjusts no balance");
  }
}

type NotedAmounts = Pick<TransactionColumns, "plannedAmount" | "paidAmount" | "originalCurrency" | "originalAmount">;

/** Amounts that a client writes on a transaction for information: they change no balance. `currency` is the transaction's. */
function notedAmountsAfter(row: TransactionColumns, patch: Patch, currency: string): NotedAmounts {
  const noted = (field: "plannedAmount" | "paidAmount"): number | null => {
    const stated = patch[field];
    if (typeof stated === "number") {
      if (stated < 0) throw invalid(field, "Must not be negative");
      return toMinor(stated, currency, field);
    }
    const stored = valueAfter(stated, row[field]);
    return stored === null ? null : restate(stored, row.currency, currency, field);
  };
  return { plannedAmount: noted("plannedAmount"), paidAmount: noted("paidAmount"), ...originalAfter(row, patch) };
}

/** What a price was in the currency that it was quoted in. */
function originalAfter(
  row: TransactionColumns,
  patch: Patch,
): Pick<TransactionColumns, "originalCurrency" | "originalAmount"> {
  const originalCurrency = valueAfter(patch.originalCurrency, row.originalCurrency);
  const stated = patch.originalAmount;
  if (originalCurrency === null) {
    if (typeof stated === "number") throw invalid("originalCurrency", "Required with originalAmount");
    return { originalCurrency, originalAmount: null };
  }
  if (typeof stated === "number") {
    return { originalCurrency, originalAmount: positiveMinor(stated, originalCurrency, "originalAmount") };
  }
  const stored = valueAfter(stated, row.originalAmount);
  const storedCurrency = row.originalCurrency ?? originalCurrency;
  return {
    originalCurrency,
    originalAmount: stored === null ? null : restate(stored, storedCurrency, originalCurrency, "originalAmount"),
  };
}
