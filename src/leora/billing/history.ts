import type { z } from "zod";
import type { Context } from "../../kernel/context.ts";
import { type RawRow, type Statement, statement } from "../../kernel/db/database.ts";
import { listing, type PageMeta, readPage } from "../../kernel/db/page.ts";
import { newId } from "../../kernel/id.ts";
import { toDecimal } from "../../kernel/money.ts";
import { toIso } from "../../kernel/time.ts";
import type { HistoryQuery, HistoryView } from "./contract.ts";
import type { HistoryEvent, Notice } from "./history-events.ts";
import type { Subscription } from "./rows.ts";
import { bestOf } from "./rules.ts";

// The history of subscriptions (spec 12.2): how it is written and listed.

type View = z.output<typeof HistoryView>;

/** What writes an event of a subscription, unless it has one with the same key. */
export interface HistoryEntry {
  readonly id: string;
  /** The notification that the user gets of it; null: none. */
  readonly notice: Notice | null;
  readonly statement: Statement;
}

/** @param subscriptions those of the user after the event */
export function historyEntry(
  row: Subscription,
  subscriptions: readonly Subscription[],
  { event, key, amount, currency, metadata, userId = row.userId }: HistoryEvent,
  now: number,
): HistoryEntry {
  const id = newId(now);
  const own = subscriptions.filter((one) => one.userId === userId);
  const notice = userId === row.userId ? noticeOf(event, bestOf(own, now) !== undefined) : null;
  return {
    id,
    notice,
    statement: statement(
      `INSERT INTO subscriptionHistory
          (id, userId, subscriptionId, event, tier, amount, currency, metadata, dedupeKey, notice, createdAt)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (subscriptionId, dedupeKey) DO NOTHING`,
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

/** Whoever still has a plan is not told that one has ended. */
function noticeOf(event: HistoryEvent["event"], hasPlan: boolean): Notice | null {
  if (event === "payment_failed") return "subscription_payment_failed";
  return (event === "expired" || event === "refunded") && !hasPlan ? "subscription_ended" : null;
}

/** True when the user once had a subscription of any provider: then no trial is due. A query of one row, `hadOne`. */
export const hadSubscription = (userId: string): Statement =>
  statement(
    "SELECT EXISTS (SELECT 1 FROM subscriptionHistory WHERE userId = ? AND event = 'created') AS hadOne",
    userId,
  );

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
