import type { z } from "zod";
import type { OwnColumns } from "../../../engine/columns.ts";
import { commonView } from "../../../engine/contract.ts";
import { defineEntity } from "../../../engine/entity.ts";
import { equals } from "../../../engine/list.ts";
import { sql } from "../../../engine/sql.ts";
import { sameValue } from "../../../engine/tracked-row.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { currency, definedFields, uuid } from "../../../kernel/contract.ts";
import { percentOf } from "../../../kernel/db/sums.ts";
import { invalid, invalidState } from "../../../kernel/errors.ts";
import { positiveMinor, restate, sumToDecimal, toDecimal } from "../../../kernel/money.ts";
import { BudgetCreate, BudgetPatch, BudgetView } from "./contract.ts";
import { empty, fill } from "./filling.ts";
import { numbersOf, tell } from "./ledger.ts";
import type { Budget } from "./matching.ts";
import { followTransactions } from "./reactions.ts";
import { planFilling } from "./reads.ts";
import { isOverspent, opened, roll, type Terms } from "./rules.ts";
import { budgetEntryRows, budgets } from "./table.ts";

type Own = OwnColumns<typeof budgets>;

/** What decides which transactions count, and how. */
const CRITERIA = [
  "budgetType",
  "categoryIds",
  "linkedGoalId",
  "accountId",
  "transactionType",
  "currency",
  "periodType",
  "startDate",
  "endDate",
  "rolloverMode",
] as const satisfies readonly (keyof Own)[];
/** Of those, what decides which periods there are. */
const TERMS = CRITERIA.slice(5);

