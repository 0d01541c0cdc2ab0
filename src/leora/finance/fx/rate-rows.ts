import type { z } from "zod";
import { raiseClock } from "../../../engine/clock.ts";
import type { Lookup } from "../../../engine/read-plan.ts";
import { runUnitOfWork } from "../../../engine/run.ts";
import { raw, render, type Sql, sql } from "../../../engine/sql.ts";
import { afterCommit } from "../../../kernel/after-commit.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import type { Context } from "../../../kernel/context.ts";
import type { Condition } from "../../../kernel/db/condition.ts";
import { type RawRow, type Statement, statement } from "../../../kernel/db/database.ts";
import { insertOnce } from "../../../kernel/db/insert-once.ts";
import { clockOf } from "../../../kernel/db/near-database.ts";
import { type PageMeta, pageMeta } from "../../../kernel/db/page.ts";
import { AppError, invalid, invalidState, limitReached, notFound } from "../../../kernel/errors.ts";
import { newId } from "../../../kernel/id.ts";
import { rateText } from "../../../kernel/money.ts";
import { toIso } from "../../../kernel/time.ts";
import { LIMITS } from "../../../limits.ts";
import { registry } from "../../registry.ts";
import type { FxRateCreate, FxRateView, RatesQuery } from "./contract.ts";
import { changeCopies, copyPublished, EVERYBODY, rateDatabases } from "./copies.ts";
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
 * source is replaced and keeps its id. Amounts that were converted before keep their rate.
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
  return isAdmin ? publishRate(ctx, columnsOf(input)) : setOwnRate(ctx, columnsOf(input));
}

type RateColumns = ReturnType<typeof columnsOf>;

/** The columns by which a rate is found again, beside its owner. */
const NATURAL_KEY = ["fromCurrency", "toCurrency", "date", "source"] as const;

