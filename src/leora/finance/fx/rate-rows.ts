import type { z } from "zod";
import { raw, render, type Sql, sql } from "../../../engine/sql.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import type { Context } from "../../../kernel/context.ts";
import type { Condition } from "../../../kernel/db/condition.ts";
import { type RawRow, type Statement, statement } from "../../../kernel/db/database.ts";
import { insertOnce } from "../../../kernel/db/insert-once.ts";
import { type PageMeta, pageMeta } from "../../../kernel/db/page.ts";
import { AppError, invalid, invalidState, limitReached, notFound } from "../../../kernel/errors.ts";
import { newId } from "../../../kernel/id.ts";
import { rateText } from "../../../kernel/money.ts";
import { toIso } from "../../../kernel/time.ts";
import { LIMITS } from "../../../limits.ts";
import type { FxRateCreate, FxRateView, RatesQuery } from "./contract.ts";
import { checkSides, precedenceOf } from "./rules.ts";

// The stored rates as people manage them: administrators enter rates for everybody, users enter their own.

type View = z.output<typeof FxRateView>;
type Query = z.output<typeof RatesQuery>;

/** One page of the published rates and the user's own. One D1 call. */
export async function listRates(ctx: Context, query: Query): Promise<{ data: View[]; meta: PageMeta }> {
  const [rows = [], [count] = []] = await ctx.db.batch(listStatements(ctx.owner, query));
  return { data: rows.map(viewOf), meta: pageMeta(query, Number(count?.total)) };
}

/**
 * The rates of one page, and the total. The published rates and the user's own are two ranges of one index, which a
 * compound query merges in the index's order; with `owner IN (…)` the database would sort them all.
 */
function listStatements(owner: number, query: Query): [Statement, Statement] {
  const comparisons = [
    ["fromCurrency =", query.fromCurrency],
    ["toCurrency =", query.toCurrency],
    ["date =", query.date],
    ["date >=", query.dateFrom],
    ["date <=", query.dateTo],
    ["source =", query.source],
  ] as const;
  const conditions = comparisons.flatMap(([comparison, value]) =>
    value === undefined ? [] : [sql`${raw(comparison)} ${value}`],
  );
  const fromRatesOf = (owner: Sql): Sql =>
    conditions.reduce((query, condition) => sql`${query} AND ${condition}`, sql`FROM fxRates WHERE owner = ${owner}`);
  const [published, own] = [fromRatesOf(sql`0`), fromRatesOf(sql`${owner}`)];
  const { sortBy, sortOrder, limit, page } = query;
  return [
    render(sql`
      SELECT * ${published}
      UNION ALL
      SELECT * ${own}
      ORDER BY ${raw(sortBy)} ${raw(sortOrder)}, id ${raw(sortOrder)}
      LIMIT ${limit} OFFSET ${(page - 1) * limit}`),
    render(sql`SELECT (SELECT count(*) ${published}) + (SELECT count(*) ${own}) AS total`),
  ];
}

/** The columns of `FxRateView`. */
const VIEW_COLUMNS = [
  "id",
  "date",
  "fromCurrency",
  "toCurrency",
  "rate",
  "rateMid",
  "rateBid",
  "rateAsk",
  "nominal",
  "spreadPercent",
  "source",
  "isOverridden",
  "effectiveFrom",
  "effectiveUntil",
  "createdAt",
  "updatedAt",
];

/**
 * Stores a rate: an administrator's for everybody, a user's for that user alone. A rate of the same owner, pair, day and
 * source is replaced and keeps its id. Amounts that were converted before keep their rate. One D1 call.
 * @throws forbidden for a user's rate without `isOverridden`; limit_reached when the user has too many; invalid_input;
 * idempotency_conflict
 */
export async function setRate(ctx: Context, input: z.output<typeof FxRateCreate>): Promise<View> {
  const { role } = await ctx.principal();
  const { fromCurrency, toCurrency, source, isOverridden } = input;
  const isAdmin = role === "admin";
  if (!isAdmin && !isOverridden) {
    throw new AppError("forbidden", {
      message: "Without isOverridden a rate is for everybody: only for administrators",
    });
  }
  if (!isAdmin && source !== "manual") throw invalid("source", "A rate of your own is manual");
  if (fromCurrency === toCurrency) throw invalid("toCurrency", "Must be another currency");
  checkSides(input);
  const row = { ...columnsOf(input), owner: isAdmin ? 0 : ctx.owner };
  const saved = await insertOnce(ctx, {
    insert: (isFirst) => insertOrReplace(ctx, row, isFirst),
    // Replacing deletes the old row and inserts another: the row just written always has the largest rowid.
    inserted: `SELECT ${VIEW_COLUMNS.join(", ")} FROM fxRates WHERE rowid = (SELECT max(rowid) FROM fxRates)`,
    columns: VIEW_COLUMNS,
  });
  if (!saved) throw limitReached(`At most ${LIMITS.finance.ownRates} rates of your own`);
  return viewOf(saved);
}

