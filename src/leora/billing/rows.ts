import { unsafeCast } from "../../kernel/cast.ts";
import { type RawRow, type Statement, statement } from "../../kernel/db/database.ts";
import type { KnownPurchase } from "./history-rules.ts";
import type { Provider } from "./purchase.ts";

// Subscriptions as the identity database has them.

/** A stored subscription. */
export interface Subscription extends KnownPurchase {
  readonly id: string;
  readonly userId: string;
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

const COLUMNS = [
  "id",
  "userId",
  "provider",
  "providerSubscriptionId",
  "replaces",
  "providerCustomerId",
  "productId",
  "priceId",
  "planId",
  "pendingPlanId",
  "tier",
  "status",
  "currency",
  "amount",
  "interval",
  "currentPeriodStart",
  "currentPeriodEnd",
  "accessUntil",
  "cancelAtPeriodEnd",
  "canceledAt",
  "trialStart",
  "trialEnd",
  "graceUntil",
  "refundedAt",
  "asOf",
  "grantedAt",
  "paidThrough",
  "endedAt",
  "checkAt",
  "endingNoticeAt",
  "endingNoticedFor",
  "version",
  "createdAt",
  "updatedAt",
] as const satisfies readonly (keyof Subscription)[];

/** A row of `subscriptions` as D1 has it, decoded. */
export const subscriptionOf = (row: RawRow): Subscription => ({
  ...unsafeCast<Subscription>(row),
  cancelAtPeriodEnd: row.cancelAtPeriodEnd === 1,
});

/** The most subscriptions of one user that are looked at: those that were stored last. */
const ROWS_MAX = 100;

/** All subscriptions of a user, for `subscriptionOf`. @param userId SQL for the user's id, such as `?` */
export const subscriptionsOfUser = (userId: Statement): Statement =>
  statement(
    `SELECT ${COLUMNS.join(", ")} FROM subscriptions
      WHERE userId = ${userId.sql} ORDER BY createdAt DESC LIMIT ${ROWS_MAX}`,
    ...userId.params,
  );

/** So many of a user's subscriptions go with every admission. */
const ADMITTED_MAX = 10;

/** Those of a user's subscriptions that give access, now or last: what the user's hub hands out with every admission. */
export const admittedSubscriptions = (userId: Statement): Statement =>
  statement(
    `SELECT ${COLUMNS.join(", ")} FROM subscriptions
      WHERE userId = ${userId.sql} AND status <> 'incomplete'
      ORDER BY accessUntil IS NULL DESC, accessUntil DESC LIMIT ${ADMITTED_MAX}`,
    ...userId.params,
  );

/** All subscriptions of the user with this id. */
export const subscriptionsOf = (userId: string): Statement => subscriptionsOfUser(statement("?", userId));

/** How a vendor names a purchase, and the one that it replaces. */
export interface PurchaseName {
  readonly provider: Provider;
  readonly providerSubscriptionId: string;
  readonly replaces?: string | null;
}

/**
 * The rows of a purchase: itself, the one that it replaces, and one that has replaced it.
 */
export const namedSubscriptions = ({ provider, providerSubscriptionId, replaces }: PurchaseName): Statement =>
  statement(
    `SELECT ${COLUMNS.join(", ")} FROM subscriptions WHERE provider = ?1 AND providerSubscriptionId IN (?2, ?3)
      UNION ALL
      SELECT ${COLUMNS.join(", ")} FROM subscriptions WHERE provider = ?1 AND replaces = ?2`,
    provider,
    providerSubscriptionId,
    replaces ?? "",
  );

/** The id of the user whom a purchase belongs to, as SQL; of an unknown one it is the user that its vendor names. */
export const ownerOf = (
  { provider, providerSubscriptionId, replaces }: PurchaseName,
  claimed: string | null,
): Statement =>
  statement(
    `coalesce(
      (SELECT userId FROM subscriptions WHERE provider = ? AND providerSubscriptionId = ?),
      (SELECT userId FROM subscriptions WHERE provider = ? AND providerSubscriptionId = ?),
      ?)`,
    provider,
    providerSubscriptionId,
    provider,
    replaces ?? "",
    claimed,
  );

const valuesOf = (row: Subscription): unknown[] =>
  COLUMNS.map((column) => (column === "cancelAtPeriodEnd" ? Number(row[column]) : row[column]));

/** Inserts a new row; fails when the purchase is stored already. */
export const insertSubscription = (row: Subscription): Statement =>
  statement(
    `INSERT INTO subscriptions (${COLUMNS.join(", ")}) VALUES (${COLUMNS.map(() => "?").join(", ")})`,
    ...valuesOf(row),
  );

/** Replaces a stored row. */
export const updateSubscription = (row: Subscription): Statement =>
  statement(
    `UPDATE subscriptions SET ${COLUMNS.map((column) => `${column} = ?`).join(", ")} WHERE id = ?`,
    ...valuesOf(row),
    row.id,
  );
