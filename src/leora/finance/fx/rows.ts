import type { z } from "zod";
import type { Context } from "../../../kernel/context.ts";
import { type RawRow, type Statement, statement } from "../../../kernel/db/database.ts";
import { insertOnce } from "../../../kernel/db/insert-once.ts";
import { type PageMeta, pageMeta } from "../../../kernel/db/page.ts";
import { AppError, invalid, invalidState, notFound } from "../../../kernel/errors.ts";
import { newId } from "../../../kernel/id.ts";
import { rateText } from "../../../kernel/money.ts";
import { toIso } from "../../../kernel/time.ts";
import type { FxRateCreate, FxRateView, RatesQuery } from "./contract.ts";
import { checkSides, precedenceOf } from "./rules.ts";

type View = z.output<typeof FxRateView>;
type Query = z.output<typeof RatesQuery>;

/** One page of everybody's rates and the user's own. One D1 call. */
export async function listRates(ctx: Context, query: Query): Promise<{ data: View[]; meta: PageMeta }> {
  const [rows = [], [count] = []] = await ctx.db.batch(listStatements(ctx.userId, query));
  return { data: rows.map(viewOf), meta: pageMeta(query, Number(count?.total)) };
}

const CONDITIONS = {
  fromCurrency: "fromCurrency =",
  toCurrency: "toCurrency =",
  date: "date =",
  dateFrom: "date >=",
  dateTo: "date <=",
  source: "source =",
} as const;

/** Two ranges of one index, merged in its order: `IN` would have to sort both. */
function listStatements(userId: string, query: Query): [Statement, Statement] {
  const params: unknown[] = [userId];
  const bound = (value: unknown): string => `?${params.push(value)}`;
  const conditions = Object.entries(CONDITIONS).flatMap(([name, condition]) => {
    const value = query[name as keyof typeof CONDITIONS];
    return value === undefined ? [] : [` AND ${condition} ${bound(value)}`];
  });
  const from = (owner: string) => `FROM fxRates WHERE userId = ${owner}${conditions.join("")}`;
  const total = statement(
    `SELECT (SELECT count(*) ${from("''")}) + (SELECT count(*) ${from("?1")}) AS total`,
    ...params,
  );
  const { sortBy, sortOrder, limit, page } = query;
  const order = `ORDER BY ${sortBy} ${sortOrder}, id ${sortOrder}`;
  const range = `LIMIT ${bound(limit)} OFFSET ${bound((page - 1) * limit)}`;
  return [statement(`SELECT * ${from("''")} UNION ALL SELECT * ${from("?1")} ${order} ${range}`, ...params), total];
}

/** The columns that `viewOf` reads. */
const COLUMNS = [
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
 * Stores a rate: an administrator's for everybody, a user's for that user alone. The same pair, day and source again
 * replaces it, keeping its id. What was converted before stays as it was. One D1 call.
 * @throws forbidden for a user's rate that is no override; invalid_input
 */
export async function publishRate(ctx: Context, input: z.output<typeof FxRateCreate>): Promise<View> {
  const { role } = await ctx.principal();
  const { fromCurrency, toCurrency, date, source, isOverridden } = input;
  const isAdmin = role === "admin";
  if (!isAdmin && !isOverridden) {
    throw new AppError("forbidden", {
      message: "Without isOverridden a rate is for everybody: only for administrators",
    });
  }
  if (!isAdmin && source !== "manual") throw invalid("source", "A rate of your own is manual");
  if (fromCurrency === toCurrency) throw invalid("toCurrency", "Must be another currency");
  checkSides(input);
  const owner = isAdmin ? "" : ctx.userId;
  const optional = (side: number | null | undefined) => (side === null || side === undefined ? null : rateText(side));
  const saved = await insertOnce(ctx, {
    insert: (isFirst) =>
      statement(
        `INSERT OR REPLACE INTO fxRates (id, userId, date, fromCurrency, toCurrency, rate, rateMid, rateBid, rateAsk,
            nominal, spreadPercent, source, isOverridden, precedence, createdAt, updatedAt)
          SELECT ifnull(e.id, ?), n.*, ifnull(e.createdAt, ?), ?
          FROM (SELECT ? AS userId, ? AS date, ? AS fromCurrency, ? AS toCurrency, ? AS rate, ? AS rateMid, ? AS rateBid,
            ? AS rateAsk, ? AS nominal, ? AS spreadPercent, ? AS source, ? AS isOverridden, ? AS precedence) n
          LEFT JOIN fxRates e USING (userId, fromCurrency, toCurrency, date, source)
          WHERE ${isFirst.sql}
          RETURNING id`,
        newId(ctx.now),
        ctx.now,
        ctx.now,
        owner,
        date,
        fromCurrency,
        toCurrency,
        rateText(input.rate),
        optional(input.rateMid),
        optional(input.rateBid),
        optional(input.rateAsk),
        input.nominal,
        rateText(input.spreadPercent),
        source,
        isOverridden ? 1 : 0,
        precedenceOf(source, fromCurrency, toCurrency),
        ...isFirst.params,
      ),
    // Replacing deletes the old row and inserts another: the row just written always has the largest rowid.
    inserted: `SELECT ${COLUMNS.join(", ")} FROM fxRates WHERE rowid = (SELECT max(rowid) FROM fxRates)`,
    columns: COLUMNS,
  });
  if (!saved) throw new Error("A rate was neither stored nor replayed");
  return viewOf(saved);
}

/**
 * Takes back one's own rate, or, as an administrator, a manual one for everybody. One D1 call.
 * @throws not_found; forbidden for everybody's rates; invalid_state for a bank's
 */
export async function removeRate(ctx: Context, id: string): Promise<{ id: string; showStatus: "deleted" }> {
  const isAdmin = (await ctx.principal()).role === "admin";
  const [[row] = []] = await ctx.db.batch([
    statement("SELECT userId, source FROM fxRates WHERE id = ? AND userId IN ('', ?)", id, ctx.userId),
    statement(
      "DELETE FROM fxRates WHERE id = ?1 AND (userId = ?2 OR (?3 AND userId = '' AND source = 'manual'))",
      id,
      ctx.userId,
      isAdmin ? 1 : 0,
    ),
  ]);
  if (!row) throw notFound();
  if (row.userId === "" && !isAdmin) throw new AppError("forbidden", { message: "This rate is everybody's" });
  if (row.userId === "" && row.source !== "manual") throw invalidState("What a bank published cannot be taken back");
  return { id, showStatus: "deleted" };
}

const number = (value: unknown): number | null => (value === null ? null : Number(value));
const instant = (value: unknown): string | null => (value === null ? null : toIso(Number(value)));

const viewOf = (row: RawRow): View => ({
  id: String(row.id),
  date: String(row.date),
  fromCurrency: String(row.fromCurrency),
  toCurrency: String(row.toCurrency),
  rate: Number(row.rate),
  rateMid: number(row.rateMid),
  rateBid: number(row.rateBid),
  rateAsk: number(row.rateAsk),
  nominal: Number(row.nominal),
  spreadPercent: Number(row.spreadPercent),
  source: row.source as View["source"],
  isOverridden: row.isOverridden === 1,
  effectiveFrom: instant(row.effectiveFrom),
  effectiveUntil: instant(row.effectiveUntil),
  createdAt: toIso(Number(row.createdAt)),
  updatedAt: toIso(Number(row.updatedAt)),
});
