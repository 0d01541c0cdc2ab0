import type { PublicContext } from "../../kernel/context.ts";
import { isRefused, type RawRow, type Statement, statement, takenColumns } from "../../kernel/db/database.ts";
import { abortIf } from "../../kernel/db/guard.ts";
import { AppError } from "../../kernel/errors.ts";
import { newId } from "../../kernel/id.ts";
import { historyEntries } from "./history.ts";
import type { HistoryEvent, SubscriptionEvent } from "./history-events.ts";
import { settle } from "./history-rules.ts";
import { announce } from "./news.ts";
import type { Purchase } from "./purchase.ts";
import {
  insertSubscription,
  namedSubscriptions,
  ownerOf,
  type PurchaseName,
  type Subscription,
  subscriptionOf,
  subscriptionsOf,
  subscriptionsOfUser,
  updateSubscription,
} from "./rows.ts";
import { withKnownRefund } from "./rules.ts";

// Every change of a subscription goes through `store`: it reads the row, lets its caller say what the purchase is now, and writes row
// and history in one batch that is refused when the row has changed meanwhile. A vendor is asked between the two: what it tells is not
// older than the row that was read, so that news that come at once, twice or late end in the same rows.

const MAX_ATTEMPTS = 8;
/** So long, times the number of lost races, an attempt waits at most: news that come at once do not meet again in step. */
const MAX_JITTER_MS = 40;

/** What to read: a purchase by its name, or all subscriptions of a user. */
export interface Target {
  readonly name?: PurchaseName;
  /** SQL for the id of the user; of a named purchase, of the one whom a new one is for. */
  readonly owner: Statement;
  /** Who may have it afterwards, beside that user. */
  readonly recipient?: string;
  /** What else is read in the same call. */
  readonly alsoRead?: readonly Statement[];
}

/** The target of a purchase that its vendor says is this user's; null: it does not say. */
export const purchaseOf = (name: PurchaseName, claimed: string | null): Target => ({
  name,
  owner: ownerOf(name, claimed),
});

export const userOf = (userId: string): Target => ({ owner: statement("?", userId) });

/** What is stored before a change. */
export interface Known {
  /** The purchase that the target names; null: it is new. */
  readonly row: Subscription | null;
  /** A later purchase has replaced it: news of it count no more. */
  readonly isReplaced: boolean;
  /** Whose it is; null: there is no such user. */
  readonly userId: string | null;
  /** All subscriptions of that user, the newest first, and those of the `recipient`. */
  readonly subscriptions: readonly Subscription[];
  /** The answers to `alsoRead`. */
  readonly answers: readonly RawRow[][];
}

/** What is to be stored. */
export interface Next {
  /** The row that is changed; null: a new one. */
  readonly row: Subscription | null;
  readonly purchase: Purchase;
  /** In place of the events that follow from comparing states. */
  readonly history?: readonly HistoryEvent[];
  /** Events that do not follow from comparing states, such as payments by invoice. */
  readonly facts?: readonly HistoryEvent[];
  /** What the user said of an event that follows from the change. */
  readonly remark?: { readonly event: SubscriptionEvent; readonly metadata: HistoryEvent["metadata"] };
  /** Who has it from now on; by default whoever had it. */
  readonly userId?: string;
  /** What else is written in the same batch. */
  readonly alsoWrite?: (row: Subscription) => readonly Statement[];
}

/** What was stored, and all subscriptions of its user then. */
export interface Stored {
  readonly row: Subscription;
  readonly subscriptions: readonly Subscription[];
}

/**
 * Changes a subscription. One D1 call reads and one writes; both again when another write came in between.
 * @param next says what the purchase is now, from what is stored; undefined: nothing is to be stored. It runs again after a lost race
 * @returns undefined when `next` did
 * @throws unavailable after the last attempt, so that vendors send their news again; and what `next` throws
 */
export async function store(
  ctx: PublicContext,
  target: Target,
  next: (known: Known, attempt: number) => Promise<Next | undefined> | Next | undefined,
): Promise<Stored | undefined> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const known = await load(ctx, target);
    const wanted = await next(known, attempt);
    if (!wanted) return undefined;
    const stored = await write(ctx, known, wanted);
    if (stored) return stored;
    await scheduler.wait(Math.random() * MAX_JITTER_MS * attempt);
  }
  throw new AppError("unavailable", {
    message: "Other news kept changing the same subscription; try again",
    headers: { "Retry-After": "1" },
  });
}

