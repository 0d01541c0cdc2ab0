import { v5 } from "uuid";
import { type ContextParts, type PublicContext, publicContext } from "../../kernel/context.ts";
import type { CronJob } from "../../kernel/cron.ts";
import { type Meter, type Statement, statement } from "../../kernel/db/database.ts";
import { deleteExpired, deleteExpiredReplies, deleteRows } from "../../kernel/db/expired.ts";
import { AppError } from "../../kernel/errors.ts";
import { log } from "../../kernel/log.ts";
import { DAY_MS, MINUTE_MS, toIso } from "../../kernel/time.ts";
import { cardsOf } from "./card-vendors.ts";
import { deliverNotices, writeNotice } from "./notices.ts";
import type { VendorPurchase } from "./purchase.ts";
import { type Subscription, subscriptionOf, subscriptionsOf } from "./rows.ts";
import { bestOf, downgradeRetryAt } from "./rules.ts";
import { purchaseOf, store } from "./store.ts";
import { storeVendor } from "./store-vendors.ts";
import { PAYMENTS_KEPT_MS } from "./stripe/payments.ts";

// What happens to subscriptions because time passes. Each job does a bounded part, oldest first, and what one run leaves the next
// one does. Access itself depends on none of it: the clock ends it.

/** Rows that one part of a job looks at: each may cost a call to a vendor. */
const PART = 20;
/** When a vendor that does not answer is asked again. */
const ASK_AGAIN_MS = 60 * MINUTE_MS;
/** Vendors stop to send an event again long before. */
const EVENTS_KEPT_MS = 30 * DAY_MS;
const CHECKOUTS_KEPT_MS = 30 * DAY_MS;
/** The namespace of the ids of notices that a plan ends (UUID v5): the same notice is written once. */
const ENDING_NOTICE_IDS = "6f3a1c52-8f0e-4d0b-9a57-2b1c7c0d9e41";

/** Leora's jobs about subscriptions. @param meter counts their calls */
export function billingJobs(parts: ContextParts, meter: Meter): CronJob[] {
  const job = (name: string, run: (ctx: PublicContext) => Promise<boolean>): CronJob => ({
    name,
    async run() {
      const ctx = publicContext(parts);
      return run(ctx).finally(() => {
        meter.d1 += ctx.meter.d1;
        meter.hub += ctx.meter.hub;
      });
    },
  });
  return [
    job("check subscriptions", checkSubscriptions),
    job("tell of ending subscriptions", tellOfEnds),
    job("owed notifications", deliverOwed),
    job("delete expired billing rows", ({ identity, now }) =>
      deleteRows(identity, [
        deleteExpired("vendorEvents", now - EVENTS_KEPT_MS),
        deleteExpired("vendorPayments", now - PAYMENTS_KEPT_MS),
        deleteExpired("devCheckouts", now - CHECKOUTS_KEPT_MS, "createdAt"),
        deleteExpiredReplies(now),
      ]),
    ),
  ];
}

/**
 * Looks at subscriptions whose period or access is over: their vendor is asked first, so that lost news of a renewal end no plan. It
 * is also when a downgrade is carried out.
 */
async function checkSubscriptions(ctx: PublicContext): Promise<boolean> {
  const due = await ctx.identity.all(
    statement(
      "SELECT * FROM subscriptions WHERE checkAt IS NOT NULL AND checkAt <= ? ORDER BY checkAt LIMIT ?",
      ctx.now,
      PART,
    ),
  );
  for (const row of due.map(subscriptionOf)) await checkSubscription(ctx, row);
  return due.length === PART;
}

async function checkSubscription(ctx: PublicContext, due: Subscription): Promise<void> {
  const { id, version } = due;
  try {
    await store(ctx, purchaseOf(due, null), async ({ row }) => {
      // News came meanwhile.
      if (!row || row.version !== version) return undefined;
      const asked = await askVendor(ctx, row);
      return { row, purchase: asked?.purchase ?? row };
    });
  } catch (error) {
    const isDown = error instanceof AppError && error.code === "unavailable";
    log(isDown ? "warn" : "error", "subscription not checked", { subscriptionId: id, error });
    // Put off, so that it does not keep the others waiting.
    await ctx.identity.all(later("checkAt", downgradeRetryAt(due, ctx.now) ?? ctx.now + ASK_AGAIN_MS, id, version));
  }
}

const askVendor = async (ctx: PublicContext, row: Subscription): Promise<VendorPurchase | null> => {
  if (row.provider === "manual") return null;
  if (row.provider === "stripe") return cardsOf(row).refetch(ctx, row);
  return (await storeVendor(row.provider)).refetch(ctx, row);
};

/** Tells users that a trial or a canceled plan ends in three days, unless they have another one then. */
async function tellOfEnds(ctx: PublicContext): Promise<boolean> {
  const due = await ctx.identity.all(
    statement(
      `SELECT * FROM subscriptions WHERE endingNoticeAt IS NOT NULL AND endingNoticeAt <= ?
        ORDER BY endingNoticeAt LIMIT ?`,
      ctx.now,
      PART,
    ),
  );
  for (const row of due.map(subscriptionOf)) await tellOfEnd(ctx, row);
  return due.length === PART;
}

async function tellOfEnd(ctx: PublicContext, row: Subscription): Promise<void> {
  const { id, userId, planId, currentPeriodEnd: end, version } = row;
  try {
    const all = (await ctx.identity.all(subscriptionsOf(userId))).map(subscriptionOf);
    const isFree =
      end !== null &&
      bestOf(
        all.filter((one) => one.id !== id),
        end,
      ) === undefined;
    if (isFree && end > ctx.now) {
      await writeNotice(ctx, {
        id: v5(`${id}/${end}`, ENDING_NOTICE_IDS),
        userId,
        kind: "subscription_ending",
        subscriptionId: id,
        planId,
        data: { currentPeriodEnd: toIso(end) },
      });
    }
    await ctx.identity.all(
      statement(
        "UPDATE subscriptions SET endingNoticeAt = NULL, endingNoticedFor = ? WHERE id = ? AND version = ?",
        end,
        id,
        version,
      ),
    );
  } catch (error) {
    log("warn", "no notice of an ending subscription", { subscriptionId: id, error });
    await ctx.identity.all(later("endingNoticeAt", ctx.now + ASK_AGAIN_MS, id, version));
  }
}

/** Puts a row off, unless it has changed. */
const later = (column: "checkAt" | "endingNoticeAt", at: number, id: string, version: number): Statement =>
  statement(`UPDATE subscriptions SET ${column} = ? WHERE id = ? AND version = ?`, at, id, version);

/** Notifications that could not be written at once. */
async function deliverOwed(ctx: PublicContext): Promise<boolean> {
  const owed = await ctx.identity.all(
    statement("SELECT id FROM subscriptionHistory WHERE notice IS NOT NULL ORDER BY id LIMIT ?", PART),
  );
  if (owed.length > 0)
    await deliverNotices(
      ctx,
      owed.map(({ id }) => String(id)),
    );
  // Those that cannot be written yet are left to the next run.
  return false;
}
