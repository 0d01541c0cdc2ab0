import type { z } from "zod";
import { defineEntity } from "../../../engine/entity.ts";
import { changedFields, newRow } from "../../../engine/fields.ts";
import { equals, linksTo } from "../../../engine/list.ts";
import { ifAny, isNothing, sql } from "../../../engine/sql.ts";
import { sameValue } from "../../../engine/tracked-row.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { currency } from "../../../kernel/contract.ts";
import { percentOf } from "../../../kernel/db/sums.ts";
import { invalid, invalidState } from "../../../kernel/errors.ts";
import { positiveMinor, restate, sumToDecimal, toDecimal } from "../../../kernel/money.ts";
import { BudgetCreate, BudgetPatch, BudgetView } from "./contract.ts";
import { transactionsCountForBudgets } from "./reactions.ts";
import { planRebuild } from "./reads.ts";
import { rebuildEntries, removeEntries } from "./rebuild.ts";
import { inPeriodOf, isOverspent, NO_TOTALS, type PeriodSettings, periodStateOn } from "./rules.ts";
import { requireRoom } from "./sharing.ts";
import { type Budget, budgetEntryRows, budgets } from "./table.ts";
import { derivedColumnsOf, notifyWhenExceeded } from "./totals.ts";

/** Columns that decide which transactions count. */
const MATCHING_COLUMNS = [
  "budgetType",
  "categoryIds",
  "linkedGoalId",
  "accountId",
  "transactionType",
] as const satisfies readonly (keyof Budget)[];

/** Columns that decide which periods there are, and the currency of the limits that they carry over. */
const PERIOD_COLUMNS = [
  "currency",
  "periodType",
  "startDate",
  "endDate",
  "rolloverMode",
] as const satisfies readonly (keyof Budget)[];

/** When one of these changes, the entries of the budget are rebuilt. */
const REBUILT_BY = [...MATCHING_COLUMNS, ...PERIOD_COLUMNS];

