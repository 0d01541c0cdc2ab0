import { describe, expect, it } from "vitest";
import { CardShop, withoutTrial } from "./support.ts";

describe("another plan", () => {
  it("begins at once when it is longer", async () => {
    const shop = new CardShop();
    const actor = await withoutTrial();
    await shop.buy(actor, "plan_monthly");
    const { status, data } = await shop.post(actor, "/v1/subscriptions/change", { planId: "plan_yearly" });
    expect(status).toBe(200);
    expect(data).toMatchObject({ planId: "plan_yearly", interval: "yearly", amount: 39.99, pendingPlanId: null });
    expect((await shop.account.calls()).at(-1)?.body).toMatchObject({ proration_behavior: "create_prorations" });
    expect(await shop.history(actor)).toEqual(["created", "payment_succeeded", "upgraded"]);
  });

  it("begins with the next period when it is shorter, unless it is taken back", async () => {
    const shop = new CardShop();
    const actor = await withoutTrial();
    await shop.buy(actor, "plan_yearly");
    const { data } = await shop.post(actor, "/v1/subscriptions/change", { planId: "plan_monthly" });
    expect(data).toMatchObject({ planId: "plan_yearly", pendingPlanId: "plan_monthly", amount: 39.99 });
    expect(await shop.history(actor)).toEqual(["created", "payment_succeeded", "downgraded"]);
    const back = await shop.post(actor, "/v1/subscriptions/change", { planId: "plan_yearly" });
    expect(back.data).toMatchObject({ planId: "plan_yearly", pendingPlanId: null });
    const same = await shop.post(actor, "/v1/subscriptions/change", { planId: "plan_yearly" });
    expect([same.status, same.error?.code]).toEqual([409, "INVALID_STATE"]);
  });

  it("for life ends the one that is paid by the month", async () => {
    const shop = new CardShop();
    const actor = await withoutTrial();
    const monthly = await shop.buy(actor, "plan_monthly");
    const session = await shop.buy(actor, "plan_lifetime");
    expect(await shop.subscription(actor)).toMatchObject({
      tier: "premium",
      status: "active",
      interval: "lifetime",
      providerSubscriptionId: session,
      currentPeriodEnd: null,
      accessUntil: null,
      amount: 99.99,
    });
    expect((await shop.account.calls()).at(-1)).toMatchObject({ path: `/v1/subscriptions/${monthly}` });
    expect(await shop.history(actor)).toEqual([
      "created",
      "payment_succeeded",
      "created",
      "payment_succeeded",
      "expired",
    ]);
    expect((await actor.get("/v1/notifications")).data).toEqual([]);
    expect((await shop.post(actor, "/v1/subscriptions/cancel", {})).status).toBe(409);
    await shop.after({ do: "refund", subscription: session });
    expect(await shop.subscription(actor)).toMatchObject({ tier: "free", status: "canceled" });
  });
});
