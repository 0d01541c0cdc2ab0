/** The app has a text for each kind, in the user's language, which `title` and `data` complete. */
export const NOTIFICATION_KINDS = [
  "budget_exceeded",
  "debt_overdue",
  "recurring_failed",
  "subscription_payment_failed",
  "subscription_ended",
  "subscription_ending",
] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** What the text of a kind mentions: amounts as decimals of the wire, currencies, days, error codes. */
export type NotificationData = Record<string, string | number>;
