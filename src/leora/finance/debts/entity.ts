import { z } from "zod";
import { commonView } from "../../../engine/contract.ts";
import { defineEntity } from "../../../engine/entity.ts";
import { atLeast, atMost, equals } from "../../../engine/list.ts";
import { removeRow } from "../../../engine/rows.ts";
import { raw, sql, union } from "../../../engine/sql.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { currency as currencyCode, day, uuid } from "../../../kernel/contract.ts";
import { invalidState } from "../../../kernel/errors.ts";
import { toDecimal } from "../../../kernel/money.ts";
import { toIso } from "../../../kernel/time.ts";
import { profileOf } from "../../profile.ts";
import { planRates } from "../fx/reads.ts";
import { transactionEntity } from "../transactions/entity.ts";
import { transactions } from "../transactions/table.ts";
import { amend, type Own } from "./amounts.ts";
import { DebtCreate, DebtPatch, DebtView } from "./contract.ts";
import { followFunding, fundingAccountOf } from "./funding.ts";
import { debtPaymentEntity } from "./payments/entity.ts";
import { transactionsPayDebts } from "./payments/reactions.ts";
import { debtPayments } from "./payments/table.ts";
import { ACCOUNT_FIELDS, planDebts } from "./reads.ts";
import { type Debt, paymentsMade, settleDebt } from "./recalculation.ts";
import { DEBT_STATUSES, owedOn, statusOn } from "./rules.ts";
import { debts } from "./table.ts";

/** What, when it changes, changes what is owed or the status. */
const COUNTED = [
  "showStatus",
  "direction",
  "principalAmount",
  "principalCurrency",
  "principalBaseValue",
  "repaymentCurrency",
  "repaymentAmount",
  "isFixedRepaymentAmount",
  "startDate",
  "dueDate",
  "interestMode",
  "interestRateAnnual",
  "isCanceled",
] as const satisfies readonly (keyof Debt)[];

/** What payments were converted by. */
const HISTORIC = ["direction", "principalCurrency", "repaymentCurrency"] as const satisfies readonly (keyof Debt)[];

/** Spec 4.4. */
export const debtEntity = defineEntity({
  name: "debts",
  table: debts,
  contract: { create: DebtCreate, patch: DebtPatch, view: DebtView },
  links: {
    counterpartyId: "counterparties",
    linkedGoalId: "goals",
    linkedBudgetId: "budgets",
    fundingAccountId: "accounts",
    lentFromAccountId: "accounts",
    returnToAccountId: "accounts",
    receivedToAccountId: "accounts",
    payFromAccountId: "accounts",
  },
  derived: [
    "baseCurrency",
    "rateOnStart",
    "principalBaseValue",
    "fundingTransactionId",
    "status",
    "settledAt",
    "finalRateUsed",
    "finalProfitLoss",
    "finalProfitLossCurrency",
    "totalPaidInRepaymentCurrency",
    "outstandingCurrency",
    "outstandingPrincipal",
    "unpaidInterest",
    "interestThrough",
    "totalPaid",
    "overpaidAmount",
    "decimalPrincipal",
  ],
  reactions: [transactionsPayDebts],
  list: {
    filters: {
      direction: equals(DebtView.shape.direction, "direction"),
      status: equals(z.enum(DEBT_STATUSES).meta({ example: "active" }), "status"),
      counterpartyId: equals(uuid(), "counterpartyId"),
      linkedGoalId: equals(uuid(), "linkedGoalId"),
      linkedBudgetId: equals(uuid(), "linkedBudgetId"),
      currency: equals(currencyCode(), "principalCurrency"),
      dueDateFrom: atLeast(day(), "dueDate"),
      dueDateTo: atMost(day(), "dueDate"),
    },
    sorts: ["dueDate", "startDate", "principalAmount"],
    sortColumns: { principalAmount: "decimalPrincipal" },
  },

  search: ({ counterpartyName, description }) => [counterpartyName, description],

  reads(plan, rows) {
    const { userId } = plan;
    planDebts(plan, rows.ids);
    planRates(plan, [rows.givenValues("principalCurrency"), rows.givenValues("repaymentCurrency")], []);
    // The transaction that funds a debt has the debt's id. A deleted debt takes all its payments and transactions along.
    const ofDebts = (table: string) =>
      sql`SELECT id FROM ${raw(table)} WHERE userId = ${userId} AND debtId IN (${rows.stored})`;
    plan.rowsBy(transactions, ["debtId"], rows.ids);
    plan.writes(
      plan.reached(transactions, {
        stored: rows.mayBeStored ? union([rows.ids, ofDebts("transactions")]) : rows.ids,
        given: {
          accountId: union(ACCOUNT_FIELDS.map((field) => rows.values(field))),
          counterpartyId: rows.values("counterpartyId"),
          currency: rows.values("principalCurrency"),
          date: rows.values("startDate"),
          debtId: rows.ids,
        },
      }),
    );
    if (rows.mayBeStored) plan.writes(plan.reached(debtPayments, { stored: ofDebts("debtPayments") }));
  },

  create(work, input, id) {
    const own = amend(work, blank(work, input), input, true);
    return { ...own, fundingTransactionId: fundingAccountOf(own) === null ? null : id };
  },

  update(work, row, patch) {
    const next = amend(work, row, patch, row.showStatus === "deleted");
    forbidHistory(work, row, next);
    const account = fundingAccountOf(next);
    if (account === fundingAccountOf(row)) return next;
    return { ...next, fundingTransactionId: account === null ? null : row.id };
  },

  effects(work, before, after) {
    const isDeleted = after.showStatus === "deleted";
    if (isDeleted && before?.showStatus !== "deleted") forget(work, after.id);
    followFunding(work, before, after);
    const changed = COUNTED.find((name) => before?.[name] !== after[name]);
    if (changed) settleDebt(work, after.id, false, changed);
  },

  view(row, at) {
    const { principalCurrency, baseCurrency, outstandingCurrency } = row;
    const repaymentCurrency = row.repaymentCurrency ?? principalCurrency;
    const owed = owedOn(row, at.today);
    const decimal = (minor: number | null, currency: string) => (minor === null ? null : toDecimal(minor, currency));
    const rate = (text: string | null) => (text === null ? null : Number(text));
    return {
      ...commonView(row),
      direction: row.direction,
      counterpartyId: row.counterpartyId,
      counterpartyName: row.counterpartyName,
      description: row.description,
      principalAmount: toDecimal(row.principalAmount, principalCurrency),
      principalOriginalAmount: decimal(row.principalOriginalAmount, row.principalOriginalCurrency ?? principalCurrency),
      principalCurrency,
      principalOriginalCurrency: row.principalOriginalCurrency,
      baseCurrency,
      rateOnStart: Number(row.rateOnStart),
      principalBaseValue: toDecimal(row.principalBaseValue, baseCurrency),
      repaymentCurrency: row.repaymentCurrency,
      repaymentAmount: decimal(row.repaymentAmount, repaymentCurrency),
      repaymentRateOnStart: rate(row.repaymentRateOnStart),
      isFixedRepaymentAmount: row.isFixedRepaymentAmount,
      startDate: row.startDate,
      dueDate: row.dueDate,
      interestMode: row.interestMode,
      interestRateAnnual: rate(row.interestRateAnnual),
      scheduleHint: row.scheduleHint,
      linkedGoalId: row.linkedGoalId,
      linkedBudgetId: row.linkedBudgetId,
      fundingAccountId: row.fundingAccountId,
      fundingTransactionId: row.fundingTransactionId,
      lentFromAccountId: row.lentFromAccountId,
      returnToAccountId: row.returnToAccountId,
      receivedToAccountId: row.receivedToAccountId,
      payFromAccountId: row.payFromAccountId,
      customRateUsed: rate(row.customRateUsed),
      reminderEnabled: row.reminderEnabled,
      reminderTime: row.reminderTime,
      status: statusOn(row, at.today),
      settledAt: row.settledAt === null ? null : toIso(row.settledAt),
      finalRateUsed: rate(row.finalRateUsed),
      finalProfitLoss: decimal(row.finalProfitLoss, row.finalProfitLossCurrency ?? baseCurrency),
      finalProfitLossCurrency: row.finalProfitLossCurrency,
      totalPaidInRepaymentCurrency: toDecimal(row.totalPaidInRepaymentCurrency, repaymentCurrency),
      accruedInterest: toDecimal(owed.interest, outstandingCurrency),
      outstandingAmount: toDecimal(owed.principal + owed.interest, outstandingCurrency),
      outstandingCurrency,
    };
  },
});

