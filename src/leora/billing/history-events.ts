/** What is written to the history of subscriptions (spec 12.2). */
export const SUBSCRIPTION_EVENTS = [
  "created",
  "renewed",
  "upgraded",
  "downgraded",
  "canceled",
  "expired",
  "trial_started",
  "trial_ended",
  "payment_failed",
  "payment_succeeded",
  "refunded",
] as const;
export type SubscriptionEvent = (typeof SUBSCRIPTION_EVENTS)[number];

/** Notifications that follow from history. */
export const NOTICES = ["subscription_payment_failed", "subscription_ended"] as const;
export type Notice = (typeof NOTICES)[number];

/** One row of history that is to be written, unless the subscription has one with this key. */
export interface HistoryEvent {
  readonly event: SubscriptionEvent;
  /** Names the fact: the same fact always has the same key. */
  readonly key: string;
  /** Minor units. */
  readonly amount?: number;
  readonly currency?: string;
  readonly metadata?: Readonly<Record<string, string | number>>;
  /** Whose history it belongs to, where that is not the subscription's user. */
  readonly userId?: string;
}