/** Spec 4.3. */
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
  list: {
    filters: {
      budgetType: equals(BudgetView.shape.budgetType, "budgetType"),
      periodType: equals(BudgetView.shape.periodType, "periodType"),
      transactionType: equals(BudgetView.shape.transactionType, "transactionType"),
      accountId: equals(uuid(), "accountId"),
      linkedGoalId: equals(uuid(), "linkedGoalId"),
      currency: equals(currency(), "currency"),
    },
    sorts: ["name", "limitAmount", "spentAmount"],
  },
  reactions: [followTransactions],

  search: ({ name }) => [name],

  reads(plan, rows) {
    const { inputs } = rows;
    if (inputs.length === 0) return;
    const changesCriteria = inputs.some((input) => CRITERIA.some((name) => input[name] !== undefined));
    planFilling(plan, rows.stored, inputs, changesCriteria);
    // One that comes back from the archive or from deletion is filled as well: it has no entries until then.
    const inactive = sql`
      SELECT id FROM budgets WHERE userId = ${plan.userId} AND id IN (${rows.stored}) AND showStatus <> 'active'`;
    plan.rowsBy(budgetEntryRows, ["budgetId"], changesCriteria ? rows.ids : inactive);
  },

  create(work, input): Own {
    const limitAmount = positiveMinor(input.limitAmount, input.currency, "limitAmount");
    const own = {
      name: input.name,
      budgetType: input.budgetType,
      categoryIds: input.categoryIds ?? [],
      linkedGoalId: input.linkedGoalId ?? null,
      accountId: input.accountId ?? null,
      transactionType: input.transactionType ?? "expense",
      currency: input.currency,
      limitAmount,
      periodType: input.periodType,
      startDate: input.startDate ?? null,
      endDate: input.endDate ?? null,
      rolloverMode: input.rolloverMode ?? "none",
      notifyOnExceed: input.notifyOnExceed ?? false,
    } satisfies Partial<Own>;
    checkDays(own);
    const figures = { spentAmount: 0, carriedAmount: 0, contributionTotal: 0, upcoming: [], isExceedNotified: false };
    return { ...own, ...opened(own, work.at.today, null), ...figures };
  },

  update(work, row, patch) {
    const rolled = (patch.showStatus ?? row.showStatus) === "archived" ? row : roll(row, work.at.today);
    const { showStatus: _kernel, limitAmount, categoryIds, transactionType, rolloverMode, ...plain } = patch;
    const own = { ...numbersOf(rolled), ...definedFields(plain) };
    const next: Budget = {
      ...row,
      ...own,
      categoryIds: categoryIds === undefined ? row.categoryIds : (categoryIds ?? []),
      transactionType: transactionType === undefined ? row.transactionType : (transactionType ?? "expense"),
      rolloverMode: rolloverMode === undefined ? row.rolloverMode : (rolloverMode ?? "none"),
      limitAmount: limitIn(work, row, patch),
    };
    if (TERMS.every((name) => sameValue(row[name], next[name]))) return ownOf(next);
    checkDays(next);
    const isSameStart = row.periodType === next.periodType && row.startDate === next.startDate;
    return ownOf({ ...next, ...opened(next, work.at.today, isSameStart ? rolled : null) });
  },

  effects(work, before, after) {
    if (after.showStatus !== "active") {
      if (before?.showStatus === "active") empty(work, after);
    } else if (before?.showStatus !== "active" || CRITERIA.some((name) => !sameValue(before[name], after[name]))) {
      fill(work, after.id);
    } else if (before.limitAmount !== after.limitAmount || before.notifyOnExceed !== after.notifyOnExceed) {
      // What others spend meanwhile decides whether the new limit is exceeded.
      if (after.notifyOnExceed) work.guardRow(budgets, after.id);
      tell(work, after.id);
    }
  },

  view(stored, { today }) {
    const row = stored.showStatus === "active" ? roll(stored, today) : stored;
    const available = BigInt(row.limitAmount) + BigInt(row.carriedAmount);
    const spent = BigInt(row.spentAmount);
    const decimal = (minor: bigint) => sumToDecimal(minor, row.currency);
    return {
      ...commonView(row),
      name: row.name,
      budgetType: row.budgetType,
      categoryIds: row.categoryIds,
      linkedGoalId: row.linkedGoalId,
      accountId: row.accountId,
      transactionType: row.transactionType,
      currency: row.currency,
      limitAmount: toDecimal(row.limitAmount, row.currency),
      periodType: row.periodType,
      startDate: row.startDate,
      endDate: row.endDate,
      spentAmount: decimal(spent),
      remainingAmount: decimal(available - spent),
      percentUsed: available > 0n ? percentOf(spent, available) : spent > 0n ? 100 : 0,
      contributionTotal: decimal(BigInt(row.contributionTotal)),
      currentBalance: decimal(row.transactionType === "expense" ? available - spent : BigInt(row.contributionTotal)),
      isOverspent: isOverspent(row),
      rolloverMode: row.rolloverMode,
      notifyOnExceed: row.notifyOnExceed,
      carriedAmount: decimal(BigInt(row.carriedAmount)),
      periodStart: row.periodStart,
      periodEnd: row.periodEnd,
    };
  },
});

/** The columns of a row that the entity fills. */
function ownOf(row: Budget): Own {
  const { userId, id, showStatus, idempotencyKey, rev, editRev, search, createdAt, updatedAt, ...own } = row;
  return own;
}

/** @throws invalid_input unless the days make a range, and a custom range has both */
function checkDays({ periodType, startDate, endDate }: Terms): void {
  if (periodType === "custom_range") {
    if (startDate === null) throw invalid("startDate", "Required with custom_range");
    if (endDate === null) throw invalid("endDate", "Required with custom_range");
  }
  if (startDate !== null && endDate !== null && endDate < startDate)
    throw invalid("endDate", "Must not be before startDate");
}

/** @throws invalid_state when entries are kept in the present currency */
function limitIn(work: UnitOfWork, row: Budget, patch: z.output<typeof BudgetPatch>): number {
  const { currency = row.currency, limitAmount } = patch;
  if (currency !== row.currency) {
    const hasEntries = work.owned(budgetEntryRows).by("budgetId", row.id).length > 0;
    if (hasEntries) throw invalidState("The currency of a budget with entries cannot change", "currency");
  }
  return limitAmount === undefined
    ? restate(row.limitAmount, row.currency, currency, "limitAmount")
    : positiveMinor(limitAmount, currency, "limitAmount");
}
