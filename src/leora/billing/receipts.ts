import type { z } from "zod";
import type { Context, PublicContext } from "../../kernel/context.ts";
import { AppError, invalid, notFound } from "../../kernel/errors.ts";
import { PROOF_OF, type RestoreBody, type VerifyReceiptBody } from "./contract.ts";
import { recentTransfers, transferRefusal } from "./history.ts";
import type { HistoryEvent } from "./history-events.ts";
import { endRunningCards } from "./lifetime.ts";
import type { Purchase, VendorPurchase } from "./purchase.ts";
import { type Subscription, subscriptionOf, subscriptionsOf } from "./rows.ts";
import { withKnownRefund } from "./rules.ts";
import { type Known, type Next, purchaseOf, type Stored, store } from "./store.ts";
import { storeVendor } from "./store-vendors.ts";
import type { StoreVendor } from "./vendor.ts";

// Purchases in the stores for apps, which the app proves by a receipt or a token.

type Verification = z.output<typeof VerifyReceiptBody>;
type Restoration = z.output<typeof RestoreBody>;
type Subscriptions = readonly Subscription[];

/**
 * Stores a purchase that the app proves, for the caller. Two D1 calls, and the vendor's.
 * @returns the caller's subscriptions then
 * @throws what the vendor's `verifyReceipt` throws; already_exists when it is another user's
 */
export async function verifyReceipt(ctx: Context, body: Verification): Promise<Subscriptions> {
  const vendor = await storeVendor(body.provider);
  const proven = await vendor.verifyReceipt(ctx, body);
  return storeProven(ctx, vendor, proven, (known) => {
    if (known.row && known.row.userId !== ctx.userId) throw ofAnother(body.provider);
    return ctx.userId;
  });
}

/**
 * Restores purchases: what the caller proves becomes the caller's, whoever had it; without a proof the vendor is asked about the
 * caller's own.
 * @returns the caller's subscriptions then
 * @throws not_found when there is nothing to restore; rate_limited when the purchase was moved too often; and what the vendor's
 * `verifyReceipt` throws
 */
export async function restore(ctx: Context, body: Restoration): Promise<Subscriptions> {
  const vendor = await storeVendor(body.provider);
  if ((body[PROOF_OF[body.provider]] ?? null) === null) {
    await refetchOwn(ctx, vendor, body.provider);
    return subscriptionsNow(ctx);
  }
  const proven = await vendor.verifyReceipt(ctx, body);
  return storeProven(ctx, vendor, proven, () => ctx.userId);
}

/** Asks the vendor about the caller's own purchases, one after the other: there are few. */
async function refetchOwn(ctx: Context, vendor: StoreVendor, provider: Restoration["provider"]): Promise<void> {
  const own = (await subscriptionsNow(ctx)).filter((row) => row.provider === provider);
  if (own.length === 0) throw notFound();
  for (const row of own) await refetchStored(ctx, vendor, row);
}

/** Stores what a store's vendor says of a known purchase now; nothing when it cannot be asked. */
export async function refetchStored(ctx: PublicContext, vendor: StoreVendor, row: Subscription): Promise<void> {
  const stored = await store(ctx, purchaseOf(row, null), async (known) => {
    const news = known.row && (await vendor.refetch(ctx, known.row));
    return news ? { row: known.row, purchase: news.purchase } : undefined;
  });
  if (stored) await afterStored(ctx, vendor, stored);
}

/**
 * What follows when a purchase in a store is stored: the store is told, and one for life ends what is paid by card. Bears repetition.
 * @throws unavailable when the store or Stripe does not answer
 */
export async function afterStored(ctx: PublicContext, vendor: StoreVendor, stored: Stored): Promise<void> {
  await vendor.acknowledge?.(ctx, stored.row);
  await endRunningCards(ctx, stored);
}

