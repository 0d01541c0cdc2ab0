import type { HistoryEvent } from "./history-events.ts";
import { intervalOf, lengthening } from "./plans.ts";
import type { Purchase } from "./purchase.ts";
import { accessUntilOf, checkAtOf, endingNoticeAtOf, hasAccess } from "./rules.ts";

// History comes from comparing a purchase's old and new state. Each event has a key that names its fact, so that duplicates, replays
// and late news write nothing twice.

/** What we keep of a purchase beside the vendor's words. Times are UTC milliseconds. */
export interface Bookkeeping {
  readonly accessUntil: number | null;
  readonly grantedAt: number | null;
  readonly paidThrough: number | null;
  readonly endedAt: number | null;
  readonly checkAt: number | null;
  readonly endingNoticeAt: number | null;
  readonly endingNoticedFor: number | null;
}

export type KnownPurchase = Purchase & Bookkeeping;

/**
 * What a new state of a purchase leads to: what we keep of it, and the events that it means.
 * @param before what was stored; null: it is the first news of the purchase
 * @param now UTC milliseconds
 */
export function settle(
  before: KnownPurchase | null,
  after: Purchase,
  now: number,
): { bookkeeping: Bookkeeping; events: HistoryEvent[] } {
  const accessUntil = accessUntilOf(after);
  const isGranted = hasAccess({ accessUntil }, now);
  const events = historyOf(before, after, now);
  const grantedAt = before?.grantedAt ?? (isGranted ? now : null);
  const isPaid = isGranted && (after.status === "active" || after.status === "trialing");
  const isOver = grantedAt !== null && !isGranted;
  const endingNoticedFor = before?.endingNoticedFor ?? null;
  return {
    events,
    bookkeeping: {
      accessUntil,
      grantedAt,
      paidThrough: isPaid
        ? Math.max(before?.paidThrough ?? 0, after.currentPeriodEnd ?? after.currentPeriodStart)
        : (before?.paidThrough ?? null),
      endedAt: isOver ? (before?.endedAt ?? now) : null,
      checkAt: isGranted ? checkAtOf(after, accessUntil, now) : null,
      endingNoticeAt: isGranted ? endingNoticeAtOf(after, endingNoticedFor) : null,
      endingNoticedFor,
    },
  };
}

/** The events that lead from the old state to the new one, in the order in which they happened. */
export function historyOf(before: KnownPurchase | null, after: Purchase, now: number): HistoryEvent[] {
  const isGranted = hasAccess({ accessUntil: accessUntilOf(after) }, now);
  if (before === null || before.grantedAt === null) return isGranted ? firstAccess(after, now) : [];
  const changed = planEvents(before, after);
  const isUpgrade = changed.some(({ event }) => event === "upgraded");
  return [
    ...trialEnd(before, after, isGranted),
    ...changed,
    ...(isUpgrade ? [] : newPeriod(before, after, isGranted)),
    ...failedPayment(before, after),
    ...cancellation(before, after),
    ...end(before, after, isGranted),
  ];
}

function firstAccess(after: Purchase, now: number): HistoryEvent[] {
  const { trialStart, trialEnd, status } = after;
  const trialOver = trialEnd !== null && status !== "trialing" && trialEnd <= now;
  return [
    { event: "created", key: "created" },
    ...(trialStart === null ? [] : [{ event: "trial_started", key: "trial_started" } as const]),
    ...(trialOver ? [TRIAL_ENDED] : []),
    ...(status === "active" ? payment(after) : []),
    ...cancellation(null, after),
  ];
}

const TRIAL_ENDED: HistoryEvent = { event: "trial_ended", key: "trial_ended" };

/** A trial that is simply over is `expired`; one that goes on as a plan has ended. */
const trialEnd = (before: KnownPurchase, after: Purchase, isGranted: boolean): HistoryEvent[] => {
  const goesOn = after.status === "active" || after.status === "past_due" || after.status === "unpaid";
  const wasTrial = before.status === "trialing";
  if (!wasTrial || !goesOn || after.refundedAt !== null) return [];
  return [TRIAL_ENDED, ...(isGranted && after.status === "active" ? payment(after) : [])];
};

function planEvents(before: KnownPurchase, after: Purchase): HistoryEvent[] {
  const events: HistoryEvent[] = [];
  const from = intervalOf(before.planId);
  const isForeseen = after.planId === before.pendingPlanId;
  const to = intervalOf(after.planId);
  if (from && to && after.planId !== before.planId && !isForeseen) {
    events.push(planChange(from, to, `${after.planId}:${after.currentPeriodStart}`, after.planId));
  }
  const pending = intervalOf(after.pendingPlanId);
  if (to && pending && after.pendingPlanId !== before.pendingPlanId && after.pendingPlanId !== after.planId) {
    events.push(planChange(to, pending, `${after.pendingPlanId}:${after.currentPeriodEnd}`, after.pendingPlanId));
  }
  return events;
}

const planChange = (
  from: Purchase["interval"],
  to: Purchase["interval"],
  key: string,
  planId: string | null,
): HistoryEvent => {
  const event = lengthening(from, to) < 0 ? "downgraded" : "upgraded";
  return { event, key: `${event}:${key}`, ...(planId !== null && { metadata: { planId } }) };
};

/** A period that begins is a renewal, but for the first one after a trial. */
function newPeriod(before: KnownPurchase, after: Purchase, isGranted: boolean): HistoryEvent[] {
  const { status, currentPeriodEnd: periodEnd } = after;
  const { paidThrough, trialEnd: trialUntil } = before;
  if (!isGranted || status !== "active" || periodEnd === null || before.status === "trialing") return [];
  if (paidThrough !== null && periodEnd <= paidThrough) return [];
  // The payment after a trial failed at first.
  if (trialUntil !== null && paidThrough !== null && paidThrough <= trialUntil) return payment(after);
  return [{ event: "renewed", key: `renewed:${periodEnd}` }, ...payment(after)];
}

/** Stripe's payments are written by its invoices; only what is bought once has none. */
const payment = ({ provider, interval, amount, currency, currentPeriodStart }: Purchase): HistoryEvent[] => {
  const isByInvoice = provider === "stripe" && interval !== "lifetime";
  if (isByInvoice || amount === 0) return [];
  return [{ event: "payment_succeeded", key: `paid:${currentPeriodStart}`, amount, currency }];
};

function failedPayment(before: KnownPurchase, after: Purchase): HistoryEvent[] {
  const wasGood = before.status === "active" || before.status === "trialing";
  if (after.provider === "stripe" || after.graceUntil === null || !wasGood) return [];
  const { amount, currency, currentPeriodEnd } = after;
  return [{ event: "payment_failed", key: `failed:${currentPeriodEnd}`, amount, currency }];
}

function cancellation(before: KnownPurchase | null, after: Purchase): HistoryEvent[] {
  if (!after.cancelAtPeriodEnd || before?.cancelAtPeriodEnd) return [];
  // A plan can be canceled and resumed as often as its user likes: the last cancel of a period stands for all of them.
  return [{ event: "canceled", key: `canceled:${after.currentPeriodEnd}` }];
}

function end(before: KnownPurchase, after: Purchase, isGranted: boolean): HistoryEvent[] {
  if (after.refundedAt !== null) {
    // A refund at Stripe is written by its charge.
    if (before.refundedAt !== null || after.provider === "stripe") return [];
    const { amount, currency, refundedAt } = after;
    return [{ event: "refunded", key: `refunded:${refundedAt}`, amount, currency }];
  }
  if (isGranted || before.endedAt !== null) return [];
  return [{ event: "expired", key: `expired:${accessUntilOf(after)}` }];
}
