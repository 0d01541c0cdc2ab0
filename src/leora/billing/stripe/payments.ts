import { type Statement, statement } from "../../../kernel/db/database.ts";
import { DAY_MS } from "../../../kernel/time.ts";

// Which subscription a payment was for, by whatever Stripe calls the payment: its invoice, its intent, its charge.

/**
 * For how long payments are kept. Banks take a payment back within months, Stripe gives money back for longer: then it is asked what
 * the payment was for. That a refund is written once does not depend on it, because history has its key.
 */
export const PAYMENTS_KEPT_MS = 540 * DAY_MS;

/** Notes the references of a subscription's payment, at `now` (UTC ms). */
export const keepPayments = (
  subscriptionId: string,
  references: readonly (string | null)[],
  now: number,
): Statement[] => [
  statement(
    `INSERT OR IGNORE INTO vendorPayments (reference, subscriptionId, at)
      SELECT value, ?, ? FROM json_each(?)`,
    subscriptionId,
    now,
    JSON.stringify(references.filter((reference) => reference !== null)),
  ),
];

/** The purchase that one of these references paid for: a query of `providerSubscriptionId`. */
export const paidBy = (references: readonly (string | null)[]): Statement =>
  statement(
    `SELECT s.providerSubscriptionId
      FROM json_each(?) wanted
      JOIN vendorPayments p ON p.reference = wanted.value
      JOIN subscriptions s ON s.id = p.subscriptionId
      LIMIT 1`,
    JSON.stringify(references.filter((reference) => reference !== null)),
  );
