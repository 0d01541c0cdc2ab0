/** Each kind has its words in the app, in the user's language; `title` and `data` fill them. */
export const NOTIFICATION_KINDS = ["budget_exceeded", "debt_overdue", "recurring_failed"] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** What the words of a kind mention: amounts as decimals of the wire, currencies, days, error codes. */
export type NotificationData = Record<string, string | number>;
