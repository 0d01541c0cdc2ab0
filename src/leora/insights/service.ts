import type { z } from "zod";
import { listOrder } from "../../engine/list-query.ts";
import { updateRow } from "../../engine/rows.ts";
import { runUnitOfWork } from "../../engine/run.ts";
import { tableSql } from "../../engine/table-sql.ts";
import { unsafeCast } from "../../kernel/cast.ts";
import { type Context, momentOf } from "../../kernel/context.ts";
import { allOf, type Condition } from "../../kernel/db/condition.ts";
import { statement } from "../../kernel/db/database.ts";
import { listing, type PageMeta, readPage } from "../../kernel/db/page.ts";
import { invalid } from "../../kernel/errors.ts";
import { addDays, startOfDay } from "../../kernel/time.ts";
import { registry } from "../registry.ts";
import type { HistoryQuery, InsightsQuery, InsightView } from "./contract.ts";
import { insightEntity } from "./entity.ts";
import type { InsightStatus } from "./rows.ts";
import { type Insight, insights } from "./table.ts";

type View = z.output<typeof InsightView>;
type Page = { data: View[]; meta: PageMeta };
type Query = z.output<typeof InsightsQuery> | z.output<typeof HistoryQuery>;

/** What counts now: new and viewed insights that have not run out, the most important first (spec 5). One D1 call. */
export const list = (ctx: Context, query: z.output<typeof InsightsQuery>): Promise<Page> =>
  page(ctx, query, [
    ...(query.status ? [] : [statement("status IN ('new', 'viewed')")]),
    statement("(validUntil IS NULL OR validUntil > ?)", ctx.now),
  ]);

/**
 * What is over: decided or run out, the newest first. One D1 call.
 * @throws invalid_input when the dates are in the wrong order
 */
export async function history(ctx: Context, query: z.output<typeof HistoryQuery>): Promise<Page> {
  const { dateFrom, dateTo } = query;
  if (dateFrom !== undefined && dateTo !== undefined && dateFrom > dateTo) throw invalid("dateTo", "Before dateFrom");
  const { timezone } = await ctx.principal();
  return page(ctx, query, [
    statement("(status IN ('completed', 'dismissed') OR validUntil <= ?)", ctx.now),
    ...(dateFrom === undefined ? [] : [statement("createdAt >= ?", startOfDay(dateFrom, timezone))]),
    ...(dateTo === undefined ? [] : [statement("createdAt < ?", startOfDay(addDays(dateTo, 1), timezone))]),
  ]);
}

/**
 * Notes what the user does about an insight. Two D1 calls.
 * @throws not_found; invalid_state when the opposite was decided
 */
export const decide = (ctx: Context, id: string, status: InsightStatus): Promise<View> =>
  runUnitOfWork(ctx, registry, {
    reads: (plan) => plan.writesInputs(insights, [id], [{ status }]),
    apply(work) {
      updateRow(work, insightEntity, id, { status });
      return insightEntity.view(work.require(insights, id), work.at);
    },
  });

async function page(ctx: Context, query: Query, conditions: readonly Condition[]): Promise<Page> {
  const { filters } = insightEntity.list;
  const chosen = Object.entries(filters).flatMap(([name, { where }]) => {
    const value = query[name as keyof Query];
    return value === undefined ? [] : [where(value as never)];
  });
  const whole = listing({
    columns: "*",
    from: "insights",
    where: allOf([
      statement("owner = ? AND showStatus = 'active'", ctx.owner),
      ...chosen,
      ...(query.status ? [statement("status = ?", query.status)] : []),
      ...conditions,
    ]),
    orderBy: listOrder(insightEntity, query),
  });
  const { rows, meta } = await readPage(ctx.db, whole, query);
  const at = await momentOf(ctx);
  const sql = tableSql(insights);
  return { data: rows.map((row) => insightEntity.wireView(unsafeCast<Insight>(sql.decode(row)), at)), meta };
}
