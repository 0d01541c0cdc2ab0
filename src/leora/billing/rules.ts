import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../kernel/time.ts";
import type { Purchase, SubscriptionStatus, Tier } from "./purchase.ts";

// Who has access until when, and which of a user's subscriptions counts. The clock decides at every request.

/** A vendor's news of a renewal may be late: access lasts so much longer than the period. */
const RENEWAL_SLACK_MS = DAY_MS;
/** For how long Stripe tries to collect a payment that failed. */
export const STRIPE_GRACE_MS = 7 * DAY_MS;
/** So long after the end of a period cron asks the vendor about a renewal that it was not told of. */
const ASK_AFTER_MS = 6 * HOUR_MS;
/** So long before the end of a period a downgrade is carried out. */
export const DOWNGRADE_BEFORE_MS = HOUR_MS;
/** So long after a downgrade that could not be carried out it is tried again. */
const DOWNGRADE_RETRY_MS = 10 * MINUTE_MS;
/** So long before its end the user is told that a plan ends. */
const ENDING_NOTICE_MS = 3 * DAY_MS;

/** What access depends on. */
type AccessFacts = Pick<
  Purchase,
  | "provider"
  | "status"
  | "currentPeriodStart"
  | "currentPeriodEnd"
  | "cancelAtPeriodEnd"
  | "graceUntil"
  | "refundedAt"
  | "asOf"
>;

/** When the access of a purchase ends (UTC ms), which may be past; null: never, as with lifetime. */
export function accessUntilOf(purchase: AccessFacts): number | null {
  const { status, currentPeriodStart, currentPeriodEnd, graceUntil, refundedAt, asOf } = purchase;
  if (refundedAt !== null) return refundedAt;
  // A period that is not paid may have been told with a start that is yet to come: it gives no access then either.
  const none = Math.min(currentPeriodStart, asOf);
  switch (status) {
    case "incomplete":
    case "unpaid":
      return none;
    case "expired":
      // Whatever the period was, it is over.
      return currentPeriodEnd !== null && currentPeriodEnd <= asOf ? currentPeriodEnd : none;
    case "canceled":
      return currentPeriodEnd ?? currentPeriodStart;
    case "past_due":
      return graceUntil ?? currentPeriodEnd;
    case "active":
    case "trialing":
      if (currentPeriodEnd === null) return null;
      return renews(purchase) ? currentPeriodEnd + RENEWAL_SLACK_MS : currentPeriodEnd;
  }
}

/** True when a new period is to begin after this one. A manual plan never renews. */
const renews = ({ provider, cancelAtPeriodEnd }: Pick<Purchase, "provider" | "cancelAtPeriodEnd">): boolean =>
  !cancelAtPeriodEnd && provider !== "manual";

/**
 * Google tells once that a purchase is void; what is fetched afterwards says nothing of it. The refund stands, unless a later period
 * was paid than the one that was given back.
 * @param before what is stored of the same purchase
 */
export function withKnownRefund(
  before: Pick<Purchase, "provider" | "providerSubscriptionId" | "currentPeriodEnd" | "refundedAt"> & {
    readonly paidThrough: number | null;
  },
  news: Purchase,
): Purchase {
  const { provider, providerSubscriptionId: id, refundedAt } = before;
  if (provider !== "google" || refundedAt === null || news.providerSubscriptionId !== id) return news;
  const refundedThrough = Math.max(before.paidThrough ?? 0, before.currentPeriodEnd ?? Number.POSITIVE_INFINITY);
  const isPaid = news.status === "active" || news.status === "trialing" || news.refundedAt !== null;
  const isLater = news.currentPeriodEnd !== null && news.currentPeriodEnd > refundedThrough;
  return isPaid && isLater ? news : { ...news, status: "canceled", refundedAt };
}

/** A time span with a plan, as the profile of a user keeps it; `accessUntil` null: for good. */
export interface Access {
  readonly tier: Tier;
  readonly accessUntil: number | null;
}

export const hasAccess = ({ accessUntil }: Pick<Access, "accessUntil">, now: number): boolean =>
  accessUntil === null || now < accessUntil;

/**
 * The one of a user's subscriptions that counts now: `pro` before `premium`, then the one that ends later; one that never ends
 * does so last of all. Undefined when none has access.
 */
export const bestOf = <Row extends Access>(subscriptions: readonly Row[], now: number): Row | undefined =>
  subscriptions.filter((row) => hasAccess(row, now)).toSorted(byWorth)[0];

const byWorth = (a: Access, b: Access): number =>
  Number(b.tier === "pro") - Number(a.tier === "pro") || compareEnds(b.accessUntil, a.accessUntil);

const compareEnds = (a: number | null, b: number | null): number =>
  a === b ? 0 : (a ?? Number.POSITIVE_INFINITY) - (b ?? Number.POSITIVE_INFINITY);

/** What a user has now. */
export const tierOf = (subscriptions: readonly Access[], now: number): Tier =>
  bestOf(subscriptions, now)?.tier ?? "free";

