import type { z } from "zod";
import type { Context } from "../../kernel/context.ts";
import { type RawRow, type Statement, statement } from "../../kernel/db/database.ts";
import { abortIf } from "../../kernel/db/guard.ts";
import { listing, type PageMeta, readPage } from "../../kernel/db/page.ts";
import { AppError } from "../../kernel/errors.ts";
import { newId } from "../../kernel/id.ts";
import { toDecimal } from "../../kernel/money.ts";
import { DAY_MS, toIso } from "../../kernel/time.ts";
import { LIMITS } from "../../limits.ts";
import type { HistoryQuery, HistoryView } from "./contract.ts";
import type { HistoryEvent, Notice } from "./history-events.ts";
import type { PurchaseName, Subscription } from "./rows.ts";
import { bestOf } from "./rules.ts";

// The history of subscriptions (spec 12.2): how it is written and listed.

type View = z.output<typeof HistoryView>;

/** What writes an event of a subscription, unless it has one with the same key. A cancel takes the place of the earlier one. */
export interface HistoryEntry {
  readonly id: string;
  /** The notification that the user gets of it; null: none. */
  readonly notice: Notice | null;
  readonly statement: Statement;
}

/**
 * What writes the events of one change of a subscription.
 * @param before the subscription before it; null: it is new
 * @param subscriptions those of its user after it
 */
export function historyEntries(
  before: Pick<Subscription, "endedAt"> | null,
  row: Subscription,
  subscriptions: readonly Subscription[],
  events: readonly HistoryEvent[],
  now: number,
): HistoryEntry[] {
  const hasPlan =
    bestOf(
      subscriptions.filter(({ userId }) => userId === row.userId),
      now,
    ) !== undefined;
  // Whoever still has a plan is not told that one has ended, nor is anybody told twice of the same end.
  let tellsOfEnd = before?.endedAt === null && row.endedAt !== null && !hasPlan;
  return events.map((event) => {
    const isOwn = event.userId === undefined || event.userId === row.userId;
    const notice = isOwn ? noticeOf(event.event, tellsOfEnd) : null;
    if (notice === "subscription_ended") tellsOfEnd = false;
    return historyEntry(row, event, notice, now);
  });
}

function noticeOf(event: HistoryEvent["event"], tellsOfEnd: boolean): Notice | null {
  if (event === "payment_failed") return "subscription_payment_failed";
  return (event === "expired" || event === "refunded") && tellsOfEnd ? "subscription_ended" : null;
}

function historyEntry(
  row: Subscription,
  { event, key, amount, currency, metadata, userId = row.userId }: HistoryEvent,
  notice: Notice | null,
  now: number,
): HistoryEntry {
  const id = newId(now);
  return {
    id,
    notice,
    statement: statement(
      `INSERT INTO subscriptionHistory
          (id, userId, subscriptionId, event, tier, amount, currency, metadata, dedupeKey, notice, createdAt)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (subscriptionId, dedupeKey) DO UPDATE SET metadata = excluded.metadata, createdAt = excluded.createdAt
          WHERE event = 'canceled' AND userId = excluded.userId`,
      id,
      userId,
      row.id,
      event,
      row.tier,
      amount ?? null,
      currency ?? null,
      metadata ? JSON.stringify(metadata) : null,
      key,
      notice,
      now,
    ),
  };
}

/**
 * True when the user once had a subscription of any provider: then no trial is due. A query of one row, `hadOne`.
 * @param userId SQL for the user's id, such as `?`
 */
export const hadSubscription = (userId: Statement): Statement =>
  statement(
    `SELECT EXISTS (SELECT 1 FROM subscriptionHistory WHERE userId = ${userId.sql} AND event = 'created') AS hadOne`,
    ...userId.params,
  );

/** True for the answer to `hadSubscription` of whoever once had one. */
export const wasSubscribed = (answer: readonly RawRow[] | undefined): boolean => answer?.[0]?.hadOne === 1;

/** Fails when the user has, or had, another subscription than this one: news of two first ones came at once. */
export const refuseAnotherFirst = ({ id, userId }: Pick<Subscription, "id" | "userId">): Statement =>
  abortIf({
    sql: "EXISTS (SELECT 1 FROM subscriptionHistory WHERE userId = ? AND event = 'created' AND subscriptionId <> ?)",
    params: [userId, id],
  });

/**
 * The times of the last transfers of a purchase from one user to another, those that use up what is allowed in 24 hours.
 * @param now UTC milliseconds
 */
export const recentTransfers = ({ provider, providerSubscriptionId }: PurchaseName, now: number): Statement =>
  statement(
    `SELECT h.createdAt FROM subscriptions s
      JOIN subscriptionHistory h ON h.subscriptionId = s.id AND h.dedupeKey GLOB 'in:*'
      WHERE s.provider = ? AND s.providerSubscriptionId = ? AND h.createdAt > ?
      ORDER BY h.createdAt DESC LIMIT ${LIMITS.billing.transfersPerDay}`,
    provider,
    providerSubscriptionId,
    now - DAY_MS,
  );

/**
 * The error for whoever would transfer a purchase once more; undefined: it may be transferred.
 * @param times the answer to `recentTransfers`
 */
export function transferRefusal(times: readonly RawRow[], now: number): AppError | undefined {
  const oldest = times[LIMITS.billing.transfersPerDay - 1];
  if (!oldest) return undefined;
  const seconds = Math.ceil((Number(oldest.createdAt) + DAY_MS - now) / 1000);
  return new AppError("rate_limited", {
    message: "This purchase was moved between accounts too often; try again later",
    headers: { "Retry-After": String(seconds) },
  });
}

/** One page of the caller's history, newest first unless ordered otherwise. One D1 call. */
export async function listHistory(
  ctx: Context,
  query: z.output<typeof HistoryQuery>,
): Promise<{ data: View[]; meta: PageMeta }> {
  const { event, subscriptionId, sortOrder } = query;
  const direction = sortOrder === "asc" ? "ASC" : "DESC";
  const list = listing({
    columns: "id, userId, subscriptionId, event, tier, amount, currency, metadata, createdAt",
    from: "subscriptionHistory",
    where: {
      sql: `userId = ?${event ? " AND event = ?" : ""}${subscriptionId ? " AND subscriptionId = ?" : ""}`,
      params: [ctx.userId, ...(event ? [event] : []), ...(subscriptionId ? [subscriptionId] : [])],
    },
    orderBy: `createdAt ${direction}, id ${direction}`,
  });
  const { rows, meta } = await readPage(ctx.identity, list, query);
  return { data: rows.map(historyView), meta };
}

const historyView = (row: RawRow): View => ({
  ...(row as Pick<View, "id" | "userId" | "subscriptionId" | "event" | "tier" | "currency">),
  amount: row.amount === null ? null : toDecimal(Number(row.amount), String(row.currency)),
  metadata: row.metadata === null ? null : JSON.parse(String(row.metadata)),
  createdAt: toIso(Number(row.createdAt)),
});
