import { sql } from "drizzle-orm";
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { minorUnits } from "../../kernel/db/columns.ts";
import { NOTICES, SUBSCRIPTION_EVENTS } from "./history-events.ts";
import { INTERVALS, PROVIDERS, SUBSCRIPTION_STATUSES, TIERS } from "./purchase.ts";

export { idempotency } from "../../kernel/db/tables.ts";

/**
 * Purchases of users (spec 12.1), one row each, beside the users in the identity database. Times are UTC milliseconds. `tier` and
 * `status` are the vendor's last word; what a user has now follows from `accessUntil` and the clock (`rules.ts`).
 */
export const subscriptions = sqliteTable(
  "subscriptions",
  {
    id: text().primaryKey(),
    userId: text().notNull(),
    provider: text({ enum: PROVIDERS }).notNull(),
    /** Of a manual plan the user's id: there is one such row per user. */
    providerSubscriptionId: text().notNull(),
    /** The purchase that this one has replaced: late news of that one counts no more. */
    replaces: text(),
    providerCustomerId: text(),
    productId: text().notNull(),
    priceId: text(),
    planId: text(),
    pendingPlanId: text(),
    tier: text({ enum: TIERS }).notNull(),
    status: text({ enum: SUBSCRIPTION_STATUSES }).notNull(),
    currency: text().notNull(),
    amount: minorUnits().notNull(),
    interval: text({ enum: INTERVALS }).notNull(),
    currentPeriodStart: integer().notNull(),
    currentPeriodEnd: integer(),
    /** Access ends then; null: never. */
    accessUntil: integer(),
    cancelAtPeriodEnd: integer({ mode: "boolean" }).notNull(),
    canceledAt: integer(),
    trialStart: integer(),
    trialEnd: integer(),
    graceUntil: integer(),
    refundedAt: integer(),
    /** When the vendor made this state. */
    asOf: integer().notNull(),
    /** When it first gave access; null: it never did. */
    grantedAt: integer(),
    /** The end of the newest period that was paid, or free to try. */
    paidThrough: integer(),
    /** Since when the history says that it is over; null while it is not. */
    endedAt: integer(),
    /** When cron has to look at it; null: never. */
    checkAt: integer(),
    /** When its user is told that it will end; null: not, or the user was. */
    endingNoticeAt: integer(),
    /** The end that the user was told of. */
    endingNoticedFor: integer(),
    /** Raised by every write: what was read and must still hold is guarded by it. */
    version: integer().notNull(),
    createdAt: integer().notNull(),
    updatedAt: integer().notNull(),
  },
  (table) => [
    uniqueIndex("subscriptions_provider").on(table.provider, table.providerSubscriptionId),
    index("subscriptions_replaces").on(table.provider, table.replaces).where(sql`replaces IS NOT NULL`),
    index("subscriptions_userId").on(table.userId, table.createdAt),
    index("subscriptions_checkAt").on(table.checkAt).where(sql`checkAt IS NOT NULL`),
    index("subscriptions_endingNoticeAt").on(table.endingNoticeAt).where(sql`endingNoticeAt IS NOT NULL`),
  ],
);

/** What happened to subscriptions (spec 12.2). `dedupeKey` names a fact of one subscription: each is written once. */
export const subscriptionHistory = sqliteTable(
  "subscriptionHistory",
  {
    id: text().primaryKey(),
    userId: text().notNull(),
    subscriptionId: text().notNull(),
    event: text({ enum: SUBSCRIPTION_EVENTS }).notNull(),
    tier: text({ enum: TIERS }).notNull(),
    amount: minorUnits(),
    currency: text(),
    metadata: text({ mode: "json" }).$type<Record<string, string | number>>(),
    dedupeKey: text().notNull(),
    /** The notification that the user still has to get of it. */
    notice: text({ enum: NOTICES }),
    createdAt: integer().notNull(),
  },
  (table) => [
    uniqueIndex("subscriptionHistory_dedupeKey").on(table.subscriptionId, table.dedupeKey),
    index("subscriptionHistory_userId").on(table.userId, table.createdAt, table.id),
    index("subscriptionHistory_event").on(table.userId, table.event, table.createdAt, table.id),
    index("subscriptionHistory_subscriptionId").on(table.subscriptionId, table.createdAt, table.id),
    index("subscriptionHistory_notice").on(table.id).where(sql`notice IS NOT NULL`),
  ],
);

/** Events of vendors that were handled, for 30 days: the same one again is answered without work. */
export const vendorEvents = sqliteTable(
  "vendorEvents",
  {
    id: text().primaryKey(),
    at: integer().notNull(),
  },
  (table) => [index("vendorEvents_at").on(table.at)],
);

/** By which invoices, payments and charges a subscription was paid: a refund names only those. */
export const vendorPayments = sqliteTable(
  "vendorPayments",
  {
    reference: text().primaryKey(),
    subscriptionId: text().notNull(),
    at: integer().notNull(),
  },
  (table) => [index("vendorPayments_at").on(table.at)],
);

/** Checkout sessions of development, where no vendor is asked. */
export const devCheckouts = sqliteTable(
  "devCheckouts",
  {
    id: text().primaryKey(),
    userId: text().notNull(),
    planId: text().notNull(),
    currency: text().notNull(),
    trialDays: integer().notNull(),
    successUrl: text().notNull(),
    cancelUrl: text().notNull(),
    createdAt: integer().notNull(),
  },
  (table) => [index("devCheckouts_createdAt").on(table.createdAt)],
);
