import type { z } from "zod";
import { commonView } from "../../../../engine/contract.ts";
import { defineEntity } from "../../../../engine/entity.ts";
import { atLeast, atMost, equals } from "../../../../engine/list.ts";
import { listed, union } from "../../../../engine/sql.ts";
import type { UnitOfWork } from "../../../../engine/unit-of-work.ts";
import { currency as currencyCode, day, definedFields, uuid } from "../../../../kernel/contract.ts";
import { invalidState } from "../../../../kernel/errors.ts";
import { positiveMinor, rateText, restate, toDecimal } from "../../../../kernel/money.ts";
import { accounts } from "../../accounts/table.ts";
import { planRates } from "../../fx/reads.ts";
import { transactions } from "../../transactions/table.ts";
import { accountsOfDebts, counterpartiesOfDebts, planDebts } from "../reads.ts";
import { type Debt, type DebtPayment, settleDebt } from "../recalculation.ts";
import { debts } from "../table.ts";
import { DebtPaymentCreate, DebtPaymentPatch, DebtPaymentView } from "./contract.ts";
import { converted } from "./conversion.ts";
import { debtPayments } from "./table.ts";
import { followPayment } from "./transaction.ts";

type Patch = z.output<typeof DebtPaymentPatch>;

/** What, when it changes, changes what is owed. */
const COUNTED = [
  "debtId",
  "showStatus",
  "paymentDate",
  "convertedAmountToDebt",
  "convertedAmountToRepayment",
  "convertedAmountToBase",
] as const satisfies readonly (keyof DebtPayment)[];

/** Spec 4.4. What transactions do to payments is in `reaction.ts`. */
export const debtPaymentEntity = defineEntity({
  name: "debtPayments",
  table: debtPayments,
  contract: { create: DebtPaymentCreate, patch: DebtPaymentPatch, view: DebtPaymentView },
  links: { debtId: "debts", accountId: "accounts" },
  derived: [
    "baseCurrency",
    "rateUsedToBase",
    "convertedAmountToBase",
    "rateUsedToDebt",
    "convertedAmountToDebt",
    "relatedTransactionId",
    "isRateToBaseFixed",
    "isRateToDebtFixed",
    "debtCurrency",
    "repaymentCurrency",
    "convertedAmountToRepayment",
    "debtRateToBase",
  ],
  list: {
    filters: {
      debtId: equals(uuid(), "debtId"),
      accountId: equals(uuid(), "accountId"),
      currency: equals(currencyCode(), "currency"),
      dateFrom: atLeast(day(), "paymentDate"),
      dateTo: atMost(day(), "paymentDate"),
    },
    sorts: ["paymentDate"],
  },

  search: ({ note }) => [note],

  reads(plan, rows) {
    const { userId } = plan;
    const debtIds = rows.values("debtId");
    const days = union([rows.values("paymentDate"), listed([plan.at.today])]);
    planDebts(plan, debtIds);
    planRates(plan, [rows.values("currency")], [days]);
    // A payment and its transaction have one id.
    plan.writes(
      plan.reached(transactions, {
        stored: rows.ids,
        given: {
          debtId: debtIds,
          accountId: union([rows.values("accountId"), accountsOfDebts(userId, debtIds)]),
          counterpartyId: counterpartiesOfDebts(userId, debtIds),
          currency: rows.values("currency"),
          date: days,
        },
      }),
    );
  },

  create(work, input, id) {
    const debt = work.require(debts, input.debtId, "debtId");
    if (debt.isCanceled) throw invalidState("A canceled debt takes no payments", "debtId");
    const currency = input.currency ?? debt.outstandingCurrency;
    const accountId = input.accountId === undefined ? usualAccount(work, debt) : input.accountId;
    return {
      debtId: debt.id,
      accountId,
      note: input.note ?? null,
      recurringId: input.recurringId ?? null,
      allowOverpay: input.allowOverpay ?? false,
      relatedTransactionId: accountId === null ? null : id,
      ...converted(work, debt, {
        amount: positiveMinor(input.amount, currency, "amount"),
        currency,
        paymentDate: input.paymentDate ?? work.at.today,
        rateToDebt: rateOrNull(input.rateUsedToDebt),
        rateToBase: rateOrNull(input.rateUsedToBase),
      }),
    };
  },

  update(work, row, patch) {
    const { accountId = row.accountId, note, recurringId, allowOverpay } = patch;
    return {
      ...definedFields({ note, recurringId, allowOverpay }),
      accountId,
      relatedTransactionId: accountId === null ? null : row.id,
      ...(isSettled(row, patch) ? {} : reconverted(work, row, patch)),
    };
  },

  effects(work, before, after) {
    followPayment(work, before, after);
    if (before && COUNTED.every((name) => before[name] === after[name])) return;
    settleDebt(work, after.debtId, after.allowOverpay || after.showStatus !== "active");
    if (before && before.debtId !== after.debtId) settleDebt(work, before.debtId, true);
  },

  view: (row) => ({
    ...commonView(row),
    debtId: row.debtId,
    amount: toDecimal(row.amount, row.currency),
    currency: row.currency,
    baseCurrency: row.baseCurrency,
    rateUsedToBase: Number(row.rateUsedToBase),
    convertedAmountToBase: toDecimal(row.convertedAmountToBase, row.baseCurrency),
    rateUsedToDebt: Number(row.rateUsedToDebt),
    convertedAmountToDebt: toDecimal(row.convertedAmountToDebt, row.debtCurrency),
    paymentDate: row.paymentDate,
    accountId: row.accountId,
    note: row.note,
    allowOverpay: row.allowOverpay,
    relatedTransactionId: row.relatedTransactionId,
    recurringId: row.recurringId,
  }),
});

