import { type Actor, anonymous, newActor } from "./actor.ts";

// Users for tests of what the free plan does not include. Whoever needs no more than that stays free.

/** Buys Premium for life in the checkout of development. Unlike a trial it never ends, whatever the test does to the clock. */
export async function upgrade<Buyer extends Actor>(actor: Buyer): Promise<Buyer> {
  const checkout = await actor.post("/v1/subscriptions/checkout", { planId: "plan_lifetime", provider: "stripe" });
  if (checkout.status !== 201) throw new Error(`No checkout: ${checkout.status} ${checkout.text}`);
  const { pathname } = new URL(checkout.data.checkoutUrl);
  const payment = await anonymous().post(pathname, { outcome: "paid" });
  if (payment.status !== 200) throw new Error(`Not paid: ${payment.status} ${payment.text}`);
  return actor;
}

/** A newly registered user with Premium. */
export const newPremiumActor = async (overrides: object = {}): Promise<Actor> => upgrade(await newActor(overrides));
