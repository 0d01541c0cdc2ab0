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
  /** The name of the unit that was asked for. */
  readonly unit: string;
  /** Whether the request has its unit; false also when it asked for none. */
  readonly isTaken: boolean;
  /** Another request with the same name has the unit, too: what the unit pays for may be under way already. */
  readonly isShared: boolean;
}

/**
 * How the request or the job that has a unit has ended. `used`: it counts. `unused`: it came to nothing, so that the unit is given back
 * unless another request with the same name has used it. `failed`: what it was used for has failed, and it is given back in any case.
 */
export interface QuotaReport {
  readonly unit: string;
  readonly end: "used" | "unused" | "failed";
}

/** For requests that have nothing to do with quotas. */
export const NO_QUOTAS: QuotaAnswer = { states: {}, unit: "", isTaken: false, isShared: false };

/** Units that are left; null: any number. */
export const remainingOf = ({ limit, used }: QuotaState): number | null =>
  limit === null ? null : Math.max(0, limit - used);