/** Names no purchase. */
const NAMELESS: PurchaseName = { provider: "manual", providerSubscriptionId: "" };

/** One D1 call. */
async function load(ctx: PublicContext, { name, owner, recipient, alsoRead = [] }: Target): Promise<Known> {
  const [users = [], named = [], ofOwner = [], ofRecipient = [], ...answers] = await ctx.identity.batch([
    statement(`SELECT id FROM users WHERE id = ${owner.sql}`, ...owner.params),
    namedSubscriptions(name ?? NAMELESS),
    subscriptionsOfUser(owner),
    subscriptionsOf(recipient ?? ""),
    ...alsoRead,
  ]);
  const rows = named.map(subscriptionOf);
  const isNamed = (id: string | null | undefined) => rows.find((row) => row.providerSubscriptionId === id);
  const itself = name && isNamed(name.providerSubscriptionId);
  return {
    row: itself ?? (name && isNamed(name.replaces)) ?? null,
    isReplaced: rows.some((row) => row.replaces === name?.providerSubscriptionId),
    userId: users[0] ? String(users[0].id) : null,
    subscriptions: [...new Map([...ofOwner, ...ofRecipient].map((row) => [row.id, subscriptionOf(row)])).values()],
    answers,
  };
}

/** One D1 call. Undefined: the row has changed since it was read. */
async function write(ctx: PublicContext, known: Known, next: Next): Promise<Stored | undefined> {
  const { now } = ctx;
  const before = next.row;
  const userId = next.userId ?? before?.userId ?? known.userId;
  if (userId === null) throw new Error("A subscription of nobody");
  const purchase = before ? withKnownRefund(before, next.purchase) : next.purchase;
  const { bookkeeping, events } = settle(before, purchase, now);
  const row: Subscription = {
    ...purchase,
    ...bookkeeping,
    asOf: Math.max(purchase.asOf, before?.asOf ?? 0),
    replaces: purchase.replaces ?? before?.replaces ?? null,
    id: before?.id ?? newId(now),
    userId,
    version: (before?.version ?? 0) + 1,
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
  };
  const stored = before && isSame(before, row) ? { ...row, updatedAt: before.updatedAt } : row;
  const subscriptions = [stored, ...known.subscriptions.filter(({ id }) => id !== stored.id)];
  const all = [...(next.history ?? events).map((event) => remarked(event, next.remark)), ...(next.facts ?? [])];
  const history = historyEntries(before, stored, subscriptions, all, now);
  try {
    await ctx.identity.batch([
      ...(before ? [refuseOther(before), updateSubscription(stored)] : [insertSubscription(stored)]),
      ...history.map((entry) => entry.statement),
      ...(next.alsoWrite?.(stored) ?? []),
    ]);
  } catch (error) {
    if (isRefused(error) || takenColumns(error).length > 0) return undefined;
    throw error;
  }
  await announce(ctx, {
    before: known.subscriptions,
    after: subscriptions,
    users: [...new Set([userId, before?.userId ?? userId])],
    hasExpired: all.some(({ event }) => event === "expired"),
    noticeIds: history.flatMap(({ id, notice }) => (notice === null ? [] : [id])),
  });
  return { row: stored, subscriptions: subscriptions.filter((one) => one.userId === userId) };
}

const remarked = (event: HistoryEvent, remark: Next["remark"]): HistoryEvent =>
  remark?.event === event.event && remark.metadata ? { ...event, metadata: remark.metadata } : event;

const refuseOther = ({ id, version }: Subscription): Statement =>
  abortIf({ sql: "NOT EXISTS (SELECT 1 FROM subscriptions WHERE id = ? AND version = ?)", params: [id, version] });

/** True when nothing but bookkeeping differs. */
const isSame = (before: Subscription, after: Subscription): boolean =>
  JSON.stringify(shownFields(before)) === JSON.stringify(shownFields(after));

const shownFields = (row: Subscription): unknown[] => [
  row.userId,
  row.providerSubscriptionId,
  row.providerCustomerId,
  row.productId,
  row.priceId,
  row.planId,
  row.pendingPlanId,
  row.tier,
  row.status,
  row.currency,
  row.amount,
  row.interval,
  row.currentPeriodStart,
  row.currentPeriodEnd,
  row.accessUntil,
  row.cancelAtPeriodEnd,
  row.canceledAt,
  row.trialStart,
  row.trialEnd,
  row.refundedAt,
];
