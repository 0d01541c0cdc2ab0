import { type Statement, statement } from "../../../kernel/db/database.ts";

// Which subscription a payment was for, by whatever Stripe calls the payment: its invoice, its intent, its charge.

/** Notes the references of a subscription's payment. */
export const keepPayments = (subscriptionId: string, references: readonly (string | null)[]): Statement[] => [
  statement(
    `INSERT OR IGNORE INTO vendorPayments (reference, subscriptionId)
      SELECT value, ? FROM json_each(?)`,
    subscriptionId,
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

/** The purchases of a customer of Stripe's. */
export const boughtBy = (customer: string | null): Statement =>
  statement(
    "SELECT providerSubscriptionId FROM subscriptions WHERE provider = 'stripe' AND providerCustomerId = ? LIMIT 2",
    customer ?? "",
  );