/** Budgets (spec 4.3). Their totals are sums of budget entries: see `rebuild.ts` and `reactions.ts`. */
export const budgetEntity = defineEntity({
  name: "budgets",
  table: budgets,
  contract: { create: BudgetCreate, patch: BudgetPatch, view: BudgetView },
  links: { linkedGoalId: "goals", accountId: "accounts" },
  derived: [
    "periodStart",
    "periodEnd",
    "rollsAfter",
    "spentAmount",
    "carriedAmount",
    "carriedLimit",
    "carryFrom",
    "contributionTotal",
    "since",
    "upcoming",
    "isExceedNotified",
  ],
  counted: [
    {
      feature: "budgets",
      table: budgets,
      where: "showStatus = 'active'",
      counts: ({ showStatus }) => showStatus === "active",
    },
  ],
  list: {
    filters: {
      budgetType: equals(BudgetView.shape.budgetType, "budgetType"),
      periodType: equals(BudgetView.shape.periodType, "periodType"),
      transactionType: equals(BudgetView.shape.transactionType, "transactionType"),
      accountId: linksTo("accountId"),
      linkedGoalId: linksTo("linkedGoalId"),
      currency: equals(currency(), "currency"),
    },
    sorts: ["name", "limitAmount", "spentAmount"],
  },
  reactions: [transactionsCountForBudgets],

  search: ({ name }) => [name],

  reads(plan, rows) {
    const { inputs } = rows;
    if (inputs.length === 0) return;
    // Such inputs may rebuild any of the budgets: also one that the same push archives and takes back.
    const mayRebuild = inputs.some(
      (input) =>
        ("showStatus" in input && input.showStatus === "active") ||
        REBUILT_BY.some((name) => input[name] !== undefined),
    );
    // Others may only bring back budgets that are deleted, when a conflict is resolved.
    const inactive = ifAny(
      rows.stored,
      sql`SELECT id FROM budgets WHERE owner = ${plan.owner} AND id IN (${rows.stored}) AND showStatus <> 'active'`,
    );
    planRebuild(plan, mayRebuild ? rows.stored : inactive, mayRebuild ? inputs : []);
    plan.rowsBy(budgetEntryRows, ["budgetId"], mayRebuild ? rows.ids : inactive);
    // All active budgets: a budget that becomes active, or selects others, shares transactions with them.
    if (mayRebuild) plan.rowsWhere(budgets, sql`showStatus = 'active'`);
    else if (!isNothing(inactive)) plan.rowsWhere(budgets, sql`showStatus = 'active' AND EXISTS (${inactive})`);
  },

  create(work, input) {
    const { startDate = null, endDate = null, currency, periodType } = input;
    const limitAmount = positiveMinor(input.limitAmount, currency, "limitAmount");
    const rolloverMode = input.rolloverMode ?? "none";
    const settings = { periodType, startDate, endDate, rolloverMode, limitAmount };
    checkDays(settings);
    return newRow(budgets, input, {
      limitAmount,
      rolloverMode,
      categoryIds: input.categoryIds ?? [],
      transactionType: input.transactionType ?? "expense",
      notifyOnExceed: input.notifyOnExceed ?? false,
      isExceedNotified: false,
      ...periodStateOn(settings, work.at.today, null),
      ...NO_TOTALS,
    });
  },

  update(work, row, patch) {
    const { categoryIds, transactionType, rolloverMode } = patch;
    const isArchived = (patch.showStatus ?? row.showStatus) === "archived";
    const current = isArchived ? row : inPeriodOf(row, work.at.today);
    const changed = changedFields(budgets, patch, {
      ...derivedColumnsOf(current),
      // null restores the default.
      categoryIds: categoryIds === null ? [] : categoryIds,
      transactionType: transactionType === null ? "expense" : transactionType,
      rolloverMode: rolloverMode === null ? "none" : rolloverMode,
      limitAmount: limitAfter(work, row, patch),
    });
    const next = { ...row, ...changed };
    if (PERIOD_COLUMNS.every((name) => sameValue(row[name], next[name]))) return changed;
    checkDays(next);
    const isSameStart = row.periodType === next.periodType && row.startDate === next.startDate;
    return { ...changed, ...periodStateOn(next, work.at.today, isSameStart ? current : null) };
  },

  effects(work, before, after) {
    if (after.showStatus !== "active") {
      if (before?.showStatus === "active") removeEntries(work, after);
    } else if (before?.showStatus !== "active" || hasChanged(REBUILT_BY, before, after)) {
      if (before?.showStatus !== "active" || hasChanged(MATCHING_COLUMNS, before, after)) requireRoom(work, after);
      rebuildEntries(work, after.id);
    } else if (before.limitAmount !== after.limitAmount || before.notifyOnExceed !== after.notifyOnExceed) {
      // What is spent meanwhile decides whether the new limit is exceeded.
      if (after.notifyOnExceed) work.guardRow(budgets, after.id);
      notifyWhenExceeded(work, after.id);
    }
  },

  view(stored, { today }) {
    const row = stored.showStatus === "active" ? inPeriodOf(stored, today) : stored;
    const { currency, periodStart, periodEnd } = row;
    const available = BigInt(row.limitAmount) + BigInt(row.carriedAmount);
    const spent = BigInt(row.spentAmount);
    const contributions = BigInt(row.contributionTotal);
    const decimal = (minor: bigint) => sumToDecimal(minor, currency);
    return {
      limitAmount: toDecimal(row.limitAmount, currency),
      spentAmount: decimal(spent),
      remainingAmount: decimal(available - spent),
      percentUsed: available > 0n ? percentOf(spent, available) : spent > 0n ? 100 : 0,
      contributionTotal: decimal(contributions),
      currentBalance: decimal(row.transactionType === "expense" ? available - spent : contributions),
      isOverspent: isOverspent(row),
      carriedAmount: decimal(BigInt(row.carriedAmount)),
      periodStart,
      periodEnd,
    };
  },
});

const hasChanged = (columns: readonly (keyof Budget)[], before: Budget, after: Budget): boolean =>
  columns.some((name) => !sameValue(before[name], after[name]));

/** @throws invalid_input unless the days make a range, and a custom range has both */
function checkDays({ periodType, startDate, endDate }: PeriodSettings): void {
  if (periodType === "custom_range") {
    if (startDate === null) throw invalid("startDate", "Required with custom_range");
    if (endDate === null) throw invalid("endDate", "Required with custom_range");
  }
  if (startDate !== null && endDate !== null && endDate < startDate) {
    throw invalid("endDate", "Must not be before startDate");
  }
}

/**
 * The limit after a change, minor units. Without a new one it keeps its decimal when the currency changes.
 * @throws invalid_state when the currency changes and entries are kept in the present one
 */
function limitAfter(work: UnitOfWork, row: Budget, patch: z.output<typeof BudgetPatch>): number {
  const { currency = row.currency, limitAmount } = patch;
  if (currency !== row.currency) {
    const hasEntries = work.owned(budgetEntryRows).by("budgetId", row.id).length > 0;
    if (hasEntries) throw invalidState("The currency of a budget with entries cannot change", "currency");
  }
  return limitAmount === undefined
    ? restate(row.limitAmount, row.currency, currency, "limitAmount")
    : positiveMinor(limitAmount, currency, "limitAmount");
}
