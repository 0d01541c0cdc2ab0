import type { z } from "zod";
import { type Context, momentOf } from "../../kernel/context.ts";
import { allOf } from "../../kernel/db/condition.ts";
import { statement } from "../../kernel/db/database.ts";
import { listing, type PageMeta, readPage } from "../../kernel/db/page.ts";
import { idOfStored } from "../../kernel/db/stored-id.ts";
import { invalid } from "../../kernel/errors.ts";
import { addDays, monthStart, startOfDay, toIso } from "../../kernel/time.ts";
import { negotiateLanguage } from "../accept-language.ts";
import { settingsFor, tierOf } from "../profile.ts";
import type { MentorsView, QuotasView, StatsView, UsageQuery, UsageView } from "./contract.ts";
import { MENTORS } from "./mentors.ts";
import { AI_CHANNELS, type AiChannel } from "./quota.ts";
import { quotaOf, quotaView } from "./quota-view.ts";

/** What is left of each channel today (spec 15.3). No D1 call: the hub counts. */
export async function quotas(ctx: Context): Promise<z.output<typeof QuotasView>> {
  const user = await ctx.principal();
  const view = async (channel: AiChannel) => quotaView(await quotaOf(ctx, channel));
  return {
    tier: tierOf(user, ctx.now),
    quotas: {
      daily: await view("daily"),
      period: await view("period"),
      qa: await view("qa"),
      voice: await view("voice"),
    },
  };
}

/**
 * Requests to AI that were accepted, the newest first. One D1 call.
 * @throws invalid_input when the dates are in the wrong order
 */
export async function usageHistory(
  ctx: Context,
  query: z.output<typeof UsageQuery>,
): Promise<{ data: z.output<typeof UsageView>[]; meta: PageMeta }> {
  const { channel, success, dateFrom, dateTo, sortOrder } = query;
  if (dateFrom !== undefined && dateTo !== undefined && dateFrom > dateTo) throw invalid("dateTo", "Before dateFrom");
  const { timezone } = await ctx.principal();
  const list = listing({
    columns: "*",
    from: "aiUsage",
    where: allOf([
      statement("owner = ?", ctx.owner),
      ...(channel === undefined ? [] : [statement("channel = ?", channel)]),
      ...(success === undefined ? [] : [statement("success = ?", Number(success === "true"))]),
      ...(dateFrom === undefined ? [] : [statement("createdAt >= ?", startOfDay(dateFrom, timezone))]),
      ...(dateTo === undefined ? [] : [statement("createdAt < ?", startOfDay(addDays(dateTo, 1), timezone))]),
    ]),
    orderBy: `createdAt ${sortOrder}, id ${sortOrder}`,
  });
  const { rows, meta } = await readPage(ctx.db, list, query);
  const data = rows.map((row) => ({
    id: idOfStored(String(row.id)),
    userId: ctx.userId,
    channel: row.channel as AiChannel,
    requestType: String(row.requestType),
    tokensUsed: numberOrNull(row.tokensUsed),
    responseTime: numberOrNull(row.responseTime),
    success: row.success === 1,
    errorCode: row.errorCode === null ? null : String(row.errorCode),
    metadata: JSON.parse(String(row.metadata)) as Record<string, string>,
    createdAt: toIso(Number(row.createdAt)),
  }));
  return { data, meta };
}

/** Sums of the user's month and of all time (spec 15.3), failures included. One D1 call. */
export async function usageStats(ctx: Context): Promise<z.output<typeof StatsView>> {
  const { today, timezone } = await momentOf(ctx);
  const [month = [], totals = []] = await ctx.db.batch([
    statement(
      `SELECT channel, count(*) AS requests, total(tokensUsed) AS tokens, total(responseTime) AS time, count(responseTime) AS timed
        FROM aiUsage WHERE owner = ? AND createdAt >= ? GROUP BY channel`,
      ctx.owner,
      startOfDay(monthStart(today), timezone),
    ),
    statement("SELECT total(requests) AS requests, total(tokens) AS tokens FROM aiTotals WHERE owner = ?", ctx.owner),
  ]);
  const sum = (name: string) => month.reduce((total, row) => total + Number(row[name]), 0);
  const requestsOf = (channel: AiChannel) => Number(month.find((row) => row.channel === channel)?.requests ?? 0);
  const timed = sum("timed");
  return {
    thisMonth: {
      totalRequests: sum("requests"),
      byChannel: Object.fromEntries(AI_CHANNELS.map((channel) => [channel, requestsOf(channel)])) as Record<
        AiChannel,
        number
      >,
      avgResponseTime: timed === 0 ? 0 : Math.round(sum("time") / timed),
      tokensUsed: sum("tokens"),
    },
    allTime: { totalRequests: Number(totals[0]?.requests), tokensUsed: Number(totals[0]?.tokens) },
  };
}

/** The mentors, and whether each of them speaks to the user. No D1 call. */
export async function mentors(ctx: Context): Promise<z.output<typeof MentorsView>> {
  const enabled = settingsFor(await ctx.principal()).mentors;
  const language = negotiateLanguage(ctx.client.acceptLanguage);
  return {
    mentors: MENTORS.map(({ id, name, category, style }) => ({
      id,
      name,
      category,
      style: style[language],
      enabled: enabled[id] ?? false,
    })),
  };
}

const numberOrNull = (value: unknown): number | null => (value === null ? null : Number(value));
