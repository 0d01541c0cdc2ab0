import fc from "fast-check";
import { expect, it } from "vitest";
import { type Actor, newActor } from "../../support/actor.ts";
import type { StripeCommand } from "../../support/stripe-vendor.ts";
import { CardShop, type StripeEvent } from "./support.ts";

const RUNS = 5;
const TIMEOUT_MS = 120_000;

type Step = Exclude<StripeCommand["do"], "complete" | "become">;

/** What may happen to a subscription, in an order in which it may. */
const steps = fc
  .array(fc.constantFrom<Step>("renew", "fail", "recover", "refundPart"), { maxLength: 4 })
  .chain((before) =>
    fc
      .constantFrom<Step[]>([], ["end"], ["cancel"], ["cancel", "end"], ["refund"])
      .map((last): Step[] => [...before, ...last]),
  );

/** Some of the events again, and all of them in another order. */
const shuffle = <Value>(values: readonly Value[], keys: readonly number[]): Value[] =>
  [...values, ...values.slice(0, keys.length)]
    .map((value, i) => ({ value, key: keys[i % keys.length] ?? i }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ value }) => value);

/** What a user has, and what happened, without what differs between two users. */
async function stateOf(shop: CardShop, actor: Actor) {
  const {
    id: _id,
    userId: _user,
    providerSubscriptionId: _sub,
    providerCustomerId: _customer,
    ...row
  } = await shop.subscription(actor);
  const { data } = await shop.get(actor, "/v1/subscriptions/history?limit=100");
  const history = data.map(({ event, amount, currency }: Record<string, unknown>) =>
    [event, amount, currency].join(" "),
  );
  return { row: { ...row, createdAt: null, updatedAt: null }, history: history.toSorted() };
}

/** A user whose subscription goes through the steps; nobody has heard of it. */
async function quietly(shop: CardShop, did: readonly Step[], now: number) {
  const actor = await newActor();
  const { data } = await shop.post(actor, "/v1/subscriptions/checkout", {
    planId: "plan_monthly",
    provider: "stripe",
    currency: "USD",
  });
  const events = await shop.happen({ do: "complete", session: data.sessionId }, now);
  const subscription = events.find(({ type }) => type === "customer.subscription.created")?.data.object.id ?? "";
  for (const step of did) events.push(...(await shop.happen({ do: step, subscription }, now)));
  return { actor, events };
}

async function deliverAll(shop: CardShop, events: readonly StripeEvent[], atOnce: boolean): Promise<void> {
  const send = (event: StripeEvent) => shop.deliver(event);
  const replies = atOnce
    ? (await Promise.all(events.map(send))).flat()
    : await events.reduce<ReturnType<typeof send>>(
        async (sent, event) => [...(await sent), ...(await send(event))],
        Promise.resolve([]),
      );
  // What lost too many races is sent again, as Stripe does.
  const failed = events.filter((_, i) => replies[i]?.status !== 200);
  const [reply] = replies.filter(({ status }) => status !== 200);
  if (reply && !atOnce) throw new Error(reply.text);
  if (failed.length > 0) await deliverAll(shop, failed, false);
}

it(
  "events in any order, twice or at once end in the same rows",
  async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.array(fc.nat(1000), { minLength: 4, maxLength: 8 }), async (did, keys) => {
        const shop = new CardShop();
        const now = Date.now();
        const [one, two, three] = [
          await quietly(shop, did, now),
          await quietly(shop, did, now),
          await quietly(shop, did, now),
        ];
        await deliverAll(shop, one.events, false);
        await deliverAll(shop, shuffle(two.events, keys), false);
        await deliverAll(shop, shuffle(three.events, keys), true);
        const expected = await stateOf(shop, one.actor);
        expect(await stateOf(shop, two.actor)).toEqual(expected);
        expect(await stateOf(shop, three.actor)).toEqual(expected);
        // Once more, all of them, long after.
        await deliverAll(shop, shuffle(one.events, keys), false);
        expect(await stateOf(shop, one.actor)).toEqual(expected);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  },
  TIMEOUT_MS,
);