/** Payments keep the direction and the currencies that they were made in. @throws invalid_state */
function forbidHistory(work: UnitOfWork, row: Debt, next: Own): void {
  const changed = HISTORIC.find((name) => next[name] !== row[name]);
  if (changed === undefined) return;
  if (paymentsMade(work, row.id).length > 0) {
    throw invalidState("A debt with payments keeps its direction and currencies", changed);
  }
  if (changed === "direction" && row.fundingTransactionId !== null) {
    throw invalidState("A debt with a funding transaction keeps its direction", changed);
  }
  // A payment that arrives meanwhile moves what is owed, and with it the revision this pins.
  if (row.showStatus !== "deleted") work.guardRow(debts, row.id);
}

/** A deleted debt takes its payments and all its transactions with it. */
function forget(work: UnitOfWork, debtId: string): void {
  for (const { id } of paymentsMade(work, debtId)) removeRow(work, debtPaymentEntity, id);
  for (const { id, showStatus } of work.rowsBy(transactions, { debtId })) {
    if (showStatus !== "deleted") removeRow(work, transactionEntity, id);
  }
}

const blank = (work: UnitOfWork, input: z.output<typeof DebtCreate>): Own => ({
  direction: input.direction,
  counterpartyId: null,
  counterpartyName: "",
  description: null,
  principalAmount: 0,
  principalCurrency: input.principalCurrency,
  principalOriginalAmount: null,
  principalOriginalCurrency: null,
  baseCurrency: profileOf(work.user).primaryCurrency,
  rateOnStart: "1",
  principalBaseValue: 0,
  repaymentCurrency: null,
  repaymentAmount: null,
  repaymentRateOnStart: null,
  isFixedRepaymentAmount: false,
  startDate: input.startDate,
  dueDate: null,
  interestMode: null,
  interestRateAnnual: null,
  scheduleHint: null,
  linkedGoalId: null,
  linkedBudgetId: null,
  fundingAccountId: null,
  fundingTransactionId: null,
  lentFromAccountId: null,
  returnToAccountId: null,
  receivedToAccountId: null,
  payFromAccountId: null,
  customRateUsed: null,
  reminderEnabled: false,
  reminderTime: null,
  isCanceled: false,
  status: "active",
  settledAt: null,
  finalRateUsed: null,
  finalProfitLoss: null,
  finalProfitLossCurrency: null,
  totalPaidInRepaymentCurrency: 0,
  outstandingCurrency: input.principalCurrency,
  outstandingPrincipal: 0,
  unpaidInterest: 0,
  interestThrough: input.startDate,
  totalPaid: 0,
  overpaidAmount: 0,
  decimalPrincipal: 0,
});
