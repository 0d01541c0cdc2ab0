import { createRow } from "../../engine/rows.ts";
import { runUnitOfWork } from "../../engine/run.ts";
import { afterCommit } from "../../kernel/after-commit.ts";
import { type PublicContext, userContext } from "../../kernel/context.ts";
import { type RawRow, statement } from "../../kernel/db/database.ts";
import { publishOutcome } from "../../kernel/hub/publish.ts";
import { toDecimal } from "../../kernel/money.ts";
import { toIso } from "../../kernel/time.ts";
import { loadPrincipal } from "../identity/service.ts";
import { notificationEntity } from "../notifications/entity.ts";
import type { NotificationData, NotificationKind } from "../notifications/rules.ts";
import { notifications } from "../notifications/table.ts";
import { settingsFor } from "../profile.ts";
import { registry } from "../registry.ts";
import { planName } from "./plans.ts";

// Notifications about subscriptions. Users' rows are in other databases than subscriptions: what a notification is owed for is stored
// first, and taken off when the notification is there. Its id follows from what it is about, so that it is written once.

/** A notification about a subscription. */
export interface SubscriptionNotice {
  /** The same for the same notice. */
  readonly id: string;
  readonly userId: string;
  readonly kind: NotificationKind;
  readonly subscriptionId: string;
  readonly planId: string | null;
  readonly data: NotificationData;
}

/** Writes the notifications of these rows of history, which are owed them still. Two D1 calls, and those of each user. */
export async function deliverNotices(ctx: PublicContext, historyIds: readonly string[]): Promise<void> {
  const owed = await ctx.identity.all(
    statement(
      `SELECT h.id, h.userId, h.notice, h.subscriptionId, h.amount, h.currency, s.planId, s.currentPeriodEnd
        FROM json_each(?) wanted
        JOIN subscriptionHistory h ON h.id = wanted.value
        JOIN subscriptions s ON s.id = h.subscriptionId
        WHERE h.notice IS NOT NULL`,
      JSON.stringify(historyIds),
    ),
  );
  const ids: unknown[] = [];
  for (const row of owed) {
    // A user whose rows are being moved gets it later, by cron.
    if (await afterCommit(ctx.requestId, "notice", () => writeNotice(ctx, noticeOf(row)))) ids.push(row.id);
  }
  await ctx.identity.all(
    statement(
      "UPDATE subscriptionHistory SET notice = NULL WHERE id IN (SELECT value FROM json_each(?))",
      JSON.stringify(ids),
    ),
  );
}

const noticeOf = (row: RawRow): SubscriptionNotice => ({
  id: String(row.id),
  userId: String(row.userId),
  kind: String(row.notice) as NotificationKind,
  subscriptionId: String(row.subscriptionId),
  planId: row.planId === null ? null : String(row.planId),
  data: {
    ...(row.amount !== null && {
      amount: toDecimal(Number(row.amount), String(row.currency)),
      currency: String(row.currency),
    }),
    ...(row.currentPeriodEnd !== null && { currentPeriodEnd: toIso(Number(row.currentPeriodEnd)) }),
  },
});

/**
 * Writes a notification into its user's rows and sends it to the user's sockets, unless it is there. A user who is gone gets none.
 * @throws unavailable while the user's rows are being moved
 */
export async function writeNotice(base: PublicContext, notice: SubscriptionNotice): Promise<void> {
  const { userId } = notice;
  const principal = await loadPrincipal(base, userId);
  if (!principal) return;
  const ctx = userContext(base, {
    userId,
    home: principal,
    sessionId: "",
    source: "queue",
    idempotency: null,
    principal: async () => principal,
  });
  await runUnitOfWork(ctx, registry, {
    reads: (plan) => plan.rows(notifications, [notice.id]),
    apply(work) {
      if (work.find(notifications, notice.id)) return;
      createRow(work, notificationEntity, {
        id: notice.id,
        kind: notice.kind,
        title: planName(notice.planId, settingsFor(principal).language),
        entity: "subscriptions",
        entityId: notice.subscriptionId,
        data: { ...(notice.planId !== null && { planId: notice.planId }), ...notice.data },
      });
    },
  });
  await publishOutcome(ctx);
}
