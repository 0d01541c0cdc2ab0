import type { Lookup, ReadPlan } from "../../../engine/read-plan.ts";
import { isNothing, listed, raw, render, type Sql, sql, union } from "../../../engine/sql.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import type { WrittenRows } from "../../../engine/written-rows.ts";
import { type RawRow, statement } from "../../../kernel/db/database.ts";
import { type Day, monthStart, weekStart } from "../../../kernel/time.ts";
import { withSubcategories } from "../../categories/tree.ts";
import { planRates, quotesSql, rateBookOf, ratesOf } from "../fx/reads.ts";
import type { RateBook } from "../fx/rules.ts";
import { type Budget, FACTS, type Facts } from "./matching.ts";
import { budgetEntryRows, budgets } from "./table.ts";

/** What the budgets do about transactions that are written: see `followTransactions`. */
export function planBudgets(plan: ReadPlan, transactions: WrittenRows): void {
  plan.rowsWhere(budgets, sql`showStatus = 'active'`);
  plan.rowsBy(budgetEntryRows, ["transactionId"], transactions.ids);
  plan.lookup(clock);
  planRates(
    plan,
    [sql`SELECT currency FROM budgets WHERE userId = ${plan.userId} AND showStatus = 'active'`],
    [transactions.values("date")],
  );
}

/** What an input says of the transactions that its budget looks at. */
type Input = {
  [Name in "startDate" | "currency" | "budgetType" | "accountId" | "linkedGoalId" | "categoryIds"]?:
    | Budget[Name]
    | null
    | undefined;
} & { periodType?: Budget["periodType"] | undefined };

/** Budgets that are filled from stored transactions; days before `floor` matter only where a stored budget says so. */
interface Filling {
  /** Query of one column: the ids of stored budgets. */
  stored: Sql;
  floor: Day;
  /** Some input takes away the start date, or the periods: the budget may then look back for ever. */
  dropsStart: boolean;
  dropsPeriods: boolean;
  currencies: readonly string[];
  /** What inputs ask for; what they leave open may be anything. */
  criteria: readonly { accountId: string | null; goalId: string | null; categories: readonly string[] | null }[];
}

/** Later than any day: nothing is read unless a stored budget comes back. */
const NEVER = "9999-99";

/**
 * What filling budgets reads: transactions since they began, and the rates of those days.
 * @param stored query of one column: the ids of stored budgets that may be filled
 * @param isCertain false when the inputs change nothing that decides which transactions count: then only a budget that
 * comes back from the archive or from deletion is filled
 */
export function planFilling(plan: ReadPlan, stored: Sql, inputs: readonly Input[], isCertain: boolean): void {
  const filling: Filling = {
    stored,
    floor: isCertain ? floorOf(inputs, plan.at.today) : NEVER,
    dropsStart: inputs.some(({ startDate }) => startDate === null),
    dropsPeriods: inputs.some(({ periodType }) => periodType === "none"),
    currencies: inputs.flatMap(({ currency }) => currency ?? []),
    criteria: (inputs.length > 0 ? inputs : [{}]).map(criteriaIn),
  };
  plan.lookup(candidates, filling);
  plan.lookup(fillRates, filling);
  plan.lookup(clock);
  // Transactions of the same push may meet a budget that exists in the push alone.
  planRates(plan, [listed(filling.currencies)], []);
}

const criteriaIn = ({ budgetType, accountId, linkedGoalId, categoryIds }: Input) => ({
  accountId: accountId ?? null,
  goalId: budgetType === "project" ? (linkedGoalId ?? null) : null,
  categories: categoryIds && categoryIds.length > 0 ? [...withSubcategories(categoryIds)] : null,
});

function floorOf(inputs: readonly Input[], today: Day): Day {
  const present = [weekStart(today), monthStart(today)];
  const own = inputs.map(({ periodType, startDate }) => startDate ?? (periodType === "none" ? "" : today));
  return [...present, ...own].reduce((a, b) => (a < b ? a : b));
}

