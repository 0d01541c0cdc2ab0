import { expect, it } from "vitest";
import { anonymous, newActor } from "../../support/actor.ts";
import { GooglePlay, pubSubBearer, pushBody } from "../../support/google-play.ts";
import { googleSubscription } from "../../support/google-resources.ts";
import type { VendorAccount } from "../../support/vendor-account.ts";
import { CardShop, Installation } from "./support.ts";

// Vendors whose replies have no end: what they answer is read up to a bound, and more of it counts as no answer.

const MIB = 1024 * 1024;
const ENDLESS = 256 * MIB;

async function expectHungUp(account: VendorAccount): Promise<void> {
  const call = (await account.calls()).find(({ paddedBytes }) => paddedBytes !== undefined);
  // What networks hold back on the way is sent, too.
  expect(call?.paddedBytes).toBeLessThan(64 * MIB);
}

it("of Stripe", async () => {
  const shop = new CardShop();
  const session = { id: "cs_1", url: "https://checkout.stripe.com/c/pay/cs_1", mode: "subscription", created: 1 };
  await shop.account.answerNext({ status: 200, body: session, padBytes: ENDLESS });
  const checkout = { planId: "plan_monthly", provider: "stripe" };
  const reply = await shop.post(await newActor(), "/v1/subscriptions/checkout", checkout);
  expect([reply.status, reply.error?.code]).toEqual([503, "SERVICE_UNAVAILABLE"]);
  await expectHungUp(shop.account);
});

it("of Google Play", async () => {
  const play = await GooglePlay.open();
  const shop = new Installation(await play.variables());
  const actor = await newActor();
  await play.api.answerNext({ status: 200, body: googleSubscription(Date.now()), padBytes: ENDLESS });
  const body = { provider: "google", purchaseToken: "tok-endless" };
  const reply = await shop.post(actor, "/v1/subscriptions/verify-receipt", body);
  expect([reply.status, reply.error?.code]).toEqual([503, "SERVICE_UNAVAILABLE"]);
  expect((await shop.get(actor, "/v1/subscriptions/me")).data.subscription).toMatchObject({ id: null, tier: "free" });
  await expectHungUp(play.api);
});

it("of Google's keys", async () => {
  const play = await GooglePlay.open();
  const shop = new Installation(await play.variables());
  await play.certs.answerNext({ status: 200, body: { keys: [] }, padBytes: ENDLESS });
  const push = async () =>
    shop.request(
      anonymous(),
      "POST",
      "/v1/subscriptions/webhook/google",
      pushBody({ testNotification: { version: "1.0" } }),
      { Authorization: await pubSubBearer(Date.now()) },
    );
  expect((await push()).status).toBe(503);
  await expectHungUp(play.certs);
  expect((await push()).data).toEqual({ received: true, handled: true });
});
