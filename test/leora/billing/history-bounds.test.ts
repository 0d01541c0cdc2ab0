import { describe, expect, it } from "vitest";
import { DAY_MS } from "../../../src/kernel/time.ts";
import { type Actor, anonymous, newActor, signInAgain } from "../../support/actor.ts";
import { AppleStore, appleTransaction } from "../../support/apple-store.ts";
import { freezeTime, passTime } from "../../support/clock.ts";
import { CardShop, Installation, withoutTrial } from "./support.ts";

// What users can do as often as they like writes a bounded number of rows.

const NOW = Date.parse("2026-12-01T10:00:00.000Z");
const at = (ms: number) => new Date(NOW + ms).toISOString();
const HISTORY = "/v1/subscriptions/history?limit=100&sortOrder=asc";
const toldOf = async (shop: Installation, actor: Actor) =>
  (await shop.get(actor, HISTORY)).data
    .filter(({ createdAt }: { createdAt: string }) => createdAt > "1970-02")
    .map(({ event, metadata, createdAt }: Record<string, unknown>) => [event, metadata, createdAt]);

describe("a plan that is canceled and resumed again and again", () => {
  const again = async (shop: Installation, actor: Actor, times: number) => {
    for (let time = 0; time < times; time += 1) {
      passTime(1000);
      const body = { reason: `Reason ${time}`, feedback: "f".repeat(2000) };
      expect((await shop.post(actor, "/v1/subscriptions/cancel", body)).status).toBe(200);
      passTime(1000);
      expect((await shop.post(actor, "/v1/subscriptions/resume")).status).toBe(200);
    }
  };

  it("has one such event in a period, with what was said last", async () => {
    freezeTime(NOW);
    const shop = new CardShop();
    const actor = await withoutTrial();
    const subscription = await shop.buy(actor, "plan_monthly");
    const begun = [
      ["created", null, at(0)],
      ["payment_succeeded", null, at(0)],
    ];
    await again(shop, actor, 5);
    expect(await toldOf(shop, actor)).toEqual([
      ...begun,
      ["canceled", { reason: "Reason 4", feedback: "f".repeat(2000) }, at(9000)],
    ]);
    // Without a word.
    passTime(1000);
    await shop.post(actor, "/v1/subscriptions/cancel", {});
    expect(await toldOf(shop, actor)).toEqual([...begun, ["canceled", null, at(11_000)]]);
    await shop.post(actor, "/v1/subscriptions/resume");
    await shop.after({ do: "renew", subscription });
    await again(shop, actor, 2);
    expect(await toldOf(shop, actor)).toEqual([
      ...begun,
      ["canceled", null, at(11_000)],
      ["renewed", null, at(11_000)],
      ["payment_succeeded", null, at(11_000)],
      ["canceled", { reason: "Reason 1", feedback: "f".repeat(2000) }, at(14_000)],
    ]);
  });

  it("has it in development, too", async () => {
    freezeTime(NOW);
    const shop = new Installation();
    const actor = await withoutTrial();
    const { data } = await shop.post(actor, "/v1/subscriptions/checkout", {
      planId: "plan_monthly",
      provider: "stripe",
    });
    await shop.post(anonymous(), `/dev/checkout/${data.sessionId}`, {});
    await again(shop, actor, 3);
    const told = await toldOf(shop, actor);
    expect(told.map(([event]: unknown[]) => event)).toEqual(["created", "payment_succeeded", "canceled"]);
  });
});

describe("a purchase that is moved between accounts again and again", () => {
  it("is moved five times in 24 hours", async () => {
    freezeTime(NOW);
    const store = await AppleStore.open();
    const apple = new Installation({ APPLE_ROOT_CERTS: store.root });
    const [one, other] = [await newActor(), await newActor()];
    const receipt = await store.sign(appleTransaction(NOW));
    const restore = (actor: Actor) => apple.post(actor, "/v1/subscriptions/restore", { provider: "apple", receipt });
    const tierOf = async (actor: Actor) => (await apple.get(actor, "/v1/subscriptions/me")).data.subscription.tier;
    await apple.post(one, "/v1/subscriptions/verify-receipt", { provider: "apple", receipt });
    for (let time = 0; time < 5; time += 1) {
      expect((await restore(time % 2 === 0 ? other : one)).status).toBe(200);
      passTime(1000);
    }
    const refused = await restore(one);
    expect([refused.status, refused.error?.code, refused.error?.message, refused.headers.get("retry-after")]).toEqual([
      429,
      "RATE_LIMIT_EXCEEDED",
      "This purchase was moved between accounts too often; try again later",
      String(DAY_MS / 1000 - 5),
    ]);
    expect([await tierOf(one), await tierOf(other)]).toEqual(["free", "premium"]);
    // Whoever has it may restore it.
    expect((await restore(other)).status).toBe(200);
    expect((await toldOf(apple, one)).length).toBe(2 + 5);
    expect((await toldOf(apple, other)).length).toBe(5);
    passTime(DAY_MS - 5001);
    const later = await signInAgain(one);
    expect([(await restore(later)).status, await tierOf(later)]).toEqual([429, "free"]);
    passTime(1);
    expect([(await restore(later)).status, await tierOf(later)]).toEqual([200, "premium"]);
  });
});