/** @param ownerOf whose it becomes, from what is stored; throws when it must not */
async function storeProven(
  ctx: Context,
  vendor: StoreVendor,
  proven: VendorPurchase,
  ownerOf: (known: Known) => string,
): Promise<Subscriptions> {
  const isProof = !proven.isForNamedUserOnly || proven.userId === ctx.userId;
  const stored = await store(
    ctx,
    {
      ...purchaseOf(proven.purchase, ctx.userId),
      recipient: ctx.userId,
      alsoRead: [recentTransfers(proven.purchase, ctx.now)],
    },
    async (known) => {
      if (!isProof && known.row?.userId !== ctx.userId) throw noProof();
      const userId = ownerOf(known);
      const transfer = known.row && known.row.userId !== userId ? transferOf(known.row, userId) : [];
      const refusal = transferRefusal(known.answers[0] ?? [], ctx.now);
      if (transfer.length > 0 && refusal) throw refusal;
      const next = await newestState(ctx, vendor, known, proven);
      return next && { ...next, userId, facts: transfer };
    },
  );
  if (!stored) return subscriptionsNow(ctx);
  await afterStored(ctx, vendor, stored);
  // One for life may have ended others.
  return stored.row.interval === "lifetime" ? subscriptionsNow(ctx) : stored.subscriptions;
}

const subscriptionsNow = async ({ identity, userId }: Context): Promise<Subscriptions> =>
  (await identity.all(subscriptionsOf(userId))).map(subscriptionOf);

/**
 * Which state of a store's purchase is to be stored. One that is not newer than the stored one may have overtaken it: the vendor is
 * asked again, and where it cannot be asked, the stored one stands.
 */
export async function newestState(
  ctx: PublicContext,
  vendor: StoreVendor,
  { row, isReplaced }: Known,
  news: VendorPurchase,
): Promise<Next | undefined> {
  // A later purchase has taken its place.
  if (isReplaced) return undefined;
  const isNewer =
    row === null ||
    news.purchase.asOf > row.asOf ||
    row.providerSubscriptionId !== news.purchase.providerSubscriptionId;
  if (isNewer) return { row, purchase: withKnownRenewal(row, news) };
  const asked = await vendor.refetch(ctx, row);
  const standing = news.purchase.asOf === row.asOf ? withKnownRenewal(row, news) : row;
  // What is fetched does not say that the purchase is void: only the news did.
  return { row, purchase: withKnownRefund({ ...news.purchase, paidThrough: null }, asked?.purchase ?? standing) };
}

/** A proof of a purchase may say nothing of its next period: a cancel that is known of the same period is not taken back by it. */
function withKnownRenewal(row: Subscription | null, { purchase, isRenewalUntold }: VendorPurchase): Purchase {
  const isSamePeriod =
    row?.providerSubscriptionId === purchase.providerSubscriptionId &&
    row.currentPeriodEnd === purchase.currentPeriodEnd;
  if (!isRenewalUntold || !isSamePeriod) return purchase;
  const { cancelAtPeriodEnd, canceledAt, pendingPlanId } = row;
  return { ...purchase, cancelAtPeriodEnd, canceledAt, pendingPlanId };
}

/** What both users' histories say when a purchase goes from one to the other. */
const transferOf = (row: Subscription, userId: string): HistoryEvent[] => [
  { event: "expired", key: `out:${row.version + 1}`, userId: row.userId, metadata: { transfer: "out" } },
  { event: "created", key: `in:${row.version + 1}`, userId, metadata: { transfer: "in" } },
];

const noProof = (): AppError =>
  invalid(
    "receipt",
    "An old receipt proves a purchase only to whom Apple names: send the signed transaction of StoreKit 2",
  );

/** Without a word about whom. */
const ofAnother = (provider: Verification["provider"]): AppError =>
  new AppError("already_exists", {
    message: "This purchase belongs to another account",
    details: [{ field: PROOF_OF[provider], message: "Belongs to another account" }],
  });