/** Queries of one column over the active transactions that budgets may be filled from. */
function meantTransactions(userId: string, fillings: readonly Filling[], columns: Sql, condition = sql`TRUE`): Sql[] {
  const stored = union(fillings.map((filling) => filling.stored));
  const floor = fillings.reduce((least, filling) => (filling.floor < least ? filling.floor : least), NEVER);
  const dropsStart = Number(fillings.some((filling) => filling.dropsStart));
  const dropsPeriods = Number(fillings.some((filling) => filling.dropsPeriods));
  const criteria = JSON.stringify(fillings.flatMap((filling) => filling.criteria));
  const isOwn = sql`userId = ${userId} AND showStatus = 'active'`;
  // The first day that any of the budgets looks at.
  const since = sql`min(${floor}, coalesce((
    SELECT min(iif(
      (b.periodType = 'none' OR ${dropsPeriods}) AND (b.startDate IS NULL OR ${dropsStart}), '', coalesce(b.since, '')))
    FROM budgets b
    WHERE b.userId = ${userId} AND b.id IN (${stored}) AND (${floor} < ${NEVER} OR b.showStatus <> 'active')),
    ${NEVER}))`;
  // Some that match nothing are among these: splits and fees are looked at later, in memory.
  const isSuited = sql`EXISTS (
    SELECT 1 FROM json_each(${criteria}) c
    WHERE (c.value ->> 'accountId' IS NULL OR c.value ->> 'accountId' IN (accountId, fromAccountId))
      AND (c.value ->> 'goalId' IS NULL OR c.value ->> 'goalId' = goalId)
      AND (c.value ->> 'categories' IS NULL OR splits <> '[]' OR feeAmount IS NOT NULL OR EXISTS (
        SELECT 1 FROM json_each(c.value -> 'categories') named WHERE named.value IN (categoryId, subcategoryId))))`;
  const recent = sql`${isOwn} AND date >= ${since} AND ${isSuited}`;
  const naming = sql`${isOwn} AND budgetId IN (${stored})`;
  const held = sql`${isOwn} AND id IN (
    SELECT transactionId FROM budgetEntries WHERE userId = ${userId} AND budgetId IN (${stored}))`;
  const conditions = isNothing(stored) ? [recent] : [recent, naming, held];
  return conditions.map((isMeant) => sql`SELECT ${columns} FROM transactions WHERE ${isMeant} AND ${condition}`);
}

/** Active transactions that budgets may be filled from, by id. */
export const candidates: Lookup<Filling, ReadonlyMap<string, Facts>> = {
  name: "transactions to fill budgets from",
  statement: (userId, fillings) => render(union(meantTransactions(userId, fillings, raw(FACTS.join(", "))))),
  parse: (rows) => new Map(rows.map((row) => [String(row.id), factsOf(row)])),
};

const factsOf = (row: RawRow): Facts =>
  ({
    ...row,
    splits: JSON.parse(String(row.splits)),
    isBalanceAdjustment: row.isBalanceAdjustment === 1,
  }) as Facts;

/** Rates of their days between all currencies that they and the budgets are in. */
const fillRates: Lookup<Filling, RateBook> = {
  name: "rates to fill budgets",
  statement(userId, fillings) {
    const stored = union(fillings.map((filling) => filling.stored));
    const currencies = union([
      listed(fillings.flatMap((filling) => filling.currencies)),
      ...(isNothing(stored) ? [] : [sql`SELECT currency FROM budgets WHERE userId = ${userId} AND id IN (${stored})`]),
      ...meantTransactions(userId, fillings, raw("currency")),
      ...meantTransactions(userId, fillings, raw("accountCurrency"), sql`feeAmount IS NOT NULL`),
    ]);
    return render(quotesSql(userId, currencies, union(meantTransactions(userId, fillings, raw("date")))));
  },
  parse: rateBookOf,
};

/** The clock when the unit read: what is stamped later, it has not seen. */
const clock: Lookup<never, number> = {
  name: "clock",
  statement: (userId) => statement("SELECT rev FROM clocks WHERE userId = ?1", userId),
  parse: (rows) => Number(rows[0]?.rev ?? 0),
};

/** No budget has come or changed its mind since the unit read. */
export const relyOnBudgets = (work: UnitOfWork): void =>
  relyOn(work, "budgets", "NOT EXISTS (SELECT 1 FROM budgets WHERE userId = ? AND rev > ? AND editRev > ?)", 2);

/** No transaction has come or changed since the unit read. */
export const relyOnTransactions = (work: UnitOfWork): void =>
  relyOn(work, "budgets.filling", "NOT EXISTS (SELECT 1 FROM transactions WHERE userId = ? AND rev > ?)", 1);

function relyOn(work: UnitOfWork, name: string, sql: string, times: number): void {
  const rev = work.answer(clock);
  work.guardCondition(name, { sql, params: [work.user.userId, ...Array(times).fill(rev)] });
}

const known = new WeakMap<RateBook, Map<string, string | null>>();

/** Units of `to` for one unit of `from` on a day; null when no rate is known. */
export function rateBetween(work: UnitOfWork, from: string, to: string, day: Day): string | null {
  if (from === to) return "1";
  const rate = rateIn(ratesOf(work), from, to, day);
  if (rate !== null) return rate;
  // Only a budget that is filled has read the rates of earlier days.
  return work.hasAnswer(fillRates) ? rateIn(work.answer(fillRates), from, to, day) : null;
}

/** Crossing rates is slow, and a push asks for the same ones hundreds of times. */
function rateIn(book: RateBook, from: string, to: string, day: Day): string | null {
  const rates = known.get(book) ?? new Map<string, string | null>();
  known.set(book, rates);
  const key = `${day} ${from} ${to}`;
  const rate = rates.get(key) ?? (rates.has(key) ? null : (book.find(from, to, day)?.rate ?? null));
  rates.set(key, rate);
  return rate;
}