/** A write of the user's: two D1 calls. */
const setOwnRate = (ctx: Context, given: RateColumns): Promise<View> =>
  runUnitOfWork(ctx, registry, {
    reads: (plan) => plan.lookup(ownRates, given),
    apply(work) {
      const { earlier, count } = work.answer(ownRates);
      if (!earlier && count >= LIMITS.finance.ownRates) {
        throw limitReached(`At most ${LIMITS.finance.ownRates} rates of your own`);
      }
      const row = {
        ...given,
        id: earlier ? String(earlier.id) : newId(work.now),
        owner: ctx.owner,
        effectiveFrom: null,
        effectiveUntil: null,
        createdAt: earlier ? Number(earlier.createdAt) : work.now,
        updatedAt: work.now,
      };
      work.guardCondition("fxRates.own", {
        sql: "(SELECT count(*) FROM fxRates WHERE owner = ?) = ?",
        params: [ctx.owner, count],
      });
      const columns = Object.keys(row);
      work.addStatement(
        statement(
          `INSERT OR REPLACE INTO fxRates (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
          ...Object.values(row),
        ),
      );
      return viewOf(row);
    },
  });

/** How many rates of their own the user has, and the one that a new one replaces. */
const ownRates: Lookup<RateColumns, { count: number; earlier: RawRow | undefined }> = {
  name: "own exchange rates",
  statement: (owner, [given]) =>
    statement(
      `SELECT (SELECT count(*) FROM fxRates WHERE owner = ?1) AS count, r.id, r.createdAt
        FROM (SELECT ?1 AS owner) o LEFT JOIN fxRates r
          ON r.owner = o.owner AND (r.fromCurrency, r.toCurrency, r.date, r.source) = (?2, ?3, ?4, ?5)`,
      owner,
      ...NATURAL_KEY.map((name) => given?.[name]),
    ),
  parse: ([row]) => ({ count: Number(row?.count), earlier: row?.id ? row : undefined }),
};

/**
 * An administrator's rate for everybody is written to the first database, and copied to all others before the reply. Two D1 calls,
 * and one more, and one for each other database, when there are others.
 */
async function publishRate(ctx: Context, given: RateColumns): Promise<View> {
  const { first } = rateDatabases(ctx.env, ctx.meter);
  const { idempotency } = ctx;
  // The key stands in the database that its write commits to, which need not be the administrator's home: there, only rows of
  // nobody do not get in the way of a user who is moved.
  const publisher: Context = {
    ...ctx,
    db: first,
    owner: EVERYBODY,
    idempotency: idempotency && { ...idempotency, key: `${ctx.userId} ${idempotency.key}` },
  };
  const saved = await insertOnce(publisher, {
    insert: (isFirst) => insertOrReplace(ctx, given, isFirst),
    // Replacing deletes the old row and inserts another: the row just written always has the largest rowid.
    inserted: `SELECT ${VIEW_COLUMNS.join(", ")} FROM fxRates WHERE rowid = (SELECT max(rowid) FROM fxRates)`,
    columns: VIEW_COLUMNS,
  });
  if (!saved) throw new Error("The published rate was not stored");
  await copyPublished(ctx, String(saved.id));
  await notePublished(ctx);
  return viewOf(saved);
}

/**
 * Raises the clock of the administrator who has changed published rates, which are nobody's rows: a replica that shows this clock
 * has the change as well, and one that does not is not believed (`NearDatabase`). One D1 call.
 */
async function notePublished({ db, owner, outcome, requestId }: Context): Promise<void> {
  await afterCommit(requestId, "clock of an administrator", async () => {
    const rows = await db.all(raiseClock(owner));
    if (rows.length > 0) outcome.rev = clockOf(rows);
  });
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

/** Stores a published rate when `condition` holds. A stored row with the same key is replaced: its id and `createdAt` stay. */
function insertOrReplace({ now }: Context, given: RateColumns, condition: Condition): Statement {
  const columns = Object.keys(given);
  return statement(
    `INSERT OR REPLACE INTO fxRates (id, owner, ${columns.join(", ")}, createdAt, updatedAt)
      SELECT ifnull(earlier.id, ?), given.*, ifnull(earlier.createdAt, ?), ?
      FROM (SELECT ${EVERYBODY} AS owner, ${columns.map((column) => `? AS ${column}`).join(", ")}) given
        LEFT JOIN fxRates earlier USING (owner, ${NATURAL_KEY.join(", ")})
      WHERE ${condition.sql}
      RETURNING id`,
    newId(now),
    now,
    now,
    ...Object.values(given),
    ...condition.params,
  );
}

/**
 * Deletes a rate of the user's own, or, for an administrator, a manual one that is for everybody.
 * @throws not_found; forbidden for a user and a rate that is for everybody; invalid_state for a rate that a bank published
 */
export async function deleteRate(ctx: Context, id: string): Promise<{ id: string; showStatus: "deleted" }> {
  if (!(await deleteOwnRate(ctx, id))) await deletePublished(ctx, id);
  return { id, showStatus: "deleted" };
}

/** A write of the user's: two D1 calls. Resolves to false when it is no rate of the user's. */
const deleteOwnRate = (ctx: Context, id: string): Promise<boolean> =>
  runUnitOfWork(ctx, registry, {
    reads: (plan) => plan.lookup(isOwnRate, id),
    apply(work) {
      const isOwn = work.answer(isOwnRate);
      if (isOwn) work.addStatement(statement("DELETE FROM fxRates WHERE owner = ? AND id = ?", ctx.owner, id));
      return isOwn;
    },
  });

const isOwnRate: Lookup<string, boolean> = {
  name: "an own exchange rate",
  statement: (owner, [id]) => statement("SELECT 1 FROM fxRates WHERE owner = ? AND id = ?", owner, id),
  parse: (rows) => rows.length > 0,
};

/** Deletes a published rate everywhere. Two D1 calls, and one for each other database. */
async function deletePublished(ctx: Context, id: string): Promise<void> {
  const find = statement("SELECT source FROM fxRates WHERE owner = ? AND id = ?", EVERYBODY, id);
  const isAdmin = (await ctx.principal()).role === "admin";
  if (!isAdmin) {
    const [row] = await ctx.db.all(find);
    throw row ? new AppError("forbidden", { message: "This rate is everybody's" }) : notFound();
  }
  const remove = statement("DELETE FROM fxRates WHERE owner = ? AND id = ? AND source = 'manual'", EVERYBODY, id);
  const [[row] = []] = await rateDatabases(ctx.env, ctx.meter).first.batch([find, remove]);
  if (!row) throw notFound();
  if (row.source !== "manual") throw invalidState("What a bank published cannot be taken back");
  await changeCopies(ctx, [remove]);
  await notePublished(ctx);
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
