import { z } from "zod";
import type { PublicContext } from "../../../kernel/context.ts";
import { fieldProblems } from "../../../kernel/contract.ts";
import { type RawRow, statement } from "../../../kernel/db/database.ts";
import { AppError, invalidState, notFound } from "../../../kernel/errors.ts";
import { hadSubscription, refuseAnotherFirst, wasSubscribed } from "../history.ts";
import { endRunningCards } from "../lifetime.ts";
import { subscriptionOf } from "../rows.ts";
import { statusAt } from "../rules.ts";
import { purchaseOf, store } from "../store.ts";
import { afterOutcome, type DevCheckout, OUTCOMES, type Outcome, purchaseIdOf } from "./outcomes.ts";

// The checkout of development: what a person, or a test, decides there is stored as a vendor's news would be.

/** What `POST /dev/checkout/<sessionId>` takes. */
export const OutcomeBody = z.object({ outcome: z.enum(OUTCOMES).default("paid") });

/** @throws invalid_input */
export function outcomeOf(body: unknown): Outcome {
  const { success, data, error } = OutcomeBody.safeParse(body);
  if (success) return data.outcome;
  throw new AppError("invalid_input", { message: "Invalid input data", details: fieldProblems(error) });
}

/** What a session has come to. */
export interface SessionState {
  readonly session: DevCheckout;
  /** `open` before the payment, then the status of the subscription. */
  readonly status: string;
}

/** @throws not_found */
export async function readSession(ctx: PublicContext, sessionId: string): Promise<SessionState> {
  const [[session] = [], [row] = []] = await ctx.identity.batch([
    statement("SELECT * FROM devCheckouts WHERE id = ?", sessionId),
    statement(
      "SELECT * FROM subscriptions WHERE provider = 'stripe' AND providerSubscriptionId = ?",
      purchaseIdOf(sessionId),
    ),
  ]);
  if (!session) throw notFound();
  return { session: sessionOf(session), status: row ? statusAt(subscriptionOf(row), ctx.now) : "open" };
}

/**
 * Carries an outcome out.
 * @returns the status of the subscription then; `declined` when nothing was bought
 * @throws not_found; invalid_state when the outcome is out of turn
 */
export async function decide(ctx: PublicContext, sessionId: string, outcome: Outcome): Promise<{ status: string }> {
  const { session } = await readSession(ctx, sessionId);
  let isDeclined = false;
  const name = { provider: "stripe", providerSubscriptionId: purchaseIdOf(sessionId) } as const;
  const target = purchaseOf(name, session.userId);
  const stored = await store(
    ctx,
    { ...target, alsoRead: [hadSubscription(target.owner)] },
    ({ row, answers: [had] }) => {
      isDeclined = row === null && outcome === "declined";
      if (isDeclined) return undefined;
      // A trial was due when the checkout was opened, and may be used up when it is paid for.
      const trialDays = wasSubscribed(had) ? 0 : session.trialDays;
      const step = afterOutcome({ ...session, trialDays }, row, outcome, ctx.now);
      if (!step) throw invalidState(`Out of turn: ${outcome}`, "outcome");
      const isTrial = row === null && step.purchase.status === "trialing";
      return { row, ...step, alsoWrite: (written) => (isTrial ? [refuseAnotherFirst(written)] : []) };
    },
  );
  if (!stored) return { status: "declined" };
  await endRunningCards(ctx, stored);
  return { status: statusAt(stored.row, ctx.now) };
}

const sessionOf = (row: RawRow): DevCheckout => ({
  id: String(row.id),
  userId: String(row.userId),
  planId: String(row.planId),
  currency: String(row.currency),
  trialDays: Number(row.trialDays),
  successUrl: String(row.successUrl),
  cancelUrl: String(row.cancelUrl),
});
