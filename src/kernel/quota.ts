/**
 * Quotas of metered verbs, such as AI requests: so many units a day of a channel. The user's hub counts them, in the same call
 * that admits the request.
 */
export interface QuotaState {
  /** Units per day; null: any number. */
  readonly limit: number | null;
  readonly used: number;
  /** When the next day begins, UTC milliseconds. */
  readonly resetsAt: number;
}

/** The state of every channel of the product, by name. */
export type QuotaStates = Readonly<Record<string, QuotaState>>;

/** What a request wants of the quotas: a unit of a channel, or with `channel` null only to know them. */
export interface QuotaRequest {
  readonly channel: string | null;
  /** Names the unit: taking it again takes no further one. */
  readonly unit: string;
}

/** The quotas after an admission. */
export interface QuotaAnswer {
  readonly states: QuotaStates;
  /** Whether the request has its unit; false also when it asked for none. */
  readonly isTaken: boolean;
  /** Whether it was the one that took it; false when an earlier request had taken this very unit. */
  readonly isNew: boolean;
}

/** For requests that have nothing to do with quotas. */
export const NO_QUOTAS: QuotaAnswer = { states: {}, isTaken: false, isNew: false };

/** Units that are left; null: any number. */
export const remainingOf = ({ limit, used }: QuotaState): number | null =>
  limit === null ? null : Math.max(0, limit - used);