function columnsOf(input: z.output<typeof FxRateCreate>): Record<string, string | number | null> {
  const { fromCurrency, toCurrency, date, source, nominal } = input;
  const optional = (side: number | null | undefined) => (side === null || side === undefined ? null : rateText(side));
  return {
    date,
    fromCurrency,
    toCurrency,
    rate: rateText(input.rate),
    rateMid: optional(input.rateMid),
    rateBid: optional(input.rateBid),
    rateAsk: optional(input.rateAsk),
    nominal,
    spreadPercent: rateText(input.spreadPercent),
    source,
    isOverridden: input.isOverridden ? 1 : 0,
    precedence: precedenceOf(source, fromCurrency, toCurrency),
  };
}

/**
 * Stores a row when `condition` holds. A stored row with the same unique key is replaced: its id and `createdAt` stay. A
 * further one of a user who has as many as allowed is not stored; those that are for everybody are not counted.
 */
function insertOrReplace(
  { now }: Context,
  given: Record<string, string | number | null>,
  condition: Condition,
): Statement {
  const columns = Object.keys(given);
  return statement(
    `INSERT OR REPLACE INTO fxRates (id, ${columns.join(", ")}, createdAt, updatedAt)
      SELECT ifnull(earlier.id, ?), given.*, ifnull(earlier.createdAt, ?), ?
      FROM (SELECT ${columns.map((column) => `? AS ${column}`).join(", ")}) given
        LEFT JOIN fxRates earlier USING (owner, fromCurrency, toCurrency, date, source)
      WHERE ${condition.sql} AND (given.owner = 0 OR earlier.id IS NOT NULL
        OR (SELECT count(*) FROM fxRates WHERE owner = given.owner) < ?)
      RETURNING id`,
    newId(now),
    now,
    now,
    ...Object.values(given),
    ...condition.params,
    LIMITS.finance.ownRates,
  );
}

/**
 * Deletes a rate of the user's own, or, for an administrator, a manual one that is for everybody. One D1 call.
 * @throws not_found; forbidden for a user and a rate that is for everybody; invalid_state for a rate that a bank published
 */
export async function deleteRate(ctx: Context, id: string): Promise<{ id: string; showStatus: "deleted" }> {
  const isAdmin = (await ctx.principal()).role === "admin";
  const [[row] = []] = await ctx.db.batch([
    statement("SELECT owner, source FROM fxRates WHERE id = ? AND owner IN (0, ?)", id, ctx.owner),
    // ?1 the rate's id, ?2 the user's integer, ?3 whether the user is an administrator.
    statement(
      "DELETE FROM fxRates WHERE id = ?1 AND (owner = ?2 OR (?3 AND owner = 0 AND source = 'manual'))",
      id,
      ctx.owner,
      isAdmin ? 1 : 0,
    ),
  ]);
  if (!row) throw notFound();
  if (row.owner === 0 && !isAdmin) throw new AppError("forbidden", { message: "This rate is everybody's" });
  if (row.owner === 0 && row.source !== "manual") throw invalidState("What a bank published cannot be taken back");
  return { id, showStatus: "deleted" };
}

const nullableNumber = (value: unknown): number | null => (value === null ? null : Number(value));
const nullableInstant = (value: unknown): string | null => (value === null ? null : toIso(Number(value)));

const viewOf = (row: RawRow): View => ({
  id: String(row.id),
  date: String(row.date),
  fromCurrency: String(row.fromCurrency),
  toCurrency: String(row.toCurrency),
  rate: Number(row.rate),
  rateMid: nullableNumber(row.rateMid),
  rateBid: nullableNumber(row.rateBid),
  rateAsk: nullableNumber(row.rateAsk),
  nominal: Number(row.nominal),
  spreadPercent: Number(row.spreadPercent),
  source: unsafeCast<View["source"]>(row.source),
  isOverridden: row.isOverridden === 1,
  effectiveFrom: nullableInstant(row.effectiveFrom),
  effectiveUntil: nullableInstant(row.effectiveUntil),
  createdAt: toIso(Number(row.createdAt)),
  updatedAt: toIso(Number(row.updatedAt)),
});
