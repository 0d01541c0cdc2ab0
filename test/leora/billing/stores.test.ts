import { describe, expect, it } from "vitest";
import { DAY_MS } from "../../../src/kernel/time.ts";
import { type Actor, anonymous, newActor } from "../../support/actor.ts";
import { AppleStore, appleTransaction } from "../../support/apple-store.ts";
import { freezeTime } from "../../support/clock.ts";
import { Installation } from "./support.ts";

// Purchases in a store through HTTP. What the stores' own objects mean is tested beside their projections.

const NOW = Date.parse("2026-06-15T12:00:00Z");
const store = await AppleStore.open();
const installation = new Installation({ APPLE_ROOT_CERTS: store.root });

const bought = ({ user }: Actor, fields: object = {}) => appleTransaction(NOW, { appAccountToken: user.id, ...fields });
const verify = async (actor: Actor, transaction: Record<string, unknown>, more: object = {}) =>
  installation.post(actor, "/v1/subscriptions/verify-receipt", {
    provider: "apple",
    receipt: await store.sign(transaction),
    ...more,
  });
const restore = async (actor: Actor, transaction: Record<string, unknown>) =>
  installation.post(actor, "/v1/subscriptions/restore", { provider: "apple", receipt: await store.sign(transaction) });
const notify = async (
  notificationType: string,
  transaction: Record<string, unknown>,
  id: string = crypto.randomUUID(),
) => {
  const data = {
    bundleId: "com.leora.app",
    environment: "Production",
    signedTransactionInfo: await store.sign(transaction),
  };
  const payload = { notificationType, notificationUUID: id, version: "2.0", signedDate: transaction.signedDate, data };
  return installation.post(anonymous(), "/v1/subscriptions/webhook/apple", {
    signedPayload: await store.sign(payload),
  });
};
const me = async (actor: Actor) => (await installation.get(actor, "/v1/subscriptions/me")).data.subscription;
const historyOf = async (actor: Actor) =>
  (await installation.get(actor, "/v1/subscriptions/history?sortOrder=asc")).data.map(
    ({ event, metadata }: { event: string; metadata: object | null }) => (metadata ? [event, metadata] : event),
  );

describe("a purchase in a store", () => {
  it("is proven, renewed and refunded, each once", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    const transaction = bought(actor);
    const proven = await verify(actor, transaction);
    expect(proven.status).toBe(200);
    expect(proven.data.subscription).toMatchObject({
      userId: actor.user.id,
      tier: "premium",
      status: "active",
      provider: "apple",
      providerSubscriptionId: transaction.originalTransactionId,
      planId: "plan_monthly",
    });
    expect((await verify(actor, transaction, { purchaseToken: null, productId: null })).data).toEqual(proven.data);
    expect(await historyOf(actor)).toEqual(["created", "payment_succeeded"]);

    const renewal = {
      ...transaction,
      transactionId: "2",
      purchaseDate: NOW + 29 * DAY_MS,
      expiresDate: NOW + 59 * DAY_MS,
      signedDate: NOW + 1,
    };
    const id = crypto.randomUUID();
    for (let time = 0; time < 2; time++) {
      const { status, data } = await notify("DID_RENEW", renewal, id);
      expect([status, data]).toEqual([200, { received: true, handled: true }]);
    }
    // An old one that comes late says nothing.
    await notify("SUBSCRIBED", transaction);
    expect((await me(actor)).currentPeriodEnd).toBe(new Date(NOW + 59 * DAY_MS).toISOString());
    expect(await historyOf(actor)).toEqual(["created", "payment_succeeded", "renewed", "payment_succeeded"]);

    await notify("REFUND", { ...renewal, signedDate: NOW + 2, revocationDate: NOW, revocationReason: 0 });
    expect((await me(actor)).tier).toBe("free");
    expect((await historyOf(actor)).at(-1)).toBe("refunded");
  });

  it("is refused when it is another user's, until that user's proof moves it", async () => {
    freezeTime(NOW);
    const [first, second] = [await newActor(), await newActor()];
    const transaction = bought(first);
    await verify(first, transaction);
    const refused = await verify(second, transaction);
    expect([refused.status, refused.error?.code]).toEqual([409, "RESOURCE_ALREADY_EXISTS"]);
    expect(refused.text).not.toContain(first.user.id);
    expect((await me(second)).tier).toBe("free");

    const moved = await restore(second, transaction);
    expect([moved.status, moved.data.subscription.tier]).toEqual([200, "premium"]);
    expect(await me(first)).toMatchObject({ id: null, tier: "free" });
    expect(await historyOf(first)).toEqual(["created", "payment_succeeded", ["expired", { transfer: "out" }]]);
    expect(await historyOf(second)).toEqual([["created", { transfer: "in" }]]);
    // Once more: it has it already.
    await restore(second, transaction);
    expect(await historyOf(second)).toEqual([["created", { transfer: "in" }]]);
  });

  it("is canceled in the store alone", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    await verify(actor, bought(actor));
    for (const verb of ["cancel", "resume"]) {
      const { status, error } = await installation.post(actor, `/v1/subscriptions/${verb}`, {});
      expect([status, error?.details]).toEqual([
        409,
        [
          {
            field: "provider",
            message: "Managed in the store",
            manageUrl: "https://apps.apple.com/account/subscriptions",
          },
        ],
      ]);
    }
    const change = await installation.post(actor, "/v1/subscriptions/change", { planId: "plan_yearly" });
    expect([change.status, change.error?.details?.[0]?.field]).toEqual([409, "provider"]);
  });

  it("that has run out is stored as that", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    const { status, data } = await verify(
      actor,
      bought(actor, { purchaseDate: NOW - 40 * DAY_MS, expiresDate: NOW - 10 * DAY_MS }),
    );
    expect([status, data.subscription.tier, data.subscription.status]).toEqual([200, "free", "expired"]);
    expect(await historyOf(actor)).toEqual([]);
  });

  it("of nobody we know, or that is not genuine, changes nothing", async () => {
    freezeTime(NOW);
    const stranger = appleTransaction(NOW, { appAccountToken: crypto.randomUUID() });
    expect((await notify("SUBSCRIBED", stranger)).data).toEqual({ received: true, handled: false });
    const bad = await installation.post(anonymous(), "/v1/subscriptions/webhook/apple", { signedPayload: "a.b.c" });
    expect([bad.status, bad.error?.code]).toEqual([400, "VALIDATION_ERROR"]);
    const actor = await newActor();
    const forged = await verify(actor, bought(actor), { receipt: "a.b.c" });
    expect([forged.status, forged.error?.details?.[0]?.field]).toEqual([400, "receipt"]);
    const other = await verify(actor, bought(actor), { productId: "com.leora.premium.yearly" });
    expect([other.status, other.error?.details?.[0]?.field]).toEqual([400, "productId"]);
  });
});
