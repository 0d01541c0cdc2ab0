import type { Lookup, ReadPlan } from "../../../engine/read-plan.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { type RawRow, statement, unionOf } from "../../../kernel/db/database.ts";
import { type Day, monthStart, weekStart } from "../../../kernel/time.ts";
import { withSubcategories } from "../../categories/tree.ts";
import { RateBook } from "../fx/rules.ts";
import { quoteOf } from "../fx/service.ts";
import { quotesSql, writeRates } from "../transactions/rates.ts";
import { type Budget, FACTS, type Facts } from "./matching.ts";
import { budgetEntryRows, budgets } from "./table.ts";

/**
 * What transactions do to budgets: for writes that reach transactions by a condition of their own.
 * @param ids SQL of one column, the transactions' ids; `?1` is the user's id, `params` start at `?2`
 */
export function planBudgets(plan: ReadPlan, ids: string, ...params: unknown[]): void {
  plan.where(budgets, "showStatus = 'active'");
  plan.owned(budgetEntryRows, `transactionId IN (${ids})`, ...params);
  plan.lookup(clock, null);
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
  ids: readonly string[];
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

/** What filling budgets reads: transactions since they began, and the rates of those days. */
export function planFilling(
  plan: ReadPlan,
  ids: readonly string[],
  inputs: readonly Input[],
  isCertain: boolean,
): void {
  const filling: Filling = {
    ids,
    floor: isCertain ? floorOf(inputs, plan.at.today) : NEVER,
    dropsStart: inputs.some(({ startDate }) => startDate === null),
    dropsPeriods: inputs.some(({ periodType }) => periodType === "none"),
    currencies: inputs.flatMap(({ currency }) => currency ?? []),
    criteria: (inputs.length > 0 ? inputs : [{}]).map(criteriaIn),
  };
  plan.lookup(candidates, filling);
  plan.lookup(fillRates, filling);
  plan.lookup(clock, null);
  // Transactions of the same push may meet a budget that exists in the push alone.
  plan.lookup(writeRates, { currencies: filling.currencies, days: [], accountIds: [], transactionIds: [] });
  if (isCertain && ids.length > 0) {
    plan.owned(budgetEntryRows, "budgetId IN (SELECT value FROM json_each(?2))", JSON.stringify(ids));
  }
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

/** `?2` ids, `?3` floor, `?4` dropsStart, `?5` dropsPeriods, `?6` criteria. */
const SINCE = `min(?3, coalesce((
  SELECT min(iif((b.periodType = 'none' OR ?5) AND (b.startDate IS NULL OR ?4), '', coalesce(b.since, '')))
  FROM budgets b WHERE b.userId = ?1 AND b.id IN (SELECT value FROM json_each(?2)) AND (?3 < '${NEVER}' OR b.showStatus <> 'active')),
  '${NEVER}'))`;
const NAMED = "userId = ?1 AND budgetId IN (SELECT value FROM json_each(?2)) AND showStatus = 'active'";
const HELD = `userId = ?1 AND id IN (SELECT transactionId FROM budgetEntries
  WHERE userId = ?1 AND budgetId IN (SELECT value FROM json_each(?2))) AND showStatus = 'active'`;
/** Some that match nothing are among them: splits and fees are looked at later. */
const SUITED = `EXISTS (SELECT 1 FROM json_each(?6) c
  WHERE (c.value ->> 'accountId' IS NULL OR c.value ->> 'accountId' IN (accountId, fromAccountId))
    AND (c.value ->> 'goalId' IS NULL OR c.value ->> 'goalId' = goalId)
    AND (c.value ->> 'categories' IS NULL OR splits <> '[]' OR feeAmount IS NOT NULL OR EXISTS (
      SELECT 1 FROM json_each(c.value -> 'categories') named WHERE named.value IN (categoryId, subcategoryId))))`;
const RECENT = `userId = ?1 AND showStatus = 'active' AND date >= ${SINCE} AND ${SUITED}`;

const meant = (columns: string, condition = "1"): string[] =>
  [RECENT, NAMED, HELD].map((rows) => `SELECT ${columns} FROM transactions WHERE ${rows} AND ${condition}`);

const paramsOf = (all: readonly Filling[]) => [
  JSON.stringify(all.flatMap(({ ids }) => ids)),
  all.reduce((floor, one) => (one.floor < floor ? one.floor : floor), NEVER),
  Number(all.some(({ dropsStart }) => dropsStart)),
  Number(all.some(({ dropsPeriods }) => dropsPeriods)),
  JSON.stringify(all.flatMap(({ criteria }) => criteria)),
];

/** Active transactions that budgets may be filled from, by id. */
export const candidates: Lookup<Filling, ReadonlyMap<string, Facts>> = {
  statement: (userId, fillings) => statement(unionOf(meant(FACTS.join(", "))), userId, ...paramsOf(fillings)),
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
  statement: (userId, fillings) =>
    statement(
      quotesSql(
        unionOf([
          "SELECT value AS code FROM json_each(?7)",
          "SELECT currency FROM budgets WHERE userId = ?1 AND id IN (SELECT value FROM json_each(?2))",
          ...meant("currency"),
          ...meant("accountCurrency", "feeAmount IS NOT NULL"),
        ]),
        unionOf(meant("date")),
      ),
      userId,
      ...paramsOf(fillings),
      JSON.stringify(fillings.flatMap(({ currencies }) => currencies)),
    ),
  parse: (rows) => new RateBook(rows.map(quoteOf)),
};

/** The clock when the unit read: what is stamped later, it has not seen. */
const clock: Lookup<null, number> = {
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
  const rev: number | undefined = work.answer(clock);
  if (rev !== undefined) work.guardCondition(name, { sql, params: [work.user.userId, ...Array(times).fill(rev)] });
}

const known = new WeakMap<RateBook, Map<string, string | null>>();

/** Units of `to` for one unit of `from` on a day; null when no rate is known. */
export function rateBetween(work: UnitOfWork, from: string, to: string, day: Day): string | null {
  if (from === to) return "1";
  const books: (RateBook | undefined)[] = [work.answer(writeRates), work.answer(fillRates)];
  for (const book of books) {
    const rate = book && rateIn(book, from, to, day);
    if (rate) return rate;
  }
  return null;
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
