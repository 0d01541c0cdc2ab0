import { expect, it } from "vitest";
import page from "../../../docs/subscriptions.md?raw";
import { DAY_MS } from "../../../src/kernel/time.ts";
import { newActor, signInAgain } from "../../support/actor.ts";
import { freezeTime, passTime } from "../../support/clock.ts";
import type { StripeCommand } from "../../support/stripe-vendor.ts";
import { CardShop } from "./support.ts";
import { Transcript } from "./transcript.ts";

/** Many requests, on a busy machine. */
const TIMEOUT_MS = 60_000;
/** The transcript that the page shows. */
const SHOWN = /<!-- life -->\n+```text\n(.*?)\n```/s;

it(
  "a subscription lives as docs/subscriptions.md shows it",
  async () => {
    freezeTime("2026-12-01T10:00:00.000Z");
    const shop = new CardShop();
    const transcript = new Transcript(shop);
    let actor = await newActor();

    transcript.begin("Malika begins a trial");
    const { data } = await transcript.request(actor, "/v1/subscriptions/checkout", {
      planId: "plan_monthly",
      provider: "stripe",
      currency: "USD",
    });
    const bought = await shop.happen({ do: "complete", session: data.sessionId });
    await transcript.deliver(bought);
    await transcript.state(actor);
    const subscription = bought[0]?.data.object.id ?? "";

    const later = async (days: number, what: string, command: StripeCommand["do"]) => {
      passTime(days * DAY_MS);
      actor = await signInAgain(actor);
      transcript.begin(what);
      await transcript.deliver(await shop.happen({ do: command, subscription }));
      await transcript.state(actor);
    };
    await later(7, "The trial is over, and the first month is paid", "renew");
    await later(31, "The card is refused", "fail");
    await later(2, "Stripe tries again, and is paid", "recover");

    passTime(DAY_MS);
    actor = await signInAgain(actor);
    transcript.begin("She cancels");
    await transcript.request(actor, "/v1/subscriptions/cancel", { reason: "Too expensive" });
    await transcript.state(actor);

    passTime(DAY_MS);
    actor = await signInAgain(actor);
    transcript.begin("She changes her mind");
    await transcript.request(actor, "/v1/subscriptions/resume", {});
    await transcript.state(actor);

    await later(1, "Somebody gives the money back in Stripe's dashboard", "refund");
    // When Leora says something else to Stripe than it did, what it says now goes into the page.
    expect(transcript.toString()).toBe(SHOWN.exec(page)?.[1]);
  },
  TIMEOUT_MS,
);