/** Where the debt's payments come from or go to, as long as that account is in use. */
function usualAccount(work: UnitOfWork, { direction, payFromAccountId, returnToAccountId }: Debt): string | null {
  const id = direction === "i_owe" ? payFromAccountId : returnToAccountId;
  const account = id === null ? undefined : work.find(accounts, id);
  return account?.showStatus === "active" ? account.id : null;
}

/** Clients send whole rows: what repeats the row leaves its conversions alone. */
function isSettled(row: DebtPayment, patch: Patch): boolean {
  const { amount, currency = row.currency, paymentDate = row.paymentDate, rateUsedToDebt, rateUsedToBase } = patch;
  const isSaid = (stated: number | null | undefined, used: string, fixed: boolean) =>
    stated !== undefined && (stated === null ? fixed : stated !== Number(used));
  return (
    row.showStatus !== "deleted" &&
    currency === row.currency &&
    paymentDate === row.paymentDate &&
    (amount === undefined || amount === toDecimal(row.amount, row.currency)) &&
    !isSaid(rateUsedToDebt, row.rateUsedToDebt, row.isRateToDebtFixed) &&
    !isSaid(rateUsedToBase, row.rateUsedToBase, row.isRateToBaseFixed)
  );
}

function reconverted(work: UnitOfWork, row: DebtPayment, patch: Patch) {
  const { amount, currency = row.currency, paymentDate = row.paymentDate, rateUsedToDebt, rateUsedToBase } = patch;
  const isSame = currency === row.currency;
  const rate = (stated: number | null | undefined, used: string, isFixed: boolean): string | null => {
    const kept = isFixed && isSame ? used : null;
    return stated === undefined || stated === Number(used) ? kept : rateOrNull(stated);
  };
  return converted(work, work.require(debts, row.debtId), {
    amount:
      amount === undefined
        ? restate(row.amount, row.currency, currency, "amount")
        : positiveMinor(amount, currency, "amount"),
    currency,
    paymentDate,
    rateToDebt: rate(rateUsedToDebt, row.rateUsedToDebt, row.isRateToDebtFixed),
    rateToBase: rate(rateUsedToBase, row.rateUsedToBase, row.isRateToBaseFixed),
  });
}

const rateOrNull = (rate: number | null | undefined): string | null =>
  typeof rate === "number" ? rateText(rate) : null;