/** What is needed to say which subscription to show, and as what. */
export type Shown = Access & Pick<Purchase, "status">;

/**
 * The subscription that a user is shown: the one that counts, else the one that ended last. Purchases that were never completed are
 * not shown. Undefined: the user has had none.
 */
export const shownOf = <Row extends Shown>(subscriptions: readonly Row[], now: number): Row | undefined =>
  bestOf(subscriptions, now) ??
  subscriptions
    .filter(({ status }) => status !== "incomplete")
    .toSorted((a, b) => compareEnds(b.accessUntil, a.accessUntil))[0];

/** What a user may ask of a running plan. */
type Verb = "cancel" | "resume" | "change";

/**
 * The running plan that a user means: where several run, the best of those that the verb can do something to, and before all others
 * one that is paid by card, because nobody but us can stop that charge. When there is none, the one that tells why not.
 */
export function meantPlan<
  Row extends Access & Pick<Purchase, "provider" | "status" | "currentPeriodEnd" | "cancelAtPeriodEnd">,
>(subscriptions: readonly Row[], verb: Verb, now: number): Row | undefined {
  const ending = subscriptions.filter(({ currentPeriodEnd }) => currentPeriodEnd !== null);
  const cards = ending.filter(({ provider }) => provider === "stripe");
  const isMeant = (row: Row): boolean => (verb === "resume" ? row.cancelAtPeriodEnd : renews(row));
  const choices = [cards.filter(isMeant), ending.filter(isMeant), cards, subscriptions];
  return choices.map((rows) => bestOf(rows, now)).find((row) => row !== undefined);
}

/** The status as it reads now: what has run out is `expired`, unless it was canceled, or was never paid at all. */
export function statusAt({ status, accessUntil }: Shown, now: number): SubscriptionStatus {
  if (hasAccess({ accessUntil }, now)) return status;
  return status === "canceled" || status === "incomplete" ? status : "expired";
}

/** The tier as it reads now. */
export const tierAt = ({ tier, accessUntil }: Access, now: number): Tier =>
  hasAccess({ accessUntil }, now) ? tier : "free";

/** When cron has to look at a purchase that gives access; null when nothing can change without news. */
export function checkAtOf(
  purchase: Pick<Purchase, "provider" | "cancelAtPeriodEnd" | "status" | "currentPeriodEnd" | "pendingPlanId">,
  accessUntil: number | null,
  now: number,
): number | null {
  const { currentPeriodEnd, status } = purchase;
  if (accessUntil === null) return null;
  if (currentPeriodEnd === null || !renews(purchase) || status === "past_due") return accessUntil;
  const retryAt = downgradeRetryAt(purchase, now);
  if (retryAt !== null) {
    const downgradeAt = currentPeriodEnd - DOWNGRADE_BEFORE_MS;
    return now < downgradeAt ? downgradeAt : retryAt;
  }
  const askAt = currentPeriodEnd + ASK_AFTER_MS;
  return now < askAt ? askAt : accessUntil;
}

/**
 * When a downgrade is tried again that could not be carried out now; null: none waits. It has to be done before the period ends,
 * because with the next one Stripe charges for the longer plan.
 */
export const downgradeRetryAt = (
  { provider, pendingPlanId, currentPeriodEnd }: Pick<Purchase, "provider" | "pendingPlanId" | "currentPeriodEnd">,
  now: number,
): number | null =>
  provider === "stripe" && pendingPlanId !== null && currentPeriodEnd !== null && now < currentPeriodEnd
    ? now + DOWNGRADE_RETRY_MS
    : null;

/** When the user is told that a plan will end; null: it goes on, or the user was told of this end. */
export function endingNoticeAtOf(
  {
    status,
    cancelAtPeriodEnd,
    currentPeriodEnd,
    refundedAt,
  }: Pick<Purchase, "status" | "cancelAtPeriodEnd" | "currentPeriodEnd" | "refundedAt">,
  noticedFor: number | null,
): number | null {
  const ends = (cancelAtPeriodEnd && status === "active") || status === "trialing";
  if (!ends || currentPeriodEnd === null || refundedAt !== null || noticedFor === currentPeriodEnd) return null;
  return currentPeriodEnd - ENDING_NOTICE_MS;
}

/** Why a checkout is refused; null: it is not. */
export function checkoutRefusal(
  subscriptions: readonly (Shown & Pick<Purchase, "interval" | "cancelAtPeriodEnd">)[],
  wanted: Purchase["interval"],
  now: number,
): string | null {
  const running = subscriptions.filter((row) => hasAccess(row, now));
  if (running.some(({ interval }) => interval === "lifetime")) return "You have the lifetime plan";
  const goesOn = running.some(({ cancelAtPeriodEnd, status }) => !cancelAtPeriodEnd && status !== "canceled");
  return goesOn && wanted !== "lifetime" ? "You have a plan; change or cancel it" : null;
}
